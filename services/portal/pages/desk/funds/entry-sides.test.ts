import { expect, test } from 'vitest'
import { sidesOf, takenBackAmong } from './entry-sides.ts'

test.each([
  ['DonationReceived', -500, { inFen: 500, outFen: 0 }],
  ['DonationReversed', 500, { inFen: -500, outFen: 0 }],
  ['FundsAllocated', 500, { inFen: 0, outFen: 500 }],
  ['AllocationReversed', -500, { inFen: 0, outFen: -500 }],
])('%s stands in its column, and red in the column of what it takes back', (eventType, amount, sides) => {
  const leg = { account: 'available' as const, amount } as Parameters<typeof sidesOf>[0]['legs'][number]
  expect(sidesOf({ eventType, legs: [leg] })).toEqual(sides)
})

test('what went back to its donor is a refund, and what was wrong a correction', () => {
  const link = (document: string) => ({ sequence: 1, document })
  const entries = [
    { document: '捐-1', eventType: 'DonationReceived' },
    { document: '退-1', eventType: 'DonationRefunded' },
    { document: '冲-1', eventType: 'DonationReversed' },
  ]
  const taken = takenBackAmong(entries)({ reversedBy: [link('退-1'), link('冲-1')] })
  expect(taken).toEqual({ refunds: ['退-1'], corrections: ['冲-1'] })
})
