import type { EventOf } from '@welfare/contracts/catalogue.ts'
import { MAX_AMOUNT_FEN } from '@welfare/contracts/money.ts'
import { specify } from '@welfare/event-store/decider/specification.fixture.ts'
import { describe, test } from 'vitest'
import { depot, water } from '../sample.fixture.ts'
import { purchaseDecider } from './purchase.decider.ts'
import { funded, funds, money, of, order, ordered } from './purchase-sample.fixture.ts'

const { given } = specify(purchaseDecider)
const line = (quantity: number, unitPriceFen = 50) => ({ commodity: water, depot, quantity, unitPriceFen })
const shorten = (...lines: { line: number; quantity: number }[]) =>
  ({ type: 'ShortenPurchase', lines, reason: '少一个点位' }) as const
const shortened = (lines: { line: number; quantity: number }[], amountFen: number): EventOf<'PurchaseShortened'> => ({
  type: 'PurchaseShortened',
  data: { ...of, lines, shares: money(amountFen), reason: '少一个点位' },
})
const cancel = { type: 'CancelPurchase', reason: '供应商停产' } as const
const cancelled = (amountFen: number): EventOf<'PurchaseEnded'> => ({
  type: 'PurchaseEnded',
  data: { ...of, why: 'cancelled', shares: money(amountFen), reason: '供应商停产' },
})

describe('an order of goods', () => {
  test('says what it comes to, once', () => {
    given([]).when(order).then([ordered])
    given([ordered]).when(order).then([])
  })

  test('is of one amount at most, however large its numbers are', () => {
    const largestFen = MAX_AMOUNT_FEN
    given([])
      .when({ ...order, lines: [line(1, MAX_AMOUNT_FEN)] })
      .then([{ ...ordered, data: { ...ordered.data, lines: [line(1, MAX_AMOUNT_FEN)], totalFen: MAX_AMOUNT_FEN } }])
    for (const lines of [[line(1, MAX_AMOUNT_FEN), line(1)], [line(100_000_000, MAX_AMOUNT_FEN)]])
      given([])
        .when({ ...order, lines })
        .then({ code: 'total-too-large', facts: { largestFen } })
  })

  test('is not made for a programme that is closed', () => {
    given([])
      .when({ ...order, programmeClosed: true })
      .then({ code: 'programme-closed' })
  })
})

describe('what its budget says', () => {
  test('opens it, or ends it, and is heard once', () => {
    given([ordered]).when(funds).then([funded])
    given([ordered, funded]).when(funds).then([])
    const facts = { allocatedFen: 0, neededFen: 75_000 }
    const refusal = { type: 'RefuseFunds', attempt: 1, code: 'budget-insufficient', facts } as const
    const refused: EventOf<'PurchaseEnded'> = {
      type: 'PurchaseEnded',
      data: { ...of, why: 'refused', code: 'budget-insufficient', facts },
    }
    given([ordered]).when(refusal).then([refused])
    given([ordered, refused]).when(refusal).then([])
    given([ordered, refused])
      .when(cancel)
      .then({ code: 'purchase-ended', facts: { why: 'refused' } })
  })

  test('is waited for before anything is changed', () => {
    for (const command of [cancel, shorten({ line: 1, quantity: 1 })])
      given([ordered]).when(command).then({ code: 'purchase-not-funded' })
    for (const command of [cancel, funds]) given([]).when(command).then({ code: 'purchase-unknown' })
  })
})

describe('what is not wanted any more', () => {
  test('is given back by the prices of the order, line by line', () => {
    const less = [{ line: 2, quantity: 19 }]
    given([ordered, funded])
      .when(shorten(...less))
      .then([shortened(less, 3_000)])
    given([ordered, funded, shortened(less, 3_000)])
      .when(cancel)
      .then([cancelled(72_000)])
    const all = [
      { line: 1, quantity: 0 },
      { line: 2, quantity: 0 },
    ]
    given([ordered, funded])
      .when(shorten(...all))
      .then([{ ...cancelled(75_000), data: { ...cancelled(75_000).data, reason: '少一个点位' } }])
  })

  test.each([
    ['order-line-repeated', [1, 1], [1, 2], { line: 1 }],
    ['order-line-unknown', [3], [0], { line: 3 }],
    ['not-shorter', [2], [20], { line: 2, ordered: 20, wanted: 20 }],
  ] as const)('%s', (code, lines, quantities, facts) => {
    given([ordered, funded])
      .when(shorten(...lines.map((line, index) => ({ line, quantity: quantities[index] ?? 0 }))))
      .then({ code, facts })
  })

  test('is nothing once it has ended', () => {
    given([ordered, funded, cancelled(75_000)])
      .when(shorten({ line: 1, quantity: 1 }))
      .then({ code: 'purchase-ended', facts: { why: 'cancelled' } })
  })
})
