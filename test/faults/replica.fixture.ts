import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createCommandRunner } from '@welfare/event-store/command-runner.ts'
import type { EventStore } from '@welfare/event-store/port.ts'
import { openLogReplica } from '@welfare/event-store/sqlite/log-replica.ts'
import { type ServedRoutes, serveRoutes } from '@welfare/http/edge/serve-routes.fixture.ts'
import { createFollowedLog, type FollowedLogService } from '@welfare/http/followed-log.ts'
import type { Service } from '@welfare/http/service.ts'
import { createServiceGroup } from '@welfare/http/service-group.ts'
import { createInProcessFeed } from '@welfare/messaging/in-process/in-process-feed.ts'
import type { Feed } from '@welfare/messaging/port.ts'
import { createLogger } from '@welfare/process/logger.ts'
import { consumerChecks } from '@welfare/process/readiness.ts'
import { createTransparencyLog } from '@welfare/transparency-log/transparency-log.service.ts'
import { onTestFinished } from 'vitest'
import { createReportsService, type ReportsService } from '../../services/reports/src/reports.service.ts'

/** The read models, served: of the process that owns the store, or a replica beside it. */
export interface ServedProjections {
  readonly service: ReportsService
  readonly followed: FollowedLogService | undefined
  readonly logged: readonly Record<string, unknown>[]
  /** The answer's body, and its status. */
  get(path: string): Promise<{ readonly status: number; readonly body: Reflecting }>
  isReady(): Promise<boolean>
  /** Again is harmless; what lies in the folder stays. */
  stop(): Promise<void>
}

interface Reflecting {
  readonly sequence: number
  readonly epoch: number
  readonly code?: string
  readonly rows?: readonly object[]
}

const clock = { now: () => new Date('2025-10-01T04:00:00.000Z') }

export function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'replica-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}

/** In the store's own process: the threads read its log, the tree is signed. */
export async function serveOwner(store: EventStore, logFolder: string): Promise<ServedProjections> {
  const { logged, logger } = keepLog()
  const folder = makeFolder()
  const tree = createTransparencyLog({
    store,
    logger,
    logFolder,
    folder: join(folder, 'tree'),
    keyFile: join(folder, 'key.pem'),
  })
  const service = createReportsService({
    store,
    runner: runnerOn(store),
    clock,
    logger,
    folder,
    logFolder,
    stamper: tree,
    receiptCodeKey: new Uint8Array(32),
  })
  return serve({ service, group: createServiceGroup('owner', [tree, service]), followed: undefined, logged })
}

/** As a process of its own does it: a copy of the log in its folder, fed by the feed alone. */
export async function serveReplica(
  store: EventStore,
  { folder = makeFolder(), feed = createInProcessFeed(store) }: { folder?: string; feed?: Feed } = {},
): Promise<ServedProjections> {
  const { logged, logger } = keepLog()
  const logFolder = join(folder, 'log')
  const { ledger, epoch } = store
  const replica = openLogReplica({ folder: logFolder, ledger, epoch, isDisposable: true })
  const copy = createFollowedLog({ replica, feed, logger, backOff: { firstMs: 10, maxMs: 50 } })
  const { followed } = copy
  const tree = createTransparencyLog({ store, logger, logFolder, followed, folder: join(folder, 'tree') })
  const service = createReportsService({
    ...{ store, runner: runnerOn(store), clock, logger, folder, logFolder, followed },
    stamper: tree,
    receiptCodeKey: new Uint8Array(32),
  })
  const group = createServiceGroup('replica', [copy, tree, service])
  return serve({ service, group, followed: copy, logged, ready: [...tree.ready, ...service.ready] })
}

/** A feed that hands out nothing after `through` until it is let go. */
export function holdFeed(feed: Feed, through: number): { readonly feed: Feed; letGo(): void } {
  const held = Promise.withResolvers<void>()
  return {
    letGo: held.resolve,
    feed: {
      comparePositions: (a, b) => feed.comparePositions(a, b),
      follow: ({ signal, ...rest }, onBatch) =>
        feed.follow({ signal, ...rest, batchSize: 7 }, async (events) => {
          const early = events.filter(({ sequence }) => sequence <= through)
          if (early.length > 0) await onBatch(early)
          if (early.length === events.length) return
          await Promise.race([held.promise, new Promise((resolve) => signal.addEventListener('abort', resolve))])
          if (!signal.aborted) await onBatch(events.slice(early.length))
        }),
    },
  }
}

function keepLog() {
  const logged: Record<string, unknown>[] = []
  const write = { write: (line: string) => void logged.push(JSON.parse(line)) }
  return { logged, logger: createLogger({ level: 'info', write }) }
}

async function serve({
  service,
  group,
  followed,
  logged,
  ready = [],
}: Pick<ServedProjections, 'service' | 'followed' | 'logged'> & {
  readonly group: Service
  readonly ready?: ReportsService['ready']
}): Promise<ServedProjections> {
  await group.start()
  for (const consumer of group.consumers) consumer.start()
  const served: ServedRoutes = await serveRoutes(group.routes, {
    ready: [...ready, ...consumerChecks(group.consumers)],
  })
  let stopped: Promise<void> | undefined
  const stop = async (): Promise<void> => {
    await served.stop()
    await Promise.all(group.consumers.map((consumer) => consumer.stop()))
    await group.stop()
  }
  const reports: ServedProjections = {
    service,
    followed,
    logged,
    async get(path) {
      const { status, body } = await served.call('GET', path, { actor: 'auditor/a' })
      return { status, body: body as Reflecting }
    },
    isReady: async () => (await served.call('GET', '/readyz', { actor: null })).status === 200,
    stop: () => {
      stopped ??= stop()
      return stopped
    },
  }
  onTestFinished(() => reports.stop())
  return reports
}

function runnerOn(store: EventStore) {
  return createCommandRunner({ store, inputHashKey: new Uint8Array(32), sharedWriters: true })
}
