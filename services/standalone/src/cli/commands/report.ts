import type { BudgetAnswer } from '@welfare/projections/budget.contract.ts'
import type { CoverageAnswer, GapsAnswer } from '@welfare/projections/coverage.contract.ts'
import type { ApiClient, Query } from '../api-client.ts'
import type { CliContext } from '../cli-context.ts'
import { broken } from '../failure.ts'
import { budgetHolds, renderBudget } from '../tables/budget-table.ts'
import { renderCoverage } from '../tables/coverage-table.ts'
import { renderGaps } from '../tables/gaps-table.ts'
import { withApi } from '../with-api.ts'

/** Filters as the API names them. */
export type ReportOptions = Readonly<Record<string, string | undefined>>

/** @throws CommandFailedError (integrity), after printing, where a fund identity does not hold */
export async function reportBudget(context: CliContext, options: ReportOptions): Promise<void> {
  const answer = await withApi(context, 'auditor', (api) => api.read<BudgetAnswer>('/v1/budget', options))
  context.terminal.answer(answer, () => renderBudget(answer))
  if (!budgetHolds(answer)) throw broken('identity-does-not-hold', 'A fund identity does not hold: see the report.')
}

export async function reportCoverage(context: CliContext, options: ReportOptions): Promise<void> {
  // A window is of a programme: without one, the programmes are compared.
  const by = options.by ?? (options.programme === undefined ? 'programme' : 'window')
  const answer = await withApi(context, 'auditor', (api) =>
    api.read<CoverageAnswer>('/v1/coverage', { ...options, by }),
  )
  context.terminal.answer(answer, () => renderCoverage(answer))
}

/** As many gaps as `limit`, however many pages that takes. */
export async function reportGaps(
  context: CliContext,
  { limit, ...filters }: ReportOptions & { readonly limit: number },
): Promise<void> {
  const answer = await withApi(context, 'auditor', (api) => readGaps(api, filters, limit))
  context.terminal.answer(answer, () => renderGaps(answer))
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
