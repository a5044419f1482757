import { specify } from '@welfare/event-store/decider/specification.fixture.ts'
import { describe, test } from 'vitest'
import { idNumber } from '../../sample.fixture.ts'
import { bankAccountDecider } from '../bank-account.decider.ts'
import type { ImportStatement, MatchLines } from './bank-statements.ts'

const { given } = specify(bankAccountDecider)
const id = idNumber('bankaccount', 1)
const hash = (letter: string) => letter.repeat(64)
const opened = {
  type: 'BankAccountOpened' as const,
  data: { name: '帮扶专户', division: '632701', bank: '虚构银行', lastDigits: '7731' },
}
const line = (reference: string, amountFen: number, day = '2025-07-02') => ({ reference, day, amountFen })
const july: ImportStatement = {
  ...{ type: 'ImportStatement', bankAccount: id, from: '2025-07-01', until: '2025-07-31', fileHash: hash('a') },
  ...{ openingFen: 1_000, closingFen: 1_300, lines: [line('L1', 500), line('L2', -200)] },
}
const imported = [
  opened,
  {
    type: 'BankStatementImported' as const,
    data: {
      ...{ from: '2025-07-01', until: '2025-07-31', openingFen: 1_000, closingFen: 1_300 },
      ...{ lines: 2, fileHash: hash('a') },
    },
  },
  {
    type: 'BankStatementLinesImported' as const,
    data: { bankStatement: `${id}.2`, lines: [line('L1', 500), line('L2', -200)] },
  },
]
const august: ImportStatement = {
  ...{ ...july, from: '2025-08-01', until: '2025-08-31', fileHash: hash('b') },
  ...{ openingFen: 1_300, closingFen: 1_300, lines: [] },
}
const [gift, payment, other] = [`${idNumber('fund', 1)}.4`, `${idNumber('statement', 1)}.9`, `${idNumber('fund', 1)}.7`]
const matching = (...matches: MatchLines['matches']): MatchLines => ({ type: 'MatchLines', matches })
const pair = { lines: ['L1'], movements: [{ id: gift, amountFen: 500 }], foundBy: 'hand' as const }
const matched = {
  type: 'BankLinesMatched' as const,
  data: { lines: ['L1'], movements: [gift], amountFen: 500, foundBy: 'hand' as const },
}

describe("the bank's statement", () => {
  test('is taken in with its lines, in parts of a hundred', () => {
    given([opened]).when(july).then(imported.slice(1))
    const lines = Array.from({ length: 150 }, (_, n) => line(`M${n}`, 1))
    given([opened])
      .when({ ...july, lines, closingFen: 1_150 })
      .then([
        { type: 'BankStatementImported', data: { ...imported[1]?.data, closingFen: 1_150, lines: 150 } as never },
        { type: 'BankStatementLinesImported', data: { bankStatement: `${id}.2`, lines: lines.slice(0, 100) } },
        { type: 'BankStatementLinesImported', data: { bankStatement: `${id}.2`, lines: lines.slice(100) } },
      ])
  })

  test('the same file again is what it was', () => {
    given(imported)
      .when({ ...august, fileHash: hash('a') })
      .then([])
  })

  test('follows the one before, and begins with what that ended with', () => {
    given(imported)
      .when({ ...august, from: '2025-07-31' })
      .then({ code: 'bank-statement-does-not-follow', facts: { until: '2025-07-31' } })
    given(imported)
      .when({ ...august, openingFen: 1_299 })
      .then({
        code: 'bank-statement-opening-differs',
        facts: { until: '2025-07-31', closingFen: 1_300, openingFen: 1_299 },
      })
  })

  test('adds up, and the first line that does not is named', () => {
    given([opened])
      .when({
        ...july,
        lines: [
          { ...line('L1', 500), balanceFen: 1_500 },
          { ...line('L2', -200), row: 7, balanceFen: 1_299 },
        ],
      })
      .then({
        code: 'bank-line-balance-differs',
        facts: { reference: 'L2', row: 7, balanceFen: 1_299, reckonedFen: 1_300 },
      })
    given([opened])
      .when({ ...july, closingFen: 1_301 })
      .then({
        code: 'bank-statement-closing-differs',
        facts: { closingFen: 1_301, reckonedFen: 1_300, differenceFen: 1 },
      })
  })

  test('a reference stands once on an account, a line within the days', () => {
    given([opened])
      .when({ ...july, lines: [line('L1', 500), line('L1', -200)] })
      .then({ code: 'bank-line-known', facts: { reference: 'L1' } })
    given(imported)
      .when({ ...august, closingFen: 1_400, lines: [line('L2', 100, '2025-08-02')] })
      .then({ code: 'bank-line-known', facts: { reference: 'L2' } })
    given(imported)
      .when({ ...august, closingFen: 1_400, lines: [line('L3', 100)] })
      .then({ code: 'bank-line-outside-days' })
  })

  test('the newest can be taken out, and in again, before one of its lines is matched', () => {
    const out = { type: 'WithdrawStatement' as const, bankStatement: `${id}.2`, reason: '导错账户' }
    const withdrawn = {
      type: 'BankStatementWithdrawn' as const,
      data: { bankStatement: `${id}.2`, reason: '导错账户' },
    }
    given(imported).when(out).then([withdrawn])
    given([...imported, withdrawn])
      .when(out)
      .then({ code: 'bank-statement-not-last' })
    given([...imported, matched])
      .when(out)
      .then({ code: 'bank-statement-matched', facts: { matched: 1 } })
    const again = { ...imported[2]?.data, bankStatement: `${id}.5` } as never
    given([...imported, withdrawn])
      .when(july)
      .then([imported[1] as never, { type: 'BankStatementLinesImported', data: again }])
  })
})

describe('a match', () => {
  test('is of the same amount on both sides', () => {
    given(imported).when(matching(pair)).then([matched])
    given(imported)
      .when(matching({ ...pair, movements: [{ id: gift, amountFen: 499 }] }))
      .then({ code: 'match-amounts-differ', facts: { bankFen: 500, booksFen: 499 } })
  })

  test('may be of several on each side, or of one side alone where that cancels itself', () => {
    const both = {
      ...{ lines: ['L1', 'L2'], foundBy: 'hand' as const },
      movements: [
        { id: gift, amountFen: 500 },
        { id: payment, amountFen: -200 },
      ],
    }
    given(imported)
      .when(matching(both))
      .then([{ type: 'BankLinesMatched', data: { ...both, movements: [gift, payment], amountFen: 300 } }])
    const red = {
      lines: [],
      movements: [
        { id: gift, amountFen: 90 },
        { id: other, amountFen: -90 },
      ],
      foundBy: 'hand' as const,
    }
    given(imported)
      .when(matching(red))
      .then([
        { type: 'BankLinesMatched', data: { lines: [], movements: [gift, other], amountFen: 0, foundBy: 'hand' } },
      ])
    given(imported)
      .when(matching({ lines: ['L1'], movements: [], foundBy: 'hand' }))
      .then({ code: 'match-of-one' })
  })

  test('no line and no movement is in two, whether they come apart or in one act', () => {
    const again = { ...pair, movements: [{ id: other, amountFen: 500 }] }
    given([...imported, matched])
      .when(matching(again))
      .then({ code: 'bank-line-already-matched' })
    given(imported)
      .when(matching(pair, again))
      .then({ code: 'bank-line-already-matched', facts: { reference: 'L1' } })
    const elsewhere = { ...pair, lines: ['L2'] }
    given([...imported, matched])
      .when(matching(elsewhere))
      .then({ code: 'movement-already-matched' })
    given(imported)
      .when(matching(pair, elsewhere))
      .then({ code: 'movement-already-matched', facts: { movement: gift } })
    given(imported)
      .when(matching({ ...pair, lines: ['L9'] }))
      .then({ code: 'bank-line-unknown' })
  })

  test('is taken back by a reason; then both are open again', () => {
    const back = { type: 'TakeMatchBack' as const, match: `${id}.4`, reason: '对错了' }
    const taken = { type: 'BankMatchTakenBack' as const, data: { match: `${id}.4`, reason: '对错了' } }
    given([...imported, matched])
      .when(back)
      .then([taken])
    given([...imported, matched, taken])
      .when(back)
      .then({ code: 'bank-match-unknown' })
    given([...imported, matched, taken])
      .when(matching(pair))
      .then([matched])
  })
})

describe('the reconciliation of a month', () => {
  const said = { month: '2025-07', booksFen: 1_300, bankFen: 1_300, madeBy: 'officer/li' }
  const made = { type: 'BankReconciliationSigned' as const, data: said }
  const check = { type: 'CheckReconciliation' as const, reconciliation: `${id}.4`, checkedBy: 'approver/ma' }
  const { type: _, ...data } = check
  const checked = { type: 'BankReconciliationChecked' as const, data }

  test('is signed by its maker, and then once by another person, in whatever role', () => {
    given(imported)
      .when({ type: 'MakeReconciliation', ...said })
      .then([made])
    given([...imported, made])
      .when(check)
      .then([checked])
    given([...imported, made, checked])
      .when(check)
      .then([])
    given([...imported, made])
      .when({ ...check, checkedBy: 'approver/li' })
      .then({ code: 'bank-reconciliation-own' })
    given(imported).when(check).then({ code: 'bank-reconciliation-unknown' })
  })
})
