import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eventCodec, type WelfareEvent } from '@welfare/contracts/catalogue.ts'
import { createCommandRunner } from '@welfare/event-store/command-runner.ts'
import type { JsonObject } from '@welfare/event-store/decider/decider.ts'
import { openSqliteStore, type SqliteStore } from '@welfare/event-store/sqlite/sqlite-store.ts'
import { type ServedRoutes, serveRoutes } from '@welfare/http/edge/serve-routes.fixture.ts'
import { followLedger } from '@welfare/http/follow-ledger.ts'
import { startServices } from '@welfare/http/service.ts'
import { type KeyStore, openKeyStore } from '@welfare/keys/key-store.store.ts'
import { createInProcessFeed } from '@welfare/messaging/in-process/in-process-feed.ts'
import { createSimulatedClock } from '@welfare/process/clock.ts'
import { createShutdown, type Shutdown } from '@welfare/process/lifecycle.ts'
import { createLogger } from '@welfare/process/logger.ts'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { fundsFacts } from './funds.facts.ts'
import { createFundsService } from './funds.service.ts'
import { idNumber } from './sample.fixture.ts'

const clock = createSimulatedClock({ startAt: new Date('2025-06-02T02:00:00Z') })
const logger = createLogger({ level: 'fatal' })

let folder: string
let store: SqliteStore
let keyStore: KeyStore
let instances: ServedRoutes[]
let shutdown: Shutdown
let fund: string
let donation: string

/** Two instances of the service over one ledger, each with a runner, a copy and a server of its own. */
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'two-instances-'))
  store = await openSqliteStore({ folder: join(folder, 'log'), clock })
  const files = { file: join(folder, 'keys.db'), masterKeyFile: join(folder, 'master.key') }
  keyStore = openKeyStore({ ...files, onGenerated: () => {} })
  shutdown = createShutdown(logger)
  instances = []
  for (const name of ['a', 'b']) {
    const copies = join(folder, name)
    mkdirSync(copies)
    const inputHashKey = keyStore.ledgerSecret('input-hash')
    const runner = createCommandRunner({ store, inputHashKey, sharedWriters: true, writer: name })
    const feed = createInProcessFeed(store)
    const followed = followLedger({ runner, store, feed, clock, logger, folder: copies, keyStore }, [fundsFacts])
    const service = createFundsService({ ...followed.dependencies, attachmentsFolder: join(folder, 'attachments') })
    await startServices([...followed.services, service], shutdown)
    const served = await serveRoutes(service.routes, { clock })
    shutdown.add('server', () => served.stop())
    instances.push(served)
  }
  const funder = { name: '北京市总工会', kind: 'union' }
  fund = (await post(0, '/v1/funds', { name: '帮扶资金', division: '632701', funder })).id
  const gift = { receiptNumber: 'R-1', donor: { kind: 'individual' }, amountFen: 1_000_000 }
  donation = (await post(1, `/v1/funds/${fund}/donations`, gift)).id
})
afterEach(async () => {
  await shutdown.stop()
  await store.close()
  keyStore.close()
  rmSync(folder, { recursive: true })
})

test('ten at once of 100.00 at a limit of 100.00, half of them at each: one passes, nine wait', async () => {
  await record({
    type: 'ApprovalLimitSet',
    data: { division: '632701', limits: { refund: { within24Hours: 10_000 } } },
  })
  const answers = await Promise.all(Array.from({ length: 10 }, (_, turn) => refund(turn % 2, 10_000)))
  expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array.from({ length: 9 }, () => 202)])
  expect(await refund(0, 1)).toMatchObject({ status: 202 })
})

test('allocations, whose money waits with them, are counted in the same way', async () => {
  const id = idNumber('programme', 1)
  await record({ type: 'ProgrammeDefined', data: programmeDefined }, id)
  await record({
    type: 'ApprovalLimitSet',
    data: { division: '632701', limits: { allocation: { sinceApproval: 10_000 } } },
  })
  const path = `/v1/funds/${fund}/allocations`
  const allocate = (at: number) => instances[at]?.call('POST', path, { body: { programme: id, amountFen: 10_000 } })
  const answers = await Promise.all(Array.from({ length: 10 }, (_, turn) => allocate(turn % 2)))
  expect(answers.map((answer) => answer?.status).sort()).toEqual([201, ...Array.from({ length: 9 }, () => 202)])
  expect(await allocate(0)).toMatchObject({ status: 202 })
})

test('what is approved at one is done once, and both say so', async () => {
  await record({ type: 'ApprovalLimitSet', data: { division: '632701', limits: { refund: { perAct: 1 } } } })
  const { proposal } = (await refund(0, 10_000)).body as { proposal: string }
  const path = `/v1/proposals/funds/${proposal}`
  const hands = await Promise.all(
    [0, 1, 1].map((at, hand) =>
      instances[at]?.call('POST', `${path}/approval`, { actor: `approver/chair-${hand}`, body: {} }),
    ),
  )
  expect(hands.map((answer) => answer?.status).sort()).toEqual([201, 409, 409])
  for (const instance of instances)
    await expect.poll(async () => (await instance.call('GET', path)).body).toMatchObject({ status: 'performed' })
  const refunds = (await store.readAll({ limit: 1_000 })).filter(({ type }) => type === 'DonationRefunded')
  expect(refunds.map(({ metadata }) => metadata.actor)).toEqual(['officer/li-hua'])
})

const programmeDefined = {
  ...{ name: '餐补', kind: 'festival-meal', division: '632701', plan: 'people' as const, year: 2025, rulesVersion: 1 },
  rules: { windows: [], quota: {}, lateEntryDays: 3, sharing: 'in-proportion' as const },
}

async function record(event: WelfareEvent, stream = idNumber('limit', 1)): Promise<void> {
  const { type, schemaVersion, data } = eventCodec.encode(event)
  const id = crypto.randomUUID()
  const at = { occurredAt: clock.now().toISOString(), accountingDate: '2025-06-02' }
  const metadata = { commandId: id, inputHash: 'test', actor: 'administrator/test', ...at }
  const stored = { id, type, schemaVersion, data: data as JsonObject, metadata }
  const result = await store.append(stream, 'no-stream', [stored])
  expect(result.outcome).toBe('appended')
}

async function refund(instance: number, amountFen: number) {
  const body = { donation, amountFen, reason: '多付' }
  const answer = await instances[instance]?.call('POST', `/v1/funds/${fund}/refunds`, { body })
  if (!answer) throw new Error(`there is no instance ${instance}`)
  return answer
}

async function post(instance: number, path: string, body: object): Promise<{ readonly id: string }> {
  const answer = await instances[instance]?.call('POST', path, { body })
  expect(answer).toMatchObject({ status: 201 })
  return answer?.body as { id: string }
}
