import type { Refusal } from '@welfare/decider/decider.ts'
import type { TreeStamp } from '@welfare/service-kit/report-stamp.ts'
import { queryBudget } from './budget.queries.ts'
import { queryComparison } from './comparison.queries.ts'
import { queryCoverage } from './coverage.queries.ts'
import { queryEntries } from './entries.queries.ts'
import { queryDirectory } from './exports/directory.queries.ts'
import { queryFinding, queryReviewed } from './findings/finding.queries.ts'
import { queryFindings } from './findings.queries.ts'
import { queryGaps } from './gaps.queries.ts'
import { queryJournal } from './journal.queries.ts'
import { queryMeals } from './meals.queries.ts'
import type { QueryContext } from './query-context.ts'
import { queryTrail } from './trail.queries.ts'

/** Everything that can be asked of the read models. Questions and answers are plain data: they cross a thread. */
export const queries = {
  budget: queryBudget,
  coverage: queryCoverage,
  gaps: queryGaps,
  journal: queryJournal,
  entries: queryEntries,
  comparison: queryComparison,
  findings: queryFindings,
  finding: queryFinding,
  reviewedFinding: queryReviewed,
  directory: queryDirectory,
  trail: queryTrail,
  meals: queryMeals,
}
export type QueryName = keyof typeof queries
export type QueryParams<Name extends QueryName> = Omit<Parameters<(typeof queries)[Name]>[1], 'after'>
export type Answer<Name extends QueryName> = Exclude<ReturnType<(typeof queries)[Name]>, Refusal> | Refusal
/** With the root of the tree over exactly the events that the answer reflects. */
export type StampedAnswer<Name extends QueryName> = (Exclude<Answer<Name>, Refusal> & TreeStamp) | Refusal

export function answerQuery<Name extends QueryName>(
  context: QueryContext,
  name: Name,
  params: QueryParams<Name>,
): Answer<Name> {
  const answer = queries[name] as (context: QueryContext, params: QueryParams<Name>) => Answer<Name>
  return answer(context, params)
}
