import { describe, expect, test } from 'vitest'
import {
  createSetting,
  drawUntilKnown,
  newRunner,
  openStore,
  type StandIn,
  startServer,
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
import { AppendFailedError, type EventStore, UnknownOutcomeError } from '../port.ts'
import { openWallet, readBalance } from '../runner-tests/wallet.fixture.ts'
import { startCuttableLine } from './cuttable-line.fixture.ts'

describe('an answer that is lost after the append was stored', () => {
  test('the append is sent again, stored once, and answered as it was stored', async () => {
    const { standIn, store } = await createSetting()
    const [stream, events] = [newStream(), newEvents(3)]
    const lost = dropOnce(standIn, 'drop-answer')
    const answer = await appendOrThrow(store, stream, 'no-stream', events)
    expect(lost()).toBe(true)
    const stored = await readStream(store, stream)
    expect(idsOf(stored)).toEqual(idsOf(events))
    expect(stored.at(-1)).toMatchObject({ recordedAt: answer.recordedAt, position: answer.position, version: 3 })
  })

  test('for ever: the outcome is unknown, and the repeat finds it out', async () => {
    const time = { now: new Date('2025-06-01T00:00:00.000Z') }
    const { standIn, store } = await createSetting({}, { clock: { now: () => time.now } })
    const [stream, events] = [newStream(), newEvents(2)]
    standIn.decide = () => 'drop-answer'
    await expect(store.append(stream, 'no-stream', events)).rejects.toThrow(UnknownOutcomeError)
    standIn.decide = () => 'answer'
    time.now = new Date('2025-06-02T00:00:00.000Z')
    const answer = await appendOrThrow(store, stream, 'no-stream', events)
    expect(answer).toMatchObject({ version: 2, recordedAt: '2025-06-01T00:00:00.000Z' })
    expect(await readEverything(store)).toHaveLength(2)
  })

  test('an append that was lost on its way is stored by the repeat', async () => {
    const { standIn, store } = await createSetting()
    const stream = newStream()
    const lost = dropOnce(standIn, 'drop-append')
    expect(await appendOrThrow(store, stream, 'no-stream', newEvents(2))).toMatchObject({ version: 2 })
    expect(lost()).toBe(true)
    expect(await readEverything(store)).toHaveLength(2)
  })

  test('a hundred draws, each third answer lost: every fen is drawn once', async () => {
    const { standIn, store } = await createSetting()
    const runner = newRunner(store)
    const wallet = await openWallet(runner, 1_000)
    standIn.decide = ({ ordinal }) => (ordinal % 3 === 0 ? 'drop-answer' : 'answer')
    await Promise.all(Array.from({ length: 100 }, () => drawUntilKnown(runner, wallet)))
    expect(await readBalance(newRunner(store), wallet)).toBe(900)
    expect(await readStream(store, wallet)).toHaveLength(101)
  })
})

describe('what the server says of an append that it did not store', () => {
  test('no time: overloaded, and nothing is stored', async () => {
    const { standIn, store } = await createSetting()
    standIn.decide = () => 'busy'
    expect(await store.append(newStream(), 'no-stream', [newEvent()])).toEqual({ outcome: 'overloaded' })
    expect(await store.head()).toBeUndefined()
  })

  test('no right: the append failed', async () => {
    const { standIn, store } = await createSetting()
    standIn.decide = () => 'access-denied'
    await expect(store.append(newStream(), 'no-stream', [newEvent()])).rejects.toThrow(AppendFailedError)
    expect(await store.head()).toBeUndefined()
  })

  test('a repeat from another process, while the first is being written, is dropped by the server and answered in the end', async () => {
    const { store, open } = await createSetting({ writeTimeoutMs: 100 })
    const other = await open()
    const [stream, events] = [newStream(), newEvents(2)]
    const answers = await Promise.all([store, other].map((each) => appendOrThrow(each, stream, 'no-stream', events)))
    expect(answers.map(({ version }) => version)).toEqual([2, 2])
    expect(await readEverything(store)).toHaveLength(2)
  })
})

describe('a connection that is cut', () => {
  test('in the middle of a batch: nothing is lost and nothing doubled', async () => {
    const standIn = await startServer()
    const line = await startCuttableLine(standIn.port)
    const store = await openStore({ url: line.url })
    const runner = newRunner(store)
    const wallets = await Promise.all(Array.from({ length: 40 }, () => openWallet(runner, 100)))
    const before = standIn.seen.appends
    standIn.decide = ({ ordinal }) => {
      if ((ordinal - before) % 50 === 20) line.cut()
      return 'answer'
    }
    await Promise.all(wallets.flatMap((wallet) => Array.from({ length: 5 }, () => drawUntilKnown(runner, wallet))))
    expect(line.connections).toBeGreaterThan(2)
    const fresh = newRunner(await openStore({ url: standIn.url }))
    const balances = await Promise.all(wallets.map((wallet) => readBalance(fresh, wallet)))
    expect(balances).toEqual(wallets.map(() => 95))
    await expectDense(store)
  })

  test('a subscriber goes on after the last event it has handled, again and again', async () => {
    const standIn = await startServer()
    const line = await startCuttableLine(standIn.port)
    const trouble: unknown[] = []
    const listening = await openStore({ url: line.url, onTrouble: (error) => trouble.push(error) })
    const writing = await openStore({ url: standIn.url })
    const subscriber = startSubscriber(listening, { batchSize: 7 })
    for (let round = 1; round <= 5; round++) {
      for (const event of newEvents(20)) await appendOrThrow(writing, newStream(), 'no-stream', [event])
      await subscriber.hasSeen(round * 20 - 5)
      line.cut()
    }
    await appendOrThrow(writing, newStream(), 'no-stream', newEvents(3))
    await subscriber.hasSeen(103)
    expect(subscriber.events).toEqual(await readEverything(writing))
    expect(trouble.length).toBeGreaterThan(0)
  })
})

describe('a slow server', () => {
  test('answers late, and each append still once', async () => {
    const { standIn, store } = await createSetting()
    standIn.beforeAnswer = () => new Promise((resolve) => setTimeout(resolve, 700))
    const streams = Array.from({ length: 20 }, () => newStream())
    const answers = await Promise.all(streams.map((stream) => appendOrThrow(store, stream, 'no-stream', newEvents(2))))
    expect(answers.map(({ version }) => version)).toEqual(streams.map(() => 2))
    expect(standIn.seen.appends).toBeGreaterThan(20)
    expect(await readEverything(store)).toHaveLength(40)
  })
})

describe('a server that is killed and comes back on the same port', () => {
  test('draws of many wallets through three deaths: nothing is lost and nothing doubled', async () => {
    let standIn = await startServer()
    const { log, port, url } = standIn
    const store = await openStore({ url })
    const runner = newRunner(store)
    const wallets = await Promise.all(Array.from({ length: 20 }, () => openWallet(runner, 100)))
    const reading = startSubscriber(store, { batchSize: 10 })
    for (let death = 0; death < 3; death++) {
      const drawing = Promise.all(
        wallets.flatMap((wallet) => Array.from({ length: 4 }, () => drawUntilKnown(runner, wallet))),
      )
      const restarted = diesAfter(standIn, 10).then(async () => {
        standIn = await startServer({ log, port })
      })
      await Promise.all([drawing, restarted])
    }
    const fresh = await openStore({ url })
    const balances = await Promise.all(wallets.map((wallet) => readBalance(newRunner(fresh), wallet)))
    expect(balances).toEqual(wallets.map(() => 88))
    const all = await readEverything(fresh)
    await reading.hasSeen(all.length)
    expect(reading.events).toEqual(all)
    await expectDense(fresh)
    await Promise.all([store.close(), fresh.close()])
    standIn.kill()
  })

  test('while somebody reads is waited for', async () => {
    const standIn = await startServer()
    const { log, port, url } = standIn
    const store = await openStore({ url })
    await appendOrThrow(store, newStream(), 'no-stream', newEvents(30))
    standIn.kill()
    const reading = readEverything(store)
    await startServer({ log, port })
    expect(await reading).toHaveLength(30)
  })

  test('lets a subscriber be stopped, or the store be closed, meanwhile', async () => {
    const { standIn, store } = await createSetting()
    const [stopped, closed] = [startSubscriber(store), startSubscriber(store)]
    standIn.kill()
    stopped.stop()
    await expect(stopped.ended).resolves.toBeUndefined()
    await store.close()
    await expect(closed.ended).rejects.toThrow('closed')
  })

  test('readiness follows it', async () => {
    const standIn = await startServer()
    const { log, port, url } = standIn
    const store = await openStore({ url })
    expect(await store.ready()).toBe(true)
    standIn.kill()
    expect(await store.ready()).toBe(false)
    const again = await startServer({ log, port })
    await expect.poll(() => store.ready(), { timeout: 10_000 }).toBe(true)
    expect(again.seen.reads).toBeGreaterThan(0)
  })
})

/** The first append to a stream of the ledger suffers the fault. Returns whether it did. */
function dropOnce(standIn: StandIn, fault: 'drop-answer' | 'drop-append'): () => boolean {
  let isDone = false
  standIn.decide = () => {
    if (isDone) return 'answer'
    isDone = true
    return fault
  }
  return () => isDone
}

function diesAfter(standIn: StandIn, appends: number): Promise<void> {
  return new Promise((resolve) => {
    let count = 0
    standIn.decide = () => {
      count++
      if (count < appends) return 'answer'
      if (count === appends) {
        setImmediate(() => {
          standIn.kill()
          resolve()
        })
      }
      return 'drop-answer'
    }
  })
}

async function expectDense(store: EventStore): Promise<void> {
  const all = await readEverything(store)
  expect(all.map(({ sequence }) => sequence)).toEqual(all.map((_, index) => index + 1))
  expect(new Set(all.map(({ stream, id }) => `${stream} ${id}`)).size).toBe(all.length)
}
