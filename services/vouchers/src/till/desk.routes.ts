import { idOf } from '@welfare/contracts/primitives.ts'
import { afterField } from '@welfare/http/after.ts'
import { answerPage, pageOf } from '@welfare/http/paging.ts'
import { isProblem } from '@welfare/http/problem.ts'
import { decodeCursor, pageFields } from '@welfare/http/query-fields.ts'
import { defineRoute, type Route } from '@welfare/http/route.ts'
import { z } from 'zod'
import type { VouchersContext } from '../vouchers.context.ts'
import { voucherCard } from '../wire.ts'

/** What the officers print. */
export function createDeskRoutes(context: VouchersContext): readonly Route[] {
  return [listCardsRoute(context)]
}

function listCardsRoute({ copy, codes }: VouchersContext): Route {
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
    async handle({ params, query }) {
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
