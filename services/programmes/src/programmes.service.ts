import { createActs } from '@welfare/approvals/acts.ts'
import { afterFacts } from '@welfare/http/after-facts.ts'
import { commandMetadata } from '@welfare/http/command-route.ts'
import type { ServiceWithJobs } from '@welfare/http/dependencies.ts'
import type { ServiceDependencies } from '@welfare/http/follow-ledger.ts'
import { createClosingRoutes } from './closing.routes.ts'
import { createKindsRoute } from './kinds.routes.ts'
import type { ProgrammesContext } from './programmes.context.ts'
import { createProgrammesFacts } from './programmes.facts.ts'
import { createProgrammesProcesses } from './programmes.process.ts'
import { createProgrammesRoutes } from './programmes.routes.ts'
import { createPublicityRoute } from './publicity.routes.ts'
import { createAmendmentsRoutes } from './rounds/amendments.routes.ts'
import { createAnnouncementsRoutes } from './rounds/announcements.routes.ts'
import { freezeRest } from './rounds/freeze-roster.ts'
import { createMembersRoutes } from './rounds/members.routes.ts'
import { createRoundsRoutes } from './rounds/rounds.routes.ts'
import { createTemplatesRoute } from './templates.routes.ts'

/** What for: programmes with their rules, who takes part, and the rounds that freeze a roster or a site list. */
export function createProgrammesService(dependencies: ServiceDependencies): ServiceWithJobs {
  const { runner, store, clock, logger } = dependencies
  const facts = createProgrammesFacts(dependencies.facts)
  const follower = dependencies.facts.consumer
  const acts = createActs(dependencies, { area: 'programmes', balances: facts.balances })
  const context: ProgrammesContext = { runner, clock, facts, acts }
  dependencies.processes.run(
    { service: 'programmes', runner, processes: createProgrammesProcesses(facts) },
    { competes: true },
  )
  const stopping = new AbortController()
  let finishing: Promise<void> | undefined

  return {
    name: 'programmes',
    routes: [
      ...afterFacts([...createAmendmentsRoutes(context), ...createAnnouncementsRoutes(context)], {
        store,
        followers: [follower],
        isRequired: true,
      }),
      ...afterFacts(
        [
          ...createProgrammesRoutes(context),
          ...createClosingRoutes(context),
          createPublicityRoute(context),
          createKindsRoute(context),
          createTemplatesRoute(context),
          ...createMembersRoutes(context),
          ...createRoundsRoutes(context),
          ...acts.routes,
        ],
        { store, followers: [follower] },
      ),
    ],
    consumers: [],
    async start() {
      acts.start()
      finishing = finishRounds(dependencies, context, stopping.signal).catch((error: unknown) => {
        logger.error({ err: error }, 'rounds-not-finished')
      })
    },
    async stop() {
      stopping.abort()
      await acts.stop()
      await finishing
    },
  }
}

/** Goes on with rounds that a crash left unsealed. Those whose request is repeated are finished by the first of the two. */
async function finishRounds(
  { facts: { consumer }, store, clock, logger }: ServiceDependencies,
  context: ProgrammesContext,
  signal: AbortSignal,
): Promise<void> {
  const head = await store.head()
  if (head && !(await consumer.waitFor(head.position, { timeoutMs: FINISH_AFTER_MS, signal }))) return
  const metadata = commandMetadata(clock, 'process/freeze')
  for (const round of context.facts.listUnsealedRounds()) {
    if (signal.aborted) return
    const stopped = await freezeRest(context, round, metadata)
    if (stopped) logger.error({ round, outcome: stopped.outcome }, 'round-not-sealed')
  }
}

/** Facts that are rebuilt from zero take their time. */
const FINISH_AFTER_MS = 600_000
