import { on, specify } from '@welfare/event-store/decider/specification.fixture.ts'
import { describe, it } from 'vitest'
import {
  batch,
  credited,
  endOfCredit,
  enteredAt,
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
import type { ReverseRedemption } from './wallet.commands.ts'
import { walletDecider } from './wallet.decider.ts'
import type { WalletEvent } from './wallet.state.ts'

const { given } = specify(walletDecider)
const reason = 'a reason'
const till = (earliestEntry = '2025-07-25T16:00:00.000Z', of = merchant) => ({ till: of, earliestEntry })
const reverse = (changes: Partial<ReverseRedemption> = {}): ReverseRedemption => ({
  type: 'ReverseRedemption',
  redemption: `${wallet}.3`,
  by: till(),
  today,
  part: undefined,
  reason,
  ...changes,
})
const back = (amountFen: number, to: 'issued' | 'allocated') => ({
  ...{ credit: `${wallet}.2`, batch, window: 'horse-racing', shares: fromFunds(amountFen), to },
})
const reversed = (
  to: 'issued' | 'allocated',
  balanceAfterFen: number,
  changes: Partial<Extract<WalletEvent, { type: 'RedemptionReversed' }>['data']> = {},
): WalletEvent => ({
  type: 'RedemptionReversed',
  data: {
    ...{ programme, worker, merchant, redemption: `${wallet}.3`, by: 'till', draws: [back(1_000, to)] },
    ...{ ownShareBackFen: 0, discountBackFen: 0, keptFen: 0, corrects: `${wallet}.3`, reason, balanceAfterFen },
    windowsFreed: ['horse-racing'],
    ...changes,
  },
})
const history = [opened, credited(), redeemed(1_000, 39_000)]
const voided: WalletEvent = { type: 'VoucherVoided', data: { programme, worker, serial: 1, reason } }
const closed: WalletEvent = { type: 'WalletClosed', data: { programme, worker, reason } }
const withdrawn: WalletEvent = { type: 'CreditWithdrawn', data: { ...endOfCredit, shares: fromFunds(39_000), reason } }

describe('where the money goes', () => {
  it('is the credit', () =>
    given(history)
      .when(reverse())
      .then([reversed('issued', 40_000)]))

  it('is the credit also where the card was voided meanwhile: the credit stays', () =>
    given([...history, voided])
      .when(reverse())
      .then([reversed('issued', 40_000)]))

  it('is the programme where the credit was withdrawn', () =>
    given([...history, voided, withdrawn])
      .when(reverse())
      .then([reversed('allocated', 0)]))

  it('is the programme where the wallet was closed with nothing left to withdraw', () => {
    const all = [opened, credited({ shares: fromFunds(1_000) }), redeemed(1_000, 0), closed]
    given(all)
      .when(reverse())
      .then([reversed('allocated', 0)])
  })

  it('is the programme from the first moment after the last day for late entries, swept or not', () => {
    const union = { by: 'union' as const }
    given(history)
      .when(reverse({ ...union, today: '2025-08-03' }))
      .then([reversed('issued', 1_000, union)])
    for (const day of ['2025-08-04', '2025-08-10'])
      given(history)
        .when(reverse({ ...union, today: day }))
        .then([reversed('allocated', 0, union)])
  })

  it('is the credit again where its window was extended before it ended', () => {
    const extension = {
      programme,
      worker,
      batch,
      credit: `${wallet}.2`,
      window: 'horse-racing',
      lateEntryDays: 3,
      rulesVersion: 2,
    }
    const extended: WalletEvent = { type: 'CreditExtended', data: { ...extension, until: '2025-08-09' } }
    given([...history, extended])
      .when(reverse({ by: 'union', today: '2025-08-09' }))
      .then([reversed('issued', 40_000, { by: 'union' })])
  })
})

describe('the till', () => {
  it('takes back what it recorded a few hours ago, though the day has turned', () => {
    const meal = redeemed(1_000, 39_000, { enteredAt: '2025-07-26T15:59:30.000Z' })
    given([opened, credited(), meal])
      .when(reverse({ today: '2025-07-27', by: till('2025-07-26T04:00:10.000Z') }))
      .then([reversed('issued', 40_000)])
  })

  it('takes back what it recorded this morning, and no longer what it recorded more than 12 hours ago on another day', () => {
    given(history)
      .when(reverse({ by: till('2025-07-25T16:00:00.000Z') }))
      .then([reversed('issued', 40_000)])
    given(history)
      .when(reverse({ today: '2025-07-27', by: till('2025-07-26T04:00:00.001Z') }))
      .then({ code: 'reversal-too-late', facts: { redeemedOn: today, enteredAt, today: '2025-07-27' } })
  })

  it('goes by the moment of entry, whatever day the meal had', () => {
    const late = redeemed(1_000, 39_000, { redeemedOn: '2025-07-25' })
    given([opened, credited(), late])
      .when(reverse())
      .then([reversed('issued', 40_000)])
  })

  it('goes by the day of the meal where version 1 did not record the moment', () => {
    const old = redeemed(1_000, 39_000, { enteredAt: undefined, enteredBy: undefined })
    given([opened, credited(), old])
      .when(reverse())
      .then([reversed('issued', 40_000)])
    given([opened, credited(), old])
      .when(reverse({ today: '2025-07-27' }))
      .then({ code: 'reversal-too-late' })
  })

  it('does not take back what the union entered', () =>
    given([opened, credited(), redeemed(1_000, 39_000, { enteredBy: 'union' })])
      .when(reverse())
      .then({ code: 'redemption-entered-by-union' }))

  it('does not take back what another merchant recorded', () =>
    given(history)
      .when(reverse({ by: till(undefined, idNumber('merchant', 2)) }))
      .then({ code: 'redemption-of-another-merchant' }))
})

describe('the union', () => {
  it('takes back what stands, of any day', () =>
    given(history)
      .when(reverse({ by: 'union', today: '2025-07-30' }))
      .then([reversed('issued', 40_000, { by: 'union' })]))
})

describe('in a later year than the one in which the meal counted', () => {
  const meal = on('2025-12-31', redeemed(1_000, 39_000, { redeemedOn: '2025-12-31' }))
  const [first, second] = [on('2025-12-01', opened), on('2025-12-01', credited({ until: '2026-01-31' }))]
  const inJanuary = { by: 'union' as const, today: '2026-01-02' }
  const prior = { by: 'union' as const, priorYear: true }

  it('leaves what that year used, and grants it anew: to the credit, to the programme, or as a claim', () => {
    given([first, second, meal])
      .when(reverse(inJanuary))
      .then([reversed('issued', 40_000, prior)])
    given([first, second, meal])
      .when(reverse({ by: 'union', today: '2026-02-10' }))
      .then([reversed('allocated', 0, prior)])
    const takenBack = { id: `${idNumber('statement', 1)}.3`, to: 'claim' as const, shares: fromFunds(1_000) }
    given([first, second, meal])
      .when(reverse({ ...inJanuary, takenBack }))
      .then([
        reversed('issued', 39_000, {
          ...{ ...prior, takenBack: takenBack.id },
          draws: [{ ...back(1_000, 'issued'), to: 'claimed' }],
        }),
      ])
  })

  it('goes by the day on which the meal counts, not by the one on which it was eaten', () => {
    const late = on('2026-01-01', redeemed(1_000, 39_000, { redeemedOn: '2025-12-31' }))
    given([first, second, late])
      .when(reverse(inJanuary))
      .then([reversed('issued', 40_000, { by: 'union' })])
  })
})

describe('twice', () => {
  it('is refused', () =>
    given([...history, reversed('issued', 40_000)])
      .when(reverse())
      .then({ code: 'redemption-already-reversed' }))

  it('is refused for what version 1 took back', () => {
    const old = reversed('issued', 40_000, {
      keptFen: undefined,
      ownShareBackFen: undefined,
      discountBackFen: undefined,
    })
    given([...history, old])
      .when(reverse({ by: 'union' }))
      .then({ code: 'redemption-already-reversed' })
  })

  it('is refused for what is no redemption', () =>
    given([opened, credited(), credited({ window: 'snow' })])
      .when(reverse())
      .then({ code: 'redemption-unknown' }))
})

it('what stands against it is told in the order of the table', () => {
  const foreign = { by: till('2025-07-28T00:00:00.000Z', idNumber('merchant', 2)), today: '2025-07-28' }
  given([opened]).when(reverse(foreign)).then({ code: 'redemption-unknown' })
  given([...history, reversed('issued', 40_000)])
    .when(reverse(foreign))
    .then({ code: 'redemption-of-another-merchant' })
  const old = { by: till('2025-07-28T00:00:00.000Z'), today: '2025-07-28' }
  given([...history, reversed('issued', 40_000)])
    .when(reverse(old))
    .then({ code: 'redemption-already-reversed' })
  given([opened, credited(), redeemed(1_000, 39_000, { enteredBy: 'union' })])
    .when(reverse(old))
    .then({ code: 'redemption-entered-by-union' })
})

describe('a part', () => {
  const items = [
    { code: 'noodles', name: '面', quantity: 2, listPriceFen: 1_800, agreedPriceFen: 1_500 },
    { code: 'tea', name: '茶', quantity: 1, listPriceFen: 300, agreedPriceFen: 300 },
  ]
  /** 33.00 less a discount of 6.00; the worker pays 2.00, two funds 20.67 and 10.33. */
  const meal = redeemed(3_100, 36_900, {
    ...{ items, listPriceFen: 3_900, discountFen: 600, ownShareFen: 200 },
    draws: [{ credit: `${wallet}.2`, batch, window: 'horse-racing', shares: fromFunds(2_067, 1_033) }],
  })
  const with2 = [opened, credited({ shares: fromFunds(26_667, 13_333) }), meal]
  const part = (shares: number[], changes: object) =>
    reversed('issued', 36_900 + (shares[0] ?? 0) + (shares[1] ?? 0), {
      draws: [{ credit: `${wallet}.2`, batch, window: 'horse-racing', shares: fromFunds(...shares), to: 'issued' }],
      windowsFreed: [],
      ...changes,
    })

  it('of its items is the difference to the smaller meal, discount included', () =>
    given(with2)
      .when(reverse({ part: { kind: 'items', items: [{ code: 'noodles', quantity: 1 }] } }))
      .then([part([1_000, 500], { items: [{ code: 'noodles', quantity: 1 }], discountBackFen: 300, keptFen: 1_600 })]))

  it('of its price lessens the discount in proportion', () =>
    given(with2)
      .when(reverse({ part: { kind: 'amount', amountFen: 1_650 } }))
      .then([part([1_100, 550], { discountBackFen: 300, keptFen: 1_450 })]))

  it('down to what the worker pays alone leaves nothing of the credit; what is left is taken back no more', () => {
    const small = reversed('issued', 40_000, {
      ...{ keptFen: 0, ownShareBackFen: 50, draws: [back(800, 'issued')] },
    })
    const paid = redeemed(800, 39_200, { listPriceFen: 1_000, ownShareFen: 200 })
    given([opened, credited(), paid])
      .when(reverse({ part: { kind: 'amount', amountFen: 850 } }))
      .then([small])
    given([opened, credited(), paid, small]).when(reverse()).then({ code: 'redemption-already-reversed' })
  })

  it('is refused beyond what is left', () => {
    given(with2)
      .when(reverse({ part: { kind: 'amount', amountFen: 3_301 } }))
      .then({ code: 'part-too-large', facts: { leftFen: 3_300 } })
    given(with2)
      .when(reverse({ part: { kind: 'items', items: [{ code: 'tea', quantity: 2 }] } }))
      .then({ code: 'item-not-in-meal', facts: { item: 'tea', left: 1 } })
    given(with2)
      .when(reverse({ part: { kind: 'items', items: [{ code: 'soup', quantity: 1 }] } }))
      .then({ code: 'item-not-in-meal', facts: { item: 'soup', left: 0 } })
  })

  it('gives the credit back first that was drawn last', () => {
    const draws = [
      { credit: `${wallet}.2`, batch, window: 'horse-racing', shares: fromFunds(700) },
      { credit: `${wallet}.3`, batch, window: 'snow', shares: fromFunds(300) },
    ]
    const both = [opened, credited(), credited({ window: 'snow' }), redeemed(1_000, 79_000, { draws })]
    const of = { redemption: `${wallet}.4`, corrects: `${wallet}.4` }
    given(both)
      .when(reverse({ redemption: `${wallet}.4`, part: { kind: 'amount', amountFen: 400 } }))
      .then([
        reversed('issued', 79_400, {
          ...{ ...of, keptFen: 600, windowsFreed: [] },
          draws: [
            { credit: `${wallet}.2`, batch, window: 'horse-racing', shares: fromFunds(100), to: 'issued' },
            { credit: `${wallet}.3`, batch, window: 'snow', shares: fromFunds(300), to: 'issued' },
          ],
        }),
      ])
  })

  it('frees the quota by what it gives back, and as a whole the meal itself', () => {
    const quota = { redemptionsPerDay: 1, amountPerDayFen: 3_000 }
    const eaten = [opened, credited({ quota }), redeemed(3_000, 37_000)]
    const half = reversed('issued', 38_500, { draws: [back(1_500, 'issued')], keptFen: 1_500, windowsFreed: [] })
    given([...eaten, half])
      .when(redeem(1))
      .then({ code: 'quota-reached' })
    const whole = reversed('issued', 40_000, { draws: [back(3_000, 'issued')] })
    given([...eaten, whole])
      .when(redeem(3_000))
      .then([redeemed(3_000, 37_000)])
  })
})
