import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openFixture } from './funds.fixture.ts'

/** What happens next; numbers are taken modulo what there is, so that shrinking keeps meaning. */
const step = fc.record({
  does: fc.constantFrom(
    'donate',
    'donate',
    'refund',
    'allocate',
    'allocate',
    'allocate',
    'propose',
    'propose',
    'approve',
    'approve',
    'withdraw',
    'end',
    'reserve',
    'reserve',
    'unreserve',
    'return',
    'commit',
    'commit',
    'commit',
    'issue',
    'release',
    'expire',
    'expire',
    'deliver',
    'deliver',
    'deliver',
    'deliver',
    'again',
    'again',
    'close',
  ),
  which: fc.nat(1_000),
  amountFen: fc.integer({ min: 1, max: 5_000 }),
})

test('over random histories, with proposals decided in any order and acknowledgements doubled, late and out of order, the books hold', () => {
  fc.assert(
    fc.property(
      fc.array(step, { minLength: 20, maxLength: 150, size: 'max' }),
      fc.constantFrom('in-proportion', 'in-order'),
      (steps, sharing) => {
        const fixture = openFixture(sharing)
        for (const one of steps) {
          fixture.take(one.does, one.which, one.amountFen)
          fixture.check()
        }
        fixture.decideAll()
        fixture.deliverAll()
        fixture.check()
        expect(fixture.reservedFen()).toBe(0)
        expect(fixture.spendableEverywhere()).toEqual(fixture.postedEverywhere())
      },
    ),
    { numRuns: 150 },
  )
})
