import { describe, expect, test } from 'vitest'
import { appendOrThrow, newEvent, newEvents, newStream, readEverything, readStream } from '../contract/contract-case.ts'
import { startSubscriber } from '../contract/subscriber.ts'
import { InvalidPositionError, type Position, StoreUnavailableError, UnknownOutcomeError } from '../port.ts'
import { startOwner } from './owner.fixture.ts'
import { LedgerChangedError, StoreAccessDeniedError } from './remote-errors.ts'
import { openRemoteStore } from './remote-store.ts'

describe('an owner that goes away', () => {
  test('and comes back is found again by everybody who has the store open', async () => {
    const owner = await startOwner()
    const remote = await owner.open()
    const subscriber = startSubscriber(remote)
    await appendOrThrow(remote, newStream(), 'no-stream', newEvents(3))
    await subscriber.hasSeen(3)
    const { back } = await owner.goAway()
    await expect(remote.append(newStream(), 'no-stream', [newEvent()])).rejects.toThrow(UnknownOutcomeError)
    await expect(remote.head()).rejects.toThrow(StoreUnavailableError)
    await expect(remote.ready()).rejects.toThrow(StoreUnavailableError)
    await back()
    await appendOrThrow(remote, newStream(), 'no-stream', newEvents(2))
    await subscriber.hasSeen(5)
    expect(subscriber.events).toEqual(await readEverything(remote))
    expect(await remote.ready()).toBe(true)
  })

  test('and comes back while somebody reads is waited for', async () => {
    const owner = await startOwner()
    const remote = await owner.open()
    await appendOrThrow(remote, newStream(), 'no-stream', newEvents(3))
    const { back } = await owner.goAway()
    const reading = readEverything(remote)
    await back()
    expect(await reading).toHaveLength(3)
  })

  test('lets a subscriber be stopped, or the store be closed, meanwhile', async () => {
    const owner = await startOwner()
    const remote = await owner.open()
    const [stopped, closed] = [startSubscriber(remote), startSubscriber(remote)]
    await owner.goAway()
    stopped.stop()
    await expect(stopped.ended).resolves.toBeUndefined()
    await remote.close()
    await expect(closed.ended).rejects.toThrow('closed')
  })
})

describe('an owner that comes back with another epoch', () => {
  test('ends everything with the same clear error: what was known of the ledger must be built anew', async () => {
    const owner = await startOwner()
    const remote = await owner.open()
    const stream = newStream()
    const { position } = await appendOrThrow(remote, stream, 'no-stream', newEvents(3))
    const subscriber = startSubscriber(remote)
    await subscriber.hasSeen(3)
    const restored = await (await owner.goAway()).back({ restored: true })
    await expect(subscriber.ended).rejects.toThrow(LedgerChangedError)
    await expect(startSubscriber(remote, { after: position }).ended).rejects.toThrow(LedgerChangedError)
    await expect(remote.append(stream, 3, [newEvent()])).rejects.toThrow(LedgerChangedError)
    await expect(remote.readAll({ limit: 1 })).rejects.toThrow(LedgerChangedError)
    await expect(readStream(remote, stream)).rejects.toThrow(LedgerChangedError)
    await expect(remote.head()).rejects.toThrow(LedgerChangedError)
    await expect(remote.ready()).rejects.toThrow(LedgerChangedError)
    expect(await restored.head()).toMatchObject({ sequence: 3 })
    const again = await owner.open()
    expect(again).toMatchObject({ ledger: remote.ledger, epoch: 2 })
    expect(again.comparePositions(position, position)).toBe(0)
  })
})

describe('a position', () => {
  test('of an epoch that is yet to come is refused', async () => {
    const owner = await startOwner()
    const [before, { back }] = [await owner.open(), await owner.goAway()]
    await back({ restored: true })
    const { position } = await appendOrThrow(await owner.open(), newStream(), 'no-stream', [newEvent()])
    expect(() => before.comparePositions(position, position)).toThrow(InvalidPositionError)
  })

  test('that the owner never handed out is refused by it', async () => {
    const owner = await startOwner()
    const { position } = await appendOrThrow(owner.store, newStream(), 'no-stream', [newEvent()])
    const remote = await owner.open()
    await owner.goAway().then(({ back }) => back())
    const later = position.replace('.1-', '.2-').replace(/\d\d$/, (check) => nextCheck(check)) as Position
    await expect(remote.readAll({ after: later, limit: 1 })).rejects.toThrow(InvalidPositionError)
    await expect(startSubscriber(remote, { after: later }).ended).rejects.toThrow(InvalidPositionError)
  })
})

test('who has another token, or no URL of a store, opens nothing', async () => {
  const owner = await startOwner()
  await expect(openRemoteStore({ url: owner.url, token: 'x'.repeat(32) })).rejects.toThrow(StoreAccessDeniedError)
  for (const url of ['', 'unix:', 'unix:relative', 'ftp://127.0.0.1/', 'http://127.0.0.1:1/path', 'data']) {
    await expect(openRemoteStore({ url, token: owner.token })).rejects.toThrow(RangeError)
  }
})

/** The check of a digit that is one more: one more, too, modulo 97. */
function nextCheck(check: string): string {
  return String((Number(check) + 1) % 97).padStart(2, '0')
}
