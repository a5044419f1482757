import { join } from 'node:path'
import type { EventStore } from '@welfare/event-store/port.ts'
import type { CommandRunner } from '@welfare/event-store/runner.ts'
import { awaitAfter } from '@welfare/http/after.ts'
import { createCaughtUpCheck } from '@welfare/http/caught-up.ts'
import { createThreadConsumer, type FollowedLog } from '@welfare/http/followed-log.ts'
import type { Problem } from '@welfare/http/problem.ts'
import type { TreeStamper } from '@welfare/http/report-stamp.ts'
import type { Service } from '@welfare/http/service.ts'
import type { Clock } from '@welfare/process/clock.ts'
import { createLedgerEnd } from '@welfare/process/ledger-end.ts'
import type { Logger } from '@welfare/process/logger.ts'
import type { ReadinessCheck } from '@welfare/process/readiness.ts'
import { shanghaiDay } from '@welfare/process/shanghai-days.ts'
import { createExportRoutes } from './exports/exports.routes.ts'
import { createReviewRoutes } from './findings/review.routes.ts'
import { projectionLimits } from './limits.ts'
import { createPrintoutRoutes } from './printouts/printouts.routes.ts'
import { createGiftRoute } from './public/gift.routes.ts'
import { createPublicRoutes } from './public/public.routes.ts'
import type { QueryName, QueryParams, StampedAnswer } from './queries.ts'
import { isRefusal } from './query-context.ts'
import type { Reflected } from './read-model/moments.store.ts'
import { type ProjectionThread, startProjectionThread } from './read-model/projection-thread.ts'
import type { ThreadStatus } from './read-model/thread-messages.ts'
import type { AskOptions, ReportQueries } from './report-route.ts'
import { createProjectionRoutes } from './reports.routes.ts'
import { stamped } from './stamped.ts'

export interface ProjectionsDependencies {
  /** On a copy: asked only where it ends. */
  readonly store: EventStore
  /** Findings are computed; what people say of them is recorded. */
  readonly runner: CommandRunner
  readonly clock: Clock
  readonly logger: Logger
  /** Where the read models are kept, in a folder of their own; it can be deleted and fills again. */
  readonly folder: string
  /** Where the embedded store has its log, or a copy of it is: the thread reads it itself. */
  readonly logFolder: string
  /** Where the log is a copy, what fills it. */
  readonly followed?: FollowedLog
  /** What reports are stamped with. */
  readonly stamper: TreeStamper
  /** What codes on receipts of gifts are derived by. */
  readonly receiptCodeKey: Uint8Array
  /** Raised when what is made of events changes; default: this program's own. */
  readonly version?: number
}

/** The read models: budget, coverage, gaps, journal, entries, trail, comparison, findings. */
export interface ReportsService extends Service, ReportQueries {
  /** Resolves when all read models, filled again from the first event, have taken over; the old ones serve until then. */
  rebuild(): Promise<ThreadStatus>
  /** Where the log is a copy: ready from when the read models have caught up. */
  readonly ready: readonly ReadinessCheck[]
}

export function createReportsService(dependencies: ProjectionsDependencies): ReportsService {
  const { store, runner, clock, logger, folder, logFolder, followed, version } = dependencies
  const end = createLedgerEnd(store, logger)
  let thread: ProjectionThread | undefined
  const running = (): ProjectionThread => {
    if (!thread) throw new Error('the read models are not started')
    return thread
  }
  const consumer = createThreadConsumer<ThreadStatus>({
    name: 'reports',
    ...{ store, followed, logger, thread: () => thread },
    isHealthy: ({ healthy, serving }) => healthy && serving,
    reflects: ({ serving, sequence }) => (serving ? sequence : undefined),
  })
  const service: ReportsService = {
    name: 'reports',
    routes: [],
    consumers: [consumer],
    async start() {
      thread ??= startProjectionThread(
        {
          logFolder,
          folder: join(folder, 'read-model'),
          isCopy: followed !== undefined,
          ...(version !== undefined && { version }),
        },
        logger,
      )
    },
    async stop() {
      await thread?.stop()
    },
    ask,
    rebuild: () => running().rebuild(),
    beginRebuild() {
      running()
        .rebuild()
        .then(
          ({ generation, sequence }) => logger.info({ generation, sequence }, 'read-models-rebuilt'),
          (error) => logger.error({ err: error }, 'read-models-rebuild-lost'),
        )
    },
    status: () => running().status(),
    ready: followed ? [createCaughtUpCheck({ name: 'reports-caught-up', end, reflects })] : [],
  }
  return {
    ...service,
    routes: [
      ...createProjectionRoutes(service),
      ...createReviewRoutes({ ...service, runner, store, clock }),
      ...createExportRoutes(service),
      ...createPrintoutRoutes(service, dependencies.receiptCodeKey),
      createGiftRoute(service, clock, dependencies.receiptCodeKey),
      ...createPublicRoutes(service, clock),
    ],
  }

  async function ask<Name extends QueryName>(
    name: Name,
    params: QueryParams<Name>,
    { after, signal = new AbortController().signal }: AskOptions = {},
  ): Promise<StampedAnswer<Name> | Problem> {
    // A further page is bound to the moment of the first one: nothing newer to wait for.
    const isFurtherPage = 'cursor' in params && params.cursor !== undefined
    if (after === undefined && !isFurtherPage) await catchUp(signal)
    const problem = await awaitAfter(consumer, after, { signal })
    if (problem) return problem
    const answer = await running().query(name, params, shanghaiDay(clock.now()))
    if (answer === undefined) return notReady
    if (isRefusal(answer)) return answer
    return stamped(answer as Reflected, dependencies.stamper) as Promise<StampedAnswer<Name> | Problem>
  }

  async function catchUp(signal: AbortSignal): Promise<void> {
    const startedAt = performance.now()
    // A store elsewhere that does not answer leaves what there is, which says of itself how old it is.
    const timeoutMs = projectionLimits.freshnessMs
    const head = (followed ? await end.ask({ timeoutMs }) : (await store.head())?.sequence) ?? 0
    const leftMs = Math.max(0, timeoutMs - (performance.now() - startedAt))
    const fits = (status: ThreadStatus): boolean => status.serving && status.sequence >= head
    await running().waitUntil(fits, { timeoutMs: leftMs, signal })
  }

  function reflects(): number | undefined {
    const status = thread?.status()
    return status?.serving ? status.sequence : undefined
  }
}

const notReady: Problem = { code: 'read-models-not-ready', status: 503, facts: {}, retryAfterS: 1 }
