import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isProcess } from '@welfare/contracts/authority.ts'
import { eventCodec, type WelfareEvent } from '@welfare/contracts/catalogue.ts'
import { createCommandRunner } from '@welfare/event-store/command-runner.ts'
import type { JsonObject } from '@welfare/event-store/decider/decider.ts'
import type { SequencedEvent } from '@welfare/event-store/port.ts'
import { openSqliteStore } from '@welfare/event-store/sqlite/sqlite-store.ts'
import type { FactsDeclaration } from '@welfare/facts/facts-declaration.ts'
import { openKeyStore } from '@welfare/keys/key-store.store.ts'
import { createInProcessFeed } from '@welfare/messaging/in-process/in-process-feed.ts'
import { createSimulatedClock, type SimulatedClock } from '@welfare/process/clock.ts'
import { createShutdown } from '@welfare/process/lifecycle.ts'
import { createLogger } from '@welfare/process/logger.ts'
import type { ServiceWithJobs } from '../dependencies.ts'
import { followLedger, type ServiceDependencies } from '../follow-ledger.ts'
import { startServices } from '../service.ts'
import { type ServedRoutes, serveRoutes } from './serve-routes.fixture.ts'

export interface ServedService extends Pick<ServedRoutes, 'call'> {
  /** Records what other services would have, as they would. */
  record(stream: string, ...events: readonly WelfareEvent[]): Promise<void>
  recorded(stream: string): Promise<WelfareEvent[]>
  everything(): Promise<readonly SequencedEvent[]>
  /** Without what processes do of their own accord, at a moment of their own. */
  asked(): Promise<readonly SequencedEvent[]>
  /** Stands still until it is moved. */
  readonly clock: SimulatedClock
  /** Stops the service and starts it again over the same files; with `dropCopies`, over the log alone. `meanwhile`: while it is stopped. */
  restart(options?: { readonly dropCopies?: boolean; meanwhile?(): Promise<void> }): Promise<void>
  stop(): Promise<void>
}

/** For tests: one service over real HTTP, the embedded store and its own files, in a folder that goes with it. Today is 2025-06-02. */
export async function serveService(
  create: (service: ServiceDependencies & { readonly attachmentsFolder: string }) => ServiceWithJobs,
  declarations: readonly FactsDeclaration[],
): Promise<ServedService> {
  const folder = mkdtempSync(join(tmpdir(), 'welfare-room-'))
  const clock = createSimulatedClock({ startAt: new Date('2025-06-02T02:00:00Z') })
  const store = await openSqliteStore({ folder: join(folder, 'log'), clock })
  const keyStore = openKeyStore({
    file: join(folder, 'keys.db'),
    masterKeyFile: join(folder, 'master.key'),
    onGenerated: () => {},
  })
  const logger = createLogger({ level: 'fatal' })
  let service = await start()

  return {
    call: (...call) => service.served.call(...call),
    async record(stream, ...events) {
      const recorded = await recordedIn(stream)
      const stored = events.map((event) => {
        const id = crypto.randomUUID()
        const metadata = { commandId: id, inputHash: 'test', ...actedAt(clock.now()) }
        const { type, schemaVersion, data } = eventCodec.encode(event)
        return { id, type, schemaVersion, data: data as JsonObject, metadata }
      })
      const result = await store.append(stream, recorded.length || 'no-stream', stored)
      if (result.outcome !== 'appended') throw new Error(`${stream}: ${result.outcome}`)
    },
    recorded: recordedIn,
    everything: () => store.readAll({ limit: 10_000 }),
    async asked() {
      const events = await store.readAll({ limit: 10_000 })
      return events.filter(({ metadata }) => !isProcess(metadata.actor))
    },
    clock,
    async restart({ dropCopies = false, meanwhile } = {}) {
      await service.stop()
      await meanwhile?.()
      if (dropCopies) rmSync(join(folder, 'copies'), { recursive: true })
      service = await start()
    },
    async stop() {
      await service.stop()
      await store.close()
      keyStore.close()
      rmSync(folder, { recursive: true })
    },
  }

  async function start() {
    const copies = mkCopies(folder)
    const runner = createCommandRunner({ store, inputHashKey: keyStore.ledgerSecret('input-hash') })
    const feed = createInProcessFeed(store)
    const followed = followLedger({ runner, store, feed, clock, logger, folder: copies, keyStore }, declarations)
    const service = create({ ...followed.dependencies, attachmentsFolder: join(folder, 'attachments') })
    const shutdown = createShutdown(logger)
    await startServices([...followed.services, service], shutdown)
    const served = await serveRoutes(service.routes, { clock })
    shutdown.add('server', () => served.stop())
    return {
      served,
      async stop() {
        if (!(await shutdown.stop())) throw new Error('the service did not stop')
      },
    }
  }

  async function recordedIn(stream: string): Promise<WelfareEvent[]> {
    const events: WelfareEvent[] = []
    for await (const event of store.readStream(stream)) {
      events.push(eventCodec.decode(event))
    }
    return events
  }
}

function mkCopies(folder: string): string {
  const copies = join(folder, 'copies')
  mkdirSync(copies, { recursive: true })
  return copies
}

function actedAt(now: Date): JsonObject {
  return { actor: 'officer/test', occurredAt: now.toISOString(), accountingDate: now.toISOString().slice(0, 10) }
}
