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
  it('is repaid, up to what is owed and is not being set off', () => {
    const repay = (...amounts: readonly number[]): StatementCommand => ({
      ...{ type: 'RecordRepayment', stream: s.stream, performed },
      shares: amounts.flatMap((amountFen) => fromFunds(amountFen)),
    })
    const repaid = (amountFen: number): StatementEvent => ({
      type: 'MerchantRepaid',
      data: { ...between, statement: 2, shares: fromFunds(amountFen) },
    })
    given(owing)
      .when(repay(4_000))
      .then([repaid(4_000)])
    given(owing)
      .when(repay(4_001))
      .then({ code: 'repaid-more-than-owed', facts: { owedFen: 4_000 } })
    given([...owing, repaid(3_000)])
      .when(repay(1_001))
      .then({ code: 'repaid-more-than-owed', facts: { owedFen: 1_000 } })
    given(owing)
      .when(repay(4_000, 1))
      .then({ code: 'repaid-more-than-owed', facts: { owedFen: 4_000 } })
    given(owing)
      .when(repay(1_000, 3_000))
      .then([repaid(4_000)])
    given([...owing, net])
      .when(repay(1))
      .then({ code: 'repaid-more-than-owed', facts: { owedFen: 0 } })
    given([...owing, repaid(4_000)])
      .when(s.approve({ statement: 2, performed }))
      .then([
        s.approved({
          statement: 2,
          funds: [s.sheetFund(7_000, { mealsFen: 7_000, takenBackFen: 4_000, comeBackFen: 4_000 })],
          payFen: 7_000,
        }),
      ])
  })
  it('is given up as it is repaid: due in the open number, up to what is owed and is not being set off', () => {
    const giveUp = (amountFen: number, known = performed): StatementCommand => ({
      ...{ type: 'GiveUpClaim', stream: s.stream, performed: known, shares: fromFunds(amountFen), reason },
    })
    const givenUp = (amountFen: number): StatementEvent => ({
      type: 'ClaimGivenUp',
      data: { ...between, statement: 2, shares: fromFunds(amountFen), reason },
    })
    given(owing)
      .when(giveUp(4_000))
      .then([givenUp(4_000)])
    given(owing).when(giveUp(4_001, new Set())).then({ code: 'taking-back-underway' })
    given(owing)
      .when({
        type: 'GiveUpClaim',
        stream: s.stream,
        performed,
        shares: [...fromFunds(4_000), ...fromFunds(1)],
        reason,
      })
      .then({ code: 'given-up-more-than-owed', facts: { owedFen: 4_000 } })
    given([...owing, givenUp(3_000)])
      .when(giveUp(1_001))
      .then({ code: 'given-up-more-than-owed', facts: { owedFen: 1_000 } })
    given([...owing, net])
      .when(giveUp(1))
      .then({ code: 'given-up-more-than-owed', facts: { owedFen: 0 } })
    given([...owing, givenUp(4_000)])
      .when(s.approve({ statement: 2, performed }))
      .then([
        s.approved({
          statement: 2,
          funds: [s.sheetFund(7_000, { mealsFen: 7_000, takenBackFen: 4_000, comeBackFen: 4_000 })],
          payFen: 7_000,
        }),
      ])
  })
  it('is not owed where the wallet declined', () =>
    given([...owing.slice(0, 6), s.ended(40, 4_000, 6)])
      .when({ type: 'RecordRepayment', stream: s.stream, performed, shares: fromFunds(1) })
      .then({ code: 'repaid-more-than-owed' }))
})
