import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it, test } from 'vitest'
import {
  type BundlePlan,
  createHistory,
  createNoteKey,
  createWitnessKey,
  origin,
  uuid,
  writeBundle,
} from './bundle.fixture.ts'
import { type BundleOptions, type BundleVerdict, verifyBundle } from './verify-bundle.ts'

const key = createNoteKey()
const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

function bundleOf(plan: Partial<BundlePlan> = {}): string {
  const folder = writeBundle({ events: meals(20), key, ...plan })
  folders.push(folder)
  return folder
}

function verify(folder: string, options: Partial<BundleOptions> = {}): BundleVerdict {
  return verifyBundle(folder, { key: key.vkey, ...options })
}

/** Two funds, one batch of credits, and a meal a day. */
function meals(count: number) {
  const history = createHistory()
  const [programme, budget, batch] = [`programme-${uuid(1)}`, `budget-${uuid(1)}`, `batch-${uuid(1)}`]
  const [wallet, worker, merchant] = [`wallet-${uuid(1)}`, `worker-${uuid(1)}`, `merchant-${uuid(1)}`]
  const restriction = { purposes: [], divisions: [] }
  const credit = []
  for (const [number, amountFen] of [66_700, 33_300].entries()) {
    const fund = `fund-${uuid(number)}`
    const funder = { name: '虚构出资方', kind: 'union' as const }
    const shares = [{ fund, amountFen }]
    history.add(fund, 'FundOpened', { name: `资金${number}`, division: '632701', funder, restriction })
    const donation = { receiptNumber: 'R-1', donor: { kind: 'individual' as const }, receivedOn: '2025-06-01' }
    history.add(fund, 'DonationReceived', { ...donation, shares, availableAfterFen: amountFen })
    history.add(fund, 'FundsAllocated', { programme, budget, shares, availableAfterFen: 0 })
    credit.push(...shares)
  }
  history.add(budget, 'FundsCommitted', { programme, for: batch, attempt: 1, shares: credit })
  const wallets = [{ wallet, worker, serial: 1, credits: [{ window: 'june', shares: credit }] }]
  history.add(batch, 'CreditsIssued', { programme, part: 1, wallets })
  for (let number = 0; number < count; number += 1) {
    const shares = credit.map(({ fund }) => ({ fund, amountFen: 10 }))
    history.add(wallet, 'MealRedeemed', {
      ...{ programme, worker, merchant, redeemedOn: '2025-06-02', items: [], factsReadThrough: 1 },
      ...{ listPriceFen: 25, discountFen: 5, ownShareFen: 0, balanceAfterFen: 100_000 - 20 * (number + 1) },
      draws: [{ credit: `${wallet}.1`, batch, window: 'june', shares }],
      ...{ deviceId: 'till', deviceSequence: number, capturedOffline: false },
    })
  }
  return history.events
}

function outcomes({ checks }: BundleVerdict) {
  return Object.fromEntries(checks.map(({ check, outcome }) => [check, outcome]))
}

describe('a bundle as it was exported', () => {
  it.each([0, 1, 20, 248, 249, 600])('holds with %i meals', (count) => {
    const verdict = verify(bundleOf({ events: count === 0 ? [] : meals(count) }))
    expect(verdict.misfits).toEqual([])
    expect(verdict.holds).toBe(true)
  })

  it('holds with checkpoints that were kept and witnesses who signed', () => {
    const witness = createWitnessKey('witness.example/w1')
    const folder = bundleOf({ events: meals(300), earlier: [1, 7, 256, 300], witnesses: [witness] })
    const verdict = verify(folder, { witnesses: [witness.vkey] })
    expect(verdict.misfits).toEqual([])
    expect(outcomes(verdict)).toMatchObject({ consistency: 'holds', witnesses: 'holds', signature: 'holds' })
  })
})

test('another key, another witness, another ledger’s name do not pass', () => {
  const witness = createWitnessKey('witness.example/w1')
  const folder = bundleOf({ witnesses: [witness] })
  expect(outcomes(verify(folder, { key: createNoteKey().vkey }))).toMatchObject({ signature: 'broken', root: 'holds' })
  const stranger = createWitnessKey('witness.example/w1')
  expect(outcomes(verify(folder, { witnesses: [stranger.vkey] }))).toMatchObject({ witnesses: 'broken' })
  expect(() => verify(folder, { key: `${origin}+00000000+AAAA` })).toThrow('not an Ed25519 verifier key')
})

test('rules that this verifier does not have are refused by name', () => {
  const folder = bundleOf({ postingRulesVersion: 3 })
  expect(() => verify(folder)).toThrow(expect.objectContaining({ code: 'posting-rules-unknown' }))
})

test('a history that was rewritten and signed anew does not hold the older checkpoint', () => {
  const events = meals(40)
  const rewritten = events.map((event) =>
    event.sequence === 12 ? { ...event, metadata: { ...event.metadata, actor: 'officer/other' } } : event,
  )
  const [before, after] = [bundleOf({ events, earlier: [10, 30] }), bundleOf({ events: rewritten })]
  for (const size of [10, 30]) {
    const kept = readFileSync(join(before, `checkpoints/${size}`))
    rmSync(join(after, 'checkpoints'), { recursive: true, force: true })
    const checkpoints = bundleOf({ events: rewritten, earlier: [size] })
    writeFileSync(join(checkpoints, `checkpoints/${size}`), kept)
    const { consistency, root } = outcomes(verify(checkpoints))
    expect({ size, consistency, root }).toEqual({ size, consistency: size < 12 ? 'holds' : 'broken', root: 'holds' })
  }
})

test('a checkpoint that was kept beside the bundle is held against it', () => {
  const events = meals(40)
  const rewritten = events.map((event) =>
    event.sequence === 12 ? { ...event, metadata: { ...event.metadata, actor: 'officer/other' } } : event,
  )
  const kept = join(bundleOf({ events, earlier: [30] }), 'checkpoints/30')
  expect(outcomes(verify(bundleOf({ events }), { checkpoints: [kept] }))).toMatchObject({ consistency: 'holds' })
  const verdict = verify(bundleOf({ events: rewritten }), { checkpoints: [kept] })
  expect(verdict.misfits).toContainEqual(expect.objectContaining({ check: 'consistency', where: kept }))
  const folder = bundleOf({ events })
  expect(() => verify(folder, { checkpoints: [join(folder, 'none')] })).toThrow('There is no checkpoint')
})

test('what overdraws an account is named, although it was signed', () => {
  const events = meals(20).filter(({ type }) => type !== 'FundsCommitted')
  const renumbered = events.map((event, index) => ({ ...event, sequence: index + 1 }))
  const verdict = verify(bundleOf({ events: renumbered }))
  expect(verdict.firstEvent).toMatchObject({ check: 'postings', event: { type: 'CreditsIssued', sequence: 7 } })
  expect(outcomes(verdict)).toMatchObject({ root: 'holds', journal: 'holds', postings: 'broken' })
})

test('a gap in a stream is named, although it was signed', () => {
  const events = meals(20).filter(({ sequence }) => sequence !== 15)
  const renumbered = events.map((event, index) => ({ ...event, sequence: index + 1 }))
  expect(verify(bundleOf({ events: renumbered })).firstEvent).toMatchObject({
    check: 'order',
    event: { sequence: 15, type: 'MealRedeemed', version: 8 },
  })
})

test('an event that stands in its stream twice is named, although it was signed', () => {
  const events = meals(20)
  const doubled = events.map((event) => (event.sequence === 15 ? { ...event, id: events[13]?.id ?? '' } : event))
  expect(verify(bundleOf({ events: doubled })).firstEvent).toMatchObject({
    check: 'order',
    event: { sequence: 15, type: 'MealRedeemed' },
  })
})

describe('what is not there, or not whole, is named and the rest is still checked', () => {
  const altered = (work: (folder: string) => void, plan: Partial<BundlePlan> = {}): BundleVerdict => {
    const folder = bundleOf({ events: meals(300), ...plan })
    work(folder)
    return verify(folder)
  }
  const named = ({ misfits }: BundleVerdict) => misfits.map(({ check, where }) => `${check} ${where}`)

  test('a bundle of entries', () => {
    const verdict = altered((folder) => rmSync(join(folder, 'tile/entries/000')))
    expect(named(verdict)).toEqual(expect.arrayContaining(['files tile/entries/000', 'entries tile/entries/000']))
    expect(verdict.firstEvent).toMatchObject({ event: { sequence: 1 }, what: 'it is missing' })
  })

  test('a tile', () => {
    const verdict = altered((folder) => rmSync(join(folder, 'tile/1/000.p/1')))
    expect(named(verdict)).toEqual(['files tile/1/000.p/1', 'tiles tile/1/000.p/1'])
    expect(outcomes(verdict)).toMatchObject({ entries: 'holds', root: 'holds', journal: 'holds' })
  })

  test('the journal', () => {
    const verdict = altered((folder) => rmSync(join(folder, 'journal.csv')))
    expect(named(verdict)).toEqual(['files journal.csv', 'journal journal.csv'])
    expect(outcomes(verdict)).toMatchObject({ entries: 'holds', root: 'holds', postings: 'holds' })
  })

  test('a row of the journal, and a row that nobody posted', () => {
    const verdict = altered((folder) => {
      const [header = '', ...rows] = readFileSync(join(folder, 'journal.csv'), 'utf8').split('\r\n')
      const [first = '', , ...others] = rows
      writeFileSync(join(folder, 'journal.csv'), [header, first, ...others.slice(0, -1), first, ''].join('\r\n'))
    })
    expect(named(verdict).filter((name) => name.startsWith('journal'))).toEqual([
      'journal journal.csv, line 3',
      expect.stringMatching(/^journal journal\.csv, line \d{4}$/),
    ])
  })

  test('the end of a bundle of entries', () => {
    const path = 'tile/entries/001.p/52'
    const verdict = altered((folder) => {
      const bytes = readFileSync(join(folder, path))
      writeFileSync(join(folder, path), bytes.subarray(0, bytes.length - 10))
    })
    expect(named(verdict)).toEqual(expect.arrayContaining([`files ${path}`, `entries ${path}`, 'entries entry 308']))
    expect(verdict.firstEvent).toMatchObject({ event: { sequence: 308 } })
  })

  test('a file outside of the folder is never read', () => {
    const folder = bundleOf()
    const manifest = JSON.parse(readFileSync(join(folder, 'bundle.json'), 'utf8'))
    manifest.files[0].path = '../secret'
    writeFileSync(join(folder, 'bundle.json'), JSON.stringify(manifest))
    expect(() => verify(folder)).toThrow(expect.objectContaining({ code: 'bundle-unreadable' }))
  })
})

describe('a report that was saved', () => {
  const events = meals(20)
  const report = (query: object, answer: object) => ({ forged: { request: { path: '/v1/budget', query }, answer } })
  const reportMisfits = (reports: Record<string, object>) =>
    verify(bundleOf({ events, reports })).misfits.map(({ what }) => what)

  test('with figures that the events do not give is told apart, figure by figure', () => {
    const what = reportMisfits(report({ by: 'fund', at: '3' }, { sequence: 3, by: 'fund', rows: [] }))
    expect(what).toEqual(
      expect.arrayContaining([
        expect.stringContaining('at 3: ledger is absent'),
        expect.stringMatching(/^at 3: rows\[fund-.*0\] is absent, recomputed \{"key"/),
        expect.stringContaining('at 3: total is absent'),
      ]),
    )
  })

  test('by rules, at a moment or of a kind that is not known is not let pass', () => {
    const folder = bundleOf({ events, reports: report({}, { sequence: 3, postingRulesVersion: 9 }) })
    expect(() => verify(folder)).toThrow(expect.objectContaining({ code: 'posting-rules-unknown' }))
    expect(reportMisfits(report({ at: '4' }, { sequence: 3 }))).toContain('at 3: asked was at 4')
    expect(reportMisfits(report({}, { sequence: 900 }))).toContain('at 900: its event is not among these')
    expect(reportMisfits(report({ colour: 'red' }, { sequence: 3 }))).toContain(
      'at 3: what colour asks for is not known',
    )
    const other = { forged: { request: { path: '/v1/findings', query: {} }, answer: { sequence: 3 } } }
    expect(reportMisfits(other)).toContain('at 3: the figures of /v1/findings are not among those that are recomputed')
  })
})
