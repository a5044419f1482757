import type { DataOf } from '@welfare/contracts/catalogue.ts'
import { describe, it } from 'vitest'
import { fromFunds, idNumber } from '../sample.fixture.ts'
import type { StatementCommand } from './statement.commands.ts'
import type { StatementEvent } from './statement.state.ts'
import * as s from './statement-sample.fixture.ts'

const { given, between, payment, reason } = s
const other = idNumber('payment', 2)
const assign = (changes: object = {}, amountFen = 10_000): StatementCommand => ({
  ...{ type: 'AssignPayment', ...between, payment, parts: [{ statement: 1, shares: fromFunds(amountFen) }] },
  ...changes,
})
const notAssigned = (code: string, changes: object = {}): StatementEvent => ({
  type: 'StatementAssignmentRefused',
  data: { ...between, statement: 1, payment, code, ...changes },
})
const released: StatementEvent = { type: 'StatementReleased', data: { ...between, statement: 1, payment, reason } }
const pay: StatementCommand = { type: 'RecordPaid', payment, paidOn: '2025-08-05' }
const takeIn: StatementCommand = { type: 'TakeInReturned', payment, reason }
const assignedOnce = [...s.settledOnce, s.assigned()]
/** 40 of 100 that were paid are owed; then 70 are eaten. */
const owing = [
  ...[...assignedOnce, s.paid()],
  s.takenBack(40, 4_000, { statement: 2, to: 'claim' }),
  s.proposed({ statement: 2, after: 100, through: 200, funds: [{ fund: s.fund, mealsFen: 7_000 }] }),
  s.confirmed({ statement: 2 }),
]
const net = s.approved({
  statement: 2,
  funds: [s.sheetFund(3_000, { mealsFen: 7_000, takenBackFen: 4_000 })],
  payFen: 3_000,
})

describe('a payment', () => {
  it('takes a statement, once however often it asks', () => {
    given(s.settledOnce).when(assign()).then([s.assigned()])
    given(assignedOnce).when(assign()).then([])
  })
  it('goes without what is not approved, what another one has taken or paid, and what has another amount', () => {
    given([s.proposed()])
      .when(assign())
      .then([notAssigned('statement-not-approved')])
    given(assignedOnce)
      .when(assign({ payment: other }))
      .then([notAssigned('statement-already-assigned', { payment: other })])
    given([...assignedOnce, s.paid()])
      .when(assign())
      .then([notAssigned('statement-already-paid')])
    given(s.settledOnce)
      .when(assign({}, 9_999))
      .then([notAssigned('statement-amount-differs')])
  })
  it('that ends without having been paid leaves it to another one', () => {
    given(assignedOnce).when({ type: 'ReleaseStatements', payment, reason }).then([released])
    given([...assignedOnce, released])
      .when(assign({ payment: other }))
      .then([
        { type: 'StatementAssigned', data: { ...between, statement: 1, payment: other, shares: fromFunds(10_000) } },
      ])
    given([...assignedOnce, released])
      .when(pay)
      .then([])
  })
  it('pays once', () => {
    given(assignedOnce).when(pay).then([s.paid()])
    given([...assignedOnce, s.paid()])
      .when(pay)
      .then([])
    given([...assignedOnce, s.paid()])
      .when({ type: 'ReleaseStatements', payment, reason })
      .then([])
  })
  it('that came back is due again in the open number, once', () => {
    const returned: StatementEvent = {
      type: 'PaymentReturned',
      data: { ...between, statement: 2, ofStatement: 1, payment, shares: fromFunds(10_000), reason },
    }
    given([...assignedOnce, s.paid()])
      .when(takeIn)
      .then([returned])
    given([...assignedOnce, s.paid(), returned])
      .when(takeIn)
      .then([])
    given(assignedOnce).when(takeIn).then([])
  })
})

/** How a claim ends without a payment. */
interface Lessening {
  readonly how: string
  readonly refused: 'repaid-more-than-owed' | 'given-up-more-than-owed'
  readonly command:
    | { readonly type: 'RecordRepayment'; readonly stream: string }
    | { readonly type: 'GiveUpClaim'; readonly stream: string; readonly reason: string }
  readonly toEvent: (data: DataOf<'MerchantRepaid'>) => StatementEvent
}

describe('what the merchant owes', () => {
  const performed = new Set([`${s.stream}.6`])
  it('is set off with what it is paid less', () => {
    given(owing)
      .when(s.approve({ statement: 2, performed }))
      .then([net])
    given([...owing, net, s.assigned(2, 3_000)])
      .when(pay)
      .then([s.paid(2, 3_000, 4_000)])
  })
  const lessened: readonly Lessening[] = [
    {
      ...{ how: 'repaid', refused: 'repaid-more-than-owed' },
      command: { type: 'RecordRepayment', stream: s.stream },
      toEvent: (data) => ({ type: 'MerchantRepaid', data }),
    },
    {
      ...{ how: 'given up', refused: 'given-up-more-than-owed' },
      command: { type: 'GiveUpClaim', stream: s.stream, reason },
      toEvent: (data) => ({ type: 'ClaimGivenUp', data: { ...data, reason } }),
    },
  ]
  it.each(lessened)('is $how: due in the open number, up to what is owed and is not being set off', (one) => {
    const end = (amountsFen: readonly number[], known = performed): StatementCommand => ({
      ...one.command,
      performed: known,
      shares: amountsFen.flatMap((amountFen) => fromFunds(amountFen)),
    })
    const ended = (amountFen: number) => one.toEvent({ ...between, statement: 2, shares: fromFunds(amountFen) })
    const tooMuch = (owedFen: number) => ({ code: one.refused, facts: { owedFen } })
    given(owing)
      .when(end([4_000]))
      .then([ended(4_000)])
    given(owing)
      .when(end([1_000, 3_000]))
      .then([ended(4_000)])
    given(owing)
      .when(end([4_001], new Set()))
      .then({ code: 'taking-back-underway' })
    given(owing)
      .when(end([4_001]))
      .then(tooMuch(4_000))
    given(owing)
      .when(end([4_000, 1]))
      .then(tooMuch(4_000))
    given([...owing, ended(3_000)])
      .when(end([1_001]))
      .then(tooMuch(1_000))
    given([...owing, net])
      .when(end([1]))
      .then(tooMuch(0))
    const funds = [s.sheetFund(7_000, { mealsFen: 7_000, takenBackFen: 4_000, comeBackFen: 4_000 })]
    given([...owing, ended(4_000)])
      .when(s.approve({ statement: 2, performed }))
      .then([s.approved({ statement: 2, funds, payFen: 7_000 })])
  })
  it('is not owed where the wallet declined', () =>
    given([...owing.slice(0, 6), s.ended(40, 4_000, 6)])
      .when({ type: 'RecordRepayment', stream: s.stream, performed, shares: fromFunds(1) })
      .then({ code: 'repaid-more-than-owed' }))
})

describe('what the merchant does without', () => {
  const waive = (amountsFen: readonly number[], statement = 1): StatementCommand => ({
    ...{ type: 'WaivePayable', statement, reason },
    shares: amountsFen.flatMap((amountFen) => fromFunds(amountFen)),
  })
  const waived = (amountFen: number, changes: Partial<DataOf<'PayableWaived'>> = {}): StatementEvent => ({
    type: 'PayableWaived',
    data: { ...between, statement: 1, shares: fromFunds(amountFen), reason, ...changes },
  })
  const tooMuch = (dueFen: number) => ({ code: 'waived-more-than-due' as const, facts: { dueFen } })

  it('is at most what an approved number pays, of each fund, in one step or several', () => {
    given(s.settledOnce)
      .when(waive([4_000, 6_000]))
      .then([waived(10_000)])
    given(s.settledOnce)
      .when(waive([10_000, 1]))
      .then(tooMuch(10_000))
    given([...s.settledOnce, waived(4_000)])
      .when(waive([6_001]))
      .then(tooMuch(6_000))
    given([...s.settledOnce, waived(4_000)])
      .when(waive([6_000]))
      .then([waived(6_000)])
  })
  it('is of a number that is approved, and that no payment has taken or paid', () => {
    given([s.proposed(), s.confirmed()])
      .when(waive([1]))
      .then({ code: 'statement-not-approved', facts: { number: 1 } })
    given(assignedOnce)
      .when(waive([1]))
      .then({ code: 'statement-already-assigned', facts: { number: 1 } })
    given([...assignedOnce, released])
      .when(waive([1]))
      .then([waived(1)])
    given([...assignedOnce, s.paid()])
      .when(waive([1]))
      .then({ code: 'statement-already-paid', facts: { number: 1 } })
  })
  it('is not paid: a payment takes what is left, and not what there was', () => {
    given([...s.settledOnce, waived(4_000)])
      .when(assign())
      .then([notAssigned('statement-amount-differs')])
    given([...s.settledOnce, waived(4_000)])
      .when(assign({}, 6_000))
      .then([s.assigned(1, 6_000)])
    given([...s.settledOnce, waived(4_000), s.assigned(1, 6_000)])
      .when(pay)
      .then([s.paid(1, 6_000)])
  })
  it('ends the claims that its payment would have ended, once nothing is paid any more', () => {
    const second = (amountFen: number, setOff?: readonly number[]) =>
      waived(amountFen, { statement: 2, ...(setOff && { setOff: setOff.flatMap((fen) => fromFunds(fen)) }) })
    given([...owing, net])
      .when(waive([2_999], 2))
      .then([second(2_999)])
    given([...owing, net])
      .when(waive([3_000], 2))
      .then([second(3_000, [4_000])])
    given([...owing, net, second(2_999), s.assigned(2, 1)])
      .when(pay)
      .then([s.paid(2, 1, 4_000)])
  })
  it('cannot be taken back as well: the merchant owes at most what its meals cost still', () => {
    given([...s.settledOnce, waived(7_000)])
      .when(s.takeBack(40, 3_001))
      .then({ code: 'merchant-waived-it', facts: { leftFen: 3_000 } })
    given([...s.settledOnce, waived(7_000)])
      .when(s.takeBack(40, 3_000))
      .then([s.takenBack(40, 3_000, { statement: 2, to: 'claim' })])
    given([...s.settledOnce, s.takenBack(40, 4_000, { statement: 2, to: 'claim' })])
      .when(waive([6_001]))
      .then(tooMuch(6_000))
    given([...s.settledOnce, s.takenBack(40, 4_000, { statement: 2, to: 'claim' }), s.ended(40, 4_000, 4)])
      .when(waive([10_000]))
      .then([waived(10_000)])
  })
  it('leaves what is disputed to be taken back', () => {
    const funds = [s.sheetFund(7_000, { disputedFen: 3_000 })]
    const disputing = [s.proposed(), s.disputed(40, 3_000), s.confirmed(), s.approved({ funds, payFen: 7_000 })]
    given([...disputing, waived(7_000)])
      .when(s.takeBack(60, 1))
      .then({ code: 'merchant-waived-it', facts: { leftFen: 0 } })
    given([...disputing, waived(7_000)])
      .when({ type: 'EndDispute', redemption: s.mealAt(40), outcome: 'taken-back', reason })
      .then([
        {
          type: 'DisputeEnded',
          data: {
            ...{ ...between, statement: 2, redemption: s.mealAt(40), shares: fromFunds(3_000) },
            ...{ outcome: 'taken-back', reason },
          },
        },
        s.takenBack(40, 3_000, { statement: 2, to: 'open', by: 'union' }),
      ])
  })
})
