import { codecFor, type DataOf, type EventOf } from '@welfare/contracts/catalogue.ts'
import { addDays, type Day, lastDayOfMonth } from '@welfare/contracts/days.ts'
import { accept, type Decider, type Decision, refuse } from '@welfare/event-store/decider/decider.ts'
import { evolveYears, noYears, type YearsState } from './years-state.ts'

/**
 * Stream `period-<uuid>`, one for the ledger: its months and years, closed one after the other, each once. A month is closed when every
 * service that records has settled what it began before; through which sequence that is, is said with it. A year is closed after its December.
 */
export const periodDecider: Decider<PeriodState, PeriodCommand, PeriodEvent, PeriodRefusalCode> = {
  category: 'period',
  initialState: { month: undefined, writers: [], passed: [], isClosed: true, ...noYears },
  decide,
  evolve,
}

export type PeriodEvent = EventOf<'PeriodClosing' | 'PeriodPassed' | 'PeriodClosed' | 'YearClosing' | 'YearClosed'>
export const periodCodec = codecFor<PeriodEvent['type']>()
export type PeriodRefusalCode =
  | 'period-closed-before'
  | 'period-still-closing'
  | 'period-not-next'
  | 'period-not-over'
  | 'period-not-closing'
  | 'year-closed-before'
  | 'year-still-closing'
  | 'year-months-open'
  | 'year-not-next'
  | 'year-not-closing'

export interface PeriodState extends YearsState {
  /** The last that was closed, or is being closed. */
  month: string | undefined
  writers: readonly string[]
  passed: readonly string[]
  isClosed: boolean
}

export interface BeginClosing {
  readonly type: 'BeginClosing'
  readonly month: string
  /** Who records in this ledger. */
  readonly writers: readonly string[]
  /** How long after it entries of the month's programmes may still come. */
  readonly lateEntryDays: number
  readonly today: Day
}
export interface PassPeriod extends DataOf<'PeriodPassed'> {
  readonly type: 'PassPeriod'
}
export interface ClosePeriod extends DataOf<'PeriodClosed'> {
  readonly type: 'ClosePeriod'
}
export interface BeginYear {
  readonly type: 'BeginYear'
  readonly year: string
}
export interface CloseYearPart extends DataOf<'YearClosed'> {
  readonly type: 'CloseYearPart'
}
export type PeriodCommand = BeginClosing | PassPeriod | ClosePeriod | BeginYear | CloseYearPart

type PeriodDecision = Decision<PeriodEvent, PeriodRefusalCode>

function decide(state: PeriodState, command: PeriodCommand): PeriodDecision {
  switch (command.type) {
    case 'BeginClosing':
      return begin(state, command)
    case 'PassPeriod':
      return pass(state, command)
    case 'ClosePeriod':
      return close(state, command)
    case 'BeginYear':
      return beginYear(state, command)
    case 'CloseYearPart':
      return closeYearPart(state, command)
  }
}

function begin(
  { month: last, isClosed }: PeriodState,
  { month, writers, lateEntryDays, today }: BeginClosing,
): PeriodDecision {
  if (last !== undefined && month <= last) return refuse('period-closed-before', { month, last })
  if (!isClosed) return refuse('period-still-closing', { month: last ?? '' })
  const next = last === undefined ? month : monthAfter(last)
  if (month !== next) return refuse('period-not-next', { month, next })
  const earliest = earliestClosing(month, lateEntryDays)
  if (today < earliest) return refuse('period-not-over', { month, earliest })
  return accept([{ type: 'PeriodClosing', data: { month, firstOpenDay: firstDayAfter(month), writers: [...writers] } }])
}

function pass({ month: last, writers, passed }: PeriodState, { month, writers: by }: PassPeriod): PeriodDecision {
  if (month !== last) return refuse('period-not-closing', { month })
  const waited = by.filter((writer) => writers.includes(writer) && !passed.includes(writer))
  return accept(waited.length === 0 ? [] : [{ type: 'PeriodPassed', data: { month, writers: waited } }])
}

function close(
  { month: last, writers, passed, isClosed }: PeriodState,
  { type: _, ...data }: ClosePeriod,
): PeriodDecision {
  if (data.month !== last || writers.some((writer) => !passed.includes(writer)))
    return refuse('period-not-closing', { month: data.month })
  return accept(isClosed ? [] : [{ type: 'PeriodClosed', data }])
}

function beginYear({ month, yearEnds, year: last }: PeriodState, { year }: BeginYear): PeriodDecision {
  if (last !== undefined && year <= last.year) return refuse('year-closed-before', { year, last: last.year })
  if (last?.isClosed === false) return refuse('year-still-closing', { year: last.year })
  const throughSequence = yearEnds[year]
  if (throughSequence === undefined)
    return refuse('year-months-open', { year, next: month === undefined ? `${year}-12` : monthAfter(month) })
  const next = last === undefined ? (Object.keys(yearEnds).sort()[0] ?? '') : String(Number(last.year) + 1)
  if (year !== next) return refuse('year-not-next', { year, next })
  return accept([{ type: 'YearClosing', data: { year, throughSequence } }])
}

function closeYearPart({ year: last }: PeriodState, { type: _, ...data }: CloseYearPart): PeriodDecision {
  if (last?.year !== data.year || data.part > last.part + 1) return refuse('year-not-closing', { year: data.year })
  return accept(data.part <= last.part ? [] : [{ type: 'YearClosed', data }])
}

function evolve(state: PeriodState, event: PeriodEvent): PeriodState {
  switch (event.type) {
    case 'PeriodClosing': {
      const { month, writers } = event.data
      return { ...state, month, writers, passed: [], isClosed: false }
    }
    case 'PeriodPassed':
      return { ...state, passed: [...state.passed, ...event.data.writers] }
    case 'PeriodClosed':
      return { ...state, ...evolveYears(state, event), isClosed: true }
    case 'YearClosing':
    case 'YearClosed':
      return { ...state, ...evolveYears(state, event) }
  }
}

/** The first day on which it may be closed. */
export function earliestClosing(month: string, lateEntryDays: number): Day {
  return addDays(firstDayAfter(month), lateEntryDays)
}

function firstDayAfter(month: string): Day {
  return addDays(lastDayOfMonth(month), 1)
}

export function monthAfter(month: string): string {
  return firstDayAfter(month).slice(0, 7)
}
