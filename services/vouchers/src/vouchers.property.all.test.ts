import { eventCodec } from '@welfare/contracts/catalogue.ts'
import { totalOf } from '@welfare/contracts/shares.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openVouchersWorld, type VouchersWorld } from './vouchers-world.fixture.ts'

/** What happens next; numbers are taken modulo what there is, so that shrinking keeps meaning. */
const step = fc.record({
  does: fc.constantFrom(
    ...['order', 'order', 'order', 'order', 'answer', 'answer', 'answer', 'decide', 'decide', 'decide'],
    ...['deliver', 'deliver', 'deliver', 'deliver', 'crash', 'crash'],
    ...[
      'redeem',
      'redeem',
      'redeem',
      'redeem',
      'redeem',
      'redeem',
      'reverse',
      'reverse',
      'void',
      'again',
      'again',
      'expire',
      'again',
      'close',
    ],
  ),
  which: fc.nat(1_000),
  amountFen: fc.integer({ min: 1, max: 900 }),
})

test('over random histories, with proposals decided in any order and deliveries doubled by crashes, the books and the wallets agree', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 10, maxLength: 80, size: 'max' }),
      fc.boolean(),
      async (steps, isIssued) => {
        const world = openVouchersWorld()
        try {
          if (isIssued) {
            await world.order(2)
            await world.drain()
          }
          for (const one of steps) {
            await take(world, one)
            world.check()
          }
          await world.drain()
          world.check()
          world.checkEnd()
          await world.expire('2025-12-31')
          await world.drain()
          world.checkEnd()
          checkMeals(world)
        } finally {
          world.facts.close()
        }
      },
    ),
    { numRuns: 200 },
  )
})

async function take(
  world: VouchersWorld,
  { does, which, amountFen }: { does: string; which: number; amountFen: number },
) {
  if (does === 'order') await world.order(which)
  if (does === 'decide') await world.decide(which)
  if (does === 'answer') world.answer(which)
  if (does === 'deliver') await world.deliver(1 + (which % 40), undefined, which % 2 === 0)
  if (does === 'crash') await world.deliver(1 + (which % 12), which % 7, which % 2 === 0)
  if (does === 'redeem') await world.redeem(which, amountFen)
  if (does === 'reverse') await world.reverse(which)
  if (does === 'void' && which % 4 === 0) await world.voidVoucher(which)
  if (does === 'expire') await world.expire(`2025-07-${String(1 + (which % 25)).padStart(2, '0')}`)
  if (does === 'again') world.again(which)
  if (does === 'close' && which % 12 === 0) world.closeProgramme()
}

/** Agreed price = list price − discount = draws + own share, and nothing is ever drawn in negative parts. */
function checkMeals({ log }: VouchersWorld): void {
  for (const stored of log) {
    const event = eventCodec.decode(stored)
    if (event.type !== 'MealRedeemed') continue
    const { listPriceFen, discountFen, ownShareFen, draws } = event.data
    expect(totalOf(draws.flatMap(({ shares }) => shares)) + ownShareFen).toBe(listPriceFen - discountFen)
  }
}
