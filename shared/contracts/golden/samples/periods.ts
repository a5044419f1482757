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
  YearClosing: { stream, data: { year: '2025', throughSequence: 40_118 } },
  YearClosed: {
    stream,
    data: {
      ...{ year: '2025', part: 1, parts: 1 },
      lines: [
        { account: 'used', fund: id('fund'), programme: id('programme'), batch: id('batch'), amountFen: 9_200 },
        { account: 'used', fund: id('fund'), programme: id('programme'), purchase: id('purchase'), amountFen: 700 },
        { account: 'written-off', fund: id('fund'), programme: id('programme'), merchant: id('merchant'), amountFen: 100 },
        { account: 'donated', fund: id('fund'), amountFen: 40_000 },
        { account: 'cost', fund: id('fund'), programme: id('programme'), merchant: id('merchant'), amountFen: 9_900 },
        { account: 'loss', fund: id('fund'), programme: id('programme'), merchant: id('merchant'), amountFen: 100 },
      ],
    },
  },
}
