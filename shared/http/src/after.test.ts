import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSqliteStore } from '@welfare/event-store/sqlite/sqlite-store.ts'
import { createConsumer } from '@welfare/facts/consumer.ts'
import { createInProcessFeed } from '@welfare/messaging/in-process/in-process-feed.ts'
import { systemClock } from '@welfare/process/clock.ts'
import { createLogger } from '@welfare/process/logger.ts'
import { expect, it, onTestFinished } from 'vitest'
import { awaitAfter } from './after.ts'

it('whoever waits by `after` gets a problem with what to do', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'after-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const store = await openSqliteStore({ folder, clock: systemClock })
  onTestFinished(() => store.close())
  const event = { id: randomUUID(), type: 'ThingNoted', schemaVersion: 1, data: {}, metadata: {} }
  const appended = await store.append(`thing-${randomUUID()}`, 'no-stream', [event])
  if (appended.outcome !== 'appended') throw new Error(appended.outcome)
  const consumer = createConsumer({
    name: 'service',
    feed: createInProcessFeed(store),
    readCheckpoint: () => undefined,
    handle: () => undefined,
    logger: createLogger({ level: 'silent' }),
  })
  onTestFinished(() => consumer.stop())
  const { signal } = new AbortController()
  const wait = (after: string | undefined) => awaitAfter(consumer, after, { signal, timeoutMs: 5 })
  expect(await wait(undefined)).toBeUndefined()
  expect(await wait(appended.position)).toMatchObject({ code: 'after-not-reached', status: 503, retryAfterS: 1 })
  expect(await wait('made-up')).toMatchObject({ code: 'position-malformed', status: 400 })
  consumer.start()
  expect(await awaitAfter(consumer, appended.position, { signal })).toBeUndefined()
})
