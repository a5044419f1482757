import { rmSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestLedger, type TestLedger } from '../harness/test-ledger.ts'

let fixture: TestLedger
beforeAll(async () => {
  fixture = await openTestLedger('2025-07-26T02:00:00Z')
}, 60_000)
afterAll(() => fixture.close())

const readHealth = () => fixture.api.get('/v1/health', 'administrator/chief')

test('an administrator reads how the ledger is, who follows it, and how far', async () => {
  await fixture.api.post('/v1/unions', { name: '玉树市总工会', division: '632701' })
  await readHealth()
  const head = await fixture.head()
  await expect.poll(async () => (await readHealth()).ready, { timeout: 20_000 }).toBe(true)
  const { checks, ledger } = await readHealth()
  expect({ sequence: ledger.sequence, lastBackup: ledger.lastBackup }).toEqual({ sequence: head, lastBackup: null })
  expect(checks).toContainEqual({ name: 'consumer-reports', ok: true })
  expect(ledger.followers.map(({ name }: { name: string }) => name)).toContain('reports')
  expect(ledger.disk.freeBytes).toBeGreaterThan(0)
  expect(ledger.disk.sizeBytes).toBeGreaterThan(ledger.disk.freeBytes)
  await expect
    .poll(async () => (await readHealth()).ledger.followers.map((follower: object) => ({ ...follower, name: '' })), {
      timeout: 20_000,
    })
    .toEqual(ledger.followers.map(() => ({ name: '', healthy: true, failures: 0, eventsBehind: 0 })))
  expect((await fixture.api.send({ method: 'GET', path: '/v1/health', actor: 'officer/desk' })).status).toBe(403)
})

test('backups made at once hinder each other in nothing, and the last is known, also when it was carried away and the ledger was started anew', async () => {
  await readHealth()
  const head = await fixture.head()
  const backUp = () => fixture.api.post('/v1/backups', {}, { actor: 'administrator/chief' })
  const [{ folder }] = await Promise.all([backUp(), backUp(), backUp(), backUp()])
  const made = { madeAt: '2025-07-26T02:00:00.000Z', throughSequence: head }
  expect((await readHealth()).ledger.lastBackup).toEqual(made)
  rmSync(folder, { recursive: true })
  await fixture.restart()
  expect((await readHealth()).ledger.lastBackup).toEqual(made)
})
