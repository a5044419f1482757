import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eventCodec, type WelfareEvent } from '@welfare/contracts/catalogue.ts'
import { createCommandRunner } from '@welfare/event-store/command-runner.ts'
import type { SequencedEvent } from '@welfare/event-store/port.ts'
import type { CommandRunner } from '@welfare/event-store/runner.ts'
import { openSqliteStore, type SqliteStore } from '@welfare/event-store/sqlite/sqlite-store.ts'
import type { Consumer } from '@welfare/facts/consumer.ts'
import { caughtUp } from '@welfare/http/after-facts.ts'
import { type ServedRoutes, serveRoutes } from '@welfare/http/edge/serve-routes.fixture.ts'
import { followLedger } from '@welfare/http/follow-ledger.ts'
import { startServices } from '@welfare/http/service.ts'
import { type KeyStore, openKeyStore } from '@welfare/keys/key-store.store.ts'
import { createInProcessFeed } from '@welfare/messaging/in-process/in-process-feed.ts'
import { createSimulatedClock } from '@welfare/process/clock.ts'
import { createShutdown } from '@welfare/process/lifecycle.ts'
import { createLogger } from '@welfare/process/logger.ts'
import { deliveriesFacts } from './deliveries.facts.ts'
import { createDeliveriesService } from './deliveries.service.ts'

export interface DeliveriesApplication {
  readonly runner: CommandRunner
  readonly call: ServedRoutes['call']
  readonly url: string
  readonly folder: string
  readonly keyStore: KeyStore
  /** What another service would have recorded. */
  record(stream: string, ...events: readonly WelfareEvent[]): Promise<void>
  /** Until copy and processes have done everything recorded so far, what they led to included. */
  settled(): Promise<void>
  all(): Promise<readonly SequencedEvent[]>
  /** At 10 in the morning, Shanghai. */
  goTo(day: string): void
  stop(): Promise<void>
}

/**
 * For tests: this service over real HTTP and the embedded store, in July 2025.
 * @param given a folder of the test's own, which is there when it has stopped
 */
export async function startDeliveriesApplication(
  given: { readonly folder?: string; readonly startAt?: string; wrap?(runner: CommandRunner): CommandRunner } = {},
): Promise<DeliveriesApplication> {
  const folder = given.folder ?? mkdtempSync(join(tmpdir(), 'deliveries-'))
  const clock = createSimulatedClock({ startAt: new Date(given.startAt ?? '2025-07-01T02:00:00Z') })
  const store = await openSqliteStore({ folder, clock })
  const plain = createCommandRunner({ store, inputHashKey: Buffer.alloc(32, 7), sharedWriters: true })
  const runner = { ...plain, ...given.wrap?.(plain) }
  const feed = createInProcessFeed(store)
  const logger = createLogger({ level: 'silent' })
  const keyStore = openKeyStore({
    file: join(folder, 'keys.db'),
    masterKeyFile: join(folder, 'master.key'),
    onGenerated: () => {},
  })
  const followed = followLedger({ runner, store, feed, clock, logger, folder, keyStore }, [deliveriesFacts])
  const service = createDeliveriesService({
    ...followed.dependencies,
    attachmentsFolder: join(folder, 'attachments'),
  })
  const shutdown = createShutdown(logger)
  await startServices([...followed.services, service], shutdown)
  const served = await serveRoutes(service.routes, { clock })
  return {
    runner,
    call: served.call,
    ...{ url: served.url, folder, keyStore },
    record: (stream, ...events) => recordAs(store, stream, events),
    settled: () =>
      settle(
        store,
        followed.services.flatMap(({ consumers }) => consumers),
      ),
    all: () => store.readAll({ limit: 10_000 }),
    goTo: (day) => clock.advanceTo(new Date(`${day}T10:00:00+08:00`)),
    async stop() {
      await served.stop()
      await shutdown.stop()
      await store.close()
      keyStore.close()
      if (given.folder === undefined) rmSync(folder, { recursive: true })
    },
  }
}

async function recordAs(store: SqliteStore, stream: string, events: readonly WelfareEvent[]): Promise<void> {
  const metadata = {
    actor: 'officer/other-service',
    occurredAt: '2025-06-01T00:00:00.000Z',
    accountingDate: '2025-06-01',
  }
  const recorded = events.map((event) => ({ id: randomUUID(), ...eventCodec.encode(event), metadata }))
  const result = await store.append(stream, 'no-stream', recorded)
  if (result.outcome !== 'appended') throw new Error(`could not record ${stream}: ${result.outcome}`)
}

/** A process may append what it must then read itself: settled when a round adds nothing. */
async function settle(store: SqliteStore, consumers: readonly Consumer[]): Promise<void> {
  for (let before = -1, now = 0; before !== now; ) {
    before = (await store.head())?.sequence ?? 0
    for (const consumer of consumers) {
      if (!(await caughtUp(store, consumer, 10_000))) throw new Error(`${consumer.name} does not catch up`)
    }
    now = (await store.head())?.sequence ?? 0
  }
}
