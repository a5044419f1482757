import { defineActRoute } from '@welfare/approvals/define-act-route.ts'
import { sumFen } from '@welfare/contracts/money.ts'
import { idOf } from '@welfare/contracts/primitives.ts'
import { totalOf } from '@welfare/contracts/shares.ts'
import { afterField } from '@welfare/http/after.ts'
import { notAccepted } from '@welfare/http/answer-command.ts'
import type { Approval } from '@welfare/http/command-route.ts'
import { commandInput, commandMetadata, commandRoute } from '@welfare/http/command-route.ts'
import type { Problem } from '@welfare/http/problem.ts'
import { queryBoolean } from '@welfare/http/query-fields.ts'
import type { Actor, Route, RouteAnswer } from '@welfare/http/route.ts'
import { shanghaiDay } from '@welfare/process/shanghai-days.ts'
import { z } from 'zod'
import { walletCodec } from '../codecs.ts'
import type { VouchersContext } from '../vouchers.context.ts'
import { type BulkVoidBody, bulkVoidAnswer, bulkVoidBody, moveAnswer, moveBody } from '../wire.ts'
import { sumWithdrawn } from './cards.routes.ts'
import { walletRefusals } from './wallet.commands.ts'
import { walletDecider } from './wallet.decider.ts'
import type { WalletEvent } from './wallet.state.ts'
import { previewWallet } from './wallet-preview.ts'

/** What officers do with people's credits and cards, by worker. */
export function createCreditsRoutes(context: VouchersContext): readonly Route[] {
  return [moveRoute(context), bulkVoidRoute(context)]
}

function moveRoute(context: VouchersContext): Route {
  const { copy, clock } = context
  return commandRoute(context, {
    method: 'post',
    path: '/v1/programmes/{id}/workers/{worker}/credits/move',
    operationId: 'moveCredit',
    summary: "Moves what a person's credit still holds to another window of the programme",
    tag: 'vouchers',
    params: z.strictObject({ id: idOf('programme'), worker: idOf('worker') }),
    query: z.strictObject({ dryRun: queryBoolean.optional(), after: afterField }),
    body: moveBody,
    answers: {
      200: { description: 'With dryRun: what would be moved', schema: moveAnswer },
      201: { description: 'Moved', schema: moveAnswer },
    },
    refusals: { ...walletRefusals, 'window-not-in-programme': 422 },
    decidedBy: [walletDecider, walletCodec],
    toCommand({ params: { id, worker }, body: { window, toWindow, reason } }) {
      const wallet = copy.walletOfWorker(id, worker)?.wallet
      if (wallet === undefined) return { code: 'voucher-unknown', status: 404, facts: {} }
      const to = copy.findProgramme(id)?.rules.windows.find((known) => known.window === toWindow)
      if (!to) return { code: 'window-not-in-programme', status: 422, facts: { window: toWindow } }
      const today = shanghaiDay(clock.now())
      return { stream: wallet, command: { type: 'MoveCredit', wallet, window, to, today, reason } }
    },
    toPreview: (asked) =>
      previewWallet(context, asked, (events) => ({ wallet: asked.stream, movedFen: sumMoved(events) })),
    toAnswer: ({ events }, _, { stream: wallet }) => ({ status: 201, body: { wallet, movedFen: sumMoved(events) } }),
  })
}

function sumMoved(events: readonly { readonly event: WalletEvent }[]): number {
  return sumFen(events.map(({ event }) => (event.type === 'CreditMoved' ? totalOf(event.data.shares) : 0)))
}

function bulkVoidRoute(context: VouchersContext): Route {
  const { copy } = context
  return defineActRoute(context, {
    method: 'post',
    path: '/v1/programmes/{id}/vouchers/void',
    operationId: 'voidVouchers',
    summary: "Ends many people's cards; their credits stay for the next ones, or go back to the programme",
    tag: 'vouchers',
    params: z.strictObject({ id: idOf('programme') }),
    query: z.strictObject({ after: afterField }),
    body: bulkVoidBody,
    answers: { 201: { description: 'Voided', schema: bulkVoidAnswer } },
    refusals: { ...walletRefusals, 'programme-unknown': 404 },
    describe({ params, body }) {
      const division = copy.findProgramme(params.id)?.division
      if (division === undefined) return { code: 'programme-unknown', status: 404, facts: {} }
      const count = new Set(body.workers.filter((worker) => copy.walletOfWorker(params.id, worker))).size
      return { kind: 'bulk-void', count, division, programme: params.id, about: { credits: body.credits ?? 'keep' } }
    },
    async perform(given, { params, body, actor, commandId }, approval) {
      if (!copy.findProgramme(params.id)) return { code: 'programme-unknown', status: 404, facts: {} }
      return voidMany(given, { programme: params.id, body, actor, commandId, approval })
    },
  })
}

interface BulkVoid {
  readonly programme: string
  readonly body: BulkVoidBody
  readonly actor: Actor
  readonly commandId: string
  readonly approval?: Approval | undefined
}

/** Card by card, each its own append: a repeat of the request finds what is done and does the rest. */
async function voidMany(context: VouchersContext, request: BulkVoid): Promise<RouteAnswer | Problem> {
  const { copy, clock, runner } = context
  const { programme, body, actor, commandId, approval } = request
  const today = shanghaiDay(clock.now())
  const found = [...new Set(body.workers)].map((worker) => ({ worker, card: copy.walletOfWorker(programme, worker) }))
  const results = await Promise.all(
    found.flatMap(({ card }) => {
      if (!card) return []
      const { wallet, serial } = card
      const withdraw = body.credits === 'withdraw'
      const command = { type: 'VoidVoucher' as const, wallet, serial, today, withdraw, reason: body.reason }
      const input = commandInput(body)
      const metadata = commandMetadata(clock, actor, { approval })
      return [runner.execute(walletDecider, walletCodec, { stream: wallet, command, commandId, input, metadata })]
    }),
  )
  for (const result of results) if (result.outcome !== 'accepted') return notAccepted(result, walletRefusals)
  const events = results.flatMap((result) => (result.outcome === 'accepted' ? result.events : []))
  const voided = events.filter(({ event }) => event.type === 'VoucherVoided').length
  const withoutCard = found.filter(({ card }) => !card).map(({ worker }) => worker)
  return { status: 201, body: { voided, withdrawnFen: sumWithdrawn(events), withoutCard } }
}
