import { expect, test } from 'vitest'
import { sidesOf } from './entry-sides.ts'

test.each([
  ['DonationReceived', -500, { inFen: 500, outFen: 0 }],
  ['DonationReversed', 500, { inFen: -500, outFen: 0 }],
  ['FundsAllocated', 500, { inFen: 0, outFen: 500 }],
  ['AllocationReversed', -500, { inFen: 0, outFen: -500 }],
])('%s stands in its column, and red in the column of what it takes back', (eventType, amount, sides) => {
  const leg = { account: 'available' as const, amount } as Parameters<typeof sidesOf>[0]['legs'][number]
  expect(sidesOf({ eventType, legs: [leg] })).toEqual(sides)
})
