import type { DataOf } from '@welfare/contracts/catalogue.ts'
import { specify } from '@welfare/event-store/decider/specification.fixture.ts'
import { describe, test } from 'vitest'
import {
  batch,
  credited,
  fromFunds,
  idNumber,
  merchant,
  opened,
  programme,
  receive,
  redeem,
  redeemed,
  today,
  wallet,
  worker,
} from '../sample.fixture.ts'
import type { PaidParts } from './meal-payers.ts'
import type { ReverseRedemption } from './wallet.commands.ts'
import { walletDecider } from './wallet.decider.ts'
import type { WalletEvent } from './wallet.state.ts'

type SplitRule = NonNullable<DataOf<'CreditReceived'>['split']>

const { given } = specify(walletDecider)
const [county, union] = [idNumber('fund', 1), idNumber('fund', 2)]
const rest = { payer: 'worker' as const, rule: { kind: 'rest' as const } }

/** First 3.00 of the county, then the union until both have paid 5.00; the worker pays the rest. */
const inOrder: SplitRule = {
  lines: [
    { payer: county, rule: { kind: 'fixed', amountFen: 300 } },
    { payer: union, rule: { kind: 'upToInAll', amountFen: 500 } },
    rest,
  ],
  usualPriceFen: 1_400,
}
const half: SplitRule = {
  lines: [
    { payer: county, rule: { kind: 'share', thousandths: 500 } },
    { payer: union, rule: { kind: 'share', thousandths: 500 } },
  ],
  usualPriceFen: 600,
}
const fromCredit = (...amounts: readonly number[]) => [
  {
    ...{ credit: `${wallet}.2`, batch, window: 'horse-racing' },
    shares: fromFunds(...amounts).filter(({ amountFen }) => amountFen > 0),
  },
]

/** A meal that `parts` pay: county, union, worker. */
function paid(
  rule: SplitRule,
  parts: readonly number[],
  pots: readonly number[],
  balanceAfterFen: number,
  owed: number[] = [],
) {
  const lines = [...rule.lines.slice(0, 2), rest]
  const split = lines.map((line, index) => ({
    ...line,
    amountFen: parts[index] ?? 0,
    ...(index < 2 && { limitFen: pots[index] ?? 0 }),
    ...(owed[index] && { owedMilliFen: owed[index] }),
  })) as PaidParts
  const priceFen = parts.reduce((sum, fen) => sum + fen, 0)
  const [a = 0, b = 0, ownShareFen = 0] = parts
  return redeemed(priceFen, balanceAfterFen, { draws: fromCredit(a, b), ownShareFen, split })
}

const credit = (rule: SplitRule, ...pots: readonly number[]) => credited({ shares: fromFunds(...pots), split: rule })
const issued = [opened, credit(inOrder, 9_000, 6_000)]

describe('a meal with several payers', () => {
  test('is paid in the order of the rule, the rest by the worker', () => {
    given(issued)
      .when(redeem(1_400))
      .then([paid(inOrder, [300, 200, 900], [9_000, 6_000], 14_500)])
    given(issued)
      .when(redeem(250))
      .then([paid(inOrder, [250, 0, 0], [9_000, 6_000], 14_750)])
  })

  test('the credit keeps the rule that it was issued with', () => {
    const { quota, lateEntryDays } = receive()
    const split = inOrder
    given([opened])
      .when(receive({ split }))
      .then([credited({ quota, lateEntryDays, split })])
  })

  test('what a pot lacks is the worker’s, who sees it before: another own share than was shown records nothing', () => {
    const poor = [opened, credit(inOrder, 100, 6_000)]
    given(poor)
      .when(redeem(1_400))
      .then([paid(inOrder, [100, 200, 1_100], [100, 6_000], 5_800)])
    given(poor)
      .when(redeem(1_400, { ownShareFen: 900 }))
      .then({ code: 'own-share-differs', facts: { shownFen: 900, ownShareFen: 1_100 } })
    given(issued)
      .when(redeem(1_400, { ownShareFen: 900 }))
      .then([paid(inOrder, [300, 200, 900], [9_000, 6_000], 14_500)])
  })

  test('or the next line’s, where its rule says so', () => {
    const [first, ...others] = inOrder.lines
    const rule: SplitRule = { ...inOrder, lines: first ? [{ ...first, onEmpty: 'next' }, ...others] : [] }
    given([opened, credit(rule, 100, 6_000)])
      .when(redeem(1_400))
      .then([paid(rule, [100, 400, 900], [100, 6_000], 5_600)])
  })

  test('of which no fund would pay anything is none of the credit’s', () => {
    const last: SplitRule = {
      lines: [{ payer: 'worker', rule: { kind: 'fixed', amountFen: 500 } }, ...inOrder.lines.slice(0, 1)],
      usualPriceFen: 900,
    }
    given([opened, credit(last, 9_000)])
      .when(redeem(500))
      .then({ code: 'own-share-too-large', facts: { agreedFen: 500, ownShareFen: 500 } })
  })

  test('shares are rounded so that none strays over many meals', () => {
    const first = paid(half, [278, 277, 0], [9_000, 9_000], 17_445)
    given([opened, credit(half, 9_000, 9_000)])
      .when(redeem(555))
      .then([first])
    given([opened, credit(half, 9_000, 9_000), first])
      .when(redeem(555))
      .then([paid(half, [277, 278, 0], [8_722, 8_723], 16_890, [-500, 500])])
  })

  test('is drawn from the credit that ends first, fund by fund', () => {
    const later = credited({
      batch: idNumber('batch', 2),
      window: 'all-summer',
      until: '2025-08-31',
      shares: fromFunds(900, 900),
      split: inOrder,
    })
    const lines = paid(inOrder, [300, 200, 0], [1_000, 1_100], 1_600)
    const shares = (...amounts: number[]) => fromFunds(...amounts).filter(({ amountFen }) => amountFen > 0)
    if (lines.type === 'MealRedeemed')
      lines.data.draws = [
        { credit: `${wallet}.2`, batch, window: 'horse-racing', shares: shares(100, 200) },
        { credit: `${wallet}.3`, batch: idNumber('batch', 2), window: 'all-summer', shares: shares(200) },
      ]
    given([opened, credit(inOrder, 100, 200), later])
      .when(redeem(500))
      .then([lines])
  })

  test('a merchant’s part is a discount', () => {
    const rule: SplitRule = {
      ...inOrder,
      lines: [{ payer: 'merchant', rule: { kind: 'share', thousandths: 100 } }, ...inOrder.lines.slice(0, 1)],
    }
    given([opened, credit(rule, 9_000)])
      .when(redeem(1_000))
      .then([
        redeemed(1_000, 8_700, {
          ...{ draws: fromCredit(300), ownShareFen: 600, discountFen: 100 },
          split: [
            { payer: 'merchant', rule: { kind: 'share', thousandths: 100 }, amountFen: 100 },
            { payer: county, rule: { kind: 'fixed', amountFen: 300 }, limitFen: 9_000, amountFen: 300 },
            { ...rest, amountFen: 600 },
          ],
        }),
      ])
  })
})

describe('a part of it that is taken back', () => {
  const reverse = (amountFen?: number): ReverseRedemption => ({
    ...{ type: 'ReverseRedemption', redemption: `${wallet}.3`, by: 'union', today, reason: 'a reason' },
    part: amountFen === undefined ? undefined : { kind: 'amount', amountFen },
  })
  const back = (
    parts: readonly number[],
    kept: readonly number[],
    { balanceAfterFen, keptFen, freed = [] }: { balanceAfterFen: number; keptFen: number; freed?: string[] },
  ): WalletEvent => ({
    type: 'RedemptionReversed',
    data: {
      ...{ programme, worker, merchant, redemption: `${wallet}.3`, by: 'union', windowsFreed: freed },
      draws: fromCredit(...parts.slice(0, 2)).map((draw) => ({ ...draw, to: 'issued' as const })),
      ...{ ownShareBackFen: parts[2] ?? 0, discountBackFen: 0, keptFen, corrects: `${wallet}.3` },
      keptSplit: [county, union, 'worker' as const].map((payer, index) => ({ payer, amountFen: kept[index] ?? 0 })),
      ...{ reason: 'a reason', balanceAfterFen },
    },
  })
  const eaten = [...issued, paid(inOrder, [300, 200, 900], [9_000, 6_000], 14_500)]

  test('leaves the smaller meal, split anew by the limits of the whole: each payer gets the difference', () => {
    given(eaten)
      .when(reverse(1_000))
      .then([back([0, 100, 900], [300, 100, 0], { balanceAfterFen: 14_600, keptFen: 400 })])
  })

  test('is taken from what is left of it', () => {
    given([...eaten, back([0, 100, 900], [300, 100, 0], { balanceAfterFen: 14_600, keptFen: 400 })])
      .when(reverse(250))
      .then([back([150, 100, 0], [150, 0, 0], { balanceAfterFen: 14_850, keptFen: 150 })])
  })

  test('and all of it gives everything back', () => {
    given(eaten)
      .when(reverse())
      .then([back([300, 200, 900], [0, 0, 0], { balanceAfterFen: 15_000, keptFen: 0, freed: ['horse-racing'] })])
  })

  test('for which only the worker paid says so', () => {
    given(eaten)
      .when(reverse(900))
      .then({ code: 'part-paid-by-worker', facts: { ownShareBackFen: 900 } })
    given(eaten)
      .when(reverse(1_401))
      .then({ code: 'part-too-large', facts: { leftFen: 1_400 } })
  })
})
