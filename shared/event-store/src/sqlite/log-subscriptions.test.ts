import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { afterEach, expect, it } from 'vitest'
import { appendOrThrow, newEvent, newStream } from '../contract/contract-case.fixture.ts'
import { startSubscriber } from '../contract/subscriber.fixture.ts'
import { openSqliteStore, type SqliteStore } from './sqlite-store.ts'

let folder: string
let store: SqliteStore

afterEach(async () => {
  await store.close()
  rmSync(folder, { recursive: true })
})

it('a burst of commits wakes a subscriber once', async () => {
  await open(50)
  const { batchSizes, hasSeen } = startSubscriber(store)
  await nextTurn()
  for (let count = 0; count < 5; count += 1) await append()
  await hasSeen(5)
  expect(batchSizes).toEqual([5])
})

it('who is answered by a commit has the answer before a subscriber is handed the event', async () => {
  await open(0)
  const subscriber = startSubscriber(store)
  await nextTurn()
  await append()
  expect(subscriber.events).toEqual([])
  await subscriber.hasSeen(1)
})

async function open(wakeAfterMs: number): Promise<void> {
  folder = mkdtempSync(join(tmpdir(), 'subscriptions-'))
  store = await openSqliteStore({ folder, clock: { now: () => new Date() }, wakeAfterMs })
}

async function append(): Promise<void> {
  await appendOrThrow(store, newStream(), 'no-stream', [newEvent()])
}
