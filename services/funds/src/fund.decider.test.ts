import { MAX_AMOUNT_FEN, MAX_TOTAL_FEN } from '@welfare/contracts/money.ts'
import { specify, stateAfter } from '@welfare/event-store/decider/specification.fixture.ts'
import { describe, expect, test } from 'vitest'
import type { FundCommand } from './fund.commands.ts'
import { fundDecider } from './fund.decider.ts'
import type { FundEvent } from './fund.state.ts'
import { allocate, budget, donated, fund, fundOpened, idNumber, programme } from './sample.fixture.ts'

const { given } = specify(fundDecider)
const individual = { kind: 'individual' as const }
const donate: Extract<FundCommand, { type: 'ReceiveDonation' }> = {
  type: 'ReceiveDonation',
  fund,
  receiptNumber: 'R-2',
  donor: individual,
  receivedOn: '2025-06-01',
  amountFen: 500,
}
const refund: Extract<FundCommand, { type: 'RefundDonation' }> = {
  type: 'RefundDonation',
  fund,
  donation: `${fund}.2`,
  amountFen: 400,
  reason: 'paid twice',
  day: '2025-06-02',
}
const refunded: FundEvent = {
  type: 'DonationRefunded',
  data: { donation: `${fund}.2`, shares: [{ fund, amountFen: 400 }], reason: 'paid twice', availableAfterFen: 600 },
}
const allocated: FundEvent = {
  type: 'FundsAllocated',
  data: {
    ...{ programme, budget, shares: [{ fund, amountFen: 300 }], factsReadThrough: 9, availableAfterFen: 700 },
    donors: [{ donation: `${fund}.2`, amountFen: 300 }],
  },
}
const receiveReturn: FundCommand = { type: 'ReceiveReturn', fund, allocationReturn: `${budget}.4`, amountFen: 200 }
const returnReceived: FundEvent = {
  type: 'AllocationReturnReceived',
  data: { allocationReturn: `${budget}.4`, shares: [{ fund, amountFen: 200 }], availableAfterFen: 900 },
}
const thousand = [fundOpened, donated('R-1', 1000, 1000)]

describe('a fund', () => {
  test('opens once', () => {
    const open = { type: 'OpenFund' as const, ...fundOpened.data }
    given([]).when(open).then([fundOpened])
    given([fundOpened]).when(open).then({ code: 'already-exists' })
  })

  test('is opened with whose money it is, or that is said later', () => {
    const open = { type: 'OpenFund' as const, ...fundOpened.data }
    const set = { type: 'FundRelationSet' as const, data: { relation: 'peer' as const } }
    const asked = { type: 'SetFundRelation' as const, relation: 'peer' as const }
    given([])
      .when({ ...open, relation: 'peer' })
      .then([fundOpened, set])
    given([]).when(asked).then({ code: 'fund-unknown' })
    given([fundOpened]).when(asked).then([set])
    given([fundOpened, set]).when(asked).then([])
  })

  test('is another one\u2019s money than was said only for a reason', () => {
    const set = { type: 'FundRelationSet' as const, data: { relation: 'superior' as const } }
    const asked = { type: 'SetFundRelation' as const, relation: 'peer' as const }
    const reason = 'money of a peer'
    given([fundOpened, set]).when(asked).then({ code: 'relation-known' })
    given([fundOpened, set])
      .when({ ...asked, reason })
      .then([{ type: 'FundRelationSet', data: { relation: 'peer', reason } }])
  })

  test('refuses restriction-period-empty', () => {
    const restriction = { purposes: [], divisions: [], from: '2025-02-01', until: '2025-01-31' }
    given([])
      .when({ type: 'OpenFund', ...fundOpened.data, restriction })
      .then({ code: 'restriction-period-empty' })
  })

  test('receives donations, each receipt number once', () => {
    given(thousand)
      .when(donate)
      .then([donated('R-2', 500, 1500)])
    given(thousand)
      .when({ ...donate, receiptNumber: 'R-1' })
      .then({ code: 'receipt-number-used', facts: { receiptNumber: 'R-1', donation: `${fund}.2` } })
    given(thousand)
      .when({ ...donate, receiptNumber: 'ｒ－１' })
      .then({ code: 'receipt-number-used', facts: { receiptNumber: 'ｒ－１', donation: `${fund}.2` } })
  })

  test('refuses a donation beyond what a fund may hold', () => {
    const fullEvents = [fundOpened]
    for (let n = 1; n <= MAX_TOTAL_FEN / MAX_AMOUNT_FEN; n += 1) {
      fullEvents.push(donated(`F-${n}`, MAX_AMOUNT_FEN, n * MAX_AMOUNT_FEN) as typeof fundOpened)
    }
    given(fullEvents)
      .when({ ...donate, amountFen: 1 })
      .then({ code: 'total-too-large', facts: { totalFen: MAX_TOTAL_FEN, largestTotalFen: MAX_TOTAL_FEN } })
  })

  test('refunds no more than the donation had, a second refund included', () => {
    given(thousand).when(refund).then([refunded])
    given([...thousand, donated('R-2', 900, 1900)])
      .when({ ...refund, amountFen: 1001 })
      .then({ code: 'refund-exceeds-donation', facts: { unrefundedFen: 1000, requestedFen: 1001 } })
    given([...thousand, refunded])
      .when({ ...refund, amountFen: 601 })
      .then({ code: 'refund-exceeds-donation', facts: { unrefundedFen: 600, requestedFen: 601 } })
    given(thousand)
      .when({ ...refund, donation: `${fund}.3` })
      .then({ code: 'donation-unknown' })
  })

  test('refunds no more than is available', () => {
    given([...thousand, { ...allocated, data: { ...allocated.data, availableAfterFen: 300 } } as FundEvent])
      .when(refund)
      .then({ code: 'funds-not-available', facts: { availableFen: 300, requestedFen: 400 } })
  })

  test('allocates what is available, down to the last fen', () => {
    given(thousand).when(allocate).then([allocated])
    given([...thousand, allocated])
      .when({ ...allocate, amountFen: 701 })
      .then({ code: 'funds-not-available', facts: { availableFen: 700, requestedFen: 701 } })
    given([...thousand, allocated])
      .when({ ...allocate, amountFen: 700, allocation: { ...allocate.allocation, note: 'all of it' } })
      .then([
        {
          type: 'FundsAllocated',
          data: {
            ...allocated.data,
            ...{ shares: [{ fund, amountFen: 700 }], note: 'all of it', availableAfterFen: 0 },
            donors: [{ donation: `${fund}.2`, amountFen: 700 }],
          },
        } as FundEvent,
      ])
  })

  test('makes a return spendable once', () => {
    given([...thousand, allocated])
      .when(receiveReturn)
      .then([returnReceived])
    given([...thousand, allocated, returnReceived])
      .when(receiveReturn)
      .then([])
  })

  test('nothing happens to a fund that was never opened', () => {
    for (const command of [donate, refund, allocate, receiveReturn])
      given([]).when(command).then({ code: 'fund-unknown' })
  })
})

describe('the donor restricts', () => {
  const facts = allocate.facts
  test.each([
    ['the purpose', { ...facts, kind: 'breakfast' }, 'purpose-not-allowed'],
    ['the division: a neighbour', { ...facts, division: '632800' }, 'division-not-allowed'],
    ['the division: one above', { ...facts, division: '630000' }, 'division-not-allowed'],
    ['the period: begins a day too early', { ...facts, from: '2024-12-31' }, 'period-not-allowed'],
    ['the period: ends a day too late', { ...facts, until: '2026-01-01' }, 'period-not-allowed'],
  ] as const)('%s', (_, programmeFacts, code) => {
    given(thousand)
      .when({ ...allocate, facts: programmeFacts })
      .then({ code })
  })

  test('the day of allocation: the last day is inside, the day after is not', () => {
    given(thousand)
      .when({ ...allocate, day: '2025-12-31' })
      .then([allocated])
    given(thousand)
      .when({ ...allocate, day: '2026-01-01' })
      .then({ code: 'period-not-allowed' })
  })

  test('nothing where the restriction is empty', () => {
    const free = { ...fundOpened, data: { ...fundOpened.data, restriction: { purposes: [], divisions: [] } } }
    given([free, donated('R-1', 1000, 1000)])
      .when({
        ...allocate,
        day: '2030-01-01',
        facts: { ...facts, kind: 'award', division: '110000', until: '2031-01-01' },
      })
      .then([allocated])
  })
})

test('refusals of an allocation come in this order', () => {
  const wrong = { kind: 'award', division: '110000', from: '2024-01-01', until: '2026-12-31', closed: true }
  const order = [
    ['programme-closed', { closed: false }],
    ['purpose-not-allowed', { kind: 'festival-meal' }],
    ['division-not-allowed', { division: '632701' }],
    ['period-not-allowed', { from: '2025-07-25', until: '2025-10-08' }],
  ] as const
  let facts = wrong
  for (const [code, repair] of order) {
    given(thousand)
      .when({ ...allocate, amountFen: 9999, facts })
      .then({ code })
    facts = { ...facts, ...repair }
  }
  given(thousand)
    .when({ ...allocate, amountFen: 9999, facts })
    .then({ code: 'funds-not-available' })
})

test('refusals of a donation come in this order: number, size', () => {
  const bad = { ...donate, receiptNumber: 'R-1', amountFen: MAX_TOTAL_FEN }
  given(thousand).when(bad).then({ code: 'receipt-number-used' })
  given(thousand)
    .when({ ...bad, receiptNumber: 'R-9' })
    .then({ code: 'total-too-large' })
})

test('a refunded receipt number stays used', () => {
  const state = stateAfter(fundDecider, [...thousand, refunded])
  expect(state).toMatchObject({ grantedFen: 600, available: { total: 600 } })
  given([...thousand, refunded])
    .when({ ...donate, receiptNumber: 'R-1' })
    .then({ code: 'receipt-number-used' })
})

test('two funds are told apart by the command, not by the state', () => {
  const other = idNumber('fund', 2)
  const decision = fundDecider.decide(stateAfter(fundDecider, thousand), { ...allocate, fund: other })
  expect(decision).toMatchObject({ accepted: true, events: [{ data: { shares: [{ fund: other, amountFen: 300 }] } }] })
})
