import { sumFen } from '@welfare/contracts/money.ts'
import { idOf } from '@welfare/contracts/primitives.ts'
import { totalOf } from '@welfare/contracts/shares.ts'
import { afterField } from '@welfare/http/after.ts'
import { notAccepted } from '@welfare/http/answer-command.ts'
import { commandMetadata, commandRoute, onlyEvent, type StreamCommand } from '@welfare/http/command-route.ts'
import { preferredLanguage } from '@welfare/http/edge/preferred-language.ts'
import { isProblem, type Problem } from '@welfare/http/problem.ts'
import { queryBoolean } from '@welfare/http/query-fields.ts'
import { type Actor, defineRoute, notKept, type Route, type RouteAnswer } from '@welfare/http/route.ts'
import { shanghaiDay } from '@welfare/process/shanghai-days.ts'
import { z } from 'zod'
import { serialsCodec, walletCodec } from '../codecs.ts'
import { serialsDecider } from '../issuance/serials.decider.ts'
import { describeVoucher } from '../till/look-up.ts'
import { openShown } from '../till/meal-entry.ts'
import type { VouchersContext } from '../vouchers.context.ts'
import { serialsStream } from '../vouchers.process.ts'
import { cardAnswer, reasonBody, replacementAnswer, voidAnswer, voidBody, voucherCode, workerVoucher } from '../wire.ts'
import { type WalletCommand, walletRefusals } from './wallet.commands.ts'
import { walletDecider } from './wallet.decider.ts'
import type { WalletEvent } from './wallet.state.ts'
import { previewWallet } from './wallet-preview.ts'

const tag = 'vouchers'
const codeParams = z.strictObject({ code: voucherCode })
const workerParams = z.strictObject({ id: idOf('programme'), worker: idOf('worker') })
const unknown: Problem = { code: 'voucher-unknown', status: 404, facts: {} }
const decidedBy = [walletDecider, walletCodec] as const

/** What officers do with a card: by its code, or by its worker where there is no card to read. */
export function createCardsRoutes(context: VouchersContext): readonly Route[] {
  return [
    voidRoute(context),
    replaceRoute(context),
    replaceOfWorkerRoute(context),
    lookUpOfWorkerRoute(context),
    ...statusActs.map((act) => statusRoute(context, act)),
  ]
}

function voidRoute(context: VouchersContext): Route {
  const { clock } = context
  return commandRoute(context, {
    method: 'post',
    path: '/v1/vouchers/{code}/void',
    operationId: 'voidVoucher',
    summary: 'Ends a card; the credits stay for the next one, or go back to the programme',
    tag,
    params: codeParams,
    query: z.strictObject({ dryRun: queryBoolean.optional() }),
    body: voidBody,
    answers: {
      200: { description: 'With dryRun: what would go back', schema: voidAnswer },
      201: { description: 'Voided', schema: voidAnswer },
    },
    refusals: walletRefusals,
    decidedBy,
    async toCommand(request) {
      const { params, body } = request
      const voucher = await openShown(context, params.code, request)
      if (isProblem(voucher)) return voucher
      const { wallet, serial } = voucher
      const about = { wallet, serial, today: shanghaiDay(clock.now()), reason: body.reason }
      return { stream: wallet, command: { type: 'VoidVoucher', ...about, withdraw: body.credits === 'withdraw' } }
    },
    toPreview: (asked) =>
      previewWallet(context, asked, (events) => ({ wallet: asked.stream, withdrawnFen: sumWithdrawn(events) })),
    toAnswer: ({ events }, _, { stream: wallet }) => ({
      status: 201,
      body: { wallet, withdrawnFen: sumWithdrawn(events) },
    }),
  })
}

export function sumWithdrawn(events: readonly { readonly event: WalletEvent }[]): number {
  return sumFen(events.map(({ event }) => (event.type === 'CreditWithdrawn' ? totalOf(event.data.shares) : 0)))
}

function replaceRoute(context: VouchersContext): Route {
  return commandRoute(context, {
    method: 'post',
    path: '/v1/vouchers/{code}/replacement',
    operationId: 'replaceVoucher',
    summary: 'Replaces a card that is lost or void: the old code stops working, the credits stay',
    tag,
    params: codeParams,
    body: reasonBody,
    ...replacement(context),
    async toCommand(request) {
      const voucher = await openShown(context, request.params.code, request)
      return isProblem(voucher) ? voucher : toReplacement(context, voucher, request, `serial-${voucher.serial}`)
    },
  })
}

function replaceOfWorkerRoute(context: VouchersContext): Route {
  const { copy } = context
  return commandRoute(context, {
    method: 'post',
    path: '/v1/programmes/{id}/workers/{worker}/voucher/replacement',
    operationId: 'replaceVoucherOfWorker',
    summary: 'Replaces the card of a person whose card cannot be read',
    tag,
    params: workerParams,
    query: z.strictObject({ after: afterField }),
    body: reasonBody,
    ...replacement(context),
    async toCommand(request) {
      const { id, worker } = request.params
      const voucher = copy.walletOfWorker(id, worker)
      return voucher ? toReplacement(context, voucher, request, worker) : unknown
    },
  })
}

const cardRefusals = { ...walletRefusals, 'serials-exhausted': 409 } as const

function replacement({ codes }: VouchersContext) {
  return {
    answers: { 201: { description: 'The new card', schema: replacementAnswer } },
    refusals: cardRefusals,
    decidedBy,
    toAnswer(
      { events }: { readonly events: readonly { readonly event: WalletEvent; readonly version: number }[] },
      _: unknown,
      { stream: wallet }: StreamCommand<WalletCommand>,
    ): RouteAnswer {
      const { serial } = onlyEvent(events, 'VoucherReplaced', wallet).data
      return { status: 201, body: { wallet, serial, code: codes.codeOf(serial), qr: codes.qrTokenOf(serial) } }
    },
  }
}

interface ReplacementRequest {
  readonly actor: Actor
  readonly body: { readonly reason: string }
  readonly commandId: string
}

/**
 * A new serial, and with it a new code, for the same wallet.
 * @param of who or which card was asked for: a repeat of the request says the same
 */
async function toReplacement(
  { codes, clock, store, runner }: VouchersContext,
  { wallet, serial }: { readonly wallet: string; readonly serial: number },
  { actor, body, commandId }: ReplacementRequest,
  of: string,
): Promise<StreamCommand<WalletCommand> | Problem> {
  const input = { ...body, of }
  const replaceBy = (newSerial: number): WalletCommand => ({
    type: 'ReplaceVoucher',
    serial,
    newSerial,
    qrHash: codes.qrHashOf(codes.qrTokenOf(newSerial)),
    reason: body.reason,
  })
  // Asked before a serial is taken, so that a refused request leaves nothing behind.
  const isReplaceable = await runner.read(
    walletDecider,
    walletCodec,
    wallet,
    (state) => walletDecider.decide(state, replaceBy(serial)).accepted,
  )
  if (!isReplaceable) return { stream: wallet, command: replaceBy(serial), input }
  const taken = await runner.execute(serialsDecider, serialsCodec, {
    ...{ stream: serialsStream(store.ledger), mayCreate: true, commandId, input },
    command: { type: 'TakeSerials', takenFor: wallet, count: 1 },
    metadata: commandMetadata(clock, actor),
  })
  if (taken.outcome !== 'accepted') return notAccepted(taken, cardRefusals)
  return { stream: wallet, command: replaceBy(taken.events[0]?.event.data.first ?? serial), input }
}

function lookUpOfWorkerRoute(context: VouchersContext): Route {
  const { copy, clock, codes, runner } = context
  return defineRoute({
    method: 'get',
    path: '/v1/programmes/{id}/workers/{worker}/voucher',
    operationId: 'lookUpVoucherOfWorker',
    summary: "Looks up a person's card in a programme, with its code, and what it is worth now",
    tag,
    params: workerParams,
    query: z.strictObject({ after: afterField }),
    answers: { 200: { description: 'The card', schema: workerVoucher } },
    refusals: { 'voucher-unknown': 404 },
    async handle({ params, headers }) {
      const known = copy.walletOfWorker(params.id, params.worker)
      if (!known) return unknown
      const { wallet } = known
      const now = clock.now()
      const answer = await runner.read(walletDecider, walletCodec, wallet, (state, version) => {
        const { serial } = state.card
        const { closed: programmeClosed = false, rules } = copy.findProgramme(params.id) ?? {}
        const lookUp = {
          wallet,
          serial,
          day: shanghaiDay(now),
          now: now.toISOString(),
          merchantAdmitted: true,
          programmeClosed,
          allowedItems: rules?.allowedItems,
          language: preferredLanguage(headers['accept-language']),
        }
        const card = { serial, code: codes.codeOf(serial), qr: codes.qrTokenOf(serial) }
        return { version, body: { ...describeVoucher(state, lookUp), ...card } }
      })
      return answer ? { status: 200, ...answer, headers: notKept } : unknown
    },
  })
}

interface StatusAct {
  readonly path: string
  readonly operationId: string
  readonly summary: string
  readonly status: 'active' | 'suspended'
  toCommand(voucher: { readonly wallet: string; readonly serial: number }, reason: string): WalletCommand
}

const statusActs: readonly StatusAct[] = [
  {
    path: 'suspension',
    operationId: 'suspendVoucher',
    summary: 'Suspends a card until it is resumed; the credits stay',
    status: 'suspended',
    toCommand: ({ serial }, reason) => ({ type: 'SuspendVoucher', serial, reason }),
  },
  {
    path: 'resumption',
    operationId: 'resumeVoucher',
    summary: 'Resumes a suspended card',
    status: 'active',
    toCommand: ({ serial }, reason) => ({ type: 'ResumeVoucher', serial, reason }),
  },
  {
    path: 'restoration',
    operationId: 'restoreVoucher',
    summary: 'Restores a card that was voided by mistake',
    status: 'active',
    toCommand: ({ wallet, serial }, reason) => ({ type: 'RestoreVoucher', wallet, serial, reason }),
  },
]

function statusRoute(context: VouchersContext, act: StatusAct): Route {
  const { path, operationId, summary, status, toCommand } = act
  return commandRoute(context, {
    method: 'post',
    path: `/v1/vouchers/{code}/${path}`,
    operationId,
    summary,
    tag,
    params: codeParams,
    body: reasonBody,
    answers: { 201: { description: 'Done', schema: cardAnswer } },
    refusals: walletRefusals,
    decidedBy,
    async toCommand(request) {
      const voucher = await openShown(context, request.params.code, request)
      return isProblem(voucher) ? voucher : { stream: voucher.wallet, command: toCommand(voucher, request.body.reason) }
    },
    toAnswer: (_, __, { stream: wallet }) => ({ status: 201, body: { wallet, status } }),
  })
}
