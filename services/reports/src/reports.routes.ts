import { defineRoute, type Route } from '@welfare/http/route.ts'
import { z } from 'zod'
import { bankBalancesAnswer, bankBalancesQuery } from './bank/bank-balances.contract.ts'
import { reconciliationAnswer, reconciliationQuery } from './bank/reconciliation.contract.ts'
import { budgetAnswer, budgetQuery } from './budget/budget.contract.ts'
import { payablesAnswer, payablesQuery } from './budget/payables.contract.ts'
import { createFindingsRoutes } from './findings/findings.routes.ts'
import { createJournalRoutes } from './journal/journal.routes.ts'
import { trailAnswer, trailParams, trailQuery } from './journal/trail.contract.ts'
import { createMealsRoutes } from './meals/meals.routes.ts'
import { coverageAnswer, coverageQuery, gapsAnswer, gapsQuery } from './people/coverage.contract.ts'
import { answerReport, type ReportQueries, reading, reportRoute } from './report-route.ts'
import { merchantsOwedAnswer, merchantsOwedQuery } from './settlement/merchants-owed.contract.ts'

const status = z.strictObject({
  generation: z.int().meta({ description: 'Counts the rebuilds; 0 while nothing can be served yet' }),
  sequence: z.int(),
  healthy: z.boolean(),
  rebuiltThrough: z.int().nullable().meta({ description: 'How far the next generation is filled; null when none is' }),
})

export function createProjectionRoutes(service: ReportQueries): readonly Route[] {
  return [
    reportRoute(service, {
      name: 'budget',
      path: '/v1/budget',
      operationId: 'getBudget',
      summary: 'Reports each state of money apart, by fund, programme, funder or division',
      query: budgetQuery,
      answer: budgetAnswer,
      description: 'Balances and turnovers',
    }),
    reportRoute(service, {
      name: 'payables',
      path: '/v1/payables',
      operationId: 'getPayables',
      summary: 'Reports what each merchant is owed, by programme',
      query: payablesQuery,
      answer: payablesAnswer,
      description: 'Balances of what is owed',
    }),
    reportRoute(service, {
      name: 'merchantsOwed',
      path: '/v1/merchants-owed',
      operationId: 'getMerchantsOwed',
      summary: 'Reports which merchants are still owed money, and how far it has come: on statements, in payments',
      query: merchantsOwedQuery,
      answer: merchantsOwedAnswer,
      description: 'By merchant and programme, by programme, and in all',
    }),
    reportRoute(service, {
      name: 'bankBalances',
      path: '/v1/bank-balances',
      operationId: 'getBankBalances',
      summary: 'Reports where the money lies: by account of a union and fund, on none, and in transit',
      query: bankBalancesQuery,
      answer: bankBalancesAnswer,
      description: 'Balances, and what came and went',
    }),
    reportRoute(service, {
      name: 'reconciliation',
      path: '/v1/bank-reconciliation',
      operationId: 'getBankReconciliation',
      summary:
        'Reports what the books and the bank have of an account at the end of a month, and every item by which they differ',
      query: reconciliationQuery,
      answer: reconciliationAnswer,
      description: 'Both balances, adjusted',
    }),
    reportRoute(service, {
      name: 'coverage',
      path: '/v1/coverage',
      operationId: 'getCoverage',
      summary: 'Reports people and places reached, against the plan',
      query: coverageQuery,
      answer: coverageAnswer,
      description: 'Counts',
    }),
    reportRoute(service, {
      name: 'gaps',
      path: '/v1/gaps',
      operationId: 'getGaps',
      summary: 'Lists who and which site is still missing, and why',
      query: gapsQuery,
      answer: gapsAnswer,
      description: 'A page; all pages are as of the first one',
    }),
    ...createJournalRoutes(service),
    ...createFindingsRoutes(service),
    defineRoute({
      ...reading,
      path: '/v1/trail/{id}',
      operationId: 'getTrail',
      summary: 'Lists every event of a thing, or that names it',
      params: trailParams,
      query: trailQuery,
      answers: { 200: { description: 'A page; all pages are as of the first one', schema: trailAnswer } },
      handle: ({ params: { id }, query: { after, ...query }, actor: { scope }, signal }) =>
        answerReport(service, 'trail', { ...query, id, scope }, { after, signal }),
    }),
    ...createMealsRoutes(service),
    defineRoute({
      ...reading,
      path: '/v1/projections',
      operationId: 'getProjections',
      summary: 'Reads how far the read models are',
      answers: { 200: { description: 'Status', schema: status } },
      handle: () => ({ status: 200, body: toStatus(service) }),
    }),
    defineRoute({
      method: 'post',
      path: '/v1/projections/rebuild',
      operationId: 'rebuildProjections',
      summary: 'Fills all read models again from the first event, while the old ones serve',
      tag: 'reports',
      refusals: {},
      body: z.strictObject({}),
      answers: {
        202: { description: 'Begun, or already under way; done when `generation` has risen', schema: status },
      },
      handle: () => {
        service.beginRebuild()
        return { status: 202, body: toStatus(service) }
      },
    }),
  ]
}

function toStatus(service: ReportQueries): z.infer<typeof status> {
  const { generation, sequence, healthy, rebuiltThrough } = service.status()
  return { generation, sequence, healthy, rebuiltThrough: rebuiltThrough ?? null }
}
