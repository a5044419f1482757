import type { ComparisonAnswer } from '@welfare/reports/comparison/comparison.contract.ts'
import type { FindingsAnswer } from '@welfare/reports/findings/findings.contract.ts'
import type { Query } from '../api-client.ts'
import type { CliContext } from '../cli-context.ts'
import { broken } from '../failure.ts'
import { renderComparison } from '../tables/comparison-table.ts'
import { renderFindings } from '../tables/findings-table.ts'
import { withApi } from '../with-api.ts'

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
