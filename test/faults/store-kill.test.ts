import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createCommandRunner } from '@welfare/event-store/command-runner.ts'
import type { EventStore } from '@welfare/event-store/port.ts'
import { StoreLockedError } from '@welfare/event-store/sqlite/lock.ts'
import { openSqliteStore } from '@welfare/event-store/sqlite/sqlite-store.ts'
import { expect, onTestFinished, test } from 'vitest'
import { startChild } from './child-process.fixture.ts'
import { counterCodec, counterDecider } from './counter.fixture.ts'

const rounds = 4
const acknowledgedPerRound = 1_500

test('a store killed in the middle of a burst, again and again, loses no acknowledged command and doubles none', async () => {
  const folder = await makeFolder()
  const streams = Array.from({ length: 40 }, () => `counter-${randomUUID()}`)
  const acknowledged: { stream: string; commandId: string; version: number }[] = []
  let firstCommand = 0
  for (let round = 0; round < rounds; round++) {
    const child = startChild('store-burst.child.ts', [folder, String(firstCommand), ...streams])
    await child.hasWritten(acknowledgedPerRound)
    await child.kill()
    for (const line of child.lines) {
      const [stream = '', commandId = '', version] = line.split(' ')
      acknowledged.push({ stream, commandId, version: Number(version) })
    }
    firstCommand += 1_000_000
  }

  const store = await openSqliteStore({ folder, clock: { now: () => new Date() } })
  onTestFinished(() => store.close())
  await expectEveryoneKept(store, acknowledged)
  await expectStreamsWhole(store, streams)
  await expectRepeatsKnown(store, acknowledged)
})

test('the lock of a killed process is free at once, and held while it lives', async () => {
  const folder = await makeFolder()
  const child = startChild('store-burst.child.ts', [folder, '0', `counter-${randomUUID()}`])
  await child.hasWritten(1)
  const clock = { now: () => new Date() }
  await expect(openSqliteStore({ folder, clock })).rejects.toThrow(StoreLockedError)
  await child.kill()
  await (await openSqliteStore({ folder, clock })).close()
})

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'store-kill-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return folder
}

async function expectEveryoneKept(
  store: EventStore,
  acknowledged: readonly { stream: string; commandId: string; version: number }[],
): Promise<void> {
  const all = await store.readAll({ limit: 1_000_000 })
  const stored = new Map(all.map(({ stream, metadata, version }) => [`${stream} ${metadata.commandId}`, version]))
  expect(stored.size).toBe(all.length)
  expect(acknowledged.length).toBeGreaterThanOrEqual(rounds * acknowledgedPerRound)
  const lost = acknowledged.filter(({ stream, commandId, version }) => stored.get(`${stream} ${commandId}`) !== version)
  expect(lost).toEqual([])
  expect(all.map(({ sequence }) => sequence)).toEqual(all.map((_, index) => index + 1))
}

async function expectStreamsWhole(store: EventStore, streams: readonly string[]): Promise<void> {
  for (const stream of streams) {
    const events = await Array.fromAsync(store.readStream(stream))
    expect(events.map(({ version }) => version)).toEqual(events.map((_, index) => index + 1))
    expect(events.map(({ data }) => data.total)).toEqual(events.map((_, index) => index + 1))
  }
}

/** A client that heard nothing sends its command again: what was stored is answered, not done again. */
async function expectRepeatsKnown(
  store: EventStore,
  acknowledged: readonly { stream: string; commandId: string; version: number }[],
): Promise<void> {
  const runner = createCommandRunner({ store, inputHashKey: Buffer.alloc(32, 1) })
  const before = await store.head()
  for (const { stream, commandId, version } of acknowledged.slice(-200)) {
    const request = { stream, commandId, command: { by: 1 }, input: { by: 1 }, metadata: {} }
    const result = await runner.execute(counterDecider, counterCodec, request)
    expect(result).toMatchObject({ outcome: 'accepted', repeated: true, version })
  }
  expect(await store.head()).toEqual(before)
}
