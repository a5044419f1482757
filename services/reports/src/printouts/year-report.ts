import type { Refusal } from '@welfare/event-store/decider/decider.ts'
import { isProblem, type Problem } from '@welfare/http/problem.ts'
import { isRefusal } from '../query-context.ts'
import type { ReportQueries } from '../report-route.ts'
import type { Asker } from './asker.ts'
import type { YearReportQuery } from './printouts.contract.ts'
import type { BothEnds, YearReport } from './year-report-printout.ts'

/** Both ends of a year, everything as known at one sequence. */
export async function readYear(
  { ask }: Pick<ReportQueries, 'ask'>,
  { year, at }: Pick<YearReportQuery, 'year' | 'at'>,
  after: string | undefined,
  { scope, signal }: Asker,
): Promise<YearReport | Problem | Refusal> {
  const [before, until] = [`${year - 1}-12-31`, `${year}-12-31`]
  const first = await ask('budget', { by: 'fund', effective: until, at, scope }, { after, signal })
  if (isProblem(first) || isRefusal(first)) return first
  const known = { at: String(first.sequence), scope }
  const budgetBy = (by: 'fund' | 'programme' | 'division') =>
    bothEnds((effective) => ask('budget', { ...known, by, effective }, { signal }))
  const byFund = await budgetBy('fund')
  if (isProblem(byFund) || isRefusal(byFund)) return byFund
  const byProgramme = await budgetBy('programme')
  if (isProblem(byProgramme) || isRefusal(byProgramme)) return byProgramme
  const byDivision = await budgetBy('division')
  if (isProblem(byDivision) || isRefusal(byDivision)) return byDivision
  const bank = await bothEnds((effective) => ask('bankBalances', { ...known, effective }, { signal }))
  if (isProblem(bank) || isRefusal(bank)) return bank
  return { byFund, others: [byProgramme, byDivision], bank }

  async function bothEnds<Answer extends object>(
    read: (effective: string) => Promise<Answer | Problem | Refusal>,
  ): Promise<BothEnds<Answer> | Problem | Refusal> {
    const opening = await read(before)
    if (isProblem(opening) || isRefusal(opening)) return opening
    const closing = await read(until)
    if (isProblem(closing) || isRefusal(closing)) return closing
    return { opening, closing }
  }
}
