import type { Scope } from '@welfare/contracts/authority.ts'
import { addDays } from '@welfare/contracts/days.ts'
import type { Refusal } from '@welfare/event-store/decider/decider.ts'
import { isProblem, type Problem } from '@welfare/http/problem.ts'
import type { Printout } from '@welfare/printouts/printout.ts'
import { endOfShanghaiDay, shanghaiDay, startOfShanghaiDay } from '@welfare/process/shanghai-days.ts'
import type { JournalLeg } from '../journal/journal.contract.ts'
import { projectionLimits } from '../limits.ts'
import type { CoverageQuery, GapEntry } from '../people/coverage.contract.ts'
import type { QueryName, QueryParams, StampedAnswer } from '../queries.ts'
import { isRefusal, refusal } from '../query-context.ts'
import type { ReportQueries } from '../report-route.ts'
import { budgetPrintout } from './budget-printout.ts'
import { coveragePrintout } from './coverage-printout.ts'
import { fundStatementPrintout } from './fund-statement-printout.ts'
import { gapsPrintout } from './gaps-printout.ts'
import { payablesPrintout, type SequenceRange } from './payables-printout.ts'
import { filterLines } from './printout-filters.ts'
import type {
  BudgetPrintoutQuery,
  FundStatementQuery,
  GapsPrintoutQuery,
  PayablesPrintoutQuery,
  StatementPrintoutQuery,
} from './printouts.contract.ts'
import { statementPrintout } from './statement-printout.ts'

export type FoundPrintout = Printout | Problem | Refusal

type Stamped<Name extends QueryName> = Exclude<StampedAnswer<Name>, Refusal>

export interface Asker {
  readonly scope: Scope
  readonly signal: AbortSignal
}

/** Printouts made of the reports' own answers: no figure is computed a second time, except the sums that a printout itself adds. */
export function createPrintoutSources({ ask }: Pick<ReportQueries, 'ask'>) {
  return {
    async budget({ after, unit, ...query }: BudgetPrintoutQuery, { scope, signal }: Asker): Promise<FoundPrintout> {
      const answer = await ask('budget', { ...query, scope }, { after, signal })
      if (isProblem(answer) || isRefusal(answer)) return answer
      const names = await directoryAt(answer.sequence, signal)
      if (isProblem(names) || isRefusal(names)) return names
      return budgetPrintout(answer, { unit, filters: filterLines(query, names.directory) })
    },

    async coverage({ after, ...query }: CoverageQuery, { scope, signal }: Asker): Promise<FoundPrintout> {
      const answer = await ask('coverage', { ...query, scope }, { after, signal })
      if (isProblem(answer) || isRefusal(answer)) return answer
      const names = await directoryAt(answer.sequence, signal)
      if (isProblem(names) || isRefusal(names)) return names
      return coveragePrintout(answer, filterLines(query, names.directory))
    },

    async gaps({ after, ...query }: GapsPrintoutQuery, { scope, signal }: Asker): Promise<FoundPrintout> {
      const params = { ...query, scope, limit: projectionLimits.maxPageSize }
      const first = await ask('gaps', params, { after, signal })
      if (isProblem(first) || isRefusal(first)) return first
      if (first.total > projectionLimits.printoutLines) return tooLong(first.total)
      const gaps: GapEntry[] = [...first.gaps]
      for (let cursor = first.nextCursor; cursor !== null; ) {
        const page = await ask('gaps', { ...params, cursor }, { signal })
        if (isProblem(page) || isRefusal(page)) return page
        gaps.push(...page.gaps)
        cursor = page.nextCursor
      }
      const names = await directoryAt(first.sequence, signal)
      if (isProblem(names) || isRefusal(names)) return names
      return gapsPrintout({ ...first, gaps }, filterLines(query, names.directory))
    },

    async payables({ after, ...query }: PayablesPrintoutQuery, asker: Asker): Promise<FoundPrintout> {
      const { merchant, programme } = query
      const range = await sequenceRange(query, after, asker)
      if (isProblem(range) || isRefusal(range)) return range
      const { scope, signal } = asker
      const at = String(range.through)
      const found = await legsOf({ account: 'payable', merchant, programme, at, scope }, signal)
      if (isProblem(found) || isRefusal(found)) return found
      const names = await directoryAt(found.stamp.sequence, signal)
      if (isProblem(names) || isRefusal(names)) return names
      return payablesPrintout(found.stamp, found.legs, names.directory, { ...query, ...range })
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
      const found = await legsOf({ account: 'available', fund, at, scope }, signal)
      if (isProblem(found) || isRefusal(found)) return found
      const names = await directoryAt(closing.sequence, signal)
      if (isProblem(names) || isRefusal(names)) return names
      const legs = found.legs.filter(
        ({ accountingDate }) => (from ?? '') <= accountingDate && (until === undefined || accountingDate <= until),
      )
      return fundStatementPrintout({ opening, closing, legs }, names.directory, query)
    },
  }

  /** All pages of a list of legs. */
  async function legsOf(
    params: Omit<QueryParams<'journal'>, 'limit' | 'cursor'>,
    signal: AbortSignal,
  ): Promise<{ readonly stamp: Stamped<'journal'>; readonly legs: JournalLeg[] } | Problem | Refusal> {
    const asked = { ...params, limit: projectionLimits.exportPageSize }
    const first = await ask('journal', asked, { signal })
    if (isProblem(first) || isRefusal(first)) return first
    const legs: JournalLeg[] = [...first.legs]
    for (let cursor = first.nextCursor; cursor !== null; ) {
      if (legs.length > projectionLimits.printoutLines) return tooLong(legs.length)
      const page = await ask('journal', { ...asked, cursor }, { signal })
      if (isProblem(page) || isRefusal(page)) return page
      legs.push(...page.legs)
      cursor = page.nextCursor
    }
    return { stamp: first, legs }
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

/** A printout is held in memory and printed; what is longer is taken as a list or an export. */
function tooLong(lines: number): Refusal {
  return refusal('printout-too-long', { lines, most: projectionLimits.printoutLines })
}
