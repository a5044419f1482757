import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { CommandRunner } from '@welfare/event-store/runner.ts'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { fictionalRoster, type Registry, startRegistry } from '../registry.fixture.ts'
import { identityIdOf } from '../registry-ids.ts'
import { writeRoster } from '../spreadsheet/roster-writer.ts'

const PEOPLE = 30
const administrator = { 'welfare-actor': 'administrator/cellar-1' }
const roster = fictionalRoster(PEOPLE)
let folder: string
let registry: Registry
let programme: string
/** In the order of the roster; the first is erased. */
let workers: readonly string[]

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'registry-rotation-'))
  registry = await startRegistry(folder)
  programme = await registry.defineProgramme('632701')
  workers = (await importAll()).map(({ worker }) => worker)
  await registry.post(`/v1/workers/${workers[0]}/restriction`, { reason: 'retention-ended' })
  const erasure = { reason: 'retention-ended', retentionEndedOn: '2025-05-31' }
  await registry.post(`/v1/workers/${workers[0]}/erasure`, erasure, administrator)
})
afterEach(async () => {
  await registry.stop()
  rmSync(folder, { recursive: true })
})

interface Row {
  readonly status: string
  readonly worker: string
}

async function importAll(): Promise<readonly Row[]> {
  const path = `/v1/programmes/${programme}/roster?acceptErrors=true`
  const { body } = await registry.upload(path, await writeRoster(roster))
  return Object((await registry.finishJob(body.id)).result).rows
}

const rotate = (key: string) =>
  registry.post('/v1/identity-hash-rotation', {}, { ...administrator, 'idempotency-key': key })

async function finished(): Promise<number> {
  for (;;) {
    const { body } = await registry.get('/v1/identity-hash-rotation', administrator)
    if (body.status === 'done') return body.hashKeyVersion
    await nextTurn()
  }
}

async function reservations(version: number): Promise<readonly string[]> {
  const events = await registry.store.readAll({ limit: 10_000 })
  return events.flatMap(({ type, stream, data }) =>
    type === 'IdentityReserved' && data.hashKeyVersion === version ? [stream] : [],
  )
}

const statuses = (rows: readonly Row[]) => rows.map(({ status }) => status)

test('before a rotation the erased are recognised, after it nobody can tell: who comes back is somebody new', async () => {
  const erased = await importAll()
  expect(statuses(erased)).toEqual(['error', ...Array.from({ length: PEOPLE - 1 }, () => 'known')])
  const older = registry.keyStore.identityHash.current().key
  const oldNames = await reservations(1)
  expect(oldNames).toContain(identityIdOf(roster[0]?.identityNumber ?? '', older))
  await rotate('rotation-1')
  expect(await finished()).toBe(2)
  const newNames = await reservations(2)
  expect(newNames).toHaveLength(PEOPLE - 1)
  const { key } = registry.keyStore.identityHash.current()
  expect(newNames).toContain(identityIdOf(roster[1]?.identityNumber ?? '', key))
  expect(newNames).not.toContain(identityIdOf(roster[0]?.identityNumber ?? '', key))
  const rows = await importAll()
  expect(statuses(rows)).toEqual(['new', ...Array.from({ length: PEOPLE - 1 }, () => 'known')])
  expect(rows.slice(1).map(({ worker }) => worker)).toEqual(workers.slice(1))
  expect(workers).not.toContain(rows[0]?.worker)
})

test('the same request again rotates once; another rotates again', async () => {
  await rotate('rotation-1')
  await finished()
  expect((await rotate('rotation-1')).body).toEqual({ hashKeyVersion: 2, status: 'done' })
  expect(await reservations(3)).toEqual([])
  await rotate('rotation-2')
  expect(await finished()).toBe(3)
  expect(await reservations(3)).toHaveLength(PEOPLE - 1)
  expect(statuses(await importAll())).toEqual(['new', ...Array.from({ length: PEOPLE - 1 }, () => 'known')])
})

test('a rotation that was cut off is finished by the next start, and rosters wait for it', async () => {
  await registry.stop()
  let reserved = 0
  const untilTen = (runner: CommandRunner): CommandRunner => ({
    read: (decider, codec, stream, select) => runner.read(decider, codec, stream, select),
    async execute(decider, codec, request) {
      if (decider.category !== 'identity') return runner.execute(decider, codec, request)
      reserved += 1
      if (reserved > 10) throw new Error('the power is gone')
      return runner.execute(decider, codec, request)
    },
  })
  registry = await startRegistry(folder, untilTen)
  expect((await rotate('rotation-1')).body).toEqual({ hashKeyVersion: 2, status: 'running' })
  while (reserved <= 10) await nextTurn()
  const waiting = await registry.upload(`/v1/programmes/${programme}/roster`, await writeRoster(roster))
  expect(waiting).toMatchObject({ status: 503, body: { code: 'identity-hash-rotating' } })
  await registry.stop()
  registry = await startRegistry(folder)
  expect(await finished()).toBe(2)
  expect(new Set(await reservations(2)).size).toBe(PEOPLE - 1)
  expect(statuses(await importAll()).slice(1)).toEqual(Array.from({ length: PEOPLE - 1 }, () => 'known'))
})

test('older keys that come back are destroyed again, and the living reserved under a newer one', async () => {
  const saved = join(folder, 'older-keys.db')
  registry.keyStore.exportForBackup(saved)
  const { key } = registry.keyStore.identityHash.current()
  await rotate('rotation-1')
  await finished()
  await registry.stop()
  for (const suffix of ['-wal', '-shm']) rmSync(join(folder, 'keys', `keys.db${suffix}`), { force: true })
  copyFileSync(saved, join(folder, 'keys', 'keys.db'))
  rmSync(join(folder, 'copies'), { recursive: true })
  registry = await startRegistry(folder)
  await finished()
  expect(registry.keyStore.identityHash.current().key).not.toEqual(key)
  expect(statuses(await importAll()).slice(1)).toEqual(Array.from({ length: PEOPLE - 1 }, () => 'known'))
})
