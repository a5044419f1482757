import { specify } from '@welfare/event-store/decider/specification.fixture.ts'
import { describe, it } from 'vitest'
import {
  batch,
  credited,
  fromFunds,
  idNumber,
  merchant,
  opened,
  programme,
  redeem,
  redeemed,
  today,
  wallet,
  worker,
} from '../sample.fixture.ts'
import { walletDecider } from './wallet.decider.ts'
import type { WalletEvent } from './wallet.state.ts'

const { given } = specify(walletDecider)
const otherBatch = idNumber('batch', 2)
const reason = 'a reason'
describe('redeeming', () => {
  it('pays a part', () =>
    given([opened, credited()])
      .when(redeem(1_500))
      .then([redeemed(1_500, 38_500)]))

  it('pays the last fen', () =>
    given([opened, credited()])
      .when(redeem(40_000))
      .then([redeemed(40_000, 0)]))

  it('refuses one fen more, and says what is missing', () =>
    given([opened, credited()])
      .when(redeem(40_001))
      .then({ code: 'credit-insufficient', facts: { balanceFen: 40_000, neededFen: 40_001, missingFen: 1 } }))

  it('draws the credit first that ends first, and the next for the rest', () => {
    const august = credited({ batch: otherBatch, window: 'all-summer', from: '2025-06-01', until: '2025-08-31' })
    const draws = [
      { credit: `${wallet}.3`, batch, window: 'horse-racing', shares: fromFunds(40_000) },
      { credit: `${wallet}.2`, batch: otherBatch, window: 'all-summer', shares: fromFunds(500) },
    ]
    given([opened, august, credited()])
      .when(redeem(40_500))
      .then([redeemed(40_500, 39_500, { draws })])
  })

  it('draws the earlier credit first where two end on the same day', () => {
    const second = credited({ batch: otherBatch, window: 'second' })
    given([opened, credited(), second])
      .when(redeem(100))
      .then([redeemed(100, 79_900)])
  })

  it('draws from each fund in proportion to what remains', () => {
    const draws = (a: number, b: number) => [
      { credit: `${wallet}.2`, batch, window: 'horse-racing', shares: fromFunds(a, b) },
    ]
    given([opened, credited({ shares: fromFunds(667, 333) })])
      .when(redeem(250))
      .then([redeemed(250, 750, { draws: draws(167, 83) })])
    given([
      opened,
      credited({ shares: fromFunds(667, 333) }),
      redeemed(250, 750, { draws: draws(167, 83) }),
      redeemed(250, 500, { draws: draws(167, 83) }),
      redeemed(250, 250, { draws: draws(167, 83) }),
    ])
      .when(redeem(250))
      .then([redeemed(250, 0, { draws: draws(166, 84) })])
  })

  it('prices items from the list: agreed price = list price − discount = draws + own share', () => {
    const items = [
      { code: 'noodles', name: '面', quantity: 2, listPriceFen: 1_800, agreedPriceFen: 1_500 },
      { code: 'tea', name: '茶', quantity: 1, listPriceFen: 300, agreedPriceFen: 300 },
    ]
    given([opened, credited({ ownSharePerRedemptionFen: 200 })])
      .when(redeem(0, { purchase: { kind: 'items', priceListVersion: 3, items, unknown: [] } }))
      .then([
        redeemed(3_100, 36_900, {
          items,
          priceListVersion: 3,
          listPriceFen: 3_900,
          discountFen: 600,
          ownShareFen: 200,
        }),
      ])
  })

  it('takes a larger own share than asked for', () =>
    given([opened, credited({ ownSharePerRedemptionFen: 100 })])
      .when(redeem(1_000, { ownShareFen: 400 }))
      .then([redeemed(600, 39_400, { listPriceFen: 1_000, ownShareFen: 400 })]))

  it('can be used from the first to the last day, both included', () => {
    for (const day of ['2025-07-25', '2025-07-31'])
      given([opened, credited()])
        .when(redeem(100, { day }))
        .then([redeemed(100, 39_900, { redeemedOn: day })])
  })

  it('can be entered up to the last day for late entries, and not on the day on which the credit has ended', () => {
    given([opened, credited()])
      .when(redeem(100, { today: '2025-08-03' }))
      .then([redeemed(100, 39_900)])
    given([opened, credited()])
      .when(redeem(100, { today: '2025-08-04' }))
      .then({ code: 'credit-expired' })
  })

  it('tells the next window before, and the last after', () => {
    given([opened, credited()])
      .when(redeem(100, { day: '2025-07-24' }))
      .then({
        code: 'outside-window',
        facts: {
          day: '2025-07-24',
          nextWindow: 'horse-racing',
          nextFrom: '2025-07-25',
          nextUntil: '2025-07-31',
        },
      })
    given([opened, credited()])
      .when(redeem(100, { day: '2025-08-01' }))
      .then({ code: 'credit-expired', facts: { day: '2025-08-01', window: 'horse-racing', until: '2025-07-31' } })
  })

  it('names who collected for the holder', () =>
    given([opened, credited()])
      .when(redeem(100, { collectedBy: idNumber('worker', 9) }))
      .then([redeemed(100, 39_900, { collectedBy: idNumber('worker', 9) })]))
})

describe('the quota of a person and day', () => {
  const twice = credited({ quota: { redemptionsPerDay: 2 } })
  const upTo = credited({ quota: { amountPerDayFen: 3_000 } })
  const reversed: WalletEvent = {
    type: 'RedemptionReversed',
    data: {
      programme,
      worker,
      merchant,
      redemption: `${wallet}.3`,
      draws: [
        { credit: `${wallet}.2`, batch, window: 'horse-racing', shares: fromFunds(2_000), to: 'issued' as const },
      ],
      reason,
      balanceAfterFen: 40_000,
    },
  }

  it('counts redemptions', () => {
    given([opened, twice, redeemed(100, 39_900)])
      .when(redeem(100))
      .then([redeemed(100, 39_800)])
    given([opened, twice, redeemed(100, 39_900), redeemed(100, 39_800)])
      .when(redeem(100))
      .then({ code: 'quota-reached', facts: { day: today, redemptionsPerDay: 2 } })
  })

  it('counts fen, up to the last', () => {
    given([opened, upTo, redeemed(2_000, 38_000)])
      .when(redeem(1_000))
      .then([redeemed(1_000, 37_000)])
    given([opened, upTo, redeemed(2_000, 38_000)])
      .when(redeem(1_001))
      .then({ code: 'quota-reached', facts: { day: today, amountPerDayFen: 3_000, usedFen: 2_000 } })
  })

  it('begins again the next day', () =>
    given([opened, upTo, redeemed(3_000, 37_000, { redeemedOn: '2025-07-25' })])
      .when(redeem(3_000))
      .then([redeemed(3_000, 34_000)]))

  it('is given back by a reversal', () =>
    given([opened, upTo, redeemed(2_000, 38_000), reversed])
      .when(redeem(3_000))
      .then([redeemed(3_000, 37_000)]))

  it("leaves the worker's own share out", () =>
    given([opened, upTo])
      .when(redeem(3_500, { ownShareFen: 500 }))
      .then([redeemed(3_000, 37_000, { listPriceFen: 3_500, ownShareFen: 500 })]))
})

describe('limits beside the day', () => {
  const eaten = (day: string, amountFen = 500) =>
    redeemed(amountFen, 0, {
      redeemedOn: day,
      draws: [{ credit: `${wallet}.2`, batch, window: 'horse-racing', shares: fromFunds(amountFen) }],
    })
  const limited = (quota: object) => [opened, credited({ quota, from: '2025-07-14', until: '2025-07-31' })]

  it('hold for a week from Monday to Sunday, by times and by amount', () => {
    // 2025-07-26 is a Saturday.
    const twice = limited({ redemptionsPerWeek: 2 })
    given([...twice, eaten('2025-07-20'), eaten('2025-07-21')])
      .when(redeem(500))
      .then([redeemed(500, 38_500)])
    given([...twice, eaten('2025-07-21'), eaten('2025-07-25')])
      .when(redeem(500))
      .then({ code: 'quota-reached', facts: { day: today, redemptionsPerWeek: 2 } })
    given([...limited({ amountPerWeekFen: 1_000 }), eaten('2025-07-21', 600)])
      .when(redeem(401))
      .then({ code: 'quota-reached', facts: { day: today, amountPerWeekFen: 1_000, usedFen: 600 } })
  })

  it('and for a window', () => {
    const twice = limited({ redemptionsPerWindow: 2 })
    given([...twice, eaten('2025-07-13'), eaten('2025-07-14')])
      .when(redeem(500))
      .then([redeemed(500, 38_500)])
    given([...twice, eaten('2025-07-14'), eaten('2025-07-15')])
      .when(redeem(500))
      .then({ code: 'quota-reached', facts: { day: today, redemptionsPerWindow: 2 } })
  })

  it('where dishes alone are entered an amount is refused, and dishes are not', () => {
    const history = [opened, credited({ itemsOnly: true })]
    given(history).when(redeem(500)).then({ code: 'items-only' })
    const items = [{ code: 'noodles', name: '面', quantity: 1, listPriceFen: 500, agreedPriceFen: 500 }]
    given(history)
      .when(redeem(0, { purchase: { kind: 'items', priceListVersion: 1, items, unknown: [] } }))
      .then([redeemed(500, 39_500, { items, priceListVersion: 1 })])
  })
})
