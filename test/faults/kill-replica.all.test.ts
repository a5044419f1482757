import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { EventStore } from '@welfare/event-store/port.ts'
import { openSqliteStore } from '@welfare/event-store/sqlite/sqlite-store.ts'
import { createInProcessFeed } from '@welfare/messaging/in-process/in-process-feed.ts'
import { openKafkaFeed } from '@welfare/messaging/kafka/kafka-feed.ts'
import { openLedgerTopic } from '@welfare/messaging/kafka/ledger-topic.ts'
import type { Feed } from '@welfare/messaging/port.ts'
import { appendAll } from '@welfare/reports/history.fixture.ts'
import { playSteps, randomSteps } from '@welfare/reports/random-history.fixture.ts'
import { coolProgramme, funds, programmes } from '@welfare/reports/random-town.fixture.ts'
import fc from 'fast-check'
import { describe, expect, onTestFinished, test } from 'vitest'
import { requireKafka } from '../harness/kafka-broker.ts'
import { kafkaClientFor, silentLogger } from '../harness/relayed-ledger.ts'
import { startChild } from './child-process.fixture.ts'
import { type ServedProjections, serveReplica } from './replica.fixture.ts'

const history = playSteps(fc.sample(randomSteps, { numRuns: 24, seed: 3 }).flat())
const slowly = { timeout: 30_000 }

const brokers = await requireKafka()
const title = 'killed between effect and offset, after both, and at any moment, it equals one made from nothing'

describe('a replica fed from the store', () => {
  test(title, () => killAndCompare(''), 180_000)
})

describe.skipIf(brokers === undefined)('a replica fed from the broker', () => {
  test(title, () => killAndCompare((brokers ?? []).join(',')), 180_000)
})

async function killAndCompare(addresses: string): Promise<void> {
  const [storeFolder, folder] = [makeFolder(), makeFolder()]
  await fillStore(storeFolder)
  if (addresses !== '') await relayAll(storeFolder, addresses)
  const seen = { within: 0, after: 0, anywhere: 0 }
  const parts = 6
  for (let part = 1; part <= parts; part++) {
    const at = Math.floor((history.length * part) / (parts + 1))
    const where = part % 2 === 1 ? 'within' : 'after'
    const child = startChild('replica.child.ts', [storeFolder, folder, addresses, where, String(at)])
    await once(child.process, 'close')
    expect(child.process.signalCode).toBe('SIGKILL')
    const rows = rowsIn(join(folder, 'log')).length
    if (where === 'within') expect(rows).toBeLessThan(at)
    else expect(rows).toBeGreaterThanOrEqual(at)
    seen[where] += 1
  }
  for (let line = 1; line <= 30; line += 13) {
    const child = startChild('replica.child.ts', [storeFolder, folder, addresses])
    await child.hasWritten(line)
    await child.kill()
    seen.anywhere += 1
  }
  const { within, after, anywhere } = seen
  process.stdout.write(
    `a replica of ${history.length} events fed from ${addresses === '' ? 'the store' : 'the broker'}: killed ${within} times between effect and offset, ${after} after both, ${anywhere} anywhere\n`,
  )

  const store = await openSqliteStore({ folder: storeFolder, clock: { now: () => new Date() } })
  onTestFinished(() => store.close())
  const feed = addresses === '' ? createInProcessFeed(store) : openTopicFeed(store, addresses)
  const [survivor, rebuilt] = [await serveReplica(store, { folder, feed }), await serveReplica(store)]
  for (const one of [survivor, rebuilt]) await expect.poll(() => one.isReady(), slowly).toBe(true)
  expect(rowsIn(join(folder, 'log'))).toEqual(rowsIn(storeFolder))
  await expectSameAnswers(survivor, rebuilt)
}

function openTopicFeed({ ledger, epoch }: EventStore, addresses: string): Feed {
  const feed = openKafkaFeed({ brokers: addresses.split(','), ledger, epoch, instance: 'test', logger: silentLogger })
  onTestFinished(() => feed.close())
  return feed.feed
}

async function relayAll(folder: string, addresses: string): Promise<void> {
  const store = await openSqliteStore({ folder, clock: { now: () => new Date() } })
  const { ledger, epoch } = store
  const topic = await openLedgerTopic({ client: kafkaClientFor(addresses.split(',')), ledger, epoch })
  await topic.append(await store.readAll({ limit: history.length }))
  await topic.close()
  await store.close()
}

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'kill-replica-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}

async function fillStore(folder: string): Promise<void> {
  const store = await openSqliteStore({ folder, clock: { now: () => new Date() } })
  await appendAll(store, history)
  await store.close()
}

function rowsIn(folder: string): readonly object[] {
  const database = new DatabaseSync(join(folder, 'ledger.sqlite'), { readOnly: true })
  try {
    return database.prepare('SELECT * FROM events ORDER BY position').all()
  } finally {
    database.close()
  }
}

async function expectSameAnswers(one: ServedProjections, other: ServedProjections): Promise<void> {
  const paths = [
    ...['fund', 'programme', 'funder', 'division'].map((by) => `/v1/budget?by=${by}`),
    ...[...programmes, coolProgramme].flatMap((programme) => [
      `/v1/coverage?programme=${programme}`,
      `/v1/gaps?programme=${programme}&limit=1000`,
    ]),
    ...funds.map((fund) => `/v1/trail/${fund}?limit=1000`),
    '/v1/journal?limit=1000',
    '/v1/entries?limit=1000',
    '/v1/findings?limit=1000',
  ]
  for (const path of paths) {
    const [answer, expected] = [await one.get(path), await other.get(path)]
    expect([expected.status, expected.body.sequence], path).toEqual([200, history.length])
    expect(answer, path).toEqual(expected)
  }
}
