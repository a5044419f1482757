import { idOf } from '@welfare/contracts/primitives.ts'
import { totalOf } from '@welfare/contracts/shares.ts'
import { orderField } from '@welfare/http/list-order.ts'
import { listRoute } from '@welfare/http/list-route.ts'
import type { Route } from '@welfare/http/route.ts'
import type { VouchersContext } from '../vouchers.context.ts'
import { disputeRow } from './statement-wire.ts'
import { isWithin, readWithin } from './statements-within.ts'

/** Meals that shops and unions do not agree about, whichever statement they stand in. */
export function createDisputesRoute({ copy }: VouchersContext): Route {
  return listRoute({
    path: '/v1/disputes',
    operationId: 'listDisputes',
    summary: 'Lists disputes that have not ended',
    tag: 'settlement',
    filter: { programme: idOf('programme').optional(), merchant: idOf('merchant').optional(), order: orderField },
    item: disputeRow,
    description: 'In the order in which they began',
    listRows: ({ query, actor }, { from, limit }) =>
      readWithin(
        (after) => copy.listDisputes(query, after, limit),
        ({ data }) => isWithin(copy, actor, data),
        { from, limit },
      ),
    placeOf: ({ sequence }) => sequence,
    toItem: ({ stream, day, data: { statement, redemption, merchant, programme, shares, reason } }) => ({
      ...{ id: stream, number: statement, redemption, merchant, programme },
      ...{ disputedOn: day, amountFen: totalOf(shares), reason },
    }),
  })
}
