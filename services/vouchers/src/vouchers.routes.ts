import { addFen, sumFen } from '@welfare/contracts/money.ts'
import { idOf, partOf, splitPart } from '@welfare/contracts/primitives.ts'
import { totalOf } from '@welfare/contracts/shares.ts'
import { afterField, awaitAfter } from '@welfare/service-kit/after.ts'
import { answerCommand } from '@welfare/service-kit/answer-command.ts'
import { isProblem, type Problem } from '@welfare/service-kit/problem.ts'
import { decodeCursor, encodeCursor, pageFields } from '@welfare/service-kit/query-fields.ts'
import { caughtUp, commandInput, commandMetadata, findFresh } from '@welfare/service-kit/room.ts'
import { defineRoute, type Route } from '@welfare/service-kit/route.ts'
import { shanghaiDay } from '@welfare/service-kit/shanghai-days.ts'
import { z } from 'zod'
import { describeVoucher, findVoucher } from './look-up.ts'
import { redeem, redemptionRefusals } from './redeem.ts'
import { serialsDecider } from './serials.decider.ts'
import type { VouchersContext } from './vouchers.context.ts'
import { serialsCodec, serialsStream, walletCodec } from './vouchers.process.ts'
import { walletDecider, walletRefusals } from './wallet.decider.ts'
import {
  reasonBody,
  redemptionAnswer,
  redemptionBody,
  replacementAnswer,
  reversalAnswer,
  reversalBody,
  voidAnswer,
  voucherAnswer,
  voucherCard,
  voucherCode,
} from './wire.ts'

const codeParams = z.strictObject({ code: voucherCode })
const afterQuery = z.strictObject({ after: afterField })
const unknown: Problem = { code: 'voucher-unknown', status: 404, facts: {} }

/** The till: look, redeem, undo; and the desk: void, replace, print. */
export function createVouchersRoutes(context: VouchersContext): readonly Route[] {
  return [
    lookUpRoute(context),
    redeemRoute(context),
    reverseRoute(context),
    voidRoute(context),
    replaceRoute(context),
    listCardsRoute(context),
  ]
}

function lookUpRoute(context: VouchersContext): Route {
  const { copy, codes, clock, facts, store, runner } = context
  return defineRoute({
    method: 'get',
    path: '/v1/vouchers/{code}',
    operationId: 'lookUpVoucher',
    summary: 'What a voucher is worth now, before anything is redeemed',
    tag: 'vouchers',
    roles: ['merchant', 'officer', 'administrator'],
    personal: true,
    params: codeParams,
    query: z.strictObject({ merchant: idOf('merchant').optional(), after: afterField }),
    answers: { 200: { description: 'The voucher', schema: voucherAnswer } },
    refusals: { 'voucher-unknown': 404, 'merchant-missing': 422 },
    async handle({ params, query, actor, signal }) {
      if (actor.role === 'merchant' && query.merchant === undefined)
        return { code: 'merchant-missing', status: 422, facts: {} }
      const late = await awaitAfter(facts, query.after, { signal })
      if (late) return late
      const voucher = await findFresh(() => findVoucher(copy, codes, params.code), store, facts)
      if (!voucher) return unknown
      const day = shanghaiDay(clock.now())
      const merchantId = query.merchant
      const answer = await runner.read(walletDecider, walletCodec, voucher.wallet, (state, version) => ({
        version,
        body: describeVoucher(state, {
          ...voucher,
          day,
          merchant:
            merchantId === undefined
              ? undefined
              : { id: merchantId, admitted: copy.isAdmitted(state.programme, merchantId) },
          programmeClosed: copy.findProgramme(state.programme)?.closed ?? false,
        }),
      }))
      return answer ? { status: 200, ...answer } : unknown
    },
  })
}

function redeemRoute(context: VouchersContext): Route {
  return defineRoute({
    method: 'post',
    path: '/v1/vouchers/{code}/redemptions',
    operationId: 'redeemMeal',
    summary: 'Pays a meal with the credit that ends first',
    tag: 'vouchers',
    roles: ['merchant', 'officer', 'administrator'],
    params: codeParams,
    query: afterQuery,
    body: redemptionBody,
    answers: { 201: { description: 'The redemption', schema: redemptionAnswer } },
    refusals: redemptionRefusals,
    async handle({ params, query, body, actor, commandId, signal }) {
      const late = await awaitAfter(context.facts, query.after, { signal })
      return late ?? redeem(context, { shown: params.code, body, actor, commandId })
    },
  })
}

function reverseRoute({ runner, clock }: VouchersContext): Route {
  return defineRoute({
    method: 'post',
    path: '/v1/redemptions/{id}/reversal',
    operationId: 'reverseRedemption',
    summary: 'Takes a redemption back: by the same merchant, on the same day',
    tag: 'vouchers',
    roles: ['merchant', 'officer', 'administrator'],
    params: z.strictObject({ id: partOf('wallet') }),
    body: reversalBody,
    answers: { 201: { description: 'The reversal', schema: reversalAnswer } },
    refusals: walletRefusals,
    async handle({ params, body, actor, commandId }) {
      const wallet = splitPart(params.id).stream
      const result = await runner.execute(walletDecider, walletCodec, {
        stream: wallet,
        command: {
          type: 'ReverseRedemption',
          redemption: params.id,
          merchant: body.merchant,
          day: shanghaiDay(clock.now()),
          reason: body.reason,
        },
        commandId,
        input: commandInput(body),
        metadata: commandMetadata(clock, actor),
      })
      if (result.outcome === 'refused' && result.refusal.code === 'not-found')
        return { code: 'redemption-unknown', status: 404, facts: {} }
      return answerCommand(result, {
        refusals: walletRefusals,
        onAccepted: ({ events }) => {
          const [reversed] = events
          if (reversed?.event.type !== 'RedemptionReversed') throw new Error('a reversal led to no event')
          const { redemption, draws, balanceAfterFen } = reversed.event.data
          const amountFen = sumFen(draws.map(({ shares }) => totalOf(shares)))
          return {
            status: 201,
            body: {
              id: `${wallet}.${reversed.version}`,
              redemption,
              amountFen,
              balanceAfterFen,
              recordedAt: reversed.recordedAt,
            },
          }
        },
      })
    },
  })
}

function voidRoute(context: VouchersContext): Route {
  const { copy, codes, clock, facts, store, runner } = context
  return defineRoute({
    method: 'post',
    path: '/v1/vouchers/{code}/void',
    operationId: 'voidVoucher',
    summary: 'Ends a voucher for good; what it held goes back to its programme',
    tag: 'vouchers',
    roles: ['officer', 'administrator'],
    params: codeParams,
    body: reasonBody,
    answers: { 201: { description: 'Voided', schema: voidAnswer } },
    refusals: walletRefusals,
    async handle({ params, body, actor, commandId }) {
      const voucher = await findFresh(() => findVoucher(copy, codes, params.code), store, facts)
      if (!voucher) return unknown
      const result = await runner.execute(walletDecider, walletCodec, {
        stream: voucher.wallet,
        command: { type: 'VoidVoucher', wallet: voucher.wallet, serial: voucher.serial, reason: body.reason },
        commandId,
        input: commandInput(body),
        metadata: commandMetadata(clock, actor),
      })
      return answerCommand(result, {
        refusals: walletRefusals,
        onAccepted: ({ events }) => {
          const withdrawnFen = events.reduce(
            (sum, { event }) => (event.type === 'CreditWithdrawn' ? addFen(sum, totalOf(event.data.shares)) : sum),
            0,
          )
          return { status: 201, body: { wallet: voucher.wallet, withdrawnFen } }
        },
      })
    },
  })
}

function replaceRoute(context: VouchersContext): Route {
  const { copy, codes, clock, facts, store, runner } = context
  return defineRoute({
    method: 'post',
    path: '/v1/vouchers/{code}/replacement',
    operationId: 'replaceVoucher',
    summary: 'A new card for a lost one: the old code stops working, the wallet stays',
    tag: 'vouchers',
    roles: ['officer', 'administrator'],
    params: codeParams,
    body: reasonBody,
    answers: { 201: { description: 'The new card', schema: replacementAnswer } },
    refusals: { ...walletRefusals, 'serials-exhausted': 409 },
    async handle({ params, body, actor, commandId }) {
      const voucher = await findFresh(() => findVoucher(copy, codes, params.code), store, facts)
      if (!voucher) return unknown
      const request = { commandId, input: { ...body, serial: voucher.serial }, metadata: commandMetadata(clock, actor) }
      const taken = await runner.execute(serialsDecider, serialsCodec, {
        ...request,
        stream: serialsStream(store.ledger),
        command: { type: 'TakeSerials', takenFor: voucher.wallet, count: 1 },
        mayCreate: true,
      })
      const newSerial = taken.outcome === 'accepted' ? taken.events[0]?.event.data.first : undefined
      if (newSerial === undefined)
        return answerCommand(taken, { refusals: { 'serials-exhausted': 409 }, onAccepted: () => ({ status: 500 }) })
      const result = await runner.execute(walletDecider, walletCodec, {
        ...request,
        stream: voucher.wallet,
        command: {
          type: 'ReplaceVoucher',
          serial: voucher.serial,
          newSerial,
          qrHash: codes.qrHashOf(codes.qrTokenOf(newSerial)),
          reason: body.reason,
        },
      })
      return answerCommand(result, {
        refusals: walletRefusals,
        onAccepted: () => ({
          status: 201,
          body: {
            wallet: voucher.wallet,
            serial: newSerial,
            code: codes.codeOf(newSerial),
            qr: codes.qrTokenOf(newSerial),
          },
        }),
      })
    },
  })
}

function listCardsRoute({ copy, codes, facts, store }: VouchersContext): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/programmes/{id}/vouchers',
    operationId: 'listVoucherCards',
    summary: 'The cards of a programme, with their codes, for printing',
    tag: 'vouchers',
    roles: ['officer', 'administrator'],
    personal: true,
    params: z.strictObject({ id: idOf('programme') }),
    query: z.strictObject({ ...pageFields, after: afterField }),
    answers: {
      200: {
        description: 'Cards in the order of their serials',
        schema: z.strictObject({ vouchers: z.array(voucherCard), nextCursor: z.string().optional() }),
      },
    },
    refusals: { 'programme-unknown': 404 },
    async handle({ params, query, signal }) {
      const late =
        query.after === undefined ? !(await caughtUp(store, facts)) : await awaitAfter(facts, query.after, { signal })
      if (typeof late === 'object') return late
      if (!copy.findProgramme(params.id)) return { code: 'programme-unknown', status: 404, facts: {} }
      const place = decodeCursor(query.cursor, z.tuple([z.int()]))
      if (place && isProblem(place)) return place
      const wallets = copy.listWallets(params.id, place?.[0] ?? 0, query.limit)
      const last = wallets.length === query.limit ? wallets.at(-1) : undefined
      return {
        status: 200,
        body: {
          vouchers: wallets.map(({ wallet, worker, serial, closed }) => ({
            wallet,
            worker,
            serial,
            closed,
            code: codes.codeOf(serial),
            qr: codes.qrTokenOf(serial),
          })),
          ...(last && { nextCursor: encodeCursor([last.serial]) }),
        },
      }
    },
  })
}
