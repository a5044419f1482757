import type { Refusal } from '@welfare/event-store/decider/decider.ts'
import type { TreeStamp } from '@welfare/http/report-stamp.ts'
import { queryBankBalances } from './bank/bank-balances.queries.ts'
import { queryReconciliation } from './bank/reconciliation.queries.ts'
import { queryBudget } from './budget/budget.queries.ts'
import { queryPayables } from './budget/payables.queries.ts'
import { queryComparison } from './comparison/comparison.queries.ts'
import { queryDirectory } from './exports/directory.queries.ts'
import { queryFinding, queryReviewed } from './findings/finding.queries.ts'
import { queryFindings } from './findings/findings.queries.ts'
import { queryEntries } from './journal/entries.queries.ts'
import { queryEvents } from './journal/events.queries.ts'
import { queryJournal } from './journal/journal.queries.ts'
import { queryTrail } from './journal/trail.queries.ts'
import { queryDonationFlow } from './meals/donation-flow.queries.ts'
import { queryDonorsOfMeal } from './meals/donors-of-meal.queries.ts'
import { queryFundMeals } from './meals/fund-meals.queries.ts'
import { queryMealsByDay } from './meals/meals-by-day.queries.ts'
import { queryMeals } from './meals/meals-of-fund.queries.ts'
import { queryCoverage } from './people/coverage.queries.ts'
import { queryGaps } from './people/gaps.queries.ts'
import { queryGift } from './public/gift.queries.ts'
import { queryPublicity, queryPublicProgramme } from './public/public-programme.queries.ts'
import type { QueryContext } from './query-context.ts'
import { queryMerchantsOwed } from './settlement/merchants-owed.queries.ts'
import { queryStatement } from './settlement/statement.queries.ts'

/** Everything that can be asked of the read models. Questions and answers are plain data: they cross a thread. */
export const queries = {
  budget: queryBudget,
  payables: queryPayables,
  bankBalances: queryBankBalances,
  reconciliation: queryReconciliation,
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
  events: queryEvents,
  meals: queryMeals,
  mealsByDay: queryMealsByDay,
  fundMeals: queryFundMeals,
  donationFlow: queryDonationFlow,
  donorsOfMeal: queryDonorsOfMeal,
  statement: queryStatement,
  merchantsOwed: queryMerchantsOwed,
  publicProgramme: queryPublicProgramme,
  publicity: queryPublicity,
  gift: queryGift,
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
