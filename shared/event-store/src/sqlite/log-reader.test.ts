import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { describe, expect, onTestFinished, test } from 'vitest'
import { appendOrThrow, newEvent, newEvents, newStream, readEverything } from '../contract/contract-case.fixture.ts'
import { InvalidPositionError, type Position } from '../port.ts'
import { openSqliteLogReader, type SqliteLogReader } from './log-reader.ts'
import { openSqliteStore, type SqliteStore } from './sqlite-store.ts'

async function openBoth(): Promise<{ folder: string; store: SqliteStore; reader: SqliteLogReader }> {
  const folder = await mkdtemp(join(tmpdir(), 'log-reader-'))
  const store = await openSqliteStore({ folder, clock: { now: () => new Date() } })
  const reader = openSqliteLogReader(folder)
  onTestFinished(async () => {
    reader.close()
    await store.close()
    await rm(folder, { recursive: true })
  })
  return { folder, store, reader }
}

describe('a reader of the log', () => {
  test('sees every event as soon as it is acknowledged, exactly as the store shows it', async () => {
    const { store, reader } = await openBoth()
    expect(reader.head()).toBeUndefined()
    for (let count = 1; count <= 20; count++) {
      await appendOrThrow(store, newStream(), 'no-stream', newEvents(2))
      expect(reader.head()).toEqual(await store.head())
      expect(reader.readAfter(0, 100)).toEqual(await readEverything(store))
    }
    expect(reader).toMatchObject({ ledger: store.ledger, epoch: store.epoch })
  })

  test('pages by sequence', async () => {
    const { store, reader } = await openBoth()
    await appendOrThrow(store, newStream(), 'no-stream', newEvents(10))
    expect(reader.readAfter(3, 4).map(({ sequence }) => sequence)).toEqual([4, 5, 6, 7])
    expect(reader.readAfter(10, 4)).toEqual([])
  })

  test('turns positions into sequences', async () => {
    const { store, reader } = await openBoth()
    const { position } = await appendOrThrow(store, newStream(), 'no-stream', newEvents(7))
    expect(reader.toSequence(position)).toBe(7)
    expect(() => reader.toSequence(`${position}1` as Position)).toThrow(InvalidPositionError)
  })

  test('does not hinder the writer, nor the writer it, and closing it frees nothing of the lock', async () => {
    const { folder, store } = await openBoth()
    const other = openSqliteLogReader(folder)
    await Promise.all(Array.from({ length: 50 }, () => appendOrThrow(store, newStream(), 'no-stream', [newEvent()])))
    expect(other.readAfter(0, 100)).toHaveLength(50)
    other.close()
    await expect(openSqliteStore({ folder, clock: { now: () => new Date() } })).rejects.toThrow('open for writing')
  })

  test('works in a worker thread while the store writes', async () => {
    const { folder, store } = await openBoth()
    const source = `
      const { parentPort, workerData } = require('node:worker_threads')
      import(workerData.module).then(({ openSqliteLogReader }) => {
        const reader = openSqliteLogReader(workerData.folder)
        let sequence = 0
        const read = () => {
          for (const event of reader.readAfter(sequence, 16)) {
            if (event.sequence !== ++sequence) throw new Error('gap at ' + sequence)
          }
          if (sequence < 300) return setImmediate(read)
          reader.close()
          parentPort.postMessage(sequence)
        }
        read()
      })`
    const module = new URL('./log-reader.ts', import.meta.url).href
    const worker = new Worker(source, { eval: true, workerData: { folder, module } })
    const finished = once(worker, 'message')
    for (let count = 0; count < 300; count++) await appendOrThrow(store, newStream(), 'no-stream', [newEvent()])
    expect(await finished).toEqual([300])
  })

  test('says so where there is no log', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'log-reader-'))
    expect(() => openSqliteLogReader(folder)).toThrow()
    await rm(folder, { recursive: true })
  })
})
