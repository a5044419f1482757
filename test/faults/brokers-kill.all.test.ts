import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { createCommandRunner } from '@welfare/event-store/command-runner.ts'
import { openEventStoreDbStore } from '@welfare/event-store/eventstoredb/eventstoredb-store.ts'
import { ledgerTopicName } from '@welfare/messaging/kafka/topic-settings.ts'
import { describe, expect, onTestFinished, test } from 'vitest'
import { startOwnKafka } from '../harness/kafka-broker.ts'
import { kafkaClientFor } from '../harness/relayed-ledger.ts'
import { temporaryFolder } from '../harness/test-ledger.ts'
import { createRandom } from '../simulation/random.ts'
import {
  differenceOfLogs,
  readAnswers,
  readRecorded,
  readSequence,
  readTopicRecords,
} from './brokers-checks.fixture.ts'
import { openCount } from './brokers-count.fixture.ts'
import { beginHistory, MEAL_FEN, MEALS_PER_WALLET, startsAt } from './brokers-history.fixture.ts'
import { watchLag } from './brokers-lag.fixture.ts'
import { startLoad } from './brokers-load.fixture.ts'
import { brokerFaults, createLane, type Fault, perform, processFaults, readLag } from './brokers-plan.fixture.ts'
import { startProcesses } from './brokers-processes.fixture.ts'

/** 10,000 redemptions are one round of all faults; 100,000 are four, with a broker stopped for a minute in each. */
const redemptions = Number(process.env.FAULT_REDEMPTIONS ?? 10_000)
const seed = Number(process.env.FAULT_SEED ?? randomBytes(4).readUInt32LE())
const isFull = redemptions > 20_000
const rounds = Math.max(1, Math.round(redemptions / 25_000))
const stopMs = Number(process.env.FAULT_STOP_MS ?? (isFull ? 60_000 : 12_000))
const rate = Number(process.env.FAULT_RATE ?? 300)
const wallets = Math.ceil(redemptions / MEALS_PER_WALLET)
/** Each wallet is asked for one meal too many. */
const refusals = wallets
/** The run at its rate, four times over; a machine may be busy. */
const LIMIT_MS = 240_000 + ((4 * redemptions) / rate) * 1_000
const inTime = { timeout: 180_000, interval: 100 }

const cluster = await startOwnKafka(3)

describe.skipIf(cluster === undefined)(
  'brokers, relays, replicas and members of a group that are killed under load',
  () => {
    const title = 'leave every replica equal to a rebuild from the store, and no message applied twice'
    test(title, () => playFaults(cluster ?? impossible()), LIMIT_MS)
  },
)

async function playFaults(kafka: NonNullable<typeof cluster>): Promise<void> {
  const startedAtMs = performance.now()
  const tell = (text: string) =>
    process.stdout.write(`${((performance.now() - startedAtMs) / 1_000).toFixed(1).padStart(6)} s  ${text}\n`)
  tell(`seed ${seed} (FAULT_SEED), ${redemptions} redemptions (FAULT_REDEMPTIONS), ${rate} a second (FAULT_RATE)`)
  const folder = temporaryFolder('brokers-')
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  onTestFinished(() => kafka.stop())
  const processes = await startProcesses(folder, kafka.brokers)
  onTestFinished(() => processes.stop())

  const inputHashKey = randomBytes(32)
  const open = async () => {
    const store = await openEventStoreDbStore({ url: processes.storeUrl, clock: { now: () => startsAt } })
    onTestFinished(() => store.close())
    return { store, runner: createCommandRunner({ store, inputHashKey, sharedWriters: true }) }
  }
  const [{ store, runner }, other] = [await open(), await open()]
  await beginHistory(store, runner, wallets)

  const countFile = join(folder, 'count.sqlite')
  const count = openCount(countFile)
  onTestFinished(() => count.close())
  const startMember = () => processes.startMember(store.ledger, countFile)
  const members = [startMember(), startMember()]
  await expect.poll(() => count.read().sequence, inTime).toBeGreaterThan(0)
  tell(`${wallets} wallets with credit; counting began`)

  // What is drawn for one does not move what is drawn for the other.
  const [random, ofLoad] = [createRandom(seed), createRandom(seed + 1)]
  const attempts = wallets * (MEALS_PER_WALLET + 1)
  const lanes = [brokerFaults, processFaults].map((kinds) => createLane(kinds, rounds, attempts, random))
  const load = startLoad({
    runners: [runner, other.runner],
    ...{ wallets, random: ofLoad, rate, allowed: () => Math.min(...lanes.map(({ allowed }) => allowed)) },
  })
  const lag = watchLag(
    async () => (await store.head())?.sequence ?? 0,
    () => count.read().sequence,
    (ms) => tell(`the group had stood still for ${(ms / 1_000).toFixed(1)} s`),
  )
  onTestFinished(() => lag.stop())
  const done = new Map<Fault, number>()
  const client = kafkaClientFor(kafka.brokers)
  const topic = ledgerTopicName(store.ledger, store.epoch)
  const ours = { cluster: kafka, processes, members, startMember, readCount: count.read, client, topic }
  const step = { ...ours, load, random, stopMs, tell }
  const loadStartedAtMs = performance.now()
  const playing = lanes.map((lane) =>
    lane.run(async (fault) => {
      await perform(fault, step)
      done.set(fault, (done.get(fault) ?? 0) + 1)
    }, load),
  )
  await Promise.all([load.done, ...playing])
  const loadMs = performance.now() - loadStartedAtMs
  tell('every attempt is answered, every fault is over')

  const recorded = await readRecorded(store)
  const head = recorded.ids.length
  await expect.poll(() => count.read().sequence, inTime).toBe(head)
  for (const replica of processes.replicas) await expect.poll(() => readSequence(replica), inTime).toBe(head)
  const readLags = () => Promise.all(processes.relays.map(readLag))
  await expect.poll(async () => (await readLags()).filter((one) => one !== undefined), inTime).toEqual([0])
  await lag.stop()
  const settledMs = performance.now() - loadStartedAtMs - loadMs
  tell('relay, replicas and group have everything')

  const written = await readTopicRecords(client, topic, recorded.ids)
  const counted = count.read()
  process.stdout.write(
    toTable({
      'redemptions asked for': attempts + load.repeated,
      'acknowledged, each once in the store': load.acknowledged.size,
      'refused, the credit being used up': load.refused.get('credit-used-up') ?? 0,
      'asked again and answered as the first time': load.repeated,
      ...Object.fromEntries([...done].sort(([a], [b]) => (a < b ? -1 : 1))),
      'events in the store': head,
      'records in the topic': written.records,
      'of them repeats': written.repeats,
      'hand-overs between members': counted.handovers,
      'batches with events that a member dropped as seen': counted.batchesDropped,
      'events that members dropped as seen': counted.dropped,
      'longest lag of the group (events)': lag.events,
      'longest lag of the group (s)': (lag.ms / 1_000).toFixed(1),
      'the load and its faults (s)': (loadMs / 1_000).toFixed(1),
      'until all had everything (s)': (settledMs / 1_000).toFixed(1),
    }),
  )
  expect([...done.keys()].sort()).toEqual([...brokerFaults, ...processFaults].sort())

  expect(Object.fromEntries(load.refused)).toEqual({ 'credit-used-up': refusals })
  expect(recorded.redemptions).toHaveLength(wallets * MEALS_PER_WALLET)
  expect(recorded.redemptions.toSorted()).toEqual([...load.acknowledged].sort())
  expect(written.wrong).toEqual([])
  expect(written.records - written.repeats).toBe(head)
  expect(Object.fromEntries(count.effects())).toEqual(Object.fromEntries(recorded.byType))
  // Each member that died behind its effects left a batch that was given again.
  expect(counted.batchesDropped).toBeGreaterThanOrEqual(rounds)
  const rebuilt = await processes.startRebuild()
  await expect.poll(() => readSequence(rebuilt), inTime).toBe(head)
  for (const replica of processes.replicas) {
    expect(differenceOfLogs(processes.logOf(replica), processes.logOf(rebuilt)), replica.name).toBeUndefined()
  }
  const expected = await readAnswers(rebuilt)
  expect(expected['/v1/budget?by=fund']).toMatchObject({
    sequence: head,
    rows: [{ balances: { usedFen: wallets * MEALS_PER_WALLET * MEAL_FEN, issuedFen: 0 } }],
  })
  for (const replica of processes.replicas) expect(await readAnswers(replica), replica.name).toEqual(expected)
  for (const member of members) await member.end()
  tell('every replica answers as the rebuild does')
}

function toTable(facts: Readonly<Record<string, number | string>>): string {
  const width = Math.max(...Object.keys(facts).map((name) => name.length))
  const lines = Object.entries(facts).map(([name, value]) => `${name.padEnd(width)}  ${String(value).padStart(9)}`)
  return `\n${lines.join('\n')}\n\n`
}

function impossible(): never {
  throw new Error('skipped where there are no brokers')
}
