import { expect, test } from 'vitest'
import { openStore, startServer } from '../../../../test/harness/eventstoredb-setting.ts'
import { appendOrThrow, newEvents, newStream, readEverything, readStream } from '../contract/contract-case.fixture.ts'
import { LedgerChangedError } from '../port.ts'
import { beginEventStoreDbEpoch } from './eventstoredb-epoch.ts'
import { openEventStoreDbImport } from './eventstoredb-import.ts'
import { EpochNotBegunError, WrongLedgerError } from './ledger-header.ts'

test('after a restore the ledger goes on in its next epoch, and tells what was recorded in which', async () => {
  const { url } = await startServer()
  const before = await openStore({ url, namespace: 'qinghai' })
  const { ledger } = before
  const stream = newStream()
  const { position: early } = await appendOrThrow(before, stream, 'no-stream', newEvents(3))
  await before.close()
  expect(await beginEventStoreDbEpoch({ url, namespace: 'qinghai', ledger })).toEqual({ ledger, epoch: 2, beginsAt: 4 })
  const store = await openStore({ url, namespace: 'qinghai' })
  expect([store.ledger, store.epoch]).toEqual([ledger, 2])
  const { position } = await appendOrThrow(store, stream, 3, newEvents(2))
  expect((await readEverything(store)).map(({ epoch, sequence }) => [epoch, sequence])).toEqual([
    [1, 1],
    [1, 2],
    [1, 3],
    [2, 4],
    [2, 5],
  ])
  expect(position).toMatch(new RegExp(`^${ledger}\\.2\\.`))
  expect(store.comparePositions(early, position)).toBeLessThan(0)
  expect(await readStream(store, stream)).toHaveLength(5)
})

test('an empty ledger begins its next epoch with its first event', async () => {
  const { url } = await startServer()
  const { ledger } = await openStore({ url, namespace: 'empty' })
  expect(await beginEventStoreDbEpoch({ url, namespace: 'empty', ledger })).toMatchObject({ epoch: 2, beginsAt: 1 })
  expect(await beginEventStoreDbEpoch({ url, namespace: 'empty', ledger })).toMatchObject({ epoch: 3, beginsAt: 1 })
})

test('one is begun after those that the ledger was copied with', async () => {
  const { url } = await startServer()
  const epochs = [
    { epoch: 1, beginsAt: 1 },
    { epoch: 2, beginsAt: 9 },
  ]
  const copy = await openEventStoreDbImport({ url, namespace: 'copied', ledger: 'gaoyou', epochs })
  await copy.close()
  expect(await beginEventStoreDbEpoch({ url, namespace: 'copied', ledger: 'gaoyou' })).toMatchObject({ epoch: 3 })
})

test('whoever has the ledger open is told, when it asks whether the store is ready', async () => {
  const { url } = await startServer()
  const store = await openStore({ url, namespace: 'qinghai' })
  const other = await openStore({ url, namespace: 'hunan' })
  expect(await store.ready()).toBe(true)
  await beginEventStoreDbEpoch({ url, namespace: 'qinghai', ledger: store.ledger })
  await expect(store.ready()).rejects.toThrow(LedgerChangedError)
  expect(await other.ready()).toBe(true)
  expect(await (await openStore({ url, namespace: 'qinghai' })).ready()).toBe(true)
})

test('of two who begin one at once, one does', async () => {
  const { url } = await startServer()
  const { ledger } = await openStore({ url, namespace: 'twice' })
  const begin = () => beginEventStoreDbEpoch({ url, namespace: 'twice', ledger })
  const outcomes = await Promise.allSettled([begin(), begin()])
  const failed = outcomes.filter((outcome) => outcome.status === 'rejected').map(({ reason }) => reason)
  const begun = outcomes.filter((outcome) => outcome.status === 'fulfilled').map(({ value }) => value.epoch)
  expect(begun.length + failed.length).toBe(2)
  for (const reason of failed) expect(reason).toBeInstanceOf(EpochNotBegunError)
  expect(new Set(begun).size).toBe(begun.length)
  expect((await openStore({ url, namespace: 'twice' })).epoch).toBe(1 + begun.length)
})

test('another ledger than the one named is left as it is', async () => {
  const { url } = await startServer()
  await openStore({ url, namespace: 'ours' })
  await expect(beginEventStoreDbEpoch({ url, namespace: 'ours', ledger: 'theirs' })).rejects.toThrow(WrongLedgerError)
})
