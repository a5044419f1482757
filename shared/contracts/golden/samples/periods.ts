import type { periodsEvents } from '../../src/events/periods.ts'
import { id, type SamplesOf } from './ids.ts'

const stream = id('period')
const month = '2025-07'

export const periodsSamples: SamplesOf<keyof typeof periodsEvents> = {
  PeriodClosing: { stream, data: { month, firstOpenDay: '2025-08-01', writers: ['funds', 'vouchers'] } },
  PeriodPassed: { stream, data: { month, writers: ['funds'] } },
  PeriodClosed: {
    stream,
    data: { month, throughSequence: 17_204, root: '9w1kk7pXQ2V0mC5n3f8yq0uQm1o7h2b4Zt6sX8cL2dE=' },
  },
}
