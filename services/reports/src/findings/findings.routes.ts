import type { Route } from '@welfare/http/route.ts'
import { comparisonAnswer, comparisonQuery } from '../comparison/comparison.contract.ts'
import { type ReportQueries, reportRoute } from '../report-route.ts'
import { findingsAnswer, findingsQuery } from './findings.contract.ts'

/** What an auditor asks of the reports themselves. */
export function createFindingsRoutes(service: ReportQueries): readonly Route[] {
  return [
    reportRoute(service, {
      name: 'comparison',
      path: '/v1/comparison',
      operationId: 'getComparison',
      summary: 'Compares two report dates: every figure that differs, explained by the events between them',
      query: comparisonQuery,
      answer: comparisonAnswer,
      description: 'Differences and their causes, to the fen',
    }),
    reportRoute(service, {
      name: 'findings',
      path: '/v1/findings',
      operationId: 'getFindings',
      summary: 'Lists what deserves a second look, with the events that show it',
      query: findingsQuery,
      answer: findingsAnswer,
      description: 'A page; all pages are as of the first one',
    }),
  ]
}
