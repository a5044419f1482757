import { sumFen } from '@welfare/contracts/money.ts'
import { specify } from '@welfare/event-store/decider/specification.fixture.ts'
import { fromFunds, idNumber, merchant, programme } from '../sample.fixture.ts'
import type { StatementCommand } from './statement.commands.ts'
import { statementDecider } from './statement.decider.ts'
import type { StatementEvent } from './statement.state.ts'

type EventNamed<T extends StatementEvent['type']> = Extract<StatementEvent, { type: T }>['data']
type CommandNamed<T extends StatementCommand['type']> = Extract<StatementCommand, { type: T }>

/** What the tests of the statement share. Meals stand at sequences of tens. */
export const { given } = specify(statementDecider)
export const stream = idNumber('statement')
export const payment = idNumber('payment')
export const between = { merchant, programme }
export const first = { ...between, statement: 1 }
export const reason = 'a reason'
export const mealAt = (sequence: number) => `${idNumber('wallet')}.${sequence}`
export const fund = idNumber('fund', 1)

export function propose(changes: Partial<CommandNamed<'ProposeStatement'>> = {}): StatementCommand {
  const funds = [{ fund, mealsFen: 10_000 }]
  return {
    type: 'ProposeStatement',
    ...between,
    after: 0,
    through: 100,
    meals: 7,
    funds,
    account: 'desk-1',
    ...changes,
  }
}
export function proposed(changes: Partial<EventNamed<'StatementProposed'>> = {}): StatementEvent {
  const range = { revision: 1, after: 0, through: 100, meals: 7, funds: [{ fund, mealsFen: 10_000 }] }
  const payFen = sumFen((changes.funds ?? range.funds).map(({ mealsFen }) => Math.max(0, mealsFen)))
  return { type: 'StatementProposed', data: { ...first, ...range, payFen, proposedBy: 'desk-1', ...changes } }
}
export function confirmed(changes: Partial<EventNamed<'StatementConfirmed'>> = {}): StatementEvent {
  return { type: 'StatementConfirmed', data: { ...first, by: 'merchant', confirmedBy: 'owner-1', ...changes } }
}
export const sheetFund = (dueFen: number, changes: Partial<EventNamed<'StatementApproved'>['funds'][number]> = {}) => ({
  ...{ fund, carriedFen: 0, mealsFen: 10_000, takenBackFen: 0, comeBackFen: 0, disputedFen: 0, dueFen },
  ...changes,
})
export function approved(changes: Partial<EventNamed<'StatementApproved'>> = {}): StatementEvent {
  return { type: 'StatementApproved', data: { ...first, funds: [sheetFund(10_000)], payFen: 10_000, ...changes } }
}
export const approve = (changes: Partial<CommandNamed<'ApproveStatement'>> = {}): StatementCommand => ({
  ...{ type: 'ApproveStatement', stream, statement: 1, revision: 1, account: 'desk-2', performed: new Set() },
  ...changes,
})
export const takeBack = (sequence: number, amountFen: number): StatementCommand => ({
  ...{ type: 'TakeBackLine', ...between, redemption: mealAt(sequence), sequence, shares: fromFunds(amountFen) },
  ...{ by: 'till', reason },
})
export function takenBack(
  sequence: number,
  amountFen: number,
  changes: Partial<EventNamed<'LineTakenBack'>> = {},
): StatementEvent {
  const line = { ...first, redemption: mealAt(sequence), sequence, to: 'open' as const, shares: fromFunds(amountFen) }
  return { type: 'LineTakenBack', data: { ...line, by: 'till', reason, ...changes } }
}
export const dispute = (sequence: number, amountFen: number, performed = new Set<string>()): StatementCommand => ({
  ...{ type: 'DisputeLine', ...between, stream, redemption: mealAt(sequence), sequence, shares: fromFunds(amountFen) },
  ...{ performed, reason },
})
export function disputed(sequence: number, amountFen: number, statement = 1): StatementEvent {
  const line = { redemption: mealAt(sequence), sequence, shares: fromFunds(amountFen), reason }
  return { type: 'LineDisputed', data: { ...between, statement, ...line } }
}
export const ended = (sequence: number, amountFen: number, version: number): StatementEvent => ({
  type: 'LineTakeBackEnded',
  data: {
    ...{ ...first, takenBack: `${stream}.${version}`, redemption: mealAt(sequence), shares: fromFunds(amountFen) },
    code: 'redemption-already-reversed',
  },
})
export function assigned(statement = 1, amountFen = 10_000): StatementEvent {
  return { type: 'StatementAssigned', data: { ...between, statement, payment, shares: fromFunds(amountFen) } }
}
export function paid(statement = 1, amountFen = 10_000, setOffFen = 0): StatementEvent {
  const setOff = setOffFen > 0 && { setOff: fromFunds(setOffFen) }
  const shares = fromFunds(amountFen)
  return { type: 'SettlementPaid', data: { ...between, statement, payment, shares, paidOn: '2025-08-05', ...setOff } }
}
export const settledOnce = [proposed(), confirmed(), approved()]
