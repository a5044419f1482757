import type { Reach } from '@welfare/contracts/authority.ts'
import type { Refusal } from '@welfare/event-store/decider/decider.ts'
import { isProblem, type Problem } from '@welfare/http/problem.ts'
import type { Paper } from '@welfare/printouts/printout.ts'
import { endOfShanghaiDay, shanghaiDay, startOfShanghaiDay } from '@welfare/process/shanghai-days.ts'
import type { JournalLeg } from '../journal/journal.contract.ts'
import { projectionLimits } from '../limits.ts'
import type { CoverageQuery, GapEntry } from '../people/coverage.contract.ts'
import type { StampedAnswer } from '../queries.ts'
import { isRefusal, refusal } from '../query-context.ts'
import type { Asks } from '../report-route.ts'
import { budgetPaper } from './budget-printout.ts'
import { coveragePaper } from './coverage-printout.ts'
import { gapsPaper } from './gaps-printout.ts'
import { payablesPaper, type SequenceRange } from './payables-printout.ts'
import { filterLines } from './printout-filters.ts'
import type { BudgetPaperQuery, GapsPaperQuery, PayablesPaperQuery } from './printouts.contract.ts'

export type FoundPaper = Paper | Problem | Refusal

export interface Asker {
  readonly reach: Reach
  readonly signal: AbortSignal
}

/** Papers made of the reports' own answers: no figure is computed a second time, except the sums that a paper itself adds. */
export function createPaperSources({ ask }: Pick<Asks, 'ask'>) {
  return {
    async budget({ after, unit, ...query }: BudgetPaperQuery, { reach, signal }: Asker): Promise<FoundPaper> {
      const answer = await ask('budget', { ...query, reach }, { after, signal })
      if (isProblem(answer) || isRefusal(answer)) return answer
      const names = await directoryAt(answer.sequence, signal)
      if (isProblem(names) || isRefusal(names)) return names
      return budgetPaper(answer, { unit, filters: filterLines(query, names.directory) })
    },

    async coverage({ after, ...query }: CoverageQuery, { reach, signal }: Asker): Promise<FoundPaper> {
      const answer = await ask('coverage', { ...query, reach }, { after, signal })
      if (isProblem(answer) || isRefusal(answer)) return answer
      const names = await directoryAt(answer.sequence, signal)
      if (isProblem(names) || isRefusal(names)) return names
      return coveragePaper(answer, filterLines(query, names.directory))
    },

    async gaps({ after, ...query }: GapsPaperQuery, { reach, signal }: Asker): Promise<FoundPaper> {
      const params = { ...query, reach, limit: projectionLimits.maxPageSize }
      const first = await ask('gaps', params, { after, signal })
      if (isProblem(first) || isRefusal(first)) return first
      if (first.total > projectionLimits.paperLines) return tooLong(first.total)
      const gaps: GapEntry[] = [...first.gaps]
      for (let cursor = first.nextCursor; cursor !== null; ) {
        const page = await ask('gaps', { ...params, cursor }, { signal })
        if (isProblem(page) || isRefusal(page)) return page
        gaps.push(...page.gaps)
        cursor = page.nextCursor
      }
      const names = await directoryAt(first.sequence, signal)
      if (isProblem(names) || isRefusal(names)) return names
      return gapsPaper({ ...first, gaps }, filterLines(query, names.directory))
    },

    async payables({ after, ...query }: PayablesPaperQuery, asker: Asker): Promise<FoundPaper> {
      const { merchant, programme } = query
      const range = await sequenceRange(query, after, asker)
      if (isProblem(range) || isRefusal(range)) return range
      const { reach, signal } = asker
      const limit = projectionLimits.exportPageSize
      const params = { account: 'payable' as const, merchant, programme, at: String(range.through), reach, limit }
      const first = await ask('journal', params, { signal })
      if (isProblem(first) || isRefusal(first)) return first
      const legs: JournalLeg[] = [...first.legs]
      for (let cursor = first.nextCursor; cursor !== null; ) {
        if (legs.length > projectionLimits.paperLines) return tooLong(legs.length)
        const page = await ask('journal', { ...params, cursor }, { signal })
        if (isProblem(page) || isRefusal(page)) return page
        legs.push(...page.legs)
        cursor = page.nextCursor
      }
      const names = await directoryAt(first.sequence, signal)
      if (isProblem(names) || isRefusal(names)) return names
      return payablesPaper(first, legs, names.directory, { ...query, ...range })
    },
  }

  /** Days are those of recording: whoever prints month after month has everything once. */
  async function sequenceRange(
    { afterSequence, throughSequence, from, until, at }: PayablesPaperQuery,
    after: string | undefined,
    { reach, signal }: Asker,
  ): Promise<SequenceRange | Problem | Refusal> {
    const sequenceAt = (moment: string | undefined) =>
      ask('journal', { at: moment, book: 'money', reach, limit: 1 }, { after, signal })
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

/** A paper is held in memory and printed; what is longer is taken as a list or an export. */
function tooLong(lines: number): Refusal {
  return refusal('paper-too-long', { lines, most: projectionLimits.paperLines })
}
