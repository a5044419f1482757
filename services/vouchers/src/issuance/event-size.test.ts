import { MAX_AMOUNT_FEN } from '@welfare/contracts/money.ts'
import { storeLimits } from '@welfare/event-store/limits.ts'
import { describe, expect, it } from 'vitest'
import { largestThatFits, mealFits } from '../wallets/meal-part.ts'
import { MAX_CREDITS, walletsThatFit, windowsThatFit } from './event-size.ts'

const uuid = '11111111-1111-4111-8111-111111111111'
const longName = (n: number) => `${n}`.padStart(40, 'w')
const terms = (count: number) => Array.from({ length: count }, (_, n) => ({ window: longName(n) }))
const shares = (funds: number) =>
  Array.from({ length: funds }, () => ({ fund: `fund-${uuid}`, amountFen: MAX_AMOUNT_FEN }))
const credit = `wallet-${uuid}.99999`
const drawsOf = (count: number, funds: number) =>
  terms(count).map(({ window }) => ({ credit, batch: `batch-${uuid}`, window, shares: shares(funds) }))
const bytesOf = (data: unknown) => Buffer.byteLength(JSON.stringify(data))

describe('wallets of one event', () => {
  it.each([
    [1, 1],
    [3, 3],
    [7, 50],
    [120, 1],
    [120, 3],
  ])('%d windows from %d funds stay within the store’s limit, whatever they hold', (windows, funds) => {
    const credits = terms(windows).map(({ window }) => ({ window, shares: shares(funds) }))
    const issued = { wallet: `wallet-${uuid}`, worker: `worker-${uuid}`, serial: 2 ** 45 - 1, credits }
    const wallets = Array.from({ length: walletsThatFit(terms(windows), funds) }, () => issued)
    expect(wallets.length).toBeGreaterThan(0)
    expect(bytesOf({ programme: `programme-${uuid}`, part: 1_000, wallets })).toBeLessThan(
      storeLimits.maxEventBytes - 2_048,
    )
  })

  it('hold a season of daily windows from three funds, and say how many fit from more', () => {
    expect(windowsThatFit(terms(120), 3)).toBe(120)
    expect(windowsThatFit(terms(120), 50)).toBe(15)
    expect(walletsThatFit(terms(16), 50)).toBe(0)
  })
})

describe('a meal', () => {
  it('fits together with being taken back, or is refused: never beyond the store’s limit', () => {
    for (const [count, funds] of [
      [120, 2],
      [120, 4],
      [60, 9],
      [15, 49],
      [1, 50],
    ] as const) {
      const draws = drawsOf(count, funds).map((draw) => ({ ...draw, to: 'allocated' }))
      const items = Array.from({ length: 50 }, () => ({
        code: 'c'.repeat(40),
        name: '面'.repeat(100),
        quantity: 1_000,
        listPriceFen: MAX_AMOUNT_FEN,
        agreedPriceFen: MAX_AMOUNT_FEN,
      }))
      const meal = {
        programme: `programme-${uuid}`,
        worker: `worker-${uuid}`,
        merchant: `merchant-${uuid}`,
        draws,
        items,
      }
      if (mealFits(meal)) expect(bytesOf(meal)).toBeLessThan(storeLimits.maxEventBytes - 2_048)
    }
    expect(mealFits({ draws: drawsOf(120, 2), items: [] })).toBe(true)
    expect(mealFits({ draws: drawsOf(120, 4), items: [] })).toBe(false)
  })

  it('draws on no more credits than an entry lists', () => {
    const amount = { window: 'w', shares: [{ fund: `fund-${uuid}`, amountFen: 7 }] }
    const draws = Array.from({ length: MAX_CREDITS + 1 }, () => amount)
    expect(mealFits({ draws: draws.slice(1), items: [] })).toBe(true)
    expect(mealFits({ draws, items: [] })).toBe(false)
    expect(largestThatFits({ draws, items: [] })).toBe(7 * MAX_CREDITS)
  })
})
