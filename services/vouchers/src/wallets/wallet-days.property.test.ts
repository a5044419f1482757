import { balanceOn } from '@welfare/contracts/day-balances.ts'
import { addDays } from '@welfare/contracts/days.ts'
import { type Share, totalOf } from '@welfare/contracts/shares.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { batch, fromFunds, merchant, opened, programme, wallet, worker } from '../sample.fixture.ts'
import { expiryDayOf } from './cards-and-credits.ts'
import type { EnteredMeal, WalletCommand } from './wallet.commands.ts'
import { walletDecider } from './wallet.decider.ts'
import { openCredits, type WalletEvent, type WalletState } from './wallet.state.ts'

const FIRST_DAY = '2025-07-01'
const LATE_DAYS = 3
const step = fc.record({
  does: fc.constantFrom(
    'meal',
    'meal',
    'meal',
    'late',
    'late',
    'late',
    'part',
    'whole',
    'right',
    'extend',
    'sweep',
    'day',
    'day',
  ),
  which: fc.nat(1_000),
  amountFen: fc.integer({ min: 1, max: 700 }),
  daysBack: fc.integer({ min: 0, max: LATE_DAYS }),
})

/** A wallet over some weeks, its events each with the day on which they count, as the books take them. */
function openDays() {
  let state = walletDecider.initialState
  let version = 0
  let today = FIRST_DAY
  const redemptions: string[] = []
  const moves: { readonly day: string; readonly fund: string; readonly amount: number }[] = []

  function post(day: string, shares: readonly Share[], sign: 1 | -1): void {
    for (const { fund, amountFen } of shares) moves.push({ day, fund, amount: sign * amountFen })
  }

  function record(event: WalletEvent, day: string): void {
    version += 1
    state = walletDecider.evolve(state, event, version, day)
    if (event.type === 'CreditReceived') post(day, event.data.shares, 1)
    if (event.type === 'CreditExpired') post(day, event.data.shares, -1)
    if (event.type === 'MealRedeemed') {
      redemptions.push(`${wallet}.${version}`)
      for (const { shares } of event.data.draws) post(day, shares, -1)
    }
    if (event.type === 'RedemptionReversed')
      for (const { shares, to } of event.data.draws) if (to === 'issued') post(day, shares, 1)
  }

  function decide(command: WalletCommand, day: string): void {
    const decision = walletDecider.decide(state, command)
    if (decision.accepted) for (const event of decision.events) record(event, day)
  }

  function credit(window: string, until: string, shares: Share[]): void {
    const data = {
      programme,
      worker,
      batch,
      window,
      from: FIRST_DAY,
      until,
      shares,
      quota: {},
      lateEntryDays: LATE_DAYS,
    }
    record({ type: 'CreditReceived', data }, today)
  }

  function mealOf(amountFen: number, day: string): EnteredMeal {
    return {
      ...{ merchant, merchantAdmitted: true, programmeClosed: false, day, today },
      ...{ enteredAt: `${today}T04:00:00.000Z`, enteredBy: day < today ? 'union' : 'till' },
      purchase: { kind: 'amount', amountFen },
      ...{ factsReadThrough: 0, deviceId: 't', deviceSequence: 0, capturedOffline: false },
    }
  }

  function eat(amountFen: number, day: string): void {
    decide({ type: 'RedeemMeal', wallet, serial: 1, ...mealOf(amountFen, day) }, day)
  }

  /** Of a day of its own; the money of both entries counts today. */
  function correct(redemption: string | undefined, amountFen: number, day: string): void {
    if (redemption === undefined) return
    const how = { redemption, by: 'union' as const, today, reason: 'r', right: mealOf(amountFen, day) }
    decide({ type: 'CorrectRedemption', ...how }, today)
  }

  function takeBack(redemption: string | undefined, amountFen: number | undefined): void {
    if (redemption === undefined) return
    const part = amountFen === undefined ? undefined : { kind: 'amount' as const, amountFen }
    decide({ type: 'ReverseRedemption', redemption, by: 'union', today, part, reason: 'r' }, today)
  }

  function sweep(): void {
    for (const endedOn of new Set(openCredits(state).map(expiryDayOf).sort()))
      if (endedOn <= today) decide({ type: 'ExpireCredits', wallet, endedOn }, endedOn)
  }

  function extend(days: number): void {
    const windows = ['a', 'b'].map((window) => ({ window, until: addDays(FIRST_DAY, 6 + days) }))
    decide({ type: 'ExtendCredits', wallet, windows, rulesVersion: 2, today }, today)
  }

  record(opened, today)
  credit('a', '2025-07-06', fromFunds(667, 333))
  credit(
    'b',
    '2025-07-12',
    fromFunds(500, 0, 1_500).filter(({ amountFen }) => amountFen > 0),
  )
  return {
    take({
      does,
      which,
      amountFen,
      daysBack,
    }: {
      does: string
      which: number
      amountFen: number
      daysBack: number
    }): void {
      const redemption = redemptions[which % Math.max(1, redemptions.length)]
      if (does === 'meal') eat(amountFen, today)
      if (does === 'late') eat(amountFen, addDays(today, -daysBack))
      if (does === 'part') takeBack(redemption, amountFen)
      if (does === 'whole') takeBack(redemption, undefined)
      if (does === 'right') correct(redemption, amountFen, addDays(today, -daysBack))
      if (does === 'extend') extend(which % 12)
      if (does === 'sweep') sweep()
      if (does === 'day') today = addDays(today, 1)
    },
    takeBackAll: () => {
      for (const redemption of redemptions) takeBack(redemption, undefined)
    },
    sweep,
    state: (): WalletState => state,
    moves,
    lastDay: () => today,
  }
}

test('over random histories, a third of them late, no credit is below zero on any day, and the books agree with the wallet', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 5, maxLength: 60 }), (steps) => {
      const days = openDays()
      for (const one of steps) days.take(one)
      days.sweep()
      const state = days.state()
      for (let day = FIRST_DAY; day <= addDays(days.lastDay(), 1); day = addDays(day, 1)) {
        for (const { pots } of state.credits.values())
          for (const { balances } of pots) expect(balanceOn(balances, day)).toBeGreaterThanOrEqual(0)
        const byFund = new Map<string, number>()
        for (const { fund, amount, day: on } of days.moves)
          if (on <= day) byFund.set(fund, (byFund.get(fund) ?? 0) + amount)
        for (const [fund, amount] of byFund) expect(amount, `${fund} on ${day}`).toBeGreaterThanOrEqual(0)
      }
      for (const { endsOn, ended, pots } of state.credits.values())
        if (endsOn <= days.lastDay() && pots.some(({ balances }) => balances.total > 0)) expect(ended).toBe(true)
    }),
    { numRuns: 500 },
  )
})

test('taking everything back while the credits run leaves issued as at the start, fund by fund', () => {
  const meals = fc
    .array(step, { minLength: 1, maxLength: 40 })
    .map((steps) => steps.filter(({ does }) => does !== 'sweep'))
  fc.assert(
    fc.property(meals, (steps) => {
      const days = openDays()
      let left = 5
      for (const one of steps) if (one.does !== 'day' || left-- > 0) days.take(one)
      days.takeBackAll()
      const totals = [...days.state().credits.values()].map(({ pots }) => pots.map(({ balances }) => balances.total))
      expect(totals).toEqual([
        [667, 333],
        [500, 1_500],
      ])
      expect(
        [...days.state().redemptions.values()].every(({ kept }) => totalOf(kept.draws.flatMap((d) => d.shares)) === 0),
      ).toBe(true)
    }),
    { numRuns: 500 },
  )
})
