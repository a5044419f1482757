import { defineRoute, type Route } from '@welfare/http/route.ts'
import { comparisonAnswer, comparisonQuery } from '../comparison/comparison.contract.ts'
import { type Asks, answerReport, reading } from '../report-route.ts'
import { findingsAnswer, findingsQuery } from './findings.contract.ts'

/** What an auditor asks of the reports themselves. */
export function createFindingsRoutes(service: Asks): readonly Route[] {
  return [
    defineRoute({
      ...reading,
      path: '/v1/comparison',
      operationId: 'getComparison',
      summary: 'Two report dates: every figure that differs, explained by the events between them',
      query: comparisonQuery,
      answers: { 200: { description: 'Differences and their causes, to the fen', schema: comparisonAnswer } },
      handle: ({ query: { after, ...query }, actor: { reach }, signal }) =>
        answerReport(service, 'comparison', { ...query, reach }, { after, signal }),
    }),
    defineRoute({
      ...reading,
      path: '/v1/findings',
      operationId: 'getFindings',
      summary: 'What somebody should look at, with the events that show it',
      query: findingsQuery,
      answers: { 200: { description: 'A page; all pages are as of the first one', schema: findingsAnswer } },
      handle: ({ query: { after, ...query }, actor: { reach }, signal }) =>
        answerReport(service, 'findings', { ...query, reach }, { after, signal }),
    }),
  ]
}
