import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { verifyBundle } from '@welfare/verifier/verify-bundle.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createApiClient } from '../../services/standalone/src/cli/api-client.ts'
import { writeBundle } from '../../services/standalone/src/cli/bundle-writer.ts'
import type { Meals } from '../harness/meals.ts'
import { openTestLedger, type TestLedger, temporaryFolder } from '../harness/test-ledger.ts'
import { playVariedHistory } from '../harness/varied-history.ts'

let world: TestLedger
let meals: Meals
let folder: string
let bundle: string
let key: string
/** Saved in June, checked later. */
const saved: string[] = []

beforeAll(async () => {
  folder = temporaryFolder('welfare-verify-')
  bundle = join(folder, 'bundle')
  world = await openTestLedger('2025-06-01T09:00:00+08:00')
  meals = await playVariedHistory(world.api, world.clock, () => world.ledger.vouchers.sweepExpiredCredits())
  await saveReports()
  const donation = { receiptNumber: 'R-10', donor: { kind: 'individual' }, amountFen: 1 }
  await world.api.post(`/v1/funds/${meals.funds[1]}/donations`, donation)
  key = (await world.api.get('/log/keys')).split('\n')[0]
  const token = await world.api.tokenOf('auditor/verifier')
  await writeBundle(createApiClient({ url: world.api.url, token, key: 'verify' }), bundle)
}, 120_000)
afterAll(async () => {
  await world.close()
  rmSync(folder, { recursive: true })
})

/** As of many moments, as known and as it had happened. */
async function saveReports(): Promise<void> {
  const head = await world.head()
  const at = (part: number) => String(Math.floor(head * part))
  const queries: Record<string, string>[] = [{}, { at: '0' }, { at: at(0.5) }, { effective: '2025-05-31' }]
  queries.push({ effective: '2025-06-01' }, { effective: '2025-06-04', at: at(0.8) }, { effective: '2025-12-31' })
  queries.push({ at: '2025-06-02T23:00:00.000+08:00' }, { division: '630000' }, { programme: meals.programme })
  for (const query of queries) {
    for (const by of ['fund', 'programme', 'funder', 'division']) await save('/v1/budget', { ...query, by })
    for (const by of ['programme', 'employer', 'division', 'trade']) await save('/v1/coverage', { ...query, by })
  }
  const { rows } = await world.api.get('/v1/budget?by=programme')
  for (const { key: programme } of rows.filter(({ key }: { key: string | null }) => key !== null)) {
    for (const query of [{}, { at: at(0.5) }, { at: at(0.8) }, { at: '2025-06-30T00:00:00Z' }, { limit: '2' }])
      for (const kind of ['people', 'sites'])
        await save('/v1/gaps', { programme, kind, ...query } as Record<string, string>)
    await save('/v1/gaps', { programme, limit: '1000' })
  }
  await save('/v1/gaps', { programme: meals.programme, window: 'second', reason: 'issued-not-used' })
  await save('/v1/coverage', { programme: meals.programme, by: 'window' })
  await save('/v1/coverage', { programme: meals.programme, window: 'second', by: 'trade' })
  await save('/v1/budget', { fund: meals.funds[0] ?? '', by: 'programme' })
}

async function save(path: string, query: Record<string, string>): Promise<void> {
  const answer = await world.api.get(`${path}?${new URLSearchParams(query)}`, 'auditor/verifier')
  const file = join(folder, `saved-${saved.length}.json`)
  writeFileSync(file, JSON.stringify({ request: { path, query }, answer }))
  saved.push(file)
}

describe('a bundle of a ledger with every kind of entry', () => {
  test('holds, every check, and every report that was saved before', () => {
    const verdict = verifyBundle(bundle, { key, reports: saved })
    expect(verdict.misfits).toEqual([])
    const outcomes = Object.fromEntries(verdict.checks.map(({ check, outcome }) => [check, outcome]))
    expect(outcomes).toEqual({
      ...{ files: 'holds', signature: 'holds', entries: 'holds', tiles: 'holds', root: 'holds', consistency: 'holds' },
      ...{ witnesses: 'not-checked', order: 'holds', postings: 'holds', journal: 'holds', reports: 'holds' },
    })
    expect(verdict.checks.flatMap(({ notes }) => notes)).toEqual([])
    expect(verdict.checks.find(({ check }) => check === 'reports')?.examined).toBeGreaterThan(saved.length)
  })
})
