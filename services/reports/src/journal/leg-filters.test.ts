import { sumFen } from '@welfare/contracts/money.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dayNumber, toSequenced } from '../history.fixture.ts'
import { expectAnswer, listAll, projectHistory } from '../projected-history.fixture.ts'
import type { QueryParams } from '../queries.ts'
import { playSteps, randomSteps } from '../random-history.fixture.ts'
import { bankAccounts, funds, programmes } from '../random-town.fixture.ts'
import type { JournalLeg } from './journal.contract.ts'

type Filter = Omit<QueryParams<'journal'>, 'limit'>

const filter: fc.Arbitrary<Filter> = fc.record(
  {
    account: fc.constantFrom('available', 'allocated', 'issued', 'used', 'payable', 'depot', 'bank', 'transit'),
    fund: fc.constantFrom(...funds),
    programme: fc.constantFrom(...programmes),
    bankAccount: fc.constantFrom(...bankAccounts),
    funder: fc.constantFrom('Funder 0', 'Funder 1'),
    division: fc.constantFrom('632700', '632701', '630000'),
    eventType: fc.constantFrom('MealRedeemed', 'RedemptionReversed', 'FundsAllocated', 'DonationReceived'),
    side: fc.constantFrom('debit', 'credit'),
    effective: fc.integer({ min: 5, max: 45 }).map(dayNumber),
    fromSequence: fc.integer({ min: 1, max: 90 }),
  },
  { requiredKeys: [] },
)

test('whatever is asked for is found, page by page, and its sums are those of its legs', () => {
  fc.assert(
    fc.property(randomSteps, filter, fc.integer({ min: 1, max: 7 }), fc.nat(10_000), (steps, asked, limit, choice) => {
      const events = toSequenced(playSteps(steps))
      const { ask } = projectHistory(events)
      const at = String(choice % (events.length + 1))
      const list = (query: Filter, size: number): JournalLeg[] =>
        listAll(
          (cursor) => ask('journal', { ...query, at, limit: size, ...cursor }),
          ({ legs }) => legs,
        )
      const wanted = list({}, 1_000).filter((leg) => isAsked(leg, asked))
      const first = expectAnswer(ask('journal', { ...asked, at, limit }))
      expect(list(asked, limit)).toEqual(wanted.filter(({ sequence }) => sequence >= (asked.fromSequence ?? 1)))
      expect(first.sums === null).toBe(asked.account === undefined)
      for (const { commodity, debits, credits } of first.sums ?? []) {
        const amounts = wanted.filter((leg) => leg.commodity === commodity).map(({ amount }) => amount)
        expect(debits).toBe(sumFen(amounts.filter((amount) => amount > 0)))
        expect(credits).toBe(0 - sumFen(amounts.filter((amount) => amount < 0)))
      }
    }),
    { numRuns: 40 },
  )
})

test('every balance of the budget opens into the legs that it is made of', () => {
  fc.assert(
    fc.property(randomSteps, fc.constantFrom('fund', 'programme', 'funder', 'division'), (steps, by) => {
      const { ask } = projectHistory(toSequenced(playSteps(steps)))
      const effective = dayNumber(20)
      for (const { key, balances } of expectAnswer(ask('budget', { by, effective })).rows) {
        if (key === null || key === '') continue
        for (const account of ['allocated', 'used', 'payable'] as const) {
          const { sums } = expectAnswer(
            ask('journal', { account, [by === 'division' ? 'ownDivision' : by]: key, effective, limit: 1 }),
          )
          const [{ debits, credits } = { debits: 0, credits: 0 }] = sums ?? []
          expect(credits - debits).toBe(balances[`${account}Fen`])
        }
      }
    }),
    { numRuns: 20 },
  )
})

function isAsked(leg: JournalLeg, asked: Filter) {
  const { account, fund, programme, bankAccount, funder, division, eventType, side, effective } = asked
  const fundNumber = funds.indexOf(leg.fund ?? '')
  const programmeNumber = programmes.indexOf(leg.programme ?? '')
  const lies = programmeNumber >= 0 ? ['632701', '632722'][programmeNumber] : leg.programme ? '130300' : '632700'
  const place = leg.programme === null && fundNumber < 0 ? '' : (lies ?? '')
  return (
    (account === undefined || leg.account === account) &&
    (fund === undefined || leg.fund === fund) &&
    (programme === undefined || leg.programme === programme) &&
    (bankAccount === undefined || leg.bankAccount === bankAccount) &&
    (funder === undefined || `Funder ${fundNumber}` === funder) &&
    (division === undefined || place.startsWith(division.replace(/(00)+$/, ''))) &&
    (eventType === undefined || leg.eventType === eventType) &&
    (side === undefined || leg.amount > 0 === (side === 'debit')) &&
    (effective === undefined || leg.accountingDate <= effective)
  )
}
