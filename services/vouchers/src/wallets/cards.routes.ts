import { idOf } from '@welfare/contracts/primitives.ts'
import { afterField } from '@welfare/http/after.ts'
import { answerCommand } from '@welfare/http/answer-command.ts'
import { isProblem, type Problem } from '@welfare/http/problem.ts'
import { commandInput, commandMetadata } from '@welfare/http/room.ts'
import { defineRoute, type Route } from '@welfare/http/route.ts'
import { shanghaiDay } from '@welfare/process/shanghai-days.ts'
import { z } from 'zod'
import { describeVoucher } from '../till/look-up.ts'
import { openShown } from '../till/meal-entry.ts'
import type { VouchersContext } from '../vouchers.context.ts'
import { walletCodec } from '../vouchers.process.ts'
import { cardAnswer, reasonBody, replacementAnswer, voidAnswer, voidBody, voucherCode, workerVoucher } from '../wire.ts'
import { cardRefusals, replaceCard, sumWithdrawn } from './card-acts.ts'
import { type WalletCommand, walletRefusals } from './wallet.commands.ts'
import { walletDecider } from './wallet.decider.ts'

const codeParams = z.strictObject({ code: voucherCode })
const workerParams = z.strictObject({ id: idOf('programme'), worker: idOf('worker') })
const unknown: Problem = { code: 'voucher-unknown', status: 404, facts: {} }

/** What officers do with a card: by its code, or by its worker where there is no card to read. */
export function createCardsRoutes(context: VouchersContext): readonly Route[] {
  return [
    voidRoute(context),
    replaceRoute(context),
    replaceOfWorkerRoute(context),
    lookUpOfWorkerRoute(context),
    ...createStatusRoutes(context),
  ]
}

function voidRoute(context: VouchersContext): Route {
  const { clock, runner } = context
  return defineRoute({
    method: 'post',
    path: '/v1/vouchers/{code}/void',
    operationId: 'voidVoucher',
    summary: 'Ends a card; the credits stay for the next one, or go back to the programme',
    tag: 'vouchers',
    params: codeParams,
    body: voidBody,
    answers: { 201: { description: 'Voided', schema: voidAnswer } },
    refusals: walletRefusals,
    async handle({ params, body, actor, address, credential, commandId }) {
      const voucher = await openShown(context, params.code, { actor, address, credential })
      if (isProblem(voucher)) return voucher
      const { wallet, serial } = voucher
      const today = shanghaiDay(clock.now())
      const withdraw = body.credits === 'withdraw'
      const result = await runner.execute(walletDecider, walletCodec, {
        stream: wallet,
        command: { type: 'VoidVoucher', wallet, serial, today, withdraw, reason: body.reason },
        commandId,
        input: commandInput(body),
        metadata: commandMetadata(clock, actor),
      })
      return answerCommand(result, {
        refusals: walletRefusals,
        onAccepted: ({ events }) => ({ status: 201, body: { wallet, withdrawnFen: sumWithdrawn(events) } }),
      })
    },
  })
}

function replaceRoute(context: VouchersContext): Route {
  return defineRoute({
    method: 'post',
    path: '/v1/vouchers/{code}/replacement',
    operationId: 'replaceVoucher',
    summary: 'A new card for one that is lost or void: the old code stops working, the credits stay',
    tag: 'vouchers',
    params: codeParams,
    body: reasonBody,
    answers: { 201: { description: 'The new card', schema: replacementAnswer } },
    refusals: cardRefusals,
    async handle({ params, body, actor, address, credential, commandId }) {
      const voucher = await openShown(context, params.code, { actor, address, credential })
      return isProblem(voucher)
        ? voucher
        : replaceCard(context, voucher, { actor, body, of: `serial-${voucher.serial}`, commandId })
    },
  })
}

function replaceOfWorkerRoute(context: VouchersContext): Route {
  const { copy } = context
  return defineRoute({
    method: 'post',
    path: '/v1/programmes/{id}/workers/{worker}/voucher/replacement',
    operationId: 'replaceVoucherOfWorker',
    summary: 'A new card for somebody whose card is not there to be read',
    tag: 'vouchers',
    params: workerParams,
    query: z.strictObject({ after: afterField }),
    body: reasonBody,
    answers: { 201: { description: 'The new card', schema: replacementAnswer } },
    refusals: cardRefusals,
    async handle({ params, body, actor, commandId }) {
      const voucher = copy.walletOfWorker(params.id, params.worker)
      return voucher ? replaceCard(context, voucher, { actor, body, of: params.worker, commandId }) : unknown
    },
  })
}

function lookUpOfWorkerRoute(context: VouchersContext): Route {
  const { copy, clock, codes, runner } = context
  return defineRoute({
    method: 'get',
    path: '/v1/programmes/{id}/workers/{worker}/voucher',
    operationId: 'lookUpVoucherOfWorker',
    summary: "Somebody's card in a programme, with its code, and what it is worth now",
    tag: 'vouchers',
    params: workerParams,
    query: z.strictObject({ after: afterField }),
    answers: { 200: { description: 'The card', schema: workerVoucher } },
    refusals: { 'voucher-unknown': 404 },
    async handle({ params }) {
      const known = copy.walletOfWorker(params.id, params.worker)
      if (!known) return unknown
      const { wallet } = known
      const now = clock.now()
      const answer = await runner.read(walletDecider, walletCodec, wallet, (state, version) => {
        const { serial } = state.card
        const programmeClosed = copy.findProgramme(params.id)?.closed ?? false
        const lookUp = {
          wallet,
          serial,
          day: shanghaiDay(now),
          now: now.toISOString(),
          merchantAdmitted: true,
          programmeClosed,
        }
        const card = { serial, code: codes.codeOf(serial), qr: codes.qrTokenOf(serial) }
        return { version, body: { ...describeVoucher(state, lookUp), ...card } }
      })
      return answer ? { status: 200, ...answer } : unknown
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
    summary: 'The card does not work until it is resumed; the credits stay',
    status: 'suspended',
    toCommand: ({ serial }, reason) => ({ type: 'SuspendVoucher', serial, reason }),
  },
  {
    path: 'resumption',
    operationId: 'resumeVoucher',
    summary: 'A suspended card works again',
    status: 'active',
    toCommand: ({ serial }, reason) => ({ type: 'ResumeVoucher', serial, reason }),
  },
  {
    path: 'restoration',
    operationId: 'restoreVoucher',
    summary: 'A card that was voided by mistake works again',
    status: 'active',
    toCommand: ({ wallet, serial }, reason) => ({ type: 'RestoreVoucher', wallet, serial, reason }),
  },
]

function createStatusRoutes(context: VouchersContext): Route[] {
  const { clock, runner } = context
  return statusActs.map(({ path, operationId, summary, status, toCommand }) =>
    defineRoute({
      method: 'post',
      path: `/v1/vouchers/{code}/${path}`,
      operationId,
      summary,
      tag: 'vouchers',
      params: codeParams,
      body: reasonBody,
      answers: { 201: { description: 'Done', schema: cardAnswer } },
      refusals: walletRefusals,
      async handle({ params, body, actor, address, credential, commandId }) {
        const voucher = await openShown(context, params.code, { actor, address, credential })
        if (isProblem(voucher)) return voucher
        const result = await runner.execute(walletDecider, walletCodec, {
          stream: voucher.wallet,
          command: toCommand(voucher, body.reason),
          commandId,
          input: commandInput(body),
          metadata: commandMetadata(clock, actor),
        })
        return answerCommand(result, {
          refusals: walletRefusals,
          onAccepted: () => ({ status: 201, body: { wallet: voucher.wallet, status } }),
        })
      },
    }),
  )
}
