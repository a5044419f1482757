import { eventCodec } from '@welfare/contracts/catalogue.ts'
import { postings } from '@welfare/contracts/postings.ts'
import { createHistory, idOf, toSequenced } from '@welfare/reports/history.fixture.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { breachesAtRest, breachesOfControls } from '../harness/controls.ts'

const [fund, programme, merchant, batch] = [
  idOf('fund', 1),
  idOf('programme', 1),
  idOf('merchant', 1),
  idOf('batch', 1),
]
const [wallet, worker, statement] = [idOf('wallet', 1), idOf('worker', 1), idOf('statement', 1)]
const [budget, payment] = [idOf('budget', 1), idOf('payment', 1)]
const between = { programme, merchant }
const shares = (amountFen: number) => [{ fund, amountFen }]
const [lastYear, thisYear] = ['2025-12-31', '2026-01-02']

/** 200 given and issued in the last days of a year. */
function open() {
  const history = createHistory()
  const donor = { kind: 'individual' as const }
  const draw = (amountFen: number) => ({ credit: `${wallet}.1`, batch, window: 'all', shares: shares(amountFen) })
  const given = { receiptNumber: 'R-1', donor, receivedOn: lastYear, shares: shares(200), availableAfterFen: 200 }
  history.add(fund, 'DonationReceived', given, lastYear)
  const allocated = { programme, budget, shares: shares(200), availableAfterFen: 0 }
  history.add(fund, 'FundsAllocated', allocated, lastYear)
  history.add(budget, 'FundsCommitted', { programme, for: batch, attempt: 1, shares: shares(200) }, lastYear)
  const wallets = [{ wallet, worker, credits: [{ window: 'all', shares: shares(200) }] }]
  history.add(batch, 'CreditsIssued', { programme, part: 1, wallets }, lastYear)
  return {
    log: () => toSequenced(history.events),
    eat(amountFen: number, day: string): string {
      const slip = { deviceId: 'till', deviceSequence: 1, capturedOffline: false, factsReadThrough: 1, items: [] }
      const amounts = { listPriceFen: amountFen, discountFen: 0, ownShareFen: 0, balanceAfterFen: 0 }
      const meal = { ...between, worker, redeemedOn: day, ...amounts, ...slip, draws: [draw(amountFen)] }
      return `${wallet}.${history.add(wallet, 'MealRedeemed', meal, day).version}`
    },
    takeBack(redemption: string, amountFen: number, how: { to: 'issued' | 'allocated' | 'claimed'; isPrior: boolean }) {
      const red = { ...between, worker, redemption, by: 'union' as const, reason: 'twice', balanceAfterFen: 0 }
      const draws = [{ ...draw(amountFen), to: how.to }]
      const day = how.isPrior ? thisYear : lastYear
      history.add(wallet, 'RedemptionReversed', { ...red, draws, ...(how.isPrior && { priorYear: true }) }, day)
    },
    pay(number: number, amountFen: number, day: string, setOffFen = 0): void {
      const setOff = setOffFen > 0 && { setOff: shares(setOffFen) }
      const paid = { ...between, statement: number, payment, shares: shares(amountFen), paidOn: day, ...setOff }
      const { version } = history.add(statement, 'SettlementPaid', paid, day)
      if (!setOff) return
      const settled = { ...between, by: `${statement}.${version}`, shares: shares(setOffFen) }
      history.add(budget, 'ClaimSettled', settled, day)
    },
  }
}

/** Debits less credits, of entries that count by a day. */
function balancesBy(day: string, log: ReturnType<ReturnType<typeof open>['log']>): Record<string, number> {
  const balances: Record<string, number> = {}
  for (const event of log) {
    if (String(event.metadata.accountingDate) > day) continue
    for (const { account, amount } of postings(eventCodec.decode(event), event.stream))
      balances[account] = (balances[account] ?? 0) + amount
  }
  return balances
}

test('200 given, 100 eaten and paid; 40 taken back in the new year, 70 eaten, the net paid: the old year stays as it was', () => {
  const town = open()
  const meal = town.eat(100, lastYear)
  town.pay(1, 100, lastYear)
  const before = { granted: 200, donated: -200, bank: 100, issued: -100, used: -100, cost: 100, payable: 0 }
  expect(balancesBy(lastYear, town.log())).toMatchObject(before)
  town.takeBack(meal, 40, { to: 'claimed', isPrior: true })
  expect(balancesBy(thisYear, town.log())).toMatchObject({
    ...{ granted: 240, donated: -200, carried: -40, claimed: -40, issued: -100 },
    ...{ used: -100, cost: 100, bank: 100, payable: 40 },
  })
  town.eat(70, thisYear)
  town.pay(2, 30, thisYear, 40)
  const log = town.log()
  expect(balancesBy(lastYear, log)).toMatchObject(before)
  expect(balancesBy(thisYear, log)).toMatchObject({
    ...{ granted: 240, donated: -200, carried: -40, claimed: 0, allocated: -40, issued: -30 },
    ...{ used: -170, cost: 170, bank: 70, payable: 0 },
  })
  expect([...breachesOfControls(log), ...breachesAtRest(log)]).toEqual([])
})

test('before the meal was paid, it is less that is owed, and the credit has it again', () => {
  const town = open()
  town.takeBack(town.eat(100, lastYear), 40, { to: 'issued', isPrior: true })
  town.pay(1, 60, thisYear)
  expect(balancesBy(thisYear, town.log())).toMatchObject({
    ...{ granted: 240, donated: -200, carried: -40, issued: -140, used: -100, cost: 100, bank: 140, payable: 0 },
  })
  expect([...breachesOfControls(town.log()), ...breachesAtRest(town.log())]).toEqual([])
})

test('whatever is taken back in either year, the controls hold at every event, and what a year used is its own meals', () => {
  const to = fc.constantFrom('issued' as const, 'allocated' as const, 'claimed' as const)
  const step = fc.record({ eaten: fc.integer({ min: 1, max: 20 }), back: fc.integer({ min: 0, max: 20 }), to })
  const year = fc.array(step, { maxLength: 5 })
  fc.assert(
    fc.property(year, year, year, (old, late, fresh) => {
      const town = open()
      let [usedFen, number] = [0, 0]
      // Claims arise of what was paid.
      const play = (steps: typeof old, backOn: string, isPrior: boolean) => {
        for (const { eaten, back, to } of steps) {
          const meal = town.eat(eaten, isPrior ? lastYear : backOn)
          usedFen += isPrior ? eaten : 0
          if (to === 'claimed') town.pay(++number, eaten, backOn)
          const backFen = Math.min(eaten, back)
          if (backFen > 0) town.takeBack(meal, backFen, { to, isPrior })
          if (!isPrior && backOn === lastYear) usedFen += eaten - backFen
        }
      }
      play(old, lastYear, false)
      play(late, thisYear, true)
      const atItsEnd = usedFen
      for (const { eaten } of fresh) town.eat(eaten, thisYear)
      const log = town.log()
      expect(breachesOfControls(log)).toEqual([])
      expect(balancesBy(lastYear, log).used ?? 0).toBe(0 - atItsEnd)
    }),
    { numRuns: 300 },
  )
})
