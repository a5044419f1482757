import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createCommandRunner } from '@welfare/event-store/command-runner.ts'
import { openSqliteStore } from '@welfare/event-store/sqlite/sqlite-store.ts'
import { type ServedRoutes, serveRoutes } from '@welfare/http/edge/serve-routes.fixture.ts'
import { createLogger } from '@welfare/process/logger.ts'
import { vi } from 'vitest'
import { appendAll, type SampleEvent } from '../history.fixture.ts'
import { createNaiveStamper } from '../naive-tree.fixture.ts'
import { createReportsService } from '../reports.service.ts'

export interface ServedHistory {
  readonly served: ServedRoutes
  /** How many events there are. */
  readonly head: number
  /** @throws Error unless the answer is a success. @param actor an auditor of the whole ledger by default */
  read(path: string, actor?: string): Promise<Response>
  stop(): Promise<void>
}

const clock = { now: () => new Date('2026-10-01T04:00:00.000Z') }

/** The read models of a history over HTTP, on the real store, every answer stamped. */
export async function serveHistory(history: readonly SampleEvent[]): Promise<ServedHistory> {
  const folder = mkdtempSync(join(tmpdir(), 'served-history-'))
  const ids = history.map(({ event }) => event.id)
  const store = await openSqliteStore({ folder, clock })
  await appendAll(store, history)
  const service = createReportsService({
    store,
    runner: createCommandRunner({ store, inputHashKey: new Uint8Array(32) }),
    clock,
    logger: createLogger({ level: 'silent' }),
    folder: join(folder, 'copies'),
    logFolder: folder,
    receiptCodeKey: new Uint8Array(32),
    stamper: createNaiveStamper(() => ids),
  })
  await service.start()
  for (const consumer of service.consumers) consumer.start()
  const served = await serveRoutes(service.routes)
  const position = (await store.head())?.position
  // A machine under load takes longer than a request waits.
  await vi.waitFor(
    async () => {
      const reached = await served.call('GET', `/v1/budget?after=${position}`, { actor: 'auditor/a' })
      if (reached.status !== 200) throw new Error(`the history is not projected: ${reached.text}`)
    },
    { timeout: 60_000, interval: 100 },
  )
  return {
    served,
    head: history.length,
    async read(path, actor = 'auditor/a') {
      const response = await fetch(`${served.url}${path}`, { headers: { 'welfare-actor': actor } })
      if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
      return response
    },
    async stop() {
      await served.stop()
      for (const consumer of service.consumers) await consumer.stop()
      await service.stop()
      await store.close()
      rmSync(folder, { recursive: true })
    },
  }
}
