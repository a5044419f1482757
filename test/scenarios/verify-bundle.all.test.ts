import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { verifyBundle } from '@welfare/verifier/verify-bundle.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { writeBundle } from '../../services/standalone/src/bundles/bundle-writer.ts'
import { createApiClient } from '../../services/standalone/src/cli/api-client.ts'
import { createSeededRandom, pick, type Random } from '../../services/standalone/src/demo/seeded-random.ts'
import { CORRECTED_DAY, playChangedPeople } from '../harness/changed-people.ts'
import type { Meals } from '../harness/meals.ts'
import { openTestLedger, type TestLedger, temporaryFolder } from '../harness/test-ledger.ts'
import { playVariedHistory } from '../harness/varied-history.ts'

let fixture: TestLedger
let meals: Meals
let folder: string
let bundle: string
let key: string
/** Two programmes that exclude each other, with people who change. */
let changed: readonly [string, string]
/** Saved in June, checked later. */
const saved: string[] = []

beforeAll(async () => {
  folder = temporaryFolder('welfare-verify-')
  bundle = join(folder, 'bundle')
  fixture = await openTestLedger('2025-06-01T09:00:00+08:00')
  meals = await playVariedHistory(fixture.api, fixture.clock, () => fixture.ledger.vouchers.sweepExpiredCredits())
  await saveReports()
  await saveChangedPeople()
  const donation = { receiptNumber: 'R-10', donor: { kind: 'individual' }, amountFen: 1 }
  await fixture.api.post(`/v1/funds/${meals.funds[1]}/donations`, donation)
  key = (await fixture.api.get('/log/keys')).split('\n')[0]
  const token = await fixture.api.tokenOf('auditor/verifier')
  await writeBundle(createApiClient({ url: fixture.api.url, token, key: 'verify' }), bundle)
}, 120_000)
afterAll(async () => {
  await fixture.close()
  rmSync(folder, { recursive: true })
})

/** As of many moments, as known and as it had happened. */
async function saveReports(): Promise<void> {
  const head = await fixture.head()
  const at = (part: number) => String(Math.floor(head * part))
  const queries: Record<string, string>[] = [{}, { at: '0' }, { at: at(0.5) }, { effective: '2025-05-31' }]
  queries.push({ effective: '2025-06-04' }, { effective: '2025-06-04', at: at(0.8) }, { effective: '2025-12-31' })
  queries.push({ at: '2025-06-02T23:00:00.000+08:00' }, { division: '630000' }, { programme: meals.programme })
  for (const query of queries) {
    for (const by of ['fund', 'programme', 'funder', 'division']) await save('/v1/budget', { ...query, by })
    for (const by of ['programme', 'employer', 'division', 'trade']) await save('/v1/coverage', { ...query, by })
  }
  const { rows } = await fixture.api.get('/v1/budget?by=programme')
  for (const { key: programme } of rows.filter(({ key }: { key: string | null }) => key !== null)) {
    const moments = [{}, { at: at(0.5) }, { at: at(0.8) }, { at: '2025-06-30T00:00:00Z' }, { limit: '2' }]
    const days = [{ effective: '2025-05-31' }, { effective: '2025-06-02' }, { effective: '2025-06-04' }]
    for (const query of [...moments, ...days])
      for (const kind of ['people', 'sites'])
        await save('/v1/gaps', { programme, kind, ...query } as Record<string, string>)
    await save('/v1/gaps', { programme, limit: '1000' })
    await save('/v1/gaps', { programme, endsWithin: '366' })
    await save('/v1/gaps', { programme, endsWithin: '30', effective: '2025-06-02' })
  }
  await save('/v1/gaps', { programme: meals.programme, window: 'second', reason: 'issued-not-used' })
  await save('/v1/coverage', { programme: meals.programme, by: 'window' })
  await save('/v1/coverage', { programme: meals.programme, window: 'second', by: 'trade' })
  for (const scope of ['632700', '130000', `000000,${meals.programme}`, `632701,130302,${meals.programme}`])
    for (const by of ['fund', 'programme', 'division']) {
      const actor = `auditor/of-${scope.slice(0, 6)}-${scope.length}@${scope}`
      await save('/v1/budget', { by }, actor)
      await save('/v1/coverage', { by: by === 'fund' ? 'trade' : by, effective: '2025-06-02' }, actor)
    }
  await save('/v1/budget', { fund: meals.funds[0] ?? '', by: 'programme' })
}

/** People who change: what was known before, what had happened by the day before, and what stands now. */
async function saveChangedPeople(): Promise<void> {
  const before = await fixture.head()
  changed = await playChangedPeople(fixture.api, fixture.clock)
  const half = String(Math.floor((before + (await fixture.head())) / 2))
  for (const programme of changed)
    for (const query of [{}, { effective: CORRECTED_DAY }, { at: half }] as Record<string, string>[]) {
      for (const by of ['window', 'employer']) await save('/v1/coverage', { programme, by, ...query })
      await save('/v1/gaps', { programme, limit: '50', ...query })
      await save('/v1/gaps', { programme, endsWithin: '60', ...query })
      await save('/v1/budget', { programme, by: 'fund', ...query })
    }
  await save('/v1/gaps', { programme: changed[1], limit: '50' }, `auditor/of-one@632722,${changed[1]}`)
}

async function save(path: string, query: Record<string, string>, actor = 'auditor/verifier'): Promise<void> {
  const answer = await fixture.api.get(`${path}?${new URLSearchParams(query)}`, actor)
  const { scope } = await fixture.api.get('/v1/session', actor)
  const file = join(folder, `saved-${saved.length}.json`)
  writeFileSync(file, JSON.stringify({ request: { path, query, reach: scope }, answer }))
  saved.push(file)
}

describe('a bundle of a ledger with every kind of entry', () => {
  test('holds, every check, and every report that was saved before', () => {
    const verdict = verifyBundle(bundle, { key, reports: saved })
    expect(verdict.misfits).toEqual([])
    const outcomes = Object.fromEntries(verdict.checks.map(({ check, outcome }) => [check, outcome]))
    expect(outcomes).toEqual({
      ...{ files: 'holds', signature: 'holds', entries: 'holds', tiles: 'holds', root: 'holds', consistency: 'holds' },
      ...{ witnesses: 'not-checked', order: 'holds', postings: 'holds', journal: 'holds' },
      ...{ cash: 'holds', settlement: 'holds', periods: 'not-checked', reports: 'holds' },
    })
    expect(verdict.checks.flatMap(({ notes }) => notes)).toEqual([])
    expect(verdict.checks.find(({ check }) => check === 'reports')?.examined).toBeGreaterThan(saved.length)
  })

  test('names every saved report of which one figure was changed', () => {
    const random = createSeededRandom(3)
    for (let first = 0; first < saved.length; first += 40) {
      const forged = saved.slice(first, first + 40).map((file) => forge(file, random))
      const named = new Set(verifyBundle(bundle, { key, reports: forged }).misfits.map(({ where }) => where))
      expect(forged.filter((file) => !named.has(file))).toEqual([])
    }
  }, 120_000)

  test('names the report whose plan as amended, merged person, reason or later correction was changed', () => {
    const forgeries = [
      ['/v1/coverage', changed[0], /"amended":5/, '"amended":6'],
      ['/v1/coverage', changed[0], /"issued":4/, '"issued":5'],
      ['/v1/gaps', changed[1], /"reason":"held-elsewhere"(?=.*"reason")/, '"reason":"declined"'],
      [
        '/v1/gaps',
        changed[1],
        /"heldIn":\{"programme":"[^"]+","name":"互斥午餐"/,
        `"heldIn":{"programme":"${changed[1]}","name":"互斥午餐"`,
      ],
      ['/v1/budget', changed[0], /"redeemedFen":503/, '"redeemedFen":504'],
    ] as const
    const reports = forgeries.map(([path, programme, figure, forged], index) => {
      const file = saved.find((one) => {
        const { request } = JSON.parse(readFileSync(one, 'utf8'))
        return request.path === path && request.query.programme === programme && figure.test(readFileSync(one, 'utf8'))
      })
      if (file === undefined) throw new Error(`no saved report says ${figure}`)
      const report = join(folder, `changed-${index}.json`)
      writeFileSync(report, readFileSync(file, 'utf8').replace(figure, forged))
      return report
    })
    const named = new Set(verifyBundle(bundle, { key, reports }).misfits.map(({ where }) => where))
    expect(reports.filter((report) => !named.has(report))).toEqual([])
  })

  test('does not take a part of the ledger for the whole', () => {
    const file = saved.find((one) => readFileSync(one, 'utf8').includes('"divisions":["130000"]')) ?? ''
    const { request, answer } = JSON.parse(readFileSync(file, 'utf8'))
    writeFileSync(join(folder, 'part.json'), JSON.stringify({ request: { ...request, reach: undefined }, answer }))
    expect(verifyBundle(bundle, { key, reports: [join(folder, 'part.json')] }).holds).toBe(false)
  })
})

/** Changes one number of the answer by one. */
function forge(file: string, random: Random): string {
  const text = readFileSync(file, 'utf8')
  const answerAt = text.indexOf('"answer":')
  const numbers = [...text.matchAll(/:(-?\d+)(?=[,}])/g)].filter(
    // Rules of another version are refused, not compared.
    ({ index }) => index > answerAt && !text.slice(0, index).endsWith('"postingRulesVersion"'),
  )
  const { index, 1: number } = pick(numbers, random)
  writeFileSync(
    `${file}.forged`,
    `${text.slice(0, index + 1)}${Number(number) + 1}${text.slice(index + 1 + String(number).length)}`,
  )
  return `${file}.forged`
}
