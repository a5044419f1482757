import { rmSync } from 'node:fs'
import { afterEach, describe, expect, test } from 'vitest'
import { createHistory, createNoteKey, type SampleEvent, uuid, writeBundle } from '../bundle.fixture.ts'
import { verifyBundle } from '../verify-bundle.ts'

const key = createNoteKey()
const [account, fund] = [`bankaccount-${uuid(1)}`, `fund-${uuid(1)}`]
const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

type Data = Record<string, unknown>

/** 100 and 30 given; the bank has the 100 in July, which is matched, taken back and matched again; in August the 30; September is taken out again. */
function play(): readonly SampleEvent[] {
  const { add, events } = createHistory()
  const restriction = { purposes: [], divisions: [] }
  add(fund, 'FundOpened', {
    name: '帮扶资金',
    division: '632701',
    funder: { name: '总工会', kind: 'union' },
    restriction,
  })
  add(account, 'BankAccountOpened', { name: '帮扶专户', division: '632701', bank: '虚构银行', lastDigits: '7731' })
  const give = (receiptNumber: string, amountFen: number, availableAfterFen: number) => {
    const donor = { kind: 'individual' as const }
    const given = { receiptNumber, donor, receivedOn: '2025-06-01', availableAfterFen, bankAccount: account }
    return add(fund, 'DonationReceived', { ...given, shares: [{ fund, amountFen }] })
  }
  const [first, second] = [give('R-1', 10_000, 10_000), give('R-2', 3_000, 13_000)]
  const state = (month: string, openingFen: number, lines: { reference: string; amountFen: number }[]) => {
    const closingFen = lines.reduce((sum, { amountFen }) => sum + amountFen, openingFen)
    const said = { from: `2025-${month}-01`, until: `2025-${month}-28`, openingFen, closingFen, lines: lines.length }
    const bankStatement = add(account, 'BankStatementImported', { ...said, fileHash: '5c'.repeat(32) })
    const dated = lines.map((line) => ({ ...line, day: `2025-${month}-02` }))
    add(account, 'BankStatementLinesImported', { bankStatement, lines: dated })
    return bankStatement
  }
  const match = (lines: string[], movements: string[], amountFen: number) =>
    add(account, 'BankLinesMatched', { lines, movements, amountFen, foundBy: 'hand' })
  state('07', 0, [{ reference: 'L1', amountFen: 10_000 }])
  const wrong = match(['L1'], [first], 10_000)
  add(account, 'BankMatchTakenBack', { match: wrong, reason: '对错' })
  state('08', 10_000, [{ reference: 'L2', amountFen: 3_000 }])
  match(['L1', 'L2'], [first, second], 13_000)
  const third = state('09', 13_000, [{ reference: 'L3', amountFen: 1 }])
  add(account, 'BankStatementWithdrawn', { bankStatement: third, reason: '导错账户' })
  const said = { month: '2025-08', booksFen: 13_000, bankFen: 13_000, madeBy: 'officer/li' }
  const reconciliation = add(account, 'BankReconciliationSigned', said)
  add(account, 'BankReconciliationChecked', { reconciliation, checkedBy: 'approver/ma' })
  return events
}

const history = play()

function said(events: readonly SampleEvent[]): string[] {
  const folder = writeBundle({ events, key })
  folders.push(folder)
  const { misfits } = verifyBundle(folder, { key: key.vkey })
  return misfits.filter(({ check }) => check === 'cash').map(({ what }) => what)
}

/** The nth event of a type with other data, as somebody would write it who can sign. */
function altered(type: string, nth: number, change: Data): readonly SampleEvent[] {
  const event = history.filter((one) => one.type === type)[nth - 1]
  if (!event) throw new Error(`there is no ${type} ${nth}`)
  return history.map((one) => (one === event ? { ...one, data: { ...one.data, ...change } } : one))
}

test('papers that follow and add up hold, with what is matched', () => {
  expect(said(history)).toEqual([])
})

describe('what was recorded otherwise is named, although it was signed', () => {
  const line = { reference: 'L1', day: '2025-08-02', amountFen: 3_000 }
  test.each<[string, string, number, Data, RegExp]>([
    ['papers that overlap', 'BankStatementImported', 2, { from: '2025-07-28' }, /the one before runs until 2025-07-28/],
    ['another beginning', 'BankStatementImported', 2, { openingFen: 9_999 }, /begins with 9999, .* ends with 10000/],
    ['another end', 'BankStatementImported', 1, { closingFen: 10_001 }, /its lines come to 10000, .* says 10001/],
    ['days in the wrong order', 'BankStatementImported', 1, { from: '2025-07-29' }, /runs from 2025-07-29 until/],
    ['a line too few', 'BankStatementImported', 1, { lines: 2 }, /1 lines of the one before are missing/],
    ['a line too many', 'BankStatementImported', 1, { lines: 0 }, /more lines than its statement says/],
    ['a line that was there before', 'BankStatementLinesImported', 2, { lines: [line] }, /has the line L1 already/],
    [
      'lines of another',
      'BankStatementLinesImported',
      2,
      { bankStatement: `${account}.2` },
      /is not the one before it/,
    ],
    ['not the newest taken out', 'BankStatementWithdrawn', 1, { bankStatement: `${account}.2` }, /not the newest/],
    ['another amount', 'BankLinesMatched', 2, { amountFen: 12_999 }, /its lines do not come to 12999/],
    ['a line too few in it', 'BankLinesMatched', 2, { lines: ['L1'] }, /its lines do not come to 13000/],
    ['a movement too few in it', 'BankLinesMatched', 2, { movements: [`${fund}.2`] }, /its movements do not come/],
    ['a line that the bank has not', 'BankLinesMatched', 2, { lines: ['L1', 'L9'] }, /the bank has no line L9/],
    ['what moved nothing', 'BankLinesMatched', 2, { movements: [`${fund}.1`, `${fund}.2`] }, /moved nothing there/],
    ['a line twice', 'BankLinesMatched', 2, { lines: ['L1', 'L1'] }, /the line L1 is matched already/],
    ['checked by its maker', 'BankReconciliationChecked', 1, { checkedBy: 'approver/li' }, /by whom it was made/],
    ['a match that is none', 'BankMatchTakenBack', 1, { match: `${account}.2` }, /there is no such match/],
  ])('%s', (_, type, nth, change, what) => {
    expect(said(altered(type, nth, change)).join('\n')).toMatch(what)
  })

  test('the same line and movement in two matches, where the first was not taken back', () => {
    const told = said(altered('BankMatchTakenBack', 1, { match: `${account}.2` })).join('\n')
    expect(told).toMatch(/the line L1 is matched already\nfund-.* is matched already/)
  })
})
