import { copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { EventStore, SequencedEvent } from '@welfare/event-store/port.ts'
import {
  comparePositionTokens,
  formatLogPosition,
  formatSequencePosition,
  parsePosition,
  type StorePlace,
} from '@welfare/event-store/position-token.ts'
import { restoreSqliteStore } from '@welfare/event-store/sqlite/backup.ts'
import { openSqliteStore, type SqliteStore } from '@welfare/event-store/sqlite/sqlite-store.ts'
import { createInProcessFeed } from '@welfare/messaging/in-process/in-process-feed.ts'
import type { Feed } from '@welfare/messaging/port.ts'
import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { appendAll, dayNumber, makeEvent, type SampleEvent } from '../../services/reports/src/history.fixture.ts'
import { playSteps, randomSteps } from '../../services/reports/src/random-history.fixture.ts'
import { coolProgramme, funds, programmes } from '../../services/reports/src/random-town.fixture.ts'
import { holdFeed, makeFolder, type ServedProjections, serveOwner, serveReplica } from './replica.fixture.ts'

const history = playSteps(fc.sample(randomSteps, { numRuns: 3, seed: 11 }).flat())
const half = Math.floor(history.length / 2)
const slowly = { timeout: 20_000 }

test('every answer of a replica is the one of the process that owns the store, to the letter, root included', async () => {
  const { store, folder } = await openStore(history)
  const [owner, replica] = [await serveOwner(store, folder), await serveReplica(store)]
  await expect.poll(() => replica.isReady(), slowly).toBe(true)
  await expectSameAnswers(owner, replica, history.length)
  expect(replica.service.routes.map(({ path }) => path)).toEqual(owner.service.routes.map(({ path }) => path))
})

test('what was just recorded is waited for through the copy and the read models', async () => {
  const { store } = await openStore(history)
  const replica = await serveReplica(store)
  for (let count = 1; count <= 5; count++) {
    const position = await donate(store, count)
    const { status, body } = await replica.get(`/v1/budget?after=${position}`)
    expect([status, body.sequence]).toEqual([200, history.length + count])
    expect((await replica.get('/v1/budget')).body.sequence).toBe(history.length + count)
  }
  expect((await replica.get('/v1/budget?after=nonsense')).body.code).toBe('position-malformed')
})

test('one that starts late is not ready, claims only what it has, catches up, and is ready from then on', async () => {
  const { store, folder } = await openStore(history)
  const owner = await serveOwner(store, folder)
  await expect.poll(() => owner.isReady(), slowly).toBe(true)
  const { feed, letGo } = holdFeed(createInProcessFeed(store), half)
  const late = await serveReplica(store, { feed })
  const head = await store.head()
  await expect.poll(() => late.followed?.followed.sequence, slowly).toBe(half)
  await expect.poll(async () => (await late.get('/v1/budget?by=fund')).body.sequence, slowly).toBe(half)
  expect(await late.isReady()).toBe(false)
  expect((await late.get('/v1/budget?by=fund')).body).toEqual((await owner.get(`/v1/budget?by=fund&at=${half}`)).body)
  const [waiting] = late.service.consumers
  if (!head || !waiting) throw new Error('nothing to wait for')
  expect(await waiting.waitFor(head.position, { timeoutMs: 50 })).toBe(false)
  expect(await owner.isReady()).toBe(true)
  letGo()
  expect(await waiting.waitFor(head.position, { timeoutMs: 10_000 })).toBe(true)
  await expect.poll(() => late.isReady(), slowly).toBe(true)
  await donate(store, 1)
  expect(await late.isReady()).toBe(true)
  await expectSameAnswers(owner, late, history.length + 1)
})

test('started again it goes on from its copy: nothing is read or made twice', async () => {
  const { store, folder } = await openStore(history)
  const replicaFolder = makeFolder()
  const first = await serveReplica(store, { folder: replicaFolder })
  await expect.poll(() => first.isReady(), slowly).toBe(true)
  const { generation } = first.service.status()
  await first.stop()
  await donate(store, 1)
  const given: SequencedEvent[] = []
  const again = await serveReplica(store, { folder: replicaFolder, feed: listened(store, given) })
  await expect.poll(() => again.isReady(), slowly).toBe(true)
  // The last one that it has is given again, to compare.
  expect(given.map(({ sequence }) => sequence)).toEqual([history.length, history.length + 1])
  expect(again.service.status().generation).toBe(generation)
  await expectSameAnswers(await serveOwner(store, folder), again, history.length + 1)
})

test('an epoch that begins drops copy and read models: from then on only the new one is told', async () => {
  const { store, folder } = await openStore(history.slice(0, half))
  const backupFile = join(makeFolder(), 'backup')
  await store.backup(backupFile)
  await appendAll(store, history.slice(half))
  const replicaFolder = makeFolder()
  const before = await serveReplica(store, { folder: replicaFolder })
  await expect.poll(() => before.isReady(), slowly).toBe(true)
  await before.stop()
  await store.close()
  const restoredFolder = join(folder, 'restored')
  await restoreSqliteStore({ backupFile, folder: restoredFolder })
  const restored = await openStoreIn(restoredFolder)
  for (let count = 1; count <= 3; count++) await donate(restored, count)
  const { feed, letGo } = holdFeed(createInProcessFeed(restored), half - 5)
  const after = await serveReplica(restored, { folder: replicaFolder, feed })
  await expect.poll(async () => (await after.get('/v1/budget')).body.sequence, slowly).toBe(half - 5)
  expect((await after.get('/v1/budget')).body.epoch).toBe(1)
  letGo()
  await expect.poll(() => after.isReady(), slowly).toBe(true)
  const answer = await expectSameAnswers(await serveOwner(restored, restoredFolder), after, half + 3)
  expect(answer.epoch).toBe(2)
})

test('a feed that forked is refused with an alarm; what was true is still told, and it is not ready', async () => {
  const { store, folder } = await openStore(history.slice(0, half))
  const forkFolder = join(folder, 'fork')
  mkdirSync(forkFolder)
  const backupFile = join(folder, 'backup')
  await store.backup(backupFile)
  copyFileSync(backupFile, join(forkFolder, 'ledger.sqlite'))
  const fork = await openStoreIn(forkFolder)
  await appendAll(store, history.slice(half, half + 3))
  for (let count = 1; count <= 6; count++) await donate(fork, count)
  const replicaFolder = makeFolder()
  const first = await serveReplica(store, { folder: replicaFolder })
  await expect.poll(() => first.isReady(), slowly).toBe(true)
  const told = await first.get('/v1/budget?by=fund')
  await first.stop()
  const second = await serveReplica(fork, { folder: replicaFolder })
  const alarms = () =>
    second.logged.filter(({ msg, consumer }) => msg === 'consumer-stopped' && consumer === 'log-copy')
  await expect.poll(() => alarms().length, slowly).toBeGreaterThan(2)
  expect(alarms()[0]).toMatchObject({ err: { type: 'ImportDivergedError' } })
  expect(await second.isReady()).toBe(false)
  expect(second.followed?.followed.sequence).toBe(half + 3)
  expect(await second.get('/v1/budget?by=fund')).toEqual(told)
})

test("positions in a server's log are waited for, whether they say their sequence or not", async () => {
  const { store } = await openStore(history)
  const replica = await serveReplica(store, { feed: byLogPlace(store) })
  const prefix = `${store.ledger}.1.`
  for (let count = 1; count <= 3; count++) {
    await donate(store, count)
    const sequence = history.length + count
    const place = formatLogPosition(prefix, placeOf(sequence), count === 3 ? sequence : undefined)
    const { status, body } = await replica.get(`/v1/budget?after=${place}`)
    expect([status, body.sequence]).toEqual([200, sequence])
  }
  const beyond = formatLogPosition(prefix, placeOf(history.length + 9))
  expect(await replica.service.consumers[0]?.waitFor(beyond, { timeoutMs: 20 })).toBe(false)
})

test('a store that cannot be reached leaves the answers that there are, and readiness', async () => {
  const { store } = await openStore(history)
  let isGone = false
  const head = (): ReturnType<EventStore['head']> => (isGone ? Promise.reject(new Error('gone')) : store.head())
  const replica = await serveReplica({ ...store, head })
  await expect.poll(() => replica.isReady(), slowly).toBe(true)
  isGone = true
  const { status, body } = await replica.get('/v1/budget')
  expect([status, body.sequence, await replica.isReady()]).toEqual([200, history.length, true])
  expect(replica.logged.filter(({ msg }) => msg === 'ledger-end-unknown').length).toBeGreaterThan(0)
})

async function openStore(events: readonly SampleEvent[]): Promise<{ store: SqliteStore; folder: string }> {
  const folder = makeFolder()
  const store = await openStoreIn(folder)
  await appendAll(store, events)
  return { store, folder }
}

async function openStoreIn(folder: string): Promise<SqliteStore> {
  const store = await openSqliteStore({ folder, clock: { now: () => new Date() } })
  onTestFinished(() => store.close())
  return store
}

function listened(store: EventStore, given: SequencedEvent[]) {
  const feed = createInProcessFeed(store)
  return {
    ...feed,
    follow: (options: Parameters<typeof feed.follow>[0], onBatch: Parameters<typeof feed.follow>[1]) =>
      feed.follow(options, async (events) => {
        await onBatch(events)
        given.push(...events)
      }),
  }
}

/** Any map from sequences to places that keeps the order. */
function placeOf(sequence: number): StorePlace {
  return { commit: BigInt(sequence) * 1_000n, prepare: BigInt(sequence) * 1_000n - 7n }
}

/** As from a store that names events by their place in its log. */
function byLogPlace(store: EventStore): Feed {
  const prefix = `${store.ledger}.1.`
  return {
    comparePositions: comparePositionTokens,
    follow: ({ after, ...options }, onBatch) =>
      store.subscribe(
        { ...options, after: after && formatSequencePosition(prefix, parsePosition(after).sequence ?? 0) },
        (events) =>
          onBatch(
            events.map((event) => {
              const position = formatLogPosition(prefix, placeOf(event.sequence), event.sequence)
              return { ...event, position }
            }),
          ),
      ),
  }
}

async function expectSameAnswers(owner: ServedProjections, replica: ServedProjections, head: number) {
  await expect.poll(async () => (await owner.get('/v1/budget')).body.sequence, slowly).toBe(head)
  const middle = Math.floor(head / 2)
  const paths = [
    ...['fund', 'programme', 'funder', 'division'].map((by) => `/v1/budget?by=${by}`),
    `/v1/budget?by=fund&effective=${dayNumber(15)}`,
    `/v1/budget?by=fund&at=${middle}`,
    ...[...programmes, coolProgramme].flatMap((programme) => [
      `/v1/coverage?programme=${programme}`,
      `/v1/coverage?programme=${programme}&by=employer&at=${middle}`,
      `/v1/gaps?programme=${programme}&limit=1000`,
    ]),
    '/v1/journal?limit=1000',
    `/v1/journal?limit=1000&fromSequence=${middle}`,
    ...funds.flatMap((fund) => [`/v1/trail/${fund}?limit=1000`, `/v1/trail/${fund}/meals?limit=1000`]),
    '/v1/entries?limit=1000',
    `/v1/comparison?from=${middle}&by=programme`,
    '/v1/findings?limit=1000',
  ]
  for (const path of paths) {
    const [theirs, ours] = [await owner.get(path), await replica.get(path)]
    expect(theirs.status, path).toBe(200)
    expect(ours, path).toEqual(theirs)
  }
  const { body } = await replica.get('/v1/budget')
  expect(body.sequence).toBe(head)
  return body
}

async function donate(store: EventStore, number: number): Promise<string> {
  const fund = `${funds[0]}`
  const version = (await Array.fromAsync(store.readStream(fund))).length
  const event = makeEvent(
    fund,
    version + 1,
    {
      type: 'DonationReceived',
      data: {
        receiptNumber: `X-${version}`,
        donor: { kind: 'individual' },
        receivedOn: dayNumber(1),
        shares: [{ fund, amountFen: 100 * number }],
        availableAfterFen: 0,
      },
    },
    dayNumber(1),
  )
  const result = await store.append(fund, version, [event])
  if (result.outcome !== 'appended') throw new Error(`the donation was not appended: ${result.outcome}`)
  return result.position
}
