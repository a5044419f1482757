import { randomUUID } from 'node:crypto'
import { describe, expect, onTestFinished, test } from 'vitest'
import { openStore, startServer } from '../../../../test/harness/eventstoredb-setting.ts'
import { appendOrThrow, newEvents, newStream, readEverything } from '../contract/contract-case.fixture.ts'
import { ImportDivergedError, ImportGapError, type LedgerImport } from '../ledger-import.ts'
import type { SequencedEvent } from '../port.ts'
import { type EventStoreDbImportOptions, openEventStoreDbImport } from './eventstoredb-import.ts'
import { WrongLedgerError } from './ledger-header.ts'

const epochs = [{ epoch: 1, beginsAt: 1 }]

describe('a ledger that is copied here', () => {
  test('has the same events: sequence, stream, version, id, time, data and metadata', async () => {
    const { url } = await startServer()
    const events = await makeHistory(url)
    const copy = await open({ url, ledger: 'gaoyou', epochs, markEvery: 10 })
    for (let from = 0; from < events.length; from += 17) await copy.append(events.slice(from, from + 17))
    expect(await copy.sequence()).toBe(events.length)
    const store = await openStore({ url, namespace: 'copy' })
    expect(store.ledger).toBe('gaoyou')
    expect((await readEverything(store)).map(withoutPosition)).toEqual(events.map(withoutPosition))
  })

  test('goes on after a break, in the middle of a batch or where nobody knows how far it came', async () => {
    const server = await startServer()
    const { url } = server
    const events = await makeHistory(url)
    const first = await open({ url, ledger: 'gaoyou', epochs })
    await first.append(events.slice(0, 30))
    await first.close()
    const second = await open({ url, ledger: 'gaoyou', epochs })
    expect(await second.sequence()).toBe(30)
    await second.append(events.slice(20, 50))
    await second.append(events.slice(20, 50))
    let count = 0
    server.decide = () => (++count === 3 ? 'busy' : 'answer')
    await second.append(events.slice(50))
    const store = await openStore({ url, namespace: 'copy' })
    expect((await readEverything(store)).map(withoutPosition)).toEqual(events.map(withoutPosition))
  })

  test('keeps its epochs, and positions of both', async () => {
    const { url } = await startServer()
    const both = [...epochs, { epoch: 2, beginsAt: 41 }]
    const events = (await makeHistory(url)).map((event) => ({ ...event, epoch: event.sequence < 41 ? 1 : 2 }))
    const copy = await open({ url, ledger: 'gaoyou', epochs: both })
    await copy.append(events)
    const store = await openStore({ url, namespace: 'copy' })
    expect(store.epoch).toBe(2)
    const all = await readEverything(store)
    expect(all.map(({ epoch }) => epoch)).toEqual(events.map(({ epoch }) => epoch))
    for (const { stream, version, position, sequence } of all) {
      const [alone] = await Array.fromAsync(store.readStream(stream, { fromVersion: version }))
      expect(store.comparePositions(alone?.position ?? position, position)).toBe(0)
      const after = alone?.position ?? position
      expect((await store.readAll({ after, limit: 1 })).at(0)?.sequence).toBe(all[sequence]?.sequence)
    }
    const { position } = await appendOrThrow(store, newStream(), 'no-stream', newEvents(1))
    expect(position).toMatch(/^gaoyou\.2\./)
  })

  test('refuses a gap, another ledger, another epoch, and other events than are there', async () => {
    const { url } = await startServer()
    const events = await makeHistory(url)
    const copy = await open({ url, ledger: 'gaoyou', epochs })
    await copy.append(events.slice(0, 10))
    const [next] = events.slice(10)
    if (next === undefined) throw new Error('no events')
    await expect(copy.append(events.slice(11, 12))).rejects.toThrow(ImportGapError)
    await expect(copy.append([{ ...next, ledger: 'hengyang' }])).rejects.toThrow(ImportDivergedError)
    await expect(copy.append([{ ...next, epoch: 2 }])).rejects.toThrow(ImportDivergedError)
    await expect(copy.append([{ ...next, id: randomUUID(), sequence: 5 }])).rejects.toThrow(ImportDivergedError)
    await expect(open({ url, ledger: 'hengyang', epochs })).rejects.toThrow(WrongLedgerError)
    await expect(
      open({
        url,
        ledger: 'gaoyou',
        epochs: [
          { epoch: 1, beginsAt: 1 },
          { epoch: 2, beginsAt: 9 },
        ],
      }),
    ).rejects.toThrow(ImportDivergedError)
    await copy.append(events.slice(10))
    expect(await copy.sequence()).toBe(events.length)
  })

  test('finds out that somebody else writes to it', async () => {
    const { url } = await startServer()
    const events = await makeHistory(url)
    const copy = await open({ url, ledger: 'gaoyou', epochs })
    await copy.append(events.slice(0, 10))
    const store = await openStore({ url, namespace: 'copy' })
    await appendOrThrow(store, newStream(), 'no-stream', newEvents(1))
    await expect(copy.append(events.slice(10, 20))).rejects.toThrow('somebody else writes to the ledger after event 10')
  })
})

async function open(options: Omit<EventStoreDbImportOptions, 'namespace'>): Promise<LedgerImport> {
  const copy = await openEventStoreDbImport({ ...options, namespace: 'copy' })
  onTestFinished(() => copy.close())
  return copy
}

/** 100 events in streams that interleave, as of a ledger elsewhere. */
async function makeHistory(url: string): Promise<SequencedEvent[]> {
  const store = await openStore({ url, namespace: 'source' })
  const streams = Array.from({ length: 5 }, () => newStream())
  for (let round = 0; round < 10; round++) {
    for (const stream of streams) {
      await appendOrThrow(store, stream, round === 0 ? 'no-stream' : round * 2, newEvents(2))
    }
  }
  return (await readEverything(store)).map((event) => ({ ...event, ledger: 'gaoyou' }))
}

function withoutPosition({ position: _, ...event }: SequencedEvent): object {
  return event
}
