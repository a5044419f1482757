import { join } from 'node:path'
import { createActs } from '@welfare/approvals/acts.ts'
import type { SequencedEvent } from '@welfare/event-store/port.ts'
import { createConsumer } from '@welfare/facts/consumer.ts'
import { createProcessManager } from '@welfare/facts/process-manager.ts'
import type { RoomDependencies, RoomService } from '@welfare/http/room.ts'
import { shanghaiDay } from '@welfare/process/shanghai-days.ts'
import { createClosingRoutes } from './closing.routes.ts'
import { createKindsRoute } from './kinds.routes.ts'
import type { ProgrammesContext } from './programmes.context.ts'
import { createProgrammesProcesses } from './programmes.process.ts'
import { createProgrammesRoutes } from './programmes.routes.ts'
import { openProgrammesCopy } from './programmes-copy.store.ts'
import { createAmendmentsRoutes } from './rounds/amendments.routes.ts'
import { freezeRest } from './rounds/freeze-roster.ts'
import { createMembersRoutes } from './rounds/members.routes.ts'
import { createRoundsRoutes } from './rounds/rounds.routes.ts'

/** What for: programmes with their rules, who takes part, and the rounds that freeze a roster or a site list. */
export function createProgrammesService(dependencies: RoomDependencies): RoomService {
  const { runner, store, feed, competing, clock, logger, folder } = dependencies
  const copy = openProgrammesCopy(join(folder, 'programmes-copy.db'), store)
  const facts = createConsumer({
    name: 'programmes-copy',
    feed,
    logger,
    readCheckpoint: copy.readCheckpoint,
    handle(events: readonly SequencedEvent[]) {
      copy.apply(events)
      acts.notice(events)
    },
  })
  const acts = createActs({
    area: 'programmes',
    runner,
    store,
    clock,
    logger,
    copy,
    facts,
    isOnly: competing === undefined,
  })
  const context: ProgrammesContext = { runner, store, clock, logger, copy, facts, acts }
  const processes = createProcessManager({
    room: 'programmes',
    processes: createProgrammesProcesses(copy),
    runner,
    feed,
    competing,
    logger,
    facts,
    ledger: store.ledger,
    epoch: store.epoch,
    file: join(folder, 'programmes-processes.db'),
  })
  const stopping = new AbortController()
  let finishing: Promise<void> | undefined

  return {
    name: 'programmes',
    routes: [
      ...createProgrammesRoutes(context),
      ...createClosingRoutes(context),
      createKindsRoute(context),
      ...createMembersRoutes(context),
      ...createRoundsRoutes(context),
      ...createAmendmentsRoutes(context),
      ...acts.routes,
    ],
    consumers: [facts, processes.consumer],
    async start() {
      acts.start()
      finishing = finishRounds(context, stopping.signal).catch((error: unknown) => {
        logger.error({ err: error }, 'rounds-not-finished')
      })
    },
    async stop() {
      stopping.abort()
      await acts.stop()
      await finishing
      processes.close()
      copy.close()
    },
  }
}

/** Goes on with rounds that a crash left unsealed. Those whose request is repeated are finished by whoever comes first. */
async function finishRounds(context: ProgrammesContext, signal: AbortSignal): Promise<void> {
  const { copy, facts, store, clock, logger } = context
  const head = await store.head()
  if (head && !(await facts.waitFor(head.position, { timeoutMs: FINISH_AFTER_MS, signal }))) return
  const now = clock.now()
  const metadata = { actor: 'process/freeze', occurredAt: now.toISOString(), accountingDate: shanghaiDay(now) }
  for (const round of copy.listUnsealedRounds()) {
    if (signal.aborted) return
    const stopped = await freezeRest(context, round, metadata)
    if (stopped) logger.error({ round, outcome: stopped.outcome }, 'round-not-sealed')
  }
}

/** A copy that is rebuilt from zero takes its time. */
const FINISH_AFTER_MS = 600_000
