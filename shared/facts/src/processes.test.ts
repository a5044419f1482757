import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { createCommandRunner } from '@welfare/event-store/command-runner.ts'
import type { Position } from '@welfare/event-store/port.ts'
import { openSqliteStore, type SqliteStore } from '@welfare/event-store/sqlite/sqlite-store.ts'
import { createInProcessFeed } from '@welfare/messaging/in-process/in-process-feed.ts'
import { systemClock } from '@welfare/process/clock.ts'
import { createLogger } from '@welfare/process/logger.ts'
import { consumerChecks, runChecks } from '@welfare/process/readiness.ts'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Consumer } from './consumer.ts'
import { type FactsService, followFacts } from './facts.service.ts'
import { createProcesses, type ProcessesService } from './processes.service.ts'

let folder: string
let store: SqliteStore
let facts: FactsService
let processes: ProcessesService
let logged: Record<string, unknown>[]
let done: Record<string, number[]>
let isBroken: boolean

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'processes-'))
  store = await openSqliteStore({ folder, clock: systemClock })
  logged = []
  done = { one: [], other: [] }
  isBroken = false
  open()
})
afterEach(async () => {
  await close()
  await store.close()
  rmSync(folder, { recursive: true })
})

it('where a step fails, the processes of its service stand and alarm; those of another go on', async () => {
  const [one, other] = start()
  isBroken = true
  const position = await publish(3)
  expect(await other.waitFor(position, { timeoutMs: 5_000 })).toBe(true)
  expect(await other.waitFor(await publish(2), { timeoutMs: 5_000 })).toBe(true)
  expect(done).toEqual({ one: [], other: [1, 2, 3, 4, 5] })
  expect([one.healthy, other.healthy, processes.consumers[0]?.healthy]).toEqual([false, true, false])
  const { checks } = await runChecks(consumerChecks(processes.consumers), () => undefined)
  expect(checks).toEqual({ 'consumer-processes': 'failing', 'one-processes': 'failing', 'other-processes': 'ok' })
  expect(logged[0]).toMatchObject({ msg: 'consumer-stopped', consumer: 'one-processes', failedInARow: 1 })
  expect(await one.waitFor(position, { timeoutMs: 5 })).toBe(false)

  isBroken = false
  expect(await one.waitFor(await publish(1), { timeoutMs: 5_000 })).toBe(true)
  expect(done).toEqual({ one: [1, 2, 3, 4, 5, 6], other: [1, 2, 3, 4, 5, 6] })
  expect([one.healthy, processes.consumers[0]?.healthy]).toEqual([true, true])
  const all = processes.consumers[0]
  expect([all?.position, all?.failures]).toEqual([one.position, one.failures])
})

it('each goes on from where it was, however far the others are', async () => {
  const [, other] = start()
  isBroken = true
  await other.waitFor(await publish(2), { timeoutMs: 5_000 })
  await close()
  isBroken = false
  open()
  const [one] = start()
  expect(await one.waitFor(await publish(1), { timeoutMs: 5_000 })).toBe(true)
  expect(done).toEqual({ one: [1, 2, 3], other: [1, 2, 3] })
})

it.each([
  [
    'is behind it from then on, although nothing came of it: a crash must not have it decided again on later facts',
    true,
    3,
  ],
  ['that it does not mind costs no write', false, 0],
])('an event %s', async (_, minds, saved) => {
  const runner = createCommandRunner({ store, inputHashKey: Buffer.alloc(32, 1) })
  const quiet = processes.run({
    service: 'quiet',
    runner,
    processes: [{ name: 'quiet', minds: () => minds, run: () => [] }],
  })
  for (const { consumers } of [facts, processes]) for (const consumer of consumers) consumer.start()
  expect(await quiet.waitFor(await publish(3), { timeoutMs: 5_000 })).toBe(true)
  const onDisk = new DatabaseSync(join(folder, 'facts.db'), { readOnly: true })
  expect(onDisk.prepare('SELECT sequence FROM processes_quiet_checkpoint').get()).toEqual({ sequence: saved })
  onDisk.close()
})

function open(): void {
  const logger = createLogger({ level: 'error', write: { write: (line) => void logged.push(JSON.parse(line)) } })
  const common = { store, feed: createInProcessFeed(store), logger }
  facts = followFacts({ ...common, file: join(folder, 'facts.db'), declarations: [] })
  processes = createProcesses(common, facts)
}

function start(): readonly [Consumer, Consumer] {
  const runner = createCommandRunner({ store, inputHashKey: Buffer.alloc(32, 1) })
  const followers = ['one', 'other'].map((service) =>
    processes.run({
      service,
      runner,
      processes: [
        {
          name: service,
          minds: () => true,
          run: ({ sequence }) => [
            async () => {
              if (service === 'one' && isBroken) throw new Error('broken')
              done[service]?.push(sequence)
            },
          ],
        },
      ],
    }),
  )
  for (const { consumers } of [facts, processes]) for (const consumer of consumers) consumer.start()
  const [one, other] = followers
  if (!one || !other) throw new Error('there are two')
  return [one, other]
}

async function close(): Promise<void> {
  for (const { consumers } of [processes, facts]) for (const consumer of consumers) await consumer.stop()
  await facts.stop()
}

async function publish(count: number): Promise<Position> {
  const events = Array.from({ length: count }, () => {
    return { id: randomUUID(), type: 'ThingNoted', schemaVersion: 1, data: {}, metadata: {} }
  })
  const appended = await store.append(`thing-${randomUUID()}`, 'no-stream', events)
  if (appended.outcome !== 'appended') throw new Error(appended.outcome)
  return appended.position
}
