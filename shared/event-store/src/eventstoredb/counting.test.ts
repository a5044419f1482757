import { describe, expect, test } from 'vitest'
import {
  createSetting,
  openStore,
  startServer,
  writeStatistics,
} from '../../../../test/harness/eventstoredb-setting.ts'
import {
  appendOrThrow,
  idsOf,
  newEvent,
  newEvents,
  newStream,
  readEverything,
  readStream,
} from '../contract/contract-case.fixture.ts'
import { startSubscriber } from '../contract/subscriber.fixture.ts'
import { InvalidPositionError } from '../port.ts'
import { formatLogPosition, formatSequencePosition, parsePosition } from '../position-token.ts'
import { WrongLedgerError } from './ledger-header.ts'

const markEvery = 10

describe('several ledgers on one cluster', () => {
  test('see and count nothing of each other, nor of what the server writes for itself', async () => {
    const { standIn, store, open } = await createSetting()
    const other = await open({ namespace: 'welfare-other' })
    for (let round = 0; round < 5; round++) {
      await Promise.all([store, other].map((each) => appendOrThrow(each, newStream(), 'no-stream', newEvents(3))))
      await writeStatistics(standIn.log)
    }
    for (const each of [store, other]) {
      const all = await readEverything(each)
      expect(all.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 15 }, (_, index) => index + 1))
    }
    expect(store.ledger).not.toBe(other.ledger)
  })

  test('the same stream name in both is two streams', async () => {
    const { store, open } = await createSetting()
    const other = await open({ namespace: 'welfare-other' })
    const stream = newStream()
    const [one, two] = [newEvent(), newEvent()]
    await appendOrThrow(store, stream, 'no-stream', [one])
    await appendOrThrow(other, stream, 'no-stream', [two])
    expect(idsOf(await readStream(store, stream))).toEqual([one.id])
    expect(idsOf(await readStream(other, stream))).toEqual([two.id])
  })

  test('many who open a new ledger at once agree on one', async () => {
    const { url } = await startServer()
    const stores = await Promise.all(Array.from({ length: 8 }, () => openStore({ url })))
    expect(new Set(stores.map(({ ledger }) => ledger)).size).toBe(1)
  })

  test('a ledger that is not the one expected is refused', async () => {
    const { open } = await createSetting({}, { ledger: 'one' })
    await expect(open({ ledger: 'another' })).rejects.toThrow(WrongLedgerError)
  })

  test.each(['', 'Welfare', 'a.b', 'welfare-ledger', 'welfare-marks', 'x'.repeat(64)])(
    'the namespace %j is refused',
    async (namespace) => {
      await expect(openStore({ url: 'esdb://127.0.0.1:1?tls=false', namespace })).rejects.toThrow(RangeError)
    },
  )
})

describe('the sequence', () => {
  test('is the same for every process, however it came to count', async () => {
    const { standIn, store, open } = await createSetting({}, { markEvery })
    const subscriber = startSubscriber(store, { batchSize: 7 })
    for (const event of newEvents(95)) await appendOrThrow(store, newStream(), 'no-stream', [event])
    await subscriber.hasSeen(95)
    const other = await open()
    const all = await readEverything(other)
    expect(subscriber.events).toEqual(all)
    expect(await other.head()).toEqual(await store.head())
    await expect.poll(() => standIn.log.readStream('welfare-marks.welfare')?.length).toBe(9)
  })

  test('marks are written once and say the truth, whoever counts', async () => {
    const { standIn, store, open } = await createSetting({}, { markEvery })
    await appendOrThrow(store, newStream(), 'no-stream', newEvents(95))
    const counters = await Promise.all(Array.from({ length: 4 }, () => open()))
    for (const counter of counters) await counter.head()
    await expect.poll(() => standIn.log.readStream('welfare-marks.welfare')?.length).toBe(9)
    const all = await readEverything(store)
    const marks = standIn.log.readStream('welfare-marks.welfare')?.map(({ data }) => JSON.parse(data)) ?? []
    for (const [index, mark] of marks.entries()) {
      expect(mark.sequence).toBe((index + 1) * markEvery)
      const { log } = parsePosition(all[mark.sequence - 1]?.position ?? '')
      expect({ commit: BigInt(mark.commit), prepare: BigInt(mark.prepare) }).toEqual(log)
    }
  })

  test('of an append’s position is counted from the mark before it', async () => {
    const { standIn, store, open } = await createSetting({}, { markEvery })
    const positions = []
    for (const event of newEvents(60)) {
      positions.push((await appendOrThrow(store, newStream(), 'no-stream', [event])).position)
    }
    await store.head()
    await expect.poll(() => standIn.log.readStream('welfare-marks.welfare')?.length).toBe(6)
    const counting = await open()
    const before = standIn.seen.eventsRead
    await counting.readAll({ after: positions[24], limit: 1 })
    // The search for the mark, the way from it, and the page.
    expect(standIn.seen.eventsRead - before).toBeLessThanOrEqual(3 + (markEvery + 1) + 2)
    const fresh = await open()
    for (const [index, after] of positions.entries()) {
      const next = await fresh.readAll({ after, limit: 2 })
      expect(next.map(({ sequence }) => sequence)).toEqual([index + 2, index + 3].filter((sequence) => sequence <= 60))
    }
  })

  test('alone is a position too: of a ledger that was moved here from a store that counts as it writes', async () => {
    const { store, open } = await createSetting({}, { markEvery })
    await appendOrThrow(store, newStream(), 'no-stream', newEvents(45))
    const fresh = await open()
    const all = await readEverything(store)
    for (const sequence of [1, 9, 10, 11, 30, 44, 45]) {
      const after = formatSequencePosition(`${store.ledger}.1.`, sequence)
      expect(await fresh.readAll({ after, limit: 1 })).toEqual(all.slice(sequence, sequence + 1))
      const last = all[sequence - 1]?.position ?? after
      expect(fresh.comparePositions(after, last)).toBe(0)
    }
    const after = formatSequencePosition(`${store.ledger}.1.`, 46)
    await expect(fresh.readAll({ after, limit: 1 })).rejects.toThrow(InvalidPositionError)
  })

  test('goes on for a subscriber that begins at a bare sequence', async () => {
    const { store } = await createSetting({}, { markEvery })
    await appendOrThrow(store, newStream(), 'no-stream', newEvents(25))
    const subscriber = startSubscriber(store, { after: formatSequencePosition(`${store.ledger}.1.`, 20) })
    await appendOrThrow(store, newStream(), 'no-stream', newEvents(3))
    await subscriber.hasSeen(8)
    expect(subscriber.events).toEqual((await readEverything(store)).slice(20))
  })
})

describe('a position', () => {
  test('at which no event lies is refused', async () => {
    const { standIn, store } = await createSetting()
    await appendOrThrow(store, newStream(), 'no-stream', newEvents(3))
    await writeStatistics(standIn.log)
    const [first] = await readEverything(store)
    const { log } = parsePosition(first?.position ?? '')
    const foreign = standIn.log.readFrom(standIn.log.count - 1, 1)[0]?.place ?? 0n
    for (const place of [(log?.commit ?? 0n) + 1n, foreign, 0n, foreign + 10_000n]) {
      for (const sequence of [undefined, 2]) {
        const after = formatLogPosition(`${store.ledger}.1.`, { commit: place, prepare: place }, sequence)
        await expect(store.readAll({ after, limit: 1 })).rejects.toThrow(InvalidPositionError)
      }
    }
  })

  test('of an epoch that the ledger has not had is refused', async () => {
    const { store } = await createSetting()
    await appendOrThrow(store, newStream(), 'no-stream', newEvents(3))
    const after = formatSequencePosition(`${store.ledger}.2.`, 2)
    await expect(store.readAll({ after, limit: 1 })).rejects.toThrow(InvalidPositionError)
  })
})

test('all who live at the end share one subscription of the server', async () => {
  const { standIn, store } = await createSetting()
  const subscribers = Array.from({ length: 10 }, () => startSubscriber(store))
  for (const event of newEvents(30)) await appendOrThrow(store, newStream(), 'no-stream', [event])
  await Promise.all(subscribers.map((subscriber) => subscriber.hasSeen(30)))
  expect(standIn.seen.subscriptions).toBe(1)
  const all = await readEverything(store)
  for (const { events } of subscribers) expect(events).toEqual(all)
})

test('an event of somebody else among the ledger’s stops whoever reads on, and is not skipped', async () => {
  const { standIn, store } = await createSetting()
  await appendOrThrow(store, newStream(), 'no-stream', newEvents(2))
  const subscriber = startSubscriber(store)
  await subscriber.hasSeen(2)
  const foreign = { id: crypto.randomUUID(), type: 'x', data: '{}', metadata: '{}' }
  await standIn.log.append('welfare.somebody', -1, [foreign])
  await expect(subscriber.ended).rejects.toThrow('is not one of the ledger')
  await expect(readEverything(store)).rejects.toThrow('event 1 of welfare.somebody')
})
