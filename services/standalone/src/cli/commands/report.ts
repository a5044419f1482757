import { writeFile } from 'node:fs/promises'
import type { BankBalancesAnswer } from '@welfare/reports/bank/bank-balances.contract.ts'
import type { ReconciliationAnswer } from '@welfare/reports/bank/reconciliation.contract.ts'
import type { BudgetAnswer } from '@welfare/reports/budget/budget.contract.ts'
import type { ComparisonAnswer } from '@welfare/reports/comparison/comparison.contract.ts'
import type { FindingsAnswer } from '@welfare/reports/findings/findings.contract.ts'
import type { CoverageAnswer, GapsAnswer } from '@welfare/reports/people/coverage.contract.ts'
import type { ApiClient, Query } from '../api-client.ts'
import type { CliContext } from '../cli-context.ts'
import { broken } from '../failure.ts'
import { renderBankBalances } from '../tables/bank-balances-table.ts'
import { budgetHolds, renderBudget } from '../tables/budget-table.ts'
import { renderComparison } from '../tables/comparison-table.ts'
import { renderCoverage } from '../tables/coverage-table.ts'
import { renderFindings } from '../tables/findings-table.ts'
import { renderGaps } from '../tables/gaps-table.ts'
import { renderReconciliation } from '../tables/reconciliation-table.ts'
import { withApi } from '../with-api.ts'

/** Filters as the API names them. */
export type ReportOptions = Readonly<Record<string, string | undefined>>

/** Filters, and the file that the report is kept in for `verify --report`. */
type KeptReportOptions = ReportOptions & { readonly save?: string }

/** @throws CommandFailedError (integrity), after printing, where a fund identity does not hold */
export async function reportBudget(context: CliContext, { save, ...query }: KeptReportOptions): Promise<void> {
  const path = '/v1/budget'
  const answer = await readAndKeep<BudgetAnswer>(context, { path, query }, save)
  context.terminal.answer(answer, () => withFilters(query, renderBudget(answer)))
  if (!budgetHolds(answer)) throw broken('identity-does-not-hold')
}

export async function reportBankBalances(context: CliContext, { save, ...query }: KeptReportOptions): Promise<void> {
  const path = '/v1/bank-balances'
  const answer = await readAndKeep<BankBalancesAnswer>(context, { path, query }, save)
  context.terminal.answer(answer, () => withFilters(query, renderBankBalances(answer)))
}

export async function reportReconciliation(context: CliContext, { save, ...query }: KeptReportOptions): Promise<void> {
  const path = '/v1/bank-reconciliation'
  const answer = await readAndKeep<ReconciliationAnswer>(context, { path, query }, save)
  context.terminal.answer(answer, () => renderReconciliation(answer))
}

export async function reportCoverage(context: CliContext, { save, ...options }: KeptReportOptions): Promise<void> {
  const path = '/v1/coverage'
  // A window is of a programme: without one, the programmes are compared.
  const query = { ...options, by: options.by ?? (options.programme === undefined ? 'programme' : 'window') }
  const answer = await readAndKeep<CoverageAnswer>(context, { path, query }, save)
  context.terminal.answer(answer, () => withFilters(options, renderCoverage(answer)))
}

/** What the report leaves out is said above it. */
function withFilters({ by: _, after: __, limit: ___, ...filters }: ReportOptions, text: string): string {
  const named = Object.entries(filters).filter(([, value]) => value !== undefined)
  return named.length === 0
    ? text
    : `Only 仅限: ${named.map(([name, value]) => `${name} ${value}`).join(', ')}\n\n${text}`
}

/** What was asked, by whom as far as it shows in the answer, and what was answered: with its stamp it can be verified whenever there is a bundle. */
async function readAndKeep<Answer extends object>(
  context: CliContext,
  request: { readonly path: string; readonly query: Query },
  save: string | undefined,
): Promise<Answer> {
  return await withApi(context, 'auditor', async (api) => {
    const answer = await api.read<Answer>(request.path, request.query)
    if (save === undefined) return answer
    const { scope } = await api.get<{ readonly scope: object }>('/v1/session')
    await writeFile(save, `${JSON.stringify({ request: { ...request, reach: scope }, answer })}\n`, { mode: 0o600 })
    return answer
  })
}

/** As many gaps as `limit`, however many pages that takes. */
export async function reportGaps(
  context: CliContext,
  { limit, ...filters }: ReportOptions & { readonly limit: number },
): Promise<void> {
  const answer = await withApi(context, 'auditor', (api) => readGaps(api, filters, limit))
  context.terminal.answer(answer, () => withFilters(filters, renderGaps(answer)))
}

const MAX_PAGE = 1_000

async function readGaps(api: ApiClient, filters: Query, limit: number): Promise<GapsAnswer> {
  const pageOf = (left: number) => Math.min(left, MAX_PAGE)
  const first = await api.read<GapsAnswer>('/v1/gaps', { ...filters, limit: pageOf(limit) })
  const gaps = [...first.gaps]
  let cursor = first.nextCursor
  while (cursor !== null && gaps.length < limit) {
    const page = await api.read<GapsAnswer>('/v1/gaps', { ...filters, limit: pageOf(limit - gaps.length), cursor })
    gaps.push(...page.gaps)
    cursor = page.nextCursor
  }
  return { ...first, gaps, nextCursor: cursor }
}

/** @throws CommandFailedError (integrity), after printing, where the events between do not explain a difference */
export async function reportComparison(context: CliContext, query: Query): Promise<void> {
  const answer = await withApi(context, 'auditor', (api) => api.read<ComparisonAnswer>('/v1/comparison', query))
  context.terminal.answer(answer, () => renderComparison(answer))
  if (!answer.explained) {
    throw broken('difference-unexplained')
  }
}

export async function reportFindings(context: CliContext, query: Query): Promise<void> {
  const answer = await withApi(context, 'auditor', (api) => api.read<FindingsAnswer>('/v1/findings', query))
  context.terminal.answer(answer, () => renderFindings(answer))
}
