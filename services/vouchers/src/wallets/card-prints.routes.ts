import { idOf } from '@welfare/contracts/primitives.ts'
import { afterField } from '@welfare/http/after.ts'
import { notAccepted } from '@welfare/http/answer-command.ts'
import { commandInput, commandMetadata, onlyEvent } from '@welfare/http/command-route.ts'
import { listRoute } from '@welfare/http/list-route.ts'
import type { Problem } from '@welfare/http/problem.ts'
import { defineRoute, type Route } from '@welfare/http/route.ts'
import { z } from 'zod'
import { walletCodec } from '../codecs.ts'
import type { VouchersContext } from '../vouchers.context.ts'
import { printAnswer, printBody, voucherCard } from '../wire.ts'
import { walletRefusals } from './wallet.commands.ts'
import { walletDecider } from './wallet.decider.ts'

const refusals = { ...walletRefusals, 'programme-unknown': 404 } as const

/** Cards as they go to the printer, and which did. */
export function createCardPrintsRoutes(context: VouchersContext): readonly Route[] {
  return [printRoute(context), listCardsRoute(context)]
}

/** Each print is a fact of its card, so that a second one can say that it is: many streams, no command's route. */
function printRoute({ copy, codes, clock, runner }: VouchersContext): Route {
  return defineRoute({
    method: 'post',
    path: '/v1/programmes/{id}/card-prints',
    operationId: 'printVoucherCards',
    summary: "Gives the codes of people's cards to print, and records that they were printed",
    tag: 'vouchers',
    params: z.strictObject({ id: idOf('programme') }),
    query: z.strictObject({ after: afterField }),
    body: printBody,
    answers: { 201: { description: 'The cards, in the order of the people', schema: printAnswer } },
    refusals,
    async handle({ params, body, actor, commandId }) {
      if (!copy.findProgramme(params.id)) return { code: 'programme-unknown', status: 404, facts: {} }
      const workers = [...new Set(body.workers)]
      const printed = await Promise.all(workers.map((worker) => print(worker)))
      const problem = printed.find((result) => 'problem' in result)
      if (problem && 'problem' in problem) return problem.problem
      return {
        status: 201,
        body: {
          cards: printed.flatMap((result) => ('card' in result ? [result.card] : [])),
          notPrinted: printed.flatMap((result) => ('code' in result ? [result] : [])),
        },
      }

      async function print(worker: string): Promise<PrintedCard | NotPrinted | { readonly problem: Problem }> {
        const known = copy.walletOfWorker(params.id, worker)
        if (!known) return { worker, code: 'voucher-unknown' }
        const { wallet, serial } = known
        const result = await runner.execute(walletDecider, walletCodec, {
          stream: wallet,
          command: { type: 'PrintVoucher', serial, ...body },
          commandId,
          input: commandInput(body),
          metadata: commandMetadata(clock, actor),
        })
        if (result.outcome === 'refused') return { worker, code: result.refusal.code }
        if (result.outcome !== 'accepted') return { problem: notAccepted(result, refusals) }
        const recorded = onlyEvent(result.events, 'VoucherPrinted', wallet).data
        const shown = { code: codes.codeOf(recorded.serial), qr: codes.qrTokenOf(recorded.serial) }
        const replaces = copy.isReplacement(recorded.serial)
        return { card: { wallet, worker, serial: recorded.serial, ...shown, copy: recorded.copy, replaces } }
      }
    },
  })
}

interface PrintedCard {
  readonly card: z.infer<typeof printAnswer>['cards'][number]
}

type NotPrinted = z.infer<typeof printAnswer>['notPrinted'][number]

function printsOf(copy: VouchersContext['copy'], serial: number) {
  const prints = copy.findPrints(serial)
  return { printed: prints?.times ?? 0, ...(prints && { printedOn: prints.lastOn }) }
}

function listCardsRoute({ copy, codes }: VouchersContext): Route {
  return listRoute({
    path: '/v1/programmes/{id}/vouchers',
    operationId: 'listVoucherCards',
    summary: "Lists a programme's cards, with their codes, for printing",
    tag: 'vouchers',
    params: z.strictObject({ id: idOf('programme') }),
    item: voucherCard,
    description: 'Cards in the order of their serials',
    refusals: { 'programme-unknown': 404 },
    listRows: ({ params: { id } }, { from, limit }) =>
      copy.findProgramme(id)
        ? copy.listWallets(id, from, limit)
        : { code: 'programme-unknown', status: 404, facts: {} },
    placeOf: ({ serial }) => serial,
    toItem: (card) => ({
      ...card,
      code: codes.codeOf(card.serial),
      qr: codes.qrTokenOf(card.serial),
      replaces: copy.isReplacement(card.serial),
      credits: copy.listGranted(card.wallet),
      ...printsOf(copy, card.serial),
    }),
  })
}
