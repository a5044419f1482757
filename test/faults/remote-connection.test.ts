import { randomUUID } from 'node:crypto'
import { createCommandRunner } from '@welfare/event-store/command-runner.ts'
import {
  type EventStore,
  type NewEvent,
  StoreUnavailableError,
  UnknownOutcomeError,
} from '@welfare/event-store/port.ts'
import { expect, test } from 'vitest'
import { counterCodec, counterDecider } from './counter.fixture.ts'
import { startOwnedStore } from './remote-store.fixture.ts'

interface Append {
  readonly stream: string
  readonly events: readonly NewEvent[]
}

test('an answer that is lost after the append was stored leaves its outcome unknown, and the repeat finds it stored', async () => {
  const { open, proxy } = await startOwnedStore()
  const store = await open()
  const [one] = newAppends(1) as [Append]
  const dropped = proxy.dropAnswers(1)
  await expect(store.append(one.stream, 'no-stream', one.events)).rejects.toThrow(UnknownOutcomeError)
  await dropped
  const stored = await store.readAll({ limit: 10 })
  expect(stored.map(({ id }) => id)).toEqual(one.events.map(({ id }) => id))
  const { version, position, recordedAt } = stored[0] as (typeof stored)[0]
  expect(await store.append(one.stream, 'no-stream', one.events)).toEqual({
    outcome: 'appended',
    version,
    position,
    recordedAt,
  })
  expect(await store.readAll({ limit: 10 })).toEqual(stored)
})

test('a connection cut in the middle of a batch leaves all of it unknown and nothing of it stored', async () => {
  const { open, proxy } = await startOwnedStore()
  const store = await open()
  const appends = newAppends(50)
  const cut = proxy.cutQuestionAfter(5_000)
  await expectAllUnknown(store, appends)
  await cut
  expect(await store.head()).toBeUndefined()
  await expectAllStoredOnce(store, appends)
})

test('an answer cut in the middle of a batch says nothing of any append in it, though all are stored', async () => {
  const { open, proxy } = await startOwnedStore()
  const store = await open()
  const appends = newAppends(50)
  const cut = proxy.cutAnswerAfter(2_000)
  await expectAllUnknown(store, appends)
  await cut
  expect(await store.head()).toMatchObject({ sequence: 50 })
  await expectAllStoredOnce(store, appends)
})

test('an owner that takes too long leaves the outcome unknown; what it stored in the end is stored once', async () => {
  const { open, proxy } = await startOwnedStore()
  const store = await open({ answerTimeoutMs: 300 })
  const appends = newAppends(5)
  const holding = proxy.hold()
  await expectAllUnknown(store, appends)
  holding.release()
  await expectAllStoredOnce(store, appends)
})

test('a read whose answer is cut off is asked again, and ends as unavailable where nobody answers', async () => {
  const { open, proxy, kill } = await startOwnedStore()
  const store = await open()
  await expectAllStoredOnce(store, newAppends(50))
  const cut = proxy.cutAnswerAfter(2_000)
  expect(await store.readAll({ limit: 100 })).toHaveLength(50)
  await cut
  await kill()
  await expect(store.readAll({ limit: 100 })).rejects.toThrow(StoreUnavailableError)
  await expect(store.ready()).rejects.toThrow(StoreUnavailableError)
})

test('through the runner a command whose answers are lost, twice, is done once and answered', async () => {
  const { open, proxy } = await startOwnedStore()
  const store = await open()
  const runner = createCommandRunner({ store, inputHashKey: Buffer.alloc(32, 1), sharedWriters: true })
  const request = {
    stream: `counter-${randomUUID()}`,
    commandId: randomUUID(),
    command: { by: 1 },
    input: { by: 1 },
    metadata: {},
    creates: true,
  }
  // The first answer is that of the read of a stream that is not there; reads are asked again.
  const dropped = proxy.dropAnswers(3)
  const result = await runner.execute(counterDecider, counterCodec, request)
  await dropped
  expect(result).toMatchObject({ outcome: 'accepted', repeated: false, version: 1 })
  expect(await runner.execute(counterDecider, counterCodec, request)).toEqual({ ...result, repeated: true })
  expect(await store.head()).toMatchObject({ sequence: 1 })
})

function newAppends(count: number): readonly Append[] {
  return Array.from({ length: count }, (_, index) => ({
    stream: `counter-${randomUUID()}`,
    events: [{ id: randomUUID(), type: 'Counted', schemaVersion: 1, data: { index }, metadata: {} }],
  }))
}

/** They arrive together and travel together. */
async function expectAllUnknown(store: EventStore, appends: readonly Append[]): Promise<void> {
  const results = await Promise.allSettled(
    appends.map(({ stream, events }) => store.append(stream, 'no-stream', events)),
  )
  for (const result of results) {
    expect(result).toMatchObject({ status: 'rejected', reason: expect.any(UnknownOutcomeError) })
  }
}

async function expectAllStoredOnce(store: EventStore, appends: readonly Append[]): Promise<void> {
  for (const { stream, events } of appends) {
    expect(await store.append(stream, 'no-stream', events)).toMatchObject({ outcome: 'appended', version: 1 })
  }
  const stored = await store.readAll({ limit: appends.length * 2 })
  expect(new Set(stored.map(({ id }) => id))).toEqual(
    new Set(appends.flatMap(({ events }) => events.map(({ id }) => id))),
  )
  expect(stored).toHaveLength(appends.length)
}
