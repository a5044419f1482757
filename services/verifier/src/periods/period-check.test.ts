import { rmSync } from 'node:fs'
import { afterEach, describe, expect, test } from 'vitest'
import { createHistory, createNoteKey, uuid, writeBundle } from '../bundle.fixture.ts'
import { canonicalText, parseJson } from '../json.ts'
import { growTree } from '../tree/growing-tree.ts'
import { hashLeaf } from '../tree/merkle.ts'
import { verifyBundle } from '../verify-bundle.ts'

const key = createNoteKey()
const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})
const period = `period-${uuid(1)}`
const fund = `fund-${uuid(1)}`
const month = '2025-07'
const approval = { proposal: `proposal-${uuid(1)}`, approvedBy: 'approver/ma' }
type History = ReturnType<typeof createHistory>

function open(history: History): void {
  const funder = { name: '虚构出资方', kind: 'union' as const }
  const restriction = { purposes: [], divisions: [] }
  history.add(fund, 'FundOpened', { name: '资金', division: '632701', funder, restriction })
}

function give(history: History, accountingDate: string): void {
  const donation = { receiptNumber: `R-${history.events.length}`, donor: { kind: 'individual' as const } }
  const given = history.events.filter(({ type }) => type === 'DonationReceived').length + 1
  const shares = [{ fund, amountFen: 100 }]
  const more = { receivedOn: '2025-07-30', shares, availableAfterFen: 100 * given }
  history.add(fund, 'DonationReceived', { ...donation, ...more }, { accountingDate })
}

function begin(history: History, said: object = {}, how: object = {}): void {
  const data = { month, firstOpenDay: '2025-08-01', writers: ['funds', 'vouchers'], ...said }
  history.add(period, 'PeriodClosing', data, { accountingDate: '2025-08-07', approval, ...how })
}

function pass(history: History, ...writers: string[]): void {
  history.add(
    period,
    'PeriodPassed',
    { month, writers },
    { accountingDate: '2025-08-07', actor: 'process/pass-period' },
  )
}

function close(history: History, said: object = {}): void {
  const through = history.events.findLast(({ type }) => type === 'PeriodPassed')?.sequence ?? 0
  const tree = growTree()
  for (const event of history.events.slice(0, through))
    tree.append(hashLeaf(Buffer.from(canonicalText(parseJson(JSON.stringify(event), 'event')))))
  const root = Buffer.from(tree.root()).toString('base64')
  const data = { month, throughSequence: through, root, ...said }
  history.add(period, 'PeriodClosed', data, { accountingDate: '2025-08-07', actor: 'process/close-period' })
}

/** Closed in every detail as it is meant to be, unless a step does it otherwise. */
function misfitsOf(
  steps: Partial<Record<'begin' | 'between' | 'last' | 'close' | 'after', (history: History) => void>>,
) {
  const history = createHistory()
  open(history)
  give(history, '2025-07-30')
  ;(steps.begin ?? begin)(history)
  pass(history, 'funds')
  steps.between?.(history)
  ;(steps.last ?? ((one) => pass(one, 'vouchers')))(history)
  give(history, '2025-08-01')
  ;(steps.close ?? close)(history)
  steps.after?.(history)
  const folder = writeBundle({ events: history.events, key })
  folders.push(folder)
  return verifyBundle(folder, { key: key.vkey })
    .misfits.filter(({ check }) => check === 'periods')
    .map(({ what, event }) => ({ what, type: event?.type }))
}

describe('a closed month', () => {
  test('holds with what was under way until the last writer had passed, and with what comes later on an open day', () => {
    expect(misfitsOf({ between: (one) => give(one, '2025-07-31'), after: (one) => give(one, '2025-08-20') })).toEqual(
      [],
    )
  })

  test.each<[string, Parameters<typeof misfitsOf>[0], RegExp]>([
    ['an entry in it, recorded after its end', { after: (one) => give(one, '2025-07-31') }, /was closed below it/],
    ['another root', { close: (one) => close(one, { root: Buffer.alloc(32, 7).toString('base64') }) }, /has the root/],
    ['another end', { close: (one) => close(one, { throughSequence: 2 }) }, /the last writer passed at/],
    ['an end while a writer is awaited', { last: () => {} }, /not every writer had passed/],
    ['a writer that nobody waited for', { last: (one) => pass(one, 'vouchers', 'reports') }, /reports was not waited/],
    ['nobody who approved', { begin: (one) => begin(one, {}, { approval: undefined }) }, /nobody approved/],
    [
      'one person for both',
      { begin: (one) => begin(one, {}, { approval: { ...approval, approvedBy: 'approver/li' } }) },
      /who asked for it approved it/,
    ],
    ['another first open day', { begin: (one) => begin(one, { firstOpenDay: '2025-08-02' }) }, /the first day after/],
    [
      'a closing before its end',
      { begin: (one) => begin(one, {}, { accountingDate: '2025-07-31' }) },
      /before it was over/,
    ],
    [
      'a month left out',
      {
        after: (one) => begin(one, { month: '2025-09', firstOpenDay: '2025-10-01' }, { accountingDate: '2025-10-07' }),
      },
      /2025-08 comes before/,
    ],
  ])('is found out by %s', (_, steps, what) => {
    expect(misfitsOf(steps).map((one) => one.what)).toContainEqual(expect.stringMatching(what))
  })
})
