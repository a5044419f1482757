import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openWorld } from './funds-world.fixture.ts'

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
        const world = openWorld(sharing)
        for (const one of steps) {
          world.take(one.does, one.which, one.amountFen)
          world.check()
        }
        world.decideAll()
        world.deliverAll()
        world.check()
        expect(world.reservedFen()).toBe(0)
        expect(world.spendableEverywhere()).toEqual(world.postedEverywhere())
      },
    ),
    { numRuns: 150 },
  )
})
