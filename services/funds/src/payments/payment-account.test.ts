import { specify } from '@welfare/event-store/decider/specification.fixture.ts'
import { describe, test } from 'vitest'
import { idNumber } from '../sample.fixture.ts'
import { paymentDecider } from './payment.decider.ts'
import {
  approved,
  due,
  ended,
  funds,
  merchant,
  payee,
  prepare,
  prepared,
  preparedData,
  taken,
} from './payment.fixture.ts'
import type { PaymentEvent } from './payment.state.ts'

const { given } = specify(paymentDecider)
const bankAccount = idNumber('bankaccount', 1)
const there = { isOnAccounts: true, thereFen: 40_000 }
const asked = { ...prepare, bankAccount, money: new Map(funds.map((fund) => [fund, there])) }
const withAccount: PaymentEvent[] = [{ type: 'PaymentPrepared', data: { ...preparedData, bankAccount } }]
const bothTaken = [taken(1), taken(2)]
const takeMoney = (fund: string) => ({ type: 'TakeMoney' as const, fund })
const moneyTaken = (fund: string): PaymentEvent => ({ type: 'PaymentMoneyTaken', data: { fund, merchant } })
const approve = { type: 'ApprovePayment' as const, approver: 'chair-1', payee, seenVersion: 2, needsAccount: false }

describe('a payment from an account of a union', () => {
  test('is prepared where each of its funds has its part there', () => {
    given([]).when(asked).then(withAccount)
    const few = new Map(asked.money).set(funds[1], { isOnAccounts: true, thereFen: 10_000 })
    given([])
      .when({ ...asked, money: few })
      .then({ code: 'money-not-there' })
    const unassigned = new Map(asked.money).set(funds[1], { isOnAccounts: false, thereFen: 0 })
    given([])
      .when({ ...asked, money: unassigned })
      .then({ code: 'balance-not-assigned' })
    given([])
      .when({ ...asked, bankAccount: undefined })
      .then({ code: 'bank-account-missing' })
  })

  test('is paid by the union whose programme it is, or by one above it', () => {
    for (const accountDivision of [due.division, `${due.division.slice(0, 4)}00`])
      given([])
        .when({ ...asked, accountDivision })
        .then(withAccount)
    given([])
      .when({ ...asked, accountDivision: '632722' })
      .then({ code: 'bank-account-of-another-union' })
  })

  test('is another one than the same from another account', () => {
    given(withAccount).when(asked).then([])
    given(withAccount)
      .when({ ...asked, bankAccount: idNumber('bankaccount', 2) })
      .then({ code: 'reference-taken' })
  })

  test('is ready once its statements have taken it and its funds hold its money, in whatever order', () => {
    const [one, other] = [moneyTaken(funds[0]), moneyTaken(funds[1])]
    given(withAccount).when(takeMoney(funds[0])).then([one])
    given([...withAccount, one])
      .when(takeMoney(funds[0]))
      .then([])
    given([...withAccount, ...bothTaken, one])
      .when(approve)
      .then({ code: 'payment-not-ready' })
    given([...withAccount, one, other])
      .when(approve)
      .then({ code: 'payment-not-ready' })
    given([...withAccount, ...bothTaken, one, other])
      .when(approve)
      .then([approved()])
    given([...withAccount, one, ...bothTaken, other])
      .when(approve)
      .then([approved()])
  })

  test('ends where a fund has not so much there', () => {
    const refused = ended('part-refused', 'money-not-there')
    const refuse = { type: 'RefuseMoney' as const, code: 'money-not-there' }
    given([...withAccount, ...bothTaken])
      .when(refuse)
      .then([refused])
    given([...withAccount, refused])
      .when(refuse)
      .then([])
    given([...withAccount, refused])
      .when(takeMoney(funds[0]))
      .then([])
  })
})

test('a payment without an account is not approved once its money lies on one', () => {
  given([prepared, ...bothTaken])
    .when({ ...approve, needsAccount: true })
    .then({ code: 'bank-account-missing' })
})
