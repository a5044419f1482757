import { specify } from '@welfare/event-store/decider/specification.fixture.ts'
import { describe, expect, test } from 'vitest'
import { idNumber } from '../../sample.fixture.ts'
import { reopenAccount } from '../bank.process.ts'
import { type BankAccountEvent, bankAccountDecider } from '../bank-account.decider.ts'
import type { AccountUse, CloseAccount, ReopenAccount } from './account-closing.ts'

const { given } = specify(bankAccountDecider)
const account = idNumber('bankaccount', 1)
const fund = idNumber('fund', 1)
const opened: BankAccountEvent = {
  type: 'BankAccountOpened',
  data: { name: '帮扶专户', division: '632701', bank: '虚构银行', lastDigits: '7731' },
}
const nothing: AccountUse = { balanceFen: 0, payments: 0, transfers: 0, inTransitFen: 0 }
const close = (use: Partial<AccountUse> = {}): CloseAccount => ({
  ...{ type: 'CloseAccount', reason: '并入基本户', factsReadThrough: 9, use: { ...nothing, ...use } },
})
const closed: BankAccountEvent = { type: 'BankAccountClosed', data: { reason: '并入基本户', factsReadThrough: 9 } }
const found = { balanceFen: 500, inTransitFen: 0, factsReadThrough: 12 }
const reopen: ReopenAccount = { type: 'ReopenAccount', ...found }
const reopened: BankAccountEvent = { type: 'BankAccountReopened', data: found }
const imported: readonly BankAccountEvent[] = [
  opened,
  {
    type: 'BankStatementImported',
    data: {
      ...{ from: '2025-07-01', until: '2025-07-31', openingFen: 0, closingFen: 0, lines: 2 },
      fileHash: 'a'.repeat(64),
    },
  },
  {
    type: 'BankStatementLinesImported',
    data: {
      bankStatement: `${account}.2`,
      lines: [
        { reference: 'L1', day: '2025-07-02', amountFen: 500 },
        { reference: 'L2', day: '2025-07-03', amountFen: -500 },
      ],
    },
  },
]
const matched: BankAccountEvent = {
  type: 'BankLinesMatched',
  data: { lines: ['L1', 'L2'], movements: [], amountFen: 0, foundBy: 'hand' },
}
const signed = (month: string, fen = 0): BankAccountEvent => ({
  type: 'BankReconciliationSigned',
  data: { month, booksFen: fen, bankFen: fen, madeBy: 'officer/a' },
})
const checked = (version: number): BankAccountEvent => ({
  type: 'BankReconciliationChecked',
  data: { reconciliation: `${account}.${version}`, checkedBy: 'approver/b' },
})

describe('an account is closed', () => {
  test('once, where nothing ever moved there, and no account that is not there', () => {
    given([opened]).when(close()).then([closed])
    given([opened, closed]).when(close()).then({ code: 'bank-account-closed' })
    given([]).when(close()).then({ code: 'bank-account-unknown' })
  })

  test.each([
    [{ balanceFen: 500 }, { balanceFen: 500 }],
    [{ payments: 2 }, { payments: 2 }],
    [{ transfers: 1, inTransitFen: 500 }, { transfers: 1 }],
    [{ lastMonth: '2025-07' }, { month: '2025-07' }],
    [
      { balanceFen: 1, payments: 1, lastMonth: '2025-07' },
      { balanceFen: 1, payments: 1, month: '2025-07' },
    ],
  ])('never with %o, and all that stands in the way is told', (use, facts) => {
    given([opened]).when(close(use)).then({ code: 'bank-account-in-use', facts })
  })

  test('not before every line of the bank is matched', () => {
    given(imported)
      .when(close())
      .then({ code: 'bank-account-in-use', facts: { openLines: 2 } })
    given([...imported, matched])
      .when(close())
      .then([closed])
  })

  test('after a month that is not before its last movement was reconciled to zero by two persons', () => {
    const july = close({ lastMonth: '2025-07' })
    const refused = { code: 'bank-account-in-use', facts: { month: '2025-07' } } as const
    given([opened, signed('2025-07')])
      .when(july)
      .then(refused)
    given([opened, signed('2025-07', 500), checked(2)])
      .when(july)
      .then(refused)
    given([opened, signed('2025-06'), checked(2)])
      .when(july)
      .then(refused)
    given([opened, signed('2025-07'), checked(2)])
      .when(july)
      .then([closed])
    given([opened, signed('2025-08'), checked(2)])
      .when(july)
      .then([closed])
  })

  test('and then nothing is done with it but to open it again, once', () => {
    given([opened, closed])
      .when({ type: 'SetOwnFund', fund, division: '632701', lying: [], factsReadThrough: 9 })
      .then({ code: 'bank-account-closed' })
    given([...imported, matched, closed])
      .when({ type: 'TakeMatchBack', match: `${account}.4`, reason: '对错' })
      .then({ code: 'bank-account-closed' })
    given([opened, closed]).when(reopen).then([reopened])
    given([opened, closed, reopened]).when(reopen).then([])
    given([opened]).when(reopen).then([])
    given([opened, closed, reopened]).when(close()).then([closed])
  })
})

describe('money that is recorded at the same time as its account is closed', () => {
  const facts = (closedOn: string | undefined, use: Partial<AccountUse>) => ({
    findBankAccount: (id: string) => ({ ...opened.data, id, ...(closedOn !== undefined && { closedOn }) }) as never,
    useOf: () => ({ ...nothing, ...use }),
    sequence: () => 12,
  })
  const gift = {
    type: 'DonationReceived' as const,
    data: {
      ...{ receiptNumber: 'R-1', donor: { kind: 'individual' as const }, receivedOn: '2025-07-02' },
      ...{ bankAccount: account, shares: [{ fund, amountFen: 500 }], availableAfterFen: 500 },
    },
  }
  const other = idNumber('bankaccount', 2)
  const sent = {
    type: 'TransferSent' as const,
    data: { bankAccount: other, to: account, shares: [{ fund, amountFen: 500 }] },
  }

  test('opens it, whichever of both comes second', () => {
    expect(reopenAccount(facts('2025-07-02', { balanceFen: 500 }), gift, { stream: fund })).toEqual([
      { stream: account, command: reopen },
    ])
    expect(reopenAccount(facts('2025-07-02', { balanceFen: 500 }), closed, { stream: account })).toEqual([
      { stream: account, command: reopen },
    ])
  })

  test('opens it where it is on its way there', () => {
    const onTheWay = facts('2025-07-02', { transfers: 1, inTransitFen: 500 })
    const command = { ...reopen, balanceFen: 0, inTransitFen: 500 }
    expect(reopenAccount(onTheWay, sent, { stream: fund })).toContainEqual({ stream: account, command })
  })

  test('opens none that is open, or that it has left before', () => {
    expect(reopenAccount(facts(undefined, { balanceFen: 500 }), gift, { stream: fund })).toEqual([])
    expect(reopenAccount(facts('2025-07-02', {}), gift, { stream: fund })).toEqual([])
    expect(reopenAccount(facts('2025-07-02', {}), closed, { stream: account })).toEqual([])
  })
})
