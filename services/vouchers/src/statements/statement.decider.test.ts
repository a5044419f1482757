import { on } from '@welfare/event-store/decider/specification.fixture.ts'
import { describe, it } from 'vitest'
import { fromFunds } from '../sample.fixture.ts'
import type { StatementCommand } from './statement.commands.ts'
import type { StatementEvent } from './statement.state.ts'
import * as s from './statement-sample.fixture.ts'

const { given, between, first, reason, fund } = s
const terms: StatementEvent = { type: 'SettlementTermsSet', data: { ...between, silenceDays: 5 } }
const withdrawn: StatementEvent = { type: 'StatementWithdrawn', data: { ...first, reason } }
const confirm = (changes: object = {}): StatementCommand => ({
  ...{ type: 'ConfirmStatement', statement: 1, revision: 1, by: 'merchant', today: '2025-08-01', account: 'owner-1' },
  ...changes,
})

describe('proposing', () => {
  it('begins with number 1, and goes on where the last one ended', () => {
    given([]).when(s.propose()).then([s.proposed()])
    given(s.settledOnce)
      .when(s.propose({ after: 100, through: 200 }))
      .then([s.proposed({ statement: 2, after: 100, through: 200 })])
  })
  it('says the day that ends it', () =>
    given([])
      .when(s.propose({ until: '2025-07-31' }))
      .then([s.proposed({ until: '2025-07-31' })]))
  it('has one open number: of two officers the second is told so', () =>
    given([s.proposed()])
      .when(s.propose({ after: 50 }))
      .then({ code: 'statement-already-proposed', facts: { statement: 1 } }))
  it('is refused where another range was approved meanwhile', () =>
    given(s.settledOnce)
      .when(s.propose())
      .then({ code: 'statement-moved-on', facts: { statement: 2 } }))
  it('is refused where nothing is in it', () => {
    given([])
      .when(s.propose({ meals: 0, funds: [] }))
      .then({ code: 'nothing-due' })
    given([...s.settledOnce, s.takenBack(130, 500, { statement: 2 })])
      .when(s.propose({ after: 100, through: 120, meals: 0, funds: [] }))
      .then({ code: 'nothing-due' })
  })
  it('takes up what comes back without a meal', () =>
    given([...s.settledOnce, s.assigned(), s.paid(), returned()])
      .when(s.propose({ after: 100, through: 100, meals: 0, funds: [] }))
      .then([s.proposed({ statement: 2, after: 100, through: 100, meals: 0, funds: [], payFen: 10_000 })]))
  it('of a draft is its next revision', () => {
    given([s.proposed(), withdrawn])
      .when(s.propose({ through: 120 }))
      .then([s.proposed({ revision: 2, through: 120 })])
    given([s.proposed(), s.takenBack(40, 500)])
      .when(s.propose())
      .then([s.proposed({ revision: 2, payFen: 9_500 })])
  })
  it('takes off what was taken back of the last meal of its range, and nothing of the next one', () => {
    given([s.takenBack(100, 500), s.takenBack(101, 700)])
      .when(s.propose())
      .then([s.proposed({ payFen: 9_500 })])
  })
})

describe('withdrawing', () => {
  const withdraw = (statement = 1): StatementCommand => ({ type: 'WithdrawStatement', statement, reason })
  it('makes it a draft', () => given([s.proposed()]).when(withdraw()).then([withdrawn]))
  it('is refused of what is approved, before of what was not proposed', () => {
    given(s.settledOnce)
      .when(withdraw())
      .then({ code: 'statement-already-approved', facts: { statement: 1 } })
    given(s.settledOnce)
      .when(withdraw(2))
      .then({ code: 'statement-not-proposed', facts: { statement: 2 } })
    given([s.proposed()])
      .when(withdraw(2))
      .then({ code: 'statement-not-proposed', facts: { statement: 2 } })
  })
})

describe('confirming', () => {
  it('is done by the merchant, once', () => {
    given([s.proposed()]).when(confirm()).then([s.confirmed()])
    given([s.proposed(), s.confirmed()]).when(confirm()).then([])
  })
  it('is done by the days of silence that were agreed, from the day after them', () => {
    const silence = (today: string) => confirm({ by: 'silence', today, account: 'desk-1' })
    const history = [on('2025-07-01', terms), on('2025-08-01', s.proposed())]
    given([s.proposed()]).when(silence('2025-08-30')).then({ code: 'silence-not-agreed' })
    given(history)
      .when(silence('2025-08-06'))
      .then({ code: 'silence-not-over', facts: { silenceDays: 5, until: '2025-08-06' } })
    given(history)
      .when(silence('2025-08-07'))
      .then([s.confirmed({ by: 'silence', silenceDays: 5, confirmedBy: 'desk-1' })])
  })
  it('is refused of another revision than the one that was seen, after anything about its number', () => {
    const second = [s.proposed(), withdrawn, s.proposed({ revision: 2 })]
    given(second)
      .when(confirm())
      .then({ code: 'statement-revised', facts: { statement: 1, revision: 2 } })
    given([])
      .when(confirm())
      .then({ code: 'statement-not-proposed', facts: { statement: 1 } })
    given(s.settledOnce)
      .when(confirm())
      .then({ code: 'statement-already-approved', facts: { statement: 1 } })
  })
  it('ends with a taking back of a meal in it', () =>
    given([s.proposed(), s.confirmed(), s.takenBack(40, 500)])
      .when(s.approve())
      .then({ code: 'statement-not-proposed', facts: { statement: 1 } }))
})

describe('approving', () => {
  it('freezes the sheet', () => given([s.proposed(), s.confirmed()]).when(s.approve()).then([s.approved()]))
  it('counts what was taken back of its own meals, when the wallets have it', () => {
    const history = [s.takenBack(40, 500), s.takenBack(140, 700), s.proposed(), s.confirmed()]
    given(history)
      .when(s.approve())
      .then({ code: 'taking-back-underway', facts: { redemptions: [s.mealAt(40)] } })
    given(history)
      .when(s.approve({ performed: new Set([`${s.stream}.1`]) }))
      .then([s.approved({ funds: [s.sheetFund(9_500, { takenBackFen: 500 })], payFen: 9_500 })])
  })
  it('leaves out what the wallet declined', () =>
    given([s.takenBack(40, 500), s.ended(40, 500, 1), s.proposed(), s.confirmed()])
      .when(s.approve())
      .then([s.approved()]))
  it('leaves out what is disputed, whenever that was said', () => {
    const approved = s.approved({ funds: [s.sheetFund(9_000, { disputedFen: 1_000 })], payFen: 9_000 })
    given([s.disputed(40, 1_000), s.proposed(), s.confirmed()])
      .when(s.approve())
      .then([approved])
    given([s.proposed(), s.confirmed(), s.disputed(40, 1_000)])
      .when(s.approve())
      .then([approved])
  })
  it('carries on what a fund lacks, and pays none of it from another fund', () => {
    const other = { ...s.sheetFund(3_000, { mealsFen: 3_000 }), fund: fromFunds(1, 1)[1]?.fund ?? '' }
    const funds = [
      { fund, mealsFen: 1_000 },
      { fund: other.fund, mealsFen: 3_000 },
    ]
    const range = { statement: 2, after: 100, through: 200, funds }
    given([...s.settledOnce, claim(40, 4_000), s.proposed(range), s.confirmed({ statement: 2 })])
      .when(s.approve({ statement: 2, performed: new Set([`${s.stream}.4`]) }))
      .then([
        s.approved({
          statement: 2,
          funds: [s.sheetFund(-3_000, { mealsFen: 1_000, takenBackFen: 4_000 }), other],
          payFen: 3_000,
          setOff: fromFunds(1_000),
        }),
      ])
  })
  it('is for another person than who proposed and who confirmed, after anything about its state', () => {
    const history = [s.proposed(), s.confirmed({ by: 'paper', confirmedBy: 'desk-3' })]
    for (const maker of ['desk-1', 'desk-3'])
      given(history)
        .when(s.approve({ account: maker }))
        .then({ code: 'maker-cannot-approve', facts: { maker } })
    given([s.proposed()])
      .when(s.approve({ account: 'desk-1' }))
      .then({ code: 'statement-not-confirmed', facts: { statement: 1 } })
    given([s.takenBack(40, 500), ...history])
      .when(s.approve({ account: 'desk-1' }))
      .then({ code: 'maker-cannot-approve' })
  })
  it('is of the amount that was looked at, where one is named', () => {
    const history = [s.proposed(), s.confirmed()]
    given(history)
      .when(s.approve({ payFen: 10_000 }))
      .then([s.approved()])
    given([...history, s.disputed(40, 1_000)])
      .when(s.approve({ payFen: 10_000 }))
      .then({ code: 'statement-amount-changed', facts: { statement: 1, payFen: 9_000 } })
  })
  it('is refused of another revision, and twice', () => {
    given([s.proposed(), s.confirmed()])
      .when(s.approve({ revision: 2 }))
      .then({ code: 'statement-revised', facts: { statement: 1, revision: 1 } })
    given(s.settledOnce)
      .when(s.approve())
      .then({ code: 'statement-already-approved', facts: { statement: 1 } })
  })
})

describe('refusing', () => {
  const refuse = (changes: object = {}): StatementCommand => ({
    ...{ type: 'RefuseStatement', statement: 1, revision: 1, account: 'desk-2', reason },
    ...changes,
  })
  const refused: StatementEvent = { type: 'StatementRefused', data: { ...first, reason } }
  it('makes it a draft, whose next revision the merchant confirms anew', () => {
    given([s.proposed(), s.confirmed()]).when(refuse()).then([refused])
    const history = [s.proposed(), s.confirmed(), refused]
    given(history)
      .when(s.approve())
      .then({ code: 'statement-not-proposed', facts: { statement: 1 } })
    given(history)
      .when(s.propose())
      .then([s.proposed({ revision: 2 })])
    given([...history, s.proposed({ revision: 2 })])
      .when(s.approve({ revision: 2 }))
      .then({ code: 'statement-not-confirmed' })
  })
  it('is for who may approve it, as it was looked at', () => {
    const history = [s.proposed(), s.confirmed({ by: 'paper', confirmedBy: 'desk-3' })]
    for (const maker of ['desk-1', 'desk-3'])
      given(history)
        .when(refuse({ account: maker }))
        .then({ code: 'maker-cannot-approve', facts: { maker } })
    given([s.proposed()])
      .when(refuse({ account: 'desk-1' }))
      .then({ code: 'statement-not-confirmed', facts: { statement: 1 } })
    given(history)
      .when(refuse({ revision: 2 }))
      .then({ code: 'statement-revised', facts: { statement: 1, revision: 1 } })
    given(s.settledOnce)
      .when(refuse())
      .then({ code: 'statement-already-approved', facts: { statement: 1 } })
  })
})

describe('taking back', () => {
  it('is of the open number, which stays proposed where it does not hold the meal', () => {
    given([])
      .when(s.takeBack(40, 500))
      .then([s.takenBack(40, 500)])
    given([s.proposed()])
      .when(s.takeBack(140, 500))
      .then([s.takenBack(140, 500, { statement: 2 })])
    given([s.proposed(), s.confirmed(), s.takenBack(140, 500, { statement: 2 })])
      .when(s.approve())
      .then([s.approved()])
  })
  it('is a claim from the approval on', () =>
    given(s.settledOnce)
      .when(s.takeBack(40, 500))
      .then([claim(40, 500)]))
  it('of a disputed meal is the end of the dispute', () =>
    given([s.disputed(40, 1_000)])
      .when(s.takeBack(40, 500))
      .then({ code: 'line-disputed', facts: { redemption: s.mealAt(40) } }))
  it('that the wallet declined is ended once', () => {
    const end: StatementCommand = {
      ...{ type: 'EndTakingBack', takenBack: `${s.stream}.1`, code: 'redemption-already-reversed' },
    }
    given([s.takenBack(40, 500)])
      .when(end)
      .then([s.ended(40, 500, 1)])
    given([s.takenBack(40, 500), s.ended(40, 500, 1)])
      .when(end)
      .then([])
  })
})

describe('a dispute', () => {
  const end = (outcome: 'stands' | 'taken-back'): StatementCommand => ({
    ...{ type: 'EndDispute', redemption: s.mealAt(40), outcome, reason },
  })
  const over = (outcome: 'stands' | 'taken-back', statement = 1): StatementEvent => ({
    type: 'DisputeEnded',
    data: { ...between, statement, redemption: s.mealAt(40), shares: fromFunds(1_000), outcome, reason },
  })
  it('is of a meal that no approved number holds', () => {
    given([])
      .when(s.dispute(40, 1_000))
      .then([s.disputed(40, 1_000)])
    given(s.settledOnce).when(s.dispute(40, 1_000)).then({ code: 'statement-already-approved' })
  })
  it('is refused while the meal is taken back, before a second one', () => {
    given([s.takenBack(40, 500)])
      .when(s.dispute(40, 500))
      .then({ code: 'taking-back-underway' })
    given([s.takenBack(40, 500)])
      .when(s.dispute(40, 500, new Set([`${s.stream}.1`])))
      .then([s.disputed(40, 500)])
    given([s.disputed(40, 1_000)])
      .when(s.dispute(40, 1_000))
      .then({ code: 'line-disputed', facts: { redemption: s.mealAt(40) } })
  })
  it('that ends for the merchant is due: in its own number, or in the open one', () => {
    given([s.disputed(40, 1_000)])
      .when(end('stands'))
      .then([over('stands')])
    given([s.disputed(40, 1_000), over('stands'), s.proposed(), s.confirmed()])
      .when(s.approve())
      .then([s.approved()])
    const nothing = { statement: 2, after: 100, through: 100, meals: 0, funds: [] }
    const leftOut = s.approved({ funds: [s.sheetFund(9_000, { disputedFen: 1_000 })], payFen: 9_000 })
    given([
      ...[s.disputed(40, 1_000), s.proposed(), s.confirmed(), leftOut, over('stands', 2)],
      ...[s.proposed(nothing), s.confirmed({ statement: 2 })],
    ])
      .when(s.approve({ statement: 2 }))
      .then([
        s.approved({ statement: 2, funds: [s.sheetFund(1_000, { mealsFen: 0, comeBackFen: 1_000 })], payFen: 1_000 }),
      ])
  })
  it('that ends against it takes the meal back, as one that nobody was paid for', () =>
    given([s.disputed(40, 1_000)])
      .when(end('taken-back'))
      .then([over('taken-back'), s.takenBack(40, 1_000, { by: 'union' })]))
  it('ends once', () =>
    given([])
      .when(end('stands'))
      .then({ code: 'line-not-disputed', facts: { redemption: s.mealAt(40) } }))
})

function claim(sequence: number, amountFen: number): StatementEvent {
  return s.takenBack(sequence, amountFen, { statement: 2, to: 'claim' })
}

function returned(): StatementEvent {
  const back = { ofStatement: 1, payment: s.payment, shares: fromFunds(10_000), reason }
  return { type: 'PaymentReturned', data: { ...between, statement: 2, ...back } }
}
