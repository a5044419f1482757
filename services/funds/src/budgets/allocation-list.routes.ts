import { answerPage, pageOf } from '@welfare/http/paging.ts'
import { isProblem } from '@welfare/http/problem.ts'
import { decodeCursor } from '@welfare/http/query-fields.ts'
import { defineRoute, type Route } from '@welfare/http/route.ts'
import { z } from 'zod'
import type { FundsContext } from '../funds.context.ts'
import { fundParams, fundUnknown, listQuery, noFund } from '../funds.routes.ts'
import { listedAllocation } from '../wire.ts'

export function createAllocationListRoute({ copy }: FundsContext): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/funds/{id}/allocations',
    operationId: 'listAllocations',
    summary: "A fund's allocations in the order in which they were made; what came back of them stands in the budget",
    tag: 'funds',
    params: fundParams,
    query: listQuery,
    answers: { 200: { description: 'A page of allocations', schema: pageOf(listedAllocation) } },
    refusals: fundUnknown,
    async handle({ params, query }) {
      if (!copy.hasFund(params.id)) return noFund
      const place = decodeCursor(query.cursor, z.tuple([z.int().min(0)]))
      if (place && isProblem(place)) return place
      const rows = copy.listAllocations(params.id, place?.[0] ?? 0, query.limit + 1)
      return answerPage(
        rows,
        query.limit,
        ({ version }) => [version],
        ({ allocation }) => allocation,
      )
    },
  })
}
