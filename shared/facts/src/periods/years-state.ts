import type { EventOf } from '@welfare/contracts/catalogue.ts'

/** What the ledger's stream of periods knows of years. */
export interface YearsState {
  /** Through which sequence the Decembers are closed, by year. */
  readonly yearEnds: Readonly<Record<string, number>>
  /** The last that was closed, or is being closed, and how much of its entry there is. */
  readonly year: { readonly year: string; readonly part: number; readonly isClosed: boolean } | undefined
}

export const noYears: YearsState = { yearEnds: {}, year: undefined }

export function evolveYears(
  state: YearsState,
  event: EventOf<'PeriodClosed' | 'YearClosing' | 'YearClosed'>,
): YearsState {
  const { yearEnds } = state
  switch (event.type) {
    case 'PeriodClosed': {
      const { month, throughSequence } = event.data
      return month.endsWith('-12')
        ? { ...state, yearEnds: { ...yearEnds, [month.slice(0, 4)]: throughSequence } }
        : state
    }
    case 'YearClosing':
      return { ...state, year: { year: event.data.year, part: 0, isClosed: false } }
    case 'YearClosed': {
      const { year, part, parts } = event.data
      return { ...state, year: { year, part, isClosed: part === parts } }
    }
  }
}
