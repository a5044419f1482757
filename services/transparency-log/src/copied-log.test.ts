import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { EventStore, Position } from '@welfare/event-store/port.ts'
import { restoreSqliteStore } from '@welfare/event-store/sqlite/backup.ts'
import { openLogReplica } from '@welfare/event-store/sqlite/log-replica.ts'
import { serveRoutes } from '@welfare/http/edge/serve-routes.fixture.ts'
import { createFollowedLog } from '@welfare/http/followed-log.ts'
import { createServiceGroup } from '@welfare/http/service-group.ts'
import { createInProcessFeed } from '@welfare/messaging/in-process/in-process-feed.ts'
import { createLogger } from '@welfare/process/logger.ts'
import { expect, onTestFinished, test } from 'vitest'
import { type LogFixture, makeFolder, openLogFixture, placesIn } from './log.fixture.ts'
import { createTransparencyLog } from './transparency-log.service.ts'
import type { TransparencyLog } from './transparency-log.ts'

const slowly = { timeout: 20_000 }
const auditor = { actor: 'auditor/chen' }

interface CopiedLog {
  readonly log: TransparencyLog
  readonly logged: readonly Record<string, unknown>[]
  isReady(): Promise<boolean>
  stop(): Promise<void>
}

/** As the process `log` runs it, on a copy of its own; unsigned, as a replica of the read models does. */
async function openCopiedLog(
  store: EventStore,
  folder: string,
  { isSigning = true, feed = createInProcessFeed(store) } = {},
): Promise<CopiedLog> {
  const logged: Record<string, unknown>[] = []
  const logger = createLogger({ level: 'info', write: { write: (line) => void logged.push(JSON.parse(line)) } })
  const { logFolder, folder: treeFolder, ...keys } = placesIn(folder)
  const { ledger, epoch } = store
  const replica = openLogReplica({ folder: logFolder, ledger, epoch, isDisposable: true, durable: true })
  const copy = createFollowedLog({ replica, feed, logger, backOff: { firstMs: 10, maxMs: 50 } })
  const { followed } = copy
  const log = createTransparencyLog({ store, logger, logFolder, followed, folder: treeFolder, ...(isSigning && keys) })
  const group = createServiceGroup('log', [copy, log])
  await group.start()
  for (const consumer of group.consumers) consumer.start()
  let stopped: Promise<void> | undefined
  const stop = async (): Promise<void> => {
    await Promise.all(group.consumers.map((consumer) => consumer.stop()))
    await group.stop()
  }
  const copied: CopiedLog = {
    log,
    logged,
    async isReady() {
      const checks = await Promise.all(log.ready.map((one) => one.check()))
      return checks.every((isOk) => isOk) && group.consumers.every(({ healthy }) => healthy)
    },
    stop: () => {
      stopped ??= stop()
      return stopped
    },
  }
  onTestFinished(() => copied.stop())
  return copied
}

/** A store and its own log: what the copies are compared with. */
async function openOwner(): Promise<LogFixture> {
  return openLogFixture(makeFolder())
}

test('a tree over a copy is the tree over the log, and proves and signs the same', async () => {
  const owner = await openOwner()
  await owner.record(700)
  const { log, isReady } = await openCopiedLog(owner.store, makeFolder())
  await expect.poll(isReady, slowly).toBe(true)
  const recorded = await owner.record(50)
  expect(await log.coveredBy(recorded)).toMatchObject({ treeSize: 750 })
  for (const size of [0, 1, 333, 750]) expect(await log.stampAt(size)).toEqual(await owner.log.stampAt(size))
  const [theirs, ours] = [await serveRoutes(owner.log.routes), await serveRoutes(log.routes)]
  for (const server of [theirs, ours]) onTestFinished(() => server.stop())
  await owner.log.coveredBy(recorded)
  for (const path of ['/log/tile/0/001', '/log/tile/entries/001', '/v1/log/consistency?from=300&to=750']) {
    const [expected, told] = [await theirs.call('GET', path, auditor), await ours.call('GET', path, auditor)]
    expect(expected.status, path).toBe(200)
    expect([told.status, told.text], path).toEqual([200, expected.text])
  }
})

test('a position is a sequence and is waited for, whatever the store is asked', async () => {
  const owner = await openOwner()
  await owner.record(120)
  const { log } = await openCopiedLog(owner.store, makeFolder())
  const [consumer] = log.consumers
  const events = await owner.store.readAll({ limit: 200 })
  for (const { position, sequence } of [events[0], events[60], events[119]].filter((event) => event !== undefined)) {
    expect(await consumer?.waitFor(position, { timeoutMs: 10_000 })).toBe(true)
    expect(await log.sequenceOf(position)).toBe(sequence)
  }
  await expect(log.sequenceOf('nonsense' as Position)).rejects.toThrow('not a position')
  await expect(consumer?.waitFor('nonsense' as Position, { timeoutMs: 10 })).rejects.toThrow('not a position')
})

test('without a key it stamps, signs nothing, serves nothing, and goes on from where it was', async () => {
  const owner = await openOwner()
  const recorded = await owner.record(400)
  const folder = makeFolder()
  const first = await openCopiedLog(owner.store, folder, { isSigning: false })
  await expect.poll(first.isReady, slowly).toBe(true)
  expect(await first.log.stampAt(recorded)).toEqual(await owner.log.stampAt(recorded))
  expect([first.log.routes, first.log.status().signedSize, first.log.archive().keys()]).toEqual([[], 0, []])
  await first.stop()
  const again = await openCopiedLog(owner.store, folder, { isSigning: false })
  await expect.poll(() => again.log.status().treeSize, slowly).toBe(400)
  expect(again.log.archive().latest(1)?.note).not.toContain('—')
  expect(await again.log.stampAt(399)).toEqual(await owner.log.stampAt(399))
})

test('a copy that was lost is waited for: what it does not hold yet is not taken for a fork, and nothing is signed meanwhile', async () => {
  const owner = await openOwner()
  const recorded = await owner.record(500)
  const folder = makeFolder()
  const first = await openCopiedLog(owner.store, folder)
  const signed = await first.log.coveredBy(recorded)
  await first.stop()
  rmSync(placesIn(folder).logFolder, { recursive: true })
  const nothing = { ...createInProcessFeed(owner.store), follow: untilAborted }
  const waiting = await openCopiedLog(owner.store, folder, { feed: nothing })
  await expect.poll(() => waiting.log.status().treeSize, slowly).toBe(500)
  expect(await waiting.isReady()).toBe(true)
  expect(waiting.log.archive().list(9)).toEqual([signed])
  await waiting.stop()
  const again = await openCopiedLog(owner.store, folder)
  expect(await again.log.coveredBy(await owner.record(10))).toMatchObject({ treeSize: 510 })
  expect([...waiting.logged, ...again.logged].filter(({ msg }) => msg === 'transparency-log-diverged')).toEqual([])
})

test('a copy whose events are not those that were signed is an alarm', async () => {
  const owner = await openOwner()
  const folder = makeFolder()
  const first = await openCopiedLog(owner.store, folder)
  await first.log.coveredBy(await owner.record(300))
  await first.stop()
  const database = new DatabaseSync(join(placesIn(folder).logFolder, 'ledger.sqlite'))
  database.exec(`UPDATE events SET data = '{"index":1000}' WHERE position = 7`)
  database.close()
  const { log, isReady, logged } = await openCopiedLog(owner.store, folder)
  await expect.poll(() => log.status().diverged, slowly).toContain('event 7')
  expect(await isReady()).toBe(false)
  expect(logged.filter(({ msg }) => msg === 'transparency-log-diverged')).toHaveLength(1)
})

test('in a new epoch nothing is signed before the copy holds all that the one before signed', async () => {
  const owner = await openOwner()
  const folder = makeFolder()
  const before = await openCopiedLog(owner.store, folder)
  await before.log.coveredBy(await owner.record(200))
  await before.stop()
  const [backupFile, restoredFolder] = [join(owner.folder, 'backup'), join(owner.folder, 'restored')]
  await owner.store.backup(backupFile)
  await owner.close()
  await restoreSqliteStore({ backupFile, folder: placesIn(restoredFolder).logFolder })
  const restored = await openLogFixture(restoredFolder)
  const after = await openCopiedLog(restored.store, folder)
  await expect.poll(() => after.log.status().treeSize, slowly).toBe(200)
  expect([after.log.epoch, after.log.archive().latest(2)]).toEqual([2, undefined])
  const recorded = await restored.record(1)
  expect(await after.log.coveredBy(recorded)).toMatchObject({ treeSize: 201, epoch: 2 })
  expect(await after.log.stampAt(201)).toEqual(await restored.log.stampAt(201))
})

function untilAborted({ signal }: { readonly signal: AbortSignal }): Promise<void> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve()))
}
