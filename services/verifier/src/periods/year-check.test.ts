import { rmSync } from 'node:fs'
import { afterEach, describe, expect, test } from 'vitest'
import { createHistory, createNoteKey, uuid, writeBundle } from '../bundle.fixture.ts'
import { verifyBundle } from '../verify-bundle.ts'

const key = createNoteKey()
const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})
const period = `period-${uuid(1)}`
const fund = `fund-${uuid(1)}`
const approval = { proposal: `proposal-${uuid(1)}`, approvedBy: 'approver/ma' }
const year = '2025'
const donated = (amountFen: number) => ({ account: 'donated' as const, fund, amountFen })
type History = ReturnType<typeof createHistory>

function give(history: History, accountingDate: string): void {
  const donor = { kind: 'individual' as const }
  const given = history.events.filter(({ type }) => type === 'DonationReceived').length + 1
  const shares = [{ fund, amountFen: 100 }]
  const more = { receivedOn: accountingDate, shares, availableAfterFen: 100 * given }
  history.add(fund, 'DonationReceived', { receiptNumber: `R-${given}`, donor, ...more }, { accountingDate })
}

function closeDecember(history: History, of = year): number {
  const [month, firstOpenDay] = [`${of}-12`, `${Number(of) + 1}-01-01`]
  const accountingDate = `${Number(of) + 1}-01-07`
  history.add(period, 'PeriodClosing', { month, firstOpenDay, writers: ['funds'] }, { accountingDate, approval })
  history.add(period, 'PeriodPassed', { month, writers: ['funds'] }, { accountingDate })
  const throughSequence = history.events.length
  const root = Buffer.alloc(32).toString('base64')
  history.add(period, 'PeriodClosed', { month, throughSequence, root }, { accountingDate })
  return throughSequence
}

const late = { accountingDate: '2026-02-01', approval }

/** Two gifts of the year and one of the next; its December, then the year are closed. */
function misfitsOf(
  steps: Partial<Record<'begin' | 'close', (history: History, through: number) => void>> & {
    after?: (history: History) => void
  },
) {
  const history = createHistory()
  const funder = { name: '虚构出资方', kind: 'union' as const }
  history.add(fund, 'FundOpened', {
    name: '资金',
    division: '632701',
    funder,
    restriction: { purposes: [], divisions: [] },
  })
  give(history, '2024-05-02')
  give(history, '2025-05-02')
  const through = closeDecember(history)
  give(history, '2026-01-08')
  const begin = (one: History) => one.add(period, 'YearClosing', { year, throughSequence: through }, late)
  const close = (one: History) =>
    one.add(period, 'YearClosed', { year, part: 1, parts: 1, lines: [donated(200)] }, late)
  ;(steps.begin ?? begin)(history, through)
  ;(steps.close ?? close)(history, through)
  steps.after?.(history)
  const folder = writeBundle({ events: history.events, key })
  folders.push(folder)
  return verifyBundle(folder, { key: key.vkey })
    .misfits.filter(({ check, event }) => check === 'periods' && event?.type?.startsWith('Year'))
    .map(({ what }) => what)
}

describe('a closed year', () => {
  test('holds: the first closes what is before it, and leaves what comes after it to the next', () => {
    expect(misfitsOf({})).toEqual([])
    const after = (history: History) => {
      const later = { ...late, accountingDate: '2027-02-01' }
      const throughSequence = closeDecember(history, '2026')
      history.add(period, 'YearClosing', { year: '2026', throughSequence }, later)
      history.add(period, 'YearClosed', { year: '2026', part: 1, parts: 1, lines: [donated(100)] }, later)
    }
    expect(misfitsOf({ after })).toEqual([])
  })

  const closeWith = (said: object) => (history: History) =>
    history.add(period, 'YearClosed', { year, part: 1, parts: 1, lines: [donated(200)], ...said }, late)
  const beginWith = (said: object, how: object) => (history: History, throughSequence: number) =>
    history.add(period, 'YearClosing', { year, throughSequence, ...said }, { ...late, ...how })

  test.each<[string, Parameters<typeof misfitsOf>[0], RegExp]>([
    ['another amount', { close: closeWith({ lines: [donated(201)] }) }, /came to 200 in 2025, not to 201/],
    ['an account left out', { close: closeWith({ lines: [] }) }, /came to 200 in 2025, and is left out/],
    ['an account said twice', { close: closeWith({ lines: [donated(200), donated(200)] }) }, /came to 0 in 2025/],
    [
      'an account that it has not',
      { close: closeWith({ lines: [donated(200), { account: 'cost', fund, amountFen: 5 }] }) },
      /not to 5/,
    ],
    ['a part left out', { close: closeWith({ part: 2, parts: 2 }) }, /part 1 comes before/],
    ['another end', { begin: beginWith({ throughSequence: 2 }, {}) }, /was closed through/],
    ['nobody who approved', { begin: beginWith({}, { approval: undefined }) }, /nobody approved/],
    [
      'one person for both',
      { begin: beginWith({}, { approval: { ...approval, approvedBy: 'approver/li' } }) },
      /who asked for it/,
    ],
    ['a December that is open', { begin: beginWith({ year: '2024' }, {}) }, /December of 2024 is not closed/],
    ['a second closing entry', { after: closeWith({}) }, /no year waits/],
  ])('is found out by %s', (_, steps, what) => {
    expect(misfitsOf(steps)).toContainEqual(expect.stringMatching(what))
  })
})
