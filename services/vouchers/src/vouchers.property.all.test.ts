import { eventCodec } from '@welfare/contracts/catalogue.ts'
import { totalOf } from '@welfare/contracts/shares.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openVouchersFixture, type VouchersFixture } from './vouchers.fixture.ts'

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
        const fixture = openVouchersFixture()
        try {
          if (isIssued) {
            await fixture.order(2)
            await fixture.drain()
          }
          for (const one of steps) {
            await take(fixture, one)
            fixture.check()
          }
          await fixture.drain()
          fixture.check()
          fixture.checkEnd()
          await fixture.expire('2025-12-31')
          await fixture.drain()
          fixture.checkEnd()
          checkMeals(fixture)
        } finally {
          fixture.facts.close()
        }
      },
    ),
    { numRuns: 200 },
  )
})

async function take(
  fixture: VouchersFixture,
  { does, which, amountFen }: { does: string; which: number; amountFen: number },
) {
  if (does === 'order') await fixture.order(which)
  if (does === 'decide') await fixture.decide(which)
  if (does === 'answer') fixture.answer(which)
  if (does === 'deliver') await fixture.deliver(1 + (which % 40), undefined, which % 2 === 0)
  if (does === 'crash') await fixture.deliver(1 + (which % 12), which % 7, which % 2 === 0)
  if (does === 'redeem') await fixture.redeem(which, amountFen)
  if (does === 'reverse') await fixture.reverse(which)
  if (does === 'void' && which % 4 === 0) await fixture.voidVoucher(which)
  if (does === 'expire') await fixture.expire(`2025-07-${String(1 + (which % 25)).padStart(2, '0')}`)
  if (does === 'again') fixture.again(which)
  if (does === 'close' && which % 12 === 0) fixture.closeProgramme()
}

/** Agreed price = list price − discount = draws + own share, and nothing is ever drawn in negative parts. */
function checkMeals({ log }: VouchersFixture): void {
  for (const stored of log) {
    const event = eventCodec.decode(stored)
    if (event.type !== 'MealRedeemed') continue
    const { listPriceFen, discountFen, ownShareFen, draws } = event.data
    expect(totalOf(draws.flatMap(({ shares }) => shares)) + ownShareFen).toBe(listPriceFen - discountFen)
  }
}
