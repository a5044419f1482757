import { describe, expect, test } from 'vitest'
import { type History, idOf } from '../history.fixture.ts'
import {
  batch,
  depot,
  FIRST_MEAL,
  findingsOf,
  fund,
  history,
  type MealOf,
  mealsOn,
  programme,
} from './findings.fixture.ts'
import { findingsThresholds } from './findings-thresholds.ts'

const { belowLimit, fullBalances, soonAfterIssue } = findingsThresholds
const day = '2025-08-01'
const budget = programme.replace('programme', 'budget')
const limitFen = 100_000

type Add = History['add']

/** What one act may be is said first. */
function limited(play: (add: (...given: Parameters<Add>) => void) => void, limits: object = {}) {
  const set = { division: '630000', limits: { allocation: { perAct: limitFen }, refund: { perAct: 500 }, ...limits } }
  return history('meal', ({ add }) => {
    add(idOf('limit', 1), 'ApprovalLimitSet', set, day)
    play(add)
  })
}

const allocationOf = (amountFen: number, more: object = {}) => ({
  ...{ programme, budget, shares: [{ fund, amountFen }], availableAfterFen: 0 },
  ...more,
})

/** As recorded on these days, whatever the sample's clock says. */
function recordedOn(events: ReturnType<typeof history>, days: readonly number[]) {
  return events.map((event, index) => {
    const at = days[index - FIRST_MEAL]
    return at === undefined
      ? event
      : { ...event, recordedAt: new Date(Date.UTC(2025, 7, 1) + at * 86_400_000).toISOString() }
  })
}

describe('acts just below the limit of one', () => {
  const near = (limitFen * (100 - belowLimit.withinPercent)) / 100
  const allocations = (amounts: readonly number[], more: (index: number) => object = () => ({})) =>
    limited((add) => {
      for (const [index, amountFen] of amounts.entries()) {
        const metadata = { actor: 'officer/a', ...more(index) }
        add(fund, 'FundsAllocated', allocationOf(amountFen), day, metadata)
      }
    })
  const apart = (events: ReturnType<typeof history>, days: readonly number[]) =>
    findingsOf(recordedOn(events, days), { kind: 'just-below-limit' })

  test('by one account, as many as the threshold within its days', () => {
    expect(apart(allocations([near, limitFen, near + 1]), [0, 10, belowLimit.withinDays - 1])).toMatchObject([
      {
        kind: 'just-below-limit',
        division: '632701',
        facts: { account: 'officer/a', act: 'allocation', acts: belowLimit.acts, amountFen: near + 1, limitFen },
        thresholds: belowLimit,
        eventCount: belowLimit.acts,
      },
    ])
  })

  test.each([
    ['a fen too little', allocations([near - 1, near, near]), [0, 1, 2]],
    ['a day too late', allocations([near, near, near]), [0, 1, belowLimit.withinDays]],
    ['of two accounts', allocations([near, near, near], (index) => ({ actor: `officer/${index % 2}` })), [0, 1, 2]],
    [
      'that another person approved',
      allocations([near, near, near], () => ({ approval: { proposal: 'p', approvedBy: 'approver/b' } })),
      [0, 1, 2],
    ],
  ])('%s: none', (_, events, days) => {
    expect(apart(events, days)).toEqual([])
  })

  test('by the limit of the moment: one that is raised or taken away afterwards changes nothing, before it is another limit', () => {
    const played = (limits: object) =>
      limited((add) => {
        for (const amount of [near, near]) add(fund, 'FundsAllocated', allocationOf(amount), day)
        add(idOf('limit', 2), 'ApprovalLimitSet', { division: '632701', limits }, day)
        add(fund, 'FundsAllocated', allocationOf(near), day)
      })
    expect(apart(played({ allocation: { perAct: limitFen * 2 } }), [0, 2, 4, 6])).toEqual([])
    expect(apart(played({ allocation: null }), [0, 2, 4, 6])).toEqual([])
    expect(apart(played({ refund: { perAct: 1 } }), [0, 2, 4, 6])).toHaveLength(1)
  })

  test('what is written off, in pieces', () => {
    const lines = [{ commodity: idOf('item', 1), lot: `${depot}.1`, quantity: 10 }]
    const events = limited(
      (add) => {
        for (let index = 0; index < 3; index += 1) add(depot, 'GoodsWrittenOff', { lines, reason: '过期' }, day)
      },
      { 'write-off': { perAct: 10 } },
    )
    expect(apart(events, [0, 5, 10])).toMatchObject([{ facts: { act: 'write-off', acts: 3, amount: 10, limit: 10 } }])
  })
})

describe('acts that are above the limit together', () => {
  const kind = 'together-above-limit' as const
  const refund = (amountFen: number) => ({
    ...{ donation: `${fund}.2`, shares: [{ fund, amountFen }], reason: '退', availableAfterFen: 0 },
  })

  test('within the hours, and on while they follow one another', () => {
    const events = limited((add) => {
      for (const amount of [200, 300, 1, 1]) add(fund, 'DonationRefunded', refund(amount), day)
    })
    expect(findingsOf(events, { kind })).toMatchObject([
      {
        facts: { account: 'officer/sample', act: 'refund', acts: 3, togetherFen: 501, limitFen: 500 },
        eventCount: 4,
        found: { sequence: FIRST_MEAL + 3 },
      },
    ])
  })

  test.each([
    ['exactly the limit', [200, 300], [0, 0]],
    ['one above it alone', [501], [0]],
    ['a day apart', [300, 300], [0, 1]],
  ])('%s: none', (_, amounts, days) => {
    const events = limited((add) => {
      for (const amount of amounts) add(fund, 'DonationRefunded', refund(amount), day)
    })
    expect(findingsOf(recordedOn(events, days), { kind })).toEqual([])
  })

  test('of one programme, not of two', () => {
    const events = limited((add) => {
      add(fund, 'FundsAllocated', allocationOf(60_000), day)
      add(fund, 'FundsAllocated', allocationOf(60_000, { programme: idOf('programme', 2) }), day)
    })
    expect(findingsOf(events, { kind })).toEqual([])
    const again = limited((add) => {
      for (const [index, amount] of [60_000, 60_000].entries())
        add(fund, 'FundsAllocated', allocationOf(amount, { note: `${index}` }), day)
    })
    expect(findingsOf(again, { kind })).toMatchObject([{ programme, facts: { togetherFen: 120_000 } }])
  })
})

const meals = (count: number, more: (index: number) => Partial<MealOf> = () => ({})): MealOf[] =>
  Array.from({ length: count }, (_, index) => {
    const at = `12:${`${index}`.padStart(2, '0')}:00`
    return { at, worker: index, amountFen: fullBalances.atLeastFen, ...more(index) }
  })

describe('full balances in a row', () => {
  const kind = 'full-balances' as const
  const { redemptions } = fullBalances

  test('as many wallets as the threshold, emptied by one meal each at one merchant', () => {
    expect(findingsOf(mealsOn(day, meals(redemptions + 1)), { kind })).toMatchObject([
      { kind, facts: { redemptions }, thresholds: fullBalances, eventCount: redemptions + 1 },
    ])
  })

  test.each([
    ['one less', meals(redemptions - 1)],
    ['a fen too little each', meals(redemptions, () => ({ amountFen: fullBalances.atLeastFen - 1 }))],
    ['something is left', meals(redemptions, () => ({ leftFen: 1 }))],
    ['one wallet again and again', meals(redemptions, () => ({ worker: 1 }))],
    ['at two merchants', meals(redemptions, (index) => ({ merchant: index % 2 }))],
  ])('%s: none', (_, given) => {
    expect(findingsOf(mealsOn(day, given), { kind })).toEqual([])
  })

  test('a meal that was taken back before is none; of those of a finding it is said', () => {
    const played = (takesBackFirst: boolean) =>
      history('meal', (play) => {
        for (const [index, meal] of meals(redemptions).entries()) {
          play.meal(day, meal)
          if (index === 0 && takesBackFirst) play.reverse(day, '0', 1)
        }
        if (!takesBackFirst) play.reverse(day, '0', 1)
      })
    expect(findingsOf(played(true), { kind })).toEqual([])
    expect(findingsOf(played(false), { kind })).toMatchObject([
      {
        eventCount: redemptions,
        takenBackCount: 1,
        events: [{ takenBack: true }, { takenBack: false }, {}, {}, {}, {}],
      },
    ])
  })
})

describe('meals minutes after the issue of their credits', () => {
  const kind = 'soon-after-issue' as const
  const { redemptions, withinMinutes } = soonAfterIssue
  /** Issued so many minutes before noon. */
  const played = (minutesBefore: number, count: number, more: (index: number) => Partial<MealOf> = () => ({})) => {
    const events = history('meal', (play) => {
      const credits = [{ window: 'w', shares: [{ fund, amountFen: 500 }] }]
      const wallets = [{ wallet: idOf('wallet', 1), worker: idOf('worker', 1), credits }]
      play.add(batch, 'CreditsIssued', { programme, part: 1, wallets }, day)
      for (const meal of meals(count, (index) => ({ at: `12:00:0${index}`, ...more(index) }))) play.meal(day, meal)
    })
    const recordedAt = new Date(Date.UTC(2025, 7, 1, 4) - minutesBefore * 60_000).toISOString()
    return events.map((event) => (event.type === 'CreditsIssued' ? { ...event, recordedAt } : event))
  }

  test('as many as the threshold, at one merchant', () => {
    expect(findingsOf(played(withinMinutes - 1, redemptions), { kind })).toMatchObject([
      { kind, facts: { redemptions }, thresholds: soonAfterIssue, eventCount: redemptions },
    ])
  })

  test.each([
    ['one less', played(1, redemptions - 1)],
    ['later than the minutes', played(withinMinutes + 1, redemptions)],
    ['of an order that goes on after them', played(-1, redemptions)],
    ['at two merchants', played(1, redemptions, (index) => ({ merchant: index % 2 }))],
    ['typed from papers', played(1, redemptions, () => ({ lateEntry: { reason: 'paper', days: 0 } }))],
  ])('%s: none', (_, events) => {
    expect(findingsOf(events, { kind })).toEqual([])
  })
})
