import { addDays } from '@welfare/contracts/days.ts'
import type { Refusal } from '@welfare/event-store/decider/decider.ts'
import { isProblem, type Problem } from '@welfare/http/problem.ts'
import type { Printout } from '@welfare/printouts/printout.ts'
import { endOfShanghaiDay, shanghaiDay, startOfShanghaiDay } from '@welfare/process/shanghai-days.ts'
import { receiptCodeOf } from '../public/receipt-codes.ts'
import type { StampedAnswer } from '../queries.ts'
import { isRefusal, refusal } from '../query-context.ts'
import type { ReportQueries } from '../report-route.ts'
import type { Asker } from './asker.ts'
import { bankBalancesPrintout } from './bank-balances-printout.ts'
import { budgetPrintout } from './budget-printout.ts'
import { comparisonPrintout } from './comparison-printout.ts'
import { coveragePrintout } from './coverage-printout.ts'
import { findingsPrintout } from './findings-printout.ts'
import { fundStatementPrintout } from './fund-statement-printout.ts'
import { gapsPrintout } from './gaps-printout.ts'
import { giftPrintout } from './gift-printout.ts'
import { journalPrintout } from './journal-printout.ts'
import { merchantsOwedPrintout } from './merchants-owed-printout.ts'
import { payablesPrintout, type SequenceRange } from './payables-printout.ts'
import { filterLines } from './printout-filters.ts'
import type {
  BankBalancesPrintoutQuery,
  BudgetPrintoutQuery,
  ComparisonPrintoutQuery,
  CoveragePrintoutQuery,
  FindingsPrintoutQuery,
  FundStatementQuery,
  GapsPrintoutQuery,
  GiftPrintoutQuery,
  JournalPrintoutQuery,
  MerchantsOwedPrintoutQuery,
  PayablesPrintoutQuery,
  ReconciliationPrintoutQuery,
  StatementPrintoutQuery,
  YearReportQuery,
} from './printouts.contract.ts'
import { reconciliationPrintout } from './reconciliation-printout.ts'
import { statementPrintout } from './statement-printout.ts'
import { readWholeList } from './whole-list.ts'
import { readYear } from './year-report.ts'
import { yearReportPrintout } from './year-report-printout.ts'

export type FoundPrintout = Printout | Problem | Refusal

/** Printouts made of the reports' own answers: no figure is computed a second time, except the sums that a printout itself adds. */
export function createPrintoutSources({ ask }: Pick<ReportQueries, 'ask'>, receiptCodeKey: Uint8Array) {
  return {
    async budget({ after, unit, ...query }: BudgetPrintoutQuery, { scope, signal }: Asker): Promise<FoundPrintout> {
      const answer = await ask('budget', { ...query, scope }, { after, signal })
      if (isProblem(answer) || isRefusal(answer)) return answer
      const names = await directoryAt(answer.sequence, signal)
      if (isProblem(names) || isRefusal(names)) return names
      return budgetPrintout(answer, { unit, filters: filterLines(query, names.directory) })
    },

    async bankBalances(
      { after, unit, ...query }: BankBalancesPrintoutQuery,
      { scope, signal }: Asker,
    ): Promise<FoundPrintout> {
      const answer = await ask('bankBalances', { ...query, scope }, { after, signal })
      if (isProblem(answer) || isRefusal(answer)) return answer
      const names = await directoryAt(answer.sequence, signal)
      if (isProblem(names) || isRefusal(names)) return names
      return bankBalancesPrintout(answer, { unit, filters: filterLines(query, names.directory) })
    },

    async reconciliation(
      { after, unit, ...query }: ReconciliationPrintoutQuery,
      { scope, signal }: Asker,
    ): Promise<FoundPrintout> {
      const answer = await ask('reconciliation', { ...query, scope }, { after, signal })
      return isProblem(answer) || isRefusal(answer) ? answer : reconciliationPrintout(answer, unit)
    },

    async merchantsOwed(
      { after, unit, ...query }: MerchantsOwedPrintoutQuery,
      { scope, signal }: Asker,
    ): Promise<FoundPrintout> {
      const answer = await ask('merchantsOwed', { ...query, scope }, { after, signal })
      if (isProblem(answer) || isRefusal(answer)) return answer
      const names = await directoryAt(answer.sequence, signal)
      if (isProblem(names) || isRefusal(names)) return names
      return merchantsOwedPrintout(answer, { unit, filters: filterLines(query, names.directory) })
    },

    async coverage({ after, unit, ...query }: CoveragePrintoutQuery, { scope, signal }: Asker): Promise<FoundPrintout> {
      const answer = await ask('coverage', { ...query, scope }, { after, signal })
      if (isProblem(answer) || isRefusal(answer)) return answer
      const names = await directoryAt(answer.sequence, signal)
      if (isProblem(names) || isRefusal(names)) return names
      return coveragePrintout(answer, { unit, filters: filterLines(query, names.directory) })
    },

    async gaps({ after, ...query }: GapsPrintoutQuery, { scope, signal }: Asker): Promise<FoundPrintout> {
      const found = await readWholeList(
        (page) => ask('gaps', { ...query, ...page, scope }, { after, signal }),
        ({ gaps }) => gaps,
      )
      if (isProblem(found) || isRefusal(found)) return found
      const names = await directoryAt(found.first.sequence, signal)
      if (isProblem(names) || isRefusal(names)) return names
      return gapsPrintout({ ...found.first, gaps: found.lines }, filterLines(query, names.directory))
    },

    async findings({ after, kind, ...query }: FindingsPrintoutQuery, { scope, signal }: Asker): Promise<FoundPrintout> {
      const found = await readWholeList(
        (page) => ask('findings', { ...query, kind, ...page, scope }, { after, signal }),
        ({ findings }) => findings,
      )
      if (isProblem(found) || isRefusal(found)) return found
      const names = await directoryAt(found.first.sequence, signal)
      if (isProblem(names) || isRefusal(names)) return names
      const filters = filterLines({ ...query, findingKind: kind }, names.directory)
      return findingsPrintout({ ...found.first, findings: found.lines }, filters)
    },

    async comparison(
      { after, unit, ...query }: ComparisonPrintoutQuery,
      { scope, signal }: Asker,
    ): Promise<FoundPrintout> {
      const answer = await ask('comparison', { ...query, scope }, { after, signal })
      if (isProblem(answer) || isRefusal(answer)) return answer
      const names = await directoryAt(answer.sequence, signal)
      if (isProblem(names) || isRefusal(names)) return names
      return comparisonPrintout(answer, { unit, filters: filterLines(query, names.directory) })
    },

    async journal({ after, unit, ...query }: JournalPrintoutQuery, { scope, signal }: Asker): Promise<FoundPrintout> {
      const found = await readWholeList(
        (page) => ask('journal', { ...query, ...page, scope }, { after, signal }),
        ({ legs }) => legs,
      )
      if (isProblem(found) || isRefusal(found)) return found
      const names = await directoryAt(found.first.sequence, signal)
      if (isProblem(names) || isRefusal(names)) return names
      const filters = filterLines(query, names.directory)
      return journalPrintout(found.first, found.lines, names.directory, { unit, filters })
    },

    async payables({ after, ...query }: PayablesPrintoutQuery, asker: Asker): Promise<FoundPrintout> {
      const { merchant, programme } = query
      const range = await sequenceRange(query, after, asker)
      if (isProblem(range) || isRefusal(range)) return range
      const { scope, signal } = asker
      const at = String(range.through)
      const asked = { account: 'payable', merchant, programme, at, scope } as const
      const found = await readWholeList(
        (page) => ask('journal', { ...asked, ...page }, { signal }),
        ({ legs }) => legs,
      )
      if (isProblem(found) || isRefusal(found)) return found
      const names = await directoryAt(found.first.sequence, signal)
      if (isProblem(names) || isRefusal(names)) return names
      return payablesPrintout(found.first, found.lines, names.directory, { ...query, ...range })
    },

    async statement(
      { after, unit, ...query }: StatementPrintoutQuery,
      { scope, signal }: Asker,
    ): Promise<FoundPrintout> {
      const answer = await ask('statement', { ...query, scope }, { after, signal })
      if (isProblem(answer) || isRefusal(answer)) return answer
      const names = await directoryAt(answer.sequence, signal)
      if (isProblem(names) || isRefusal(names)) return names
      return statementPrintout(answer, names.directory, unit)
    },

    async yearReport({ after, unit, ...query }: YearReportQuery, asker: Asker): Promise<FoundPrintout> {
      const found = await readYear({ ask }, query, after, asker)
      return isProblem(found) || isRefusal(found) ? found : yearReportPrintout(found, { year: query.year, unit })
    },

    async gift({ after, unit, donation, at }: GiftPrintoutQuery, { scope, signal }: Asker): Promise<FoundPrintout> {
      const flow = await ask('donationFlow', { id: donation, at, limit: 1, scope }, { after, signal })
      if (isProblem(flow) || isRefusal(flow)) return flow
      if (flow.receiptNumber === null || flow.donor.kind === 'interest')
        return refusal('thing-unknown', { thing: donation })
      return giftPrintout(flow, receiptCodeOf(receiptCodeKey, flow.fund, flow.receiptNumber), unit)
    },

    /** Days are those on which things count, as in the budget with `effective`. */
    async fundStatement({ after, ...query }: FundStatementQuery, { scope, signal }: Asker): Promise<FoundPrintout> {
      const { fund, from, until } = query
      const params = { by: 'programme', fund, scope } as const
      const closing = await ask('budget', { ...params, at: query.at, effective: until }, { after, signal })
      if (isProblem(closing) || isRefusal(closing)) return closing
      const at = String(closing.sequence)
      const before = from && addDays(from, -1)
      const opening =
        before === undefined ? undefined : await ask('budget', { ...params, at, effective: before }, { signal })
      if (opening && (isProblem(opening) || isRefusal(opening))) return opening
      const asked = { account: 'available', fund, at, scope } as const
      const found = await readWholeList(
        (page) => ask('journal', { ...asked, ...page }, { signal }),
        ({ legs }) => legs,
      )
      if (isProblem(found) || isRefusal(found)) return found
      const names = await directoryAt(closing.sequence, signal)
      if (isProblem(names) || isRefusal(names)) return names
      const legs = found.lines.filter(
        ({ accountingDate }) => (from ?? '') <= accountingDate && (until === undefined || accountingDate <= until),
      )
      const paid = await ask('fundMeals', { fund, from, until, at, scope }, { signal })
      if (isProblem(paid) || isRefusal(paid)) return paid
      return fundStatementPrintout({ opening, closing, legs, meals: paid.days }, names.directory, query)
    },
  }

  /** Days are those of recording: printing month after month has everything once. */
  async function sequenceRange(
    { afterSequence, throughSequence, from, until, at }: PayablesPrintoutQuery,
    after: string | undefined,
    { scope, signal }: Asker,
  ): Promise<SequenceRange | Problem | Refusal> {
    const sequenceAt = (moment: string | undefined) =>
      ask('journal', { at: moment, book: 'money', scope, limit: 1 }, { after, signal })
    const ends = [
      at,
      throughSequence === undefined ? undefined : String(throughSequence),
      until && lastInstantOf(until),
    ]
    const asked = ends.filter((moment) => moment !== undefined)
    let through = Number.POSITIVE_INFINITY
    for (const moment of asked.length === 0 ? [undefined] : asked) {
      const answer = await sequenceAt(moment)
      if (isProblem(answer) || isRefusal(answer)) return answer
      through = Math.min(through, answer.sequence)
    }
    const start = afterSequence === undefined ? from && instantBefore(from) : String(afterSequence)
    if (start === undefined) return { after: 0, through, firstDay: '' }
    const before = await sequenceAt(start)
    if (isProblem(before) || isRefusal(before)) return before
    if (before.sequence > through) return refusal('moments-reversed', { from: before.sequence, to: through })
    const range = { after: before.sequence, through }
    if (from !== undefined || range.after === through) return { ...range, firstDay: from ?? '' }
    const first = await sequenceAt(String(range.after + 1))
    if (isProblem(first) || isRefusal(first)) return first
    return { ...range, firstDay: first.recordedAt === null ? '' : shanghaiDay(new Date(first.recordedAt)) }
  }

  function directoryAt(sequence: number, signal: AbortSignal): Promise<StampedAnswer<'directory'> | Problem> {
    return ask('directory', { at: String(sequence) }, { signal })
  }
}

function lastInstantOf(day: string): string {
  return new Date(endOfShanghaiDay(day).getTime() - 1).toISOString()
}

function instantBefore(day: string): string {
  return new Date(startOfShanghaiDay(day).getTime() - 1).toISOString()
}
