import { addFen } from '@welfare/contracts/money.ts'
import { idOf } from '@welfare/contracts/primitives.ts'
import { totalOf } from '@welfare/contracts/shares.ts'
import { afterField } from '@welfare/service-kit/after.ts'
import { answerCommand } from '@welfare/service-kit/answer-command.ts'
import { answerPage, pageOf } from '@welfare/service-kit/paging.ts'
import { isProblem } from '@welfare/service-kit/problem.ts'
import { decodeCursor, pageFields } from '@welfare/service-kit/query-fields.ts'
import { awaitFresh, commandInput, commandMetadata } from '@welfare/service-kit/room.ts'
import { defineRoute, type Route } from '@welfare/service-kit/route.ts'
import { z } from 'zod'
import { serialsDecider } from './serials.decider.ts'
import { openShown } from './shown-code.ts'
import type { VouchersContext } from './vouchers.context.ts'
import { serialsCodec, serialsStream, walletCodec } from './vouchers.process.ts'
import { walletRefusals } from './wallet.commands.ts'
import { walletDecider } from './wallet.decider.ts'
import { reasonBody, replacementAnswer, voidAnswer, voucherCard, voucherCode } from './wire.ts'

const codeParams = z.strictObject({ code: voucherCode })
const deskRefusals = { ...walletRefusals, 'serials-exhausted': 409 } as const

/** The union's desk: void, replace, print. */
export function createDeskRoutes(context: VouchersContext): readonly Route[] {
  return [voidRoute(context), replaceRoute(context), listCardsRoute(context)]
}

function voidRoute(context: VouchersContext): Route {
  const { clock, runner } = context
  return defineRoute({
    method: 'post',
    path: '/v1/vouchers/{code}/void',
    operationId: 'voidVoucher',
    summary: 'Ends a voucher for good; what it held goes back to its programme',
    tag: 'vouchers',
    params: codeParams,
    body: reasonBody,
    answers: { 201: { description: 'Voided', schema: voidAnswer } },
    refusals: walletRefusals,
    async handle({ params, body, actor, address, credential, commandId }) {
      const voucher = await openShown(context, params.code, { actor, address, credential })
      if (isProblem(voucher)) return voucher
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
  const { codes, clock, store, runner } = context
  return defineRoute({
    method: 'post',
    path: '/v1/vouchers/{code}/replacement',
    operationId: 'replaceVoucher',
    summary: 'A new card for a lost one: the old code stops working, the wallet stays',
    tag: 'vouchers',
    params: codeParams,
    body: reasonBody,
    answers: { 201: { description: 'The new card', schema: replacementAnswer } },
    refusals: deskRefusals,
    async handle({ params, body, actor, address, credential, commandId }) {
      const voucher = await openShown(context, params.code, { actor, address, credential })
      if (isProblem(voucher)) return voucher
      const request = { commandId, input: { ...body, serial: voucher.serial }, metadata: commandMetadata(clock, actor) }
      const toReplacement = (newSerial: number) => ({
        type: 'ReplaceVoucher' as const,
        serial: voucher.serial,
        newSerial,
        qrHash: codes.qrHashOf(codes.qrTokenOf(newSerial)),
        reason: body.reason,
      })
      // Asked before a serial is taken, so that a refused request leaves nothing behind.
      const isReplaceable = await runner.read(
        walletDecider,
        walletCodec,
        voucher.wallet,
        (state) => walletDecider.decide(state, toReplacement(voucher.serial)).accepted,
      )
      const taken = isReplaceable
        ? await runner.execute(serialsDecider, serialsCodec, {
            ...request,
            stream: serialsStream(store.ledger),
            command: { type: 'TakeSerials', takenFor: voucher.wallet, count: 1 },
            mayCreate: true,
          })
        : undefined
      if (taken && taken.outcome !== 'accepted')
        return answerCommand(taken, { refusals: deskRefusals, onAccepted: () => ({ status: 500 }) })
      const result = await runner.execute(walletDecider, walletCodec, {
        ...request,
        stream: voucher.wallet,
        command: toReplacement(taken?.events[0]?.event.data.first ?? voucher.serial),
      })
      return answerCommand(result, {
        refusals: deskRefusals,
        onAccepted: ({ events }) => {
          const [replaced] = events
          if (replaced?.event.type !== 'VoucherReplaced') throw new Error('a replacement led to no event')
          const { serial } = replaced.event.data
          const card = { serial, code: codes.codeOf(serial), qr: codes.qrTokenOf(serial) }
          return { status: 201, body: { wallet: voucher.wallet, ...card } }
        },
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
    params: z.strictObject({ id: idOf('programme') }),
    query: z.strictObject({ ...pageFields, after: afterField }),
    answers: {
      200: {
        description: 'Cards in the order of their serials',
        schema: pageOf(voucherCard),
      },
    },
    refusals: { 'programme-unknown': 404 },
    async handle({ params, query, signal }) {
      const late = await awaitFresh(store, facts, query.after, signal)
      if (late) return late
      if (!copy.findProgramme(params.id)) return { code: 'programme-unknown', status: 404, facts: {} }
      const place = decodeCursor(query.cursor, z.tuple([z.int()]))
      if (place && isProblem(place)) return place
      const wallets = copy.listWallets(params.id, place?.[0] ?? 0, query.limit + 1)
      return answerPage(
        wallets,
        query.limit,
        ({ serial }) => [serial],
        (card) => ({ ...card, code: codes.codeOf(card.serial), qr: codes.qrTokenOf(card.serial) }),
      )
    },
  })
}
