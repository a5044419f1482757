import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { openEventStoreDbStore } from '@welfare/event-store/eventstoredb/eventstoredb-store.ts'
import type { SequencedEvent } from '@welfare/event-store/port.ts'
import { createSimulatedClock, systemClock } from '@welfare/process/clock.ts'
import { createLogger } from '@welfare/process/logger.ts'
import type { BudgetAnswer } from '@welfare/reports/budget/budget.contract.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type PlayedOnCluster, playOnCluster } from '../../infra/cluster/play-on-cluster.ts'
import { startStandIn } from '../../infra/event-store/stand-in.ts'
import { openStandInLog } from '../../infra/event-store/stand-in-log.ts'
import { openLedger } from '../../services/standalone/src/compose.ts'
import { summerPlan } from '../../services/standalone/src/demo/plan.ts'
import { playScenario } from '../../services/standalone/src/demo/scenario.ts'
import { scenarioStart } from '../../services/standalone/src/demo/summer-2025.ts'
import { requireKafka } from '../harness/kafka-broker.ts'
import { balancesOf, readLog, tellStreams } from '../harness/same-books.ts'
import { temporaryFolder } from '../harness/test-ledger.ts'

const brokers = await requireKafka()
const LIMIT_MS = 900_000

/**
 * Plays the demonstration in one process and on services apart, and compares what each has recorded.
 * @param until RFC 3339: what happens later is not played
 */
export function describeSameBooks(until: string): void {
  describe.skipIf(brokers === undefined)(`the demonstration until ${until} on services apart`, () => {
    const folder = temporaryFolder('welfare-cluster-')
    const alone = join(folder, 'alone')
    const apart = join(folder, 'apart')
    const told: string[] = []
    let played: PlayedOnCluster | undefined
    let logs: readonly [readonly SequencedEvent[], readonly SequencedEvent[]] = [[], []]
    let stop: (() => Promise<void>) | undefined

    beforeAll(async () => {
      const ledger = await playAlone(alone, until)
      await beginAlike(apart, alone, ledger)
      played = await playOnCluster({
        folder: apart,
        until,
        brokers: brokers ?? [],
        port: 0,
        instances: { vouchers: 2, funds: 2, reports: 2 },
        print: (text) => told.push(text),
        onStarted: (cluster) => {
          stop = cluster.stop
        },
      })
      process.stderr.write(`\n${told.join('\n')}\n`)
      logs = [readLog(join(alone, 'log')), await readStore(played.cluster.store?.url ?? '')]
    }, LIMIT_MS)
    afterAll(async () => {
      await stop?.()
      rmSync(folder, { recursive: true })
    }, LIMIT_MS)

    test('gives every stream the same events', () => {
      const [one, many] = logs.map(tellStreams)
      expect([...(many?.keys() ?? [])]).toEqual([...(one?.keys() ?? [])])
      for (const [stream, events] of one ?? [])
        expect(inOrder(stream, many?.get(stream)), stream).toEqual(inOrder(stream, events))
      expect(one?.size).toBeGreaterThan(1_000)
    })

    test('gives every posting account the same balance', () => {
      const [one, many] = logs.map(balancesOf)
      expect(many).toEqual(one)
      expect(one?.size).toBeGreaterThan(100)
    })

    test('every replica of the read models answers the same, through the ledger’s end', async () => {
      const { api, sequence } = played ?? {}
      const answers = await Promise.all(Array.from({ length: 8 }, () => api?.get<BudgetAnswer>('/v1/budget?by=fund')))
      for (const answer of answers) expect(answer).toEqual(answers[0])
      expect(answers[0]?.sequence).toBe(sequence)
      const served = played?.cluster.instancesOf('reports') ?? []
      expect(served).toHaveLength(2)
    })
  })
}

/** Answers of funds and statements to payments that were prepared at once. */
const answers = /^\["(PaymentMoneyHeld|PaymentMoneyTaken|PaymentPartTaken)"/

/**
 * What leaves a depot is asked for all at once, and so is what payments hold: who comes first is chance in one process, too. Such answers
 * are compared where they stand side by side in whatever order; all else in the order of the log.
 */
function inOrder(stream: string, events: readonly string[] = []): readonly string[] {
  if (stream.startsWith('depot-')) return events.toSorted()
  const ordered: string[] = []
  let beside: string[] = []
  for (const event of [...events, '']) {
    if (answers.test(event)) beside.push(event)
    else {
      ordered.push(...beside.sort(), event)
      beside = []
    }
  }
  return ordered
}

async function playAlone(dataFolder: string, until: string): Promise<string> {
  const clock = createSimulatedClock({ startAt: new Date(scenarioStart) })
  const ledger = await openLedger({ dataFolder, clock, logger: createLogger({ level: 'silent' }) })
  const { url } = await ledger.serve({ host: '127.0.0.1', port: 0 })
  const { identity: accounts, vouchers, store } = ledger
  const { sweepExpiredCredits } = vouchers
  const operatorToken = accounts.localToken('auditor')
  await playScenario({ url, clock, accounts, operatorToken, sweepExpiredCredits }, () => {}, summerPlan, until)
  await ledger.close()
  return store.ledger
}

/** The same ledger id and the same secrets: what is derived from them is then the same, too. */
async function beginAlike(folder: string, from: string, ledger: string): Promise<void> {
  mkdirSync(join(folder, 'keys'), { recursive: true })
  for (const file of ['keys.db', 'master.key']) cpSync(join(from, 'keys', file), join(folder, 'keys', file))
  if (existsSync(join(from, 'keys', 'keys.db-wal'))) throw new Error('the keys were not closed cleanly')
  const log = await openStandInLog(join(folder, 'store'))
  const { url, kill } = await startStandIn({ log })
  await (await openEventStoreDbStore({ url, clock: systemClock, ledger })).close()
  kill()
  await log.close()
}

/** Every event of the cluster's store. */
async function readStore(url: string): Promise<readonly SequencedEvent[]> {
  const store = await openEventStoreDbStore({ url, clock: systemClock })
  const events = await store.readAll({ limit: 1_000_000 })
  await store.close()
  return events
}
