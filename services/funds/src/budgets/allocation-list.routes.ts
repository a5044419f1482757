import { listRoute } from '@welfare/http/list-route.ts'
import type { Route } from '@welfare/http/route.ts'
import type { FundsContext } from '../funds.context.ts'
import { fundParams, fundUnknown, noFund } from '../funds.routes.ts'
import { listedAllocation } from '../wire.ts'

export function createAllocationListRoute({ copy }: FundsContext): Route {
  return listRoute({
    path: '/v1/funds/{id}/allocations',
    operationId: 'listAllocations',
    summary: "A fund's allocations in the order in which they were made; what came back of them stands in the budget",
    tag: 'funds',
    params: fundParams,
    item: listedAllocation,
    description: 'A page of allocations',
    refusals: fundUnknown,
    listRows: ({ params: { id } }, { from, limit }) =>
      copy.hasFund(id) ? copy.listAllocations(id, from, limit) : noFund,
    placeOf: ({ version }) => version,
    toItem: ({ allocation }) => allocation,
  })
}
