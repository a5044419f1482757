import { scopeHoldsDivision } from '@welfare/contracts/authority.ts'
import { WHOLE_LEDGER } from '@welfare/contracts/divisions.ts'
import { approvalLimitSet } from '@welfare/contracts/events/accounts.ts'
import { idOf } from '@welfare/contracts/primitives.ts'
import { afterField } from '@welfare/http/after.ts'
import { commandRoute } from '@welfare/http/command-route.ts'
import { pageOf } from '@welfare/http/paging.ts'
import { type Actor, defineRoute, type Route } from '@welfare/http/route.ts'
import { z } from 'zod'
import { limitIdOf } from './account-ids.ts'
import { type AccountsContext, limitCodec, refused } from './accounts.context.ts'
import { limitDecider } from './limit.decider.ts'

const params = approvalLimitSet.pick({ division: true })
const amounts = approvalLimitSet.omit({ division: true })
const limit = approvalLimitSet.extend({ id: idOf('limit'), version: z.int().min(1) })
const changed = z.strictObject({ id: idOf('limit'), version: z.int().min(1) })

/** Above which limits a second person must agree, and how late entries may come. */
export function createLimitRoutes(context: AccountsContext): readonly Route[] {
  const { facts } = context
  return [
    commandRoute(context, {
      method: 'put',
      path: '/v1/approval-limits/{division}',
      operationId: 'setApprovalLimit',
      summary: 'Says above which limits acts of each kind wait for an approver, in a division and those below it',
      tag: 'accounts',
      params,
      body: amounts,
      ifMatch: 'optional',
      answers: { 200: { description: 'Set, or already so', schema: changed } },
      refusals: { 'division-unknown': 404 },
      decidedBy: [limitDecider, limitCodec],
      toCommand({ actor, body, params: { division } }) {
        if (!isWithin(actor, division)) return refused('division-unknown', 404)
        const command = { type: 'SetApprovalLimit' as const, ...body, division }
        return { stream: limitIdOf(division), command, mayCreate: true }
      },
      toAnswer: ({ version }, _, { stream: id }) => ({ status: 200, body: { id, version } }),
    }),
    defineRoute({
      method: 'get',
      path: '/v1/approval-limits',
      operationId: 'listApprovalLimits',
      summary: "Lists every limit within the caller's scope, by division",
      tag: 'accounts',
      query: z.strictObject({ after: afterField }),
      answers: { 200: { description: 'All of them', schema: pageOf(limit) } },
      refusals: {},
      async handle({ actor }) {
        return { status: 200, body: { items: facts.listLimits().filter(({ division }) => isWithin(actor, division)) } }
      },
    }),
    defineRoute({
      method: 'get',
      path: '/v1/approval-limits/{division}',
      operationId: 'readApprovalLimit',
      summary: "Reads a division's own limits",
      tag: 'accounts',
      params,
      answers: { 200: { description: 'The limit', schema: limit } },
      refusals: { 'limit-unknown': 404 },
      async handle({ actor, params: { division } }) {
        const found = facts.findLimit(division)
        if (!found || !isWithin(actor, division)) return refused('limit-unknown', 404)
        return { status: 200, version: found.version, body: found }
      },
    }),
  ]
}

function isWithin({ scope }: Actor, division: string): boolean {
  return division === WHOLE_LEDGER ? scope.divisions.includes(WHOLE_LEDGER) : scopeHoldsDivision(scope, division)
}
