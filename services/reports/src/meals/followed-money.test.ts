import type { DataOf } from '@welfare/contracts/catalogue.ts'
import { subtractFen, sumFen } from '@welfare/contracts/money.ts'
import { totalOf } from '@welfare/contracts/shares.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { BudgetAnswer } from '../budget/budget.contract.ts'
import { createHistory, dayNumber, type History, idOf, toSequenced } from '../history.fixture.ts'
import { type Ask, expectAnswer, listAll, projectHistory } from '../projected-history.fixture.ts'
import { playSteps, randomSteps } from '../random-history.fixture.ts'
import { funds, programmes } from '../random-town.fixture.ts'

const [fund, programme, batch, wallet] = [idOf('fund', 7), idOf('programme', 7), idOf('batch', 7), idOf('wallet', 7)]
const merchant = idOf('merchant', 7)
const own = idOf('fund', 8)
const budget = programme.replace('programme-', 'budget-')
const day = dayNumber(3)
const [first, second] = [`${fund}.2`, `${fund}.3`]

describe('a donation', () => {
  test('is followed to the programme that it was allocated to, and there to the meals, in the order in which the donations came', () => {
    const { ask } = projectHistory(meals((add) => add(wallet, 'MealRedeemed', meal(100), day)))
    expect(flowOf(ask, first)).toMatchObject({
      ...{ donor: { kind: 'individual' }, receiptNumber: 'R-1', receivedOn: day, receivedFen: 300, availableFen: 60 },
      programmes: [{ programme, name: 'Meals', givenFen: 240, usedFen: 240 }],
      merchants: [{ programme, merchant, name: 'Noodles', meals: 3, usedFen: 240 }],
      ...{ usedFen: 240, mealCount: 3 },
      meals: [{ shareFen: 100 }, { shareFen: 100 }, { shareFen: 40, paidFen: 100 }],
    })
    expect(flowOf(ask, second)).toMatchObject({ usedFen: 60, meals: [{ redemption: `${wallet}.3`, shareFen: 60 }] })
  })

  test.each([{}, { priorYear: true }])('has not paid what was taken back: the meals after it move up (%o)', (year) => {
    const { ask } = projectHistory(
      meals((add) => {
        add(wallet, 'MealRedeemed', meal(100), day)
        add(wallet, 'RedemptionReversed', { ...reversal(`${wallet}.1`, 100), ...year }, dayNumber(4))
      }),
    )
    expect(flowOf(ask, first)).toMatchObject({ usedFen: 200, mealCount: 2 })
    expect(flowOf(ask, second)).toMatchObject({ usedFen: 0, mealCount: 0, programmes: [{ givenFen: 160, usedFen: 0 }] })
  })

  test('has in the programme only what the programme did not give back, and in the fund not what was refunded', () => {
    const { ask } = projectHistory(
      meals((add) => {
        add(budget, 'AllocationReturned', { programme, fund, shares: one(100), reason: 'left over' }, day)
        const refund = { donation: second, shares: one(30), reason: 'asked', availableAfterFen: 0 }
        add(fund, 'DonationRefunded', refund, day)
      }),
    )
    expect(flowOf(ask, first)).toMatchObject({ availableFen: 120, programmes: [{ givenFen: 180, usedFen: 180 }] })
    expect(flowOf(ask, second)).toMatchObject({ availableFen: 50, takenBackFen: 30, programmes: [{ givenFen: 120 }] })
  })

  test('of before there was one is none', () => {
    const { ask } = projectHistory(meals(() => undefined))
    const unknown = { code: 'thing-unknown', facts: { thing: `${fund}.99` } }
    expect(ask('donationFlow', { id: `${fund}.99`, limit: 9 })).toEqual(unknown)
    expect(ask('donationFlow', { id: second, limit: 9, at: '2' })).toMatchObject({ code: 'thing-unknown' })
  })
})

describe('a meal', () => {
  test('leads back to who gave it', () => {
    const { ask } = projectHistory(meals((add) => add(wallet, 'MealRedeemed', meal(100), day)))
    expect(expectAnswer(ask('donorsOfMeal', { id: `${wallet}.3` }))).toMatchObject({
      ...{ programme, merchant, merchantName: 'Noodles', paidFen: 100, takenBackFen: 0 },
      parts: [
        { donation: first, receiptNumber: 'R-1', fund, fundName: 'Fund', amountFen: 40 },
        { donation: second, receiptNumber: 'R-2', fund, amountFen: 60 },
      ],
    })
  })

  test('that was taken back leads to nobody, and says so', () => {
    const { ask } = projectHistory(meals((add) => add(wallet, 'RedemptionReversed', reversal(`${wallet}.2`, 100), day)))
    expect(ask('donorsOfMeal', { id: `${wallet}.2` })).toMatchObject({ paidFen: 100, takenBackFen: 100, parts: [] })
    expect(ask('donorsOfMeal', { id: `${wallet}.3` })).toMatchObject({ code: 'thing-unknown' })
  })
})

test('the donations of a fund that lies elsewhere are its own: a county knows of it what it paid within', () => {
  const { ask } = projectHistory(
    meals((add) => {
      const funder = { name: 'Union', kind: 'union' as const }
      const opened = { name: 'Own', division: '632701', funder, restriction: { purposes: [], divisions: [] } }
      add(own, 'FundOpened', opened, day)
      const shares = [{ fund: own, amountFen: 50 }]
      add(own, 'DonationReceived', { ...donation('R-3', 50), shares }, day)
      add(own, 'FundsAllocated', { programme, budget, shares, availableAfterFen: 0 }, day)
      const draws = [{ ...draw(0), shares: [...one(60), ...shares] }]
      add(wallet, 'MealRedeemed', { ...meal(110), draws }, day)
    }),
  )
  const paid = { id: `${wallet}.3` }
  const scope = { divisions: ['632701'] }
  expect(expectAnswer(ask('donorsOfMeal', { ...paid, scope }))).toMatchObject({
    ...{ paidFen: 110, takenBackFen: 0 },
    parts: [{ donation: `${own}.2`, receiptNumber: 'R-3', fundName: 'Own', amountFen: 50 }],
    otherFunds: [{ fund, fundName: 'Fund', amountFen: 60 }],
  })
  expect(JSON.stringify(ask('donorsOfMeal', { ...paid, scope }))).not.toMatch(/R-[12]/)
  const all = expectAnswer(ask('donorsOfMeal', paid))
  expect(sumFen(all.parts.map(({ amountFen }) => amountFen))).toBe(110)
  expect(all.otherFunds).toEqual([])
  expect(ask('donationFlow', { id: first, limit: 2, scope })).toEqual({
    code: 'thing-unknown',
    facts: { thing: first },
  })
  expect(ask('donationFlow', { id: `${own}.2`, limit: 2, scope })).toMatchObject({ receiptNumber: 'R-3', usedFen: 50 })
})

test('who sees one programme sees of a fund what was paid and taken back there, in the same year or a later one', () => {
  const other = idOf('programme', 8)
  const elsewhere = idOf('wallet', 8)
  const { ask } = projectHistory(
    meals((add) => {
      const rules = { windows: [], quota: {}, lateEntryDays: 0, sharing: 'in-proportion' as const }
      const defined = { name: 'Other', kind: 'meal', division: '632701', plan: 'people' as const, year: 2025 }
      add(other, 'ProgrammeDefined', { ...defined, rules, rulesVersion: 1 }, day)
      add(elsewhere, 'MealRedeemed', { ...meal(70), programme: other }, day)
      add(elsewhere, 'MealRedeemed', { ...meal(50), programme: other }, day)
      const red = (redemption: string, amountFen: number) => ({ ...reversal(redemption, amountFen), priorYear: true })
      add(wallet, 'RedemptionReversed', red(`${wallet}.1`, 30), day)
      add(elsewhere, 'RedemptionReversed', { ...red(`${elsewhere}.1`, 20), programme: other }, day)
      add(elsewhere, 'RedemptionReversed', { ...reversal(`${elsewhere}.2`, 5), programme: other }, day)
    }),
  )
  const sumIn = (programmes: string[]) =>
    expectAnswer(ask('meals', { fund, limit: 2, scope: { divisions: ['630000'], programmes } })).sum
  expect(sumIn([other])).toEqual({ redeemedFen: 120, reversedFen: 25, waivedFen: 0, paidFen: 95 })
  expect(sumIn([programme])).toEqual({ redeemedFen: 200, reversedFen: 30, waivedFen: 0, paidFen: 170 })
})

test('both ways tell the same, to the fen, and never more than was given', () => {
  fc.assert(
    fc.property(randomSteps, fc.nat(10_000), (steps, choice) => {
      const events = toSequenced(playSteps(steps))
      const { ask } = projectHistory(events)
      const at = String(Math.max(1, choice % (events.length + 1)))
      const isGift = (type: string) => ['DonationReceived', 'IncomeReceived', 'DirectPaymentGranted'].includes(type)
      const donations = events.filter(({ type, sequence }) => isGift(type) && sequence <= Number(at))
      const flows = donations.map((event) => flowOf(ask, `${event.stream}.${event.version}`, at))
      for (const { programmes: given } of flows)
        for (const { usedFen, givenFen } of given) expect(usedFen).toBeLessThanOrEqual(givenFen)
      for (const paid of funds) {
        for (const to of programmes) {
          const ofPlace = flows.filter((flow) => flow.fund === paid).flatMap((flow) => flow.programmes)
          const here = ofPlace.filter((given) => given.programme === to)
          const { total } = expectAnswer(ask('budget', { by: 'fund', fund: paid, programme: to, at }))
          const givenFen = sumFen(here.map((given) => given.givenFen))
          const leftUsedFen = subtractFen(
            total.balances.usedFen,
            takenBackLater(events, { fund: paid, programme: to, at }),
          )
          expect(sumFen(here.map(({ usedFen }) => usedFen))).toBe(Math.min(leftUsedFen, givenFen))
        }
      }
      const told = new Map<string, [string, number][]>()
      for (const { donation, meals: paid } of flows)
        for (const { redemption, shareFen } of paid)
          told.set(redemption, [...(told.get(redemption) ?? []), [donation, shareFen]])
      for (const [redemption, parts] of told) {
        const answer = expectAnswer(ask('donorsOfMeal', { id: redemption, at }))
        expect(answer.parts.map(({ donation, amountFen }) => [donation, amountFen]).sort()).toEqual(parts.sort())
      }
    }),
    { numRuns: 20 },
  )
})

test('the days add up to what budget and coverage say, at any moment', () => {
  fc.assert(
    fc.property(randomSteps, fc.nat(10_000), fc.option(fc.integer({ min: 5, max: 45 })), (steps, choice, until) => {
      const events = toSequenced(playSteps(steps))
      const { ask } = projectHistory(events)
      const at = String(choice % (events.length + 1))
      const moment = until === null ? { at } : { at, effective: dayNumber(until) }
      const { days, total } = expectAnswer(ask('mealsByDay', moment))
      const budgets = expectAnswer(ask('budget', { by: 'programme', ...moment }))
      const coverage = expectAnswer(ask('coverage', moment))
      expect(total.usedFen).toBe(usedByMeals(budgets.total))
      expect(total.meals).toBe(coverage.total.people.visits)
      for (const { key, ...row } of budgets.rows) {
        const ofProgramme = days.filter(({ programme: of }) => of === key)
        expect(sumFen(ofProgramme.map(({ usedFen }) => usedFen))).toBe(usedByMeals(row))
      }
      const [from, through] = [dayNumber(11), dayNumber(14)]
      const some = expectAnswer(ask('mealsByDay', { ...moment, from, through, programme: `${programmes[0]}` }))
      const wanted = days.filter((one) => one.programme === programmes[0] && one.day >= from && one.day <= through)
      expect(some.days).toEqual(wanted)
    }),
    { numRuns: 30 },
  )
})

/** What stays used, though later years took the meals back. */
function takenBackLater(
  events: ReturnType<typeof toSequenced>,
  of: { readonly fund: string; readonly programme: string; readonly at: string },
): number {
  const shares = events
    .filter(({ type, sequence }) => type === 'RedemptionReversed' && sequence <= Number(of.at))
    .map(({ data }) => data as DataOf<'RedemptionReversed'>)
    .filter(({ programme, priorYear }) => programme === of.programme && priorYear)
    .flatMap(({ draws }) => draws.flatMap((draw) => draw.shares))
  return totalOf(shares.filter(({ fund }) => fund === of.fund))
}

/** Of all that was used, what no bank took for itself. */
function usedByMeals({ balances, turnovers }: Pick<BudgetAnswer['total'], 'balances' | 'turnovers'>): number {
  const { bankChargeTotalFen, bankChargeCorrectedTotalFen } = turnovers
  return subtractFen(balances.usedFen, subtractFen(bankChargeTotalFen, bankChargeCorrectedTotalFen))
}

function flowOf(ask: Ask, id: string, at?: string) {
  const query = { id, ...(at !== undefined && { at }) }
  const answer = expectAnswer(ask('donationFlow', { ...query, limit: 2 }))
  const paid = listAll(
    (cursor) => ask('donationFlow', { ...query, limit: 2, ...cursor }),
    (page) => page.meals,
  )
  return { ...answer, meals: paid }
}

/** Donations of 3.00 and 2.00, of which 4.00 are allocated (2.40 and 1.60), and two meals of 1.00; then what the test says. */
function meals(play: (add: History['add']) => void) {
  const { add, events } = createHistory()
  const funder = { name: 'Union', kind: 'union' as const }
  add(
    fund,
    'FundOpened',
    { name: 'Fund', division: '630000', funder, restriction: { purposes: [], divisions: [] } },
    day,
  )
  add(fund, 'DonationReceived', donation('R-1', 300), day)
  add(fund, 'DonationReceived', donation('R-2', 200), day)
  const rules = { windows: [], quota: {}, lateEntryDays: 0, sharing: 'in-proportion' as const }
  const defined = { name: 'Meals', kind: 'meal', division: '632701', plan: 'people' as const, year: 2025 }
  add(programme, 'ProgrammeDefined', { ...defined, rules, rulesVersion: 1 }, day)
  add(merchant, 'MerchantRegistered', { name: 'Noodles', division: '632701' }, day)
  add(fund, 'FundsAllocated', { programme, budget, shares: one(400), availableAfterFen: 100 }, day)
  add(wallet, 'MealRedeemed', meal(100), day)
  add(wallet, 'MealRedeemed', meal(100), day)
  play(add)
  return toSequenced(events)
}

function one(amountFen: number) {
  return [{ fund, amountFen }]
}

function donation(receiptNumber: string, amountFen: number) {
  const donor = { kind: 'individual' as const }
  return { receiptNumber, donor, receivedOn: day, shares: one(amountFen), availableAfterFen: amountFen }
}

const draw = (amountFen: number) => ({ credit: `${wallet}.1`, batch, window: 'w', shares: one(amountFen) })

function meal(amountFen: number) {
  const beside = { listPriceFen: amountFen, discountFen: 0, ownShareFen: 0, items: [] }
  return {
    ...{ programme, worker: idOf('worker', 7), merchant, redeemedOn: day, factsReadThrough: 1, ...beside },
    draws: [draw(amountFen)],
    ...{ balanceAfterFen: 0, deviceId: 'till-1', deviceSequence: 1, capturedOffline: false },
  }
}

function reversal(redemption: string, amountFen: number) {
  const draws = [{ ...draw(amountFen), to: 'issued' as const }]
  return { programme, worker: idOf('worker', 7), merchant, reason: 'mistake', redemption, draws, balanceAfterFen: 0 }
}
