import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createActs } from '@welfare/approvals/acts.ts'
import { DAY_MS } from '@welfare/contracts/days.ts'
import { afterFacts } from '@welfare/http/after-facts.ts'
import type { ServiceWithJobs } from '@welfare/http/dependencies.ts'
import type { ServiceDependencies } from '@welfare/http/follow-ledger.ts'
import type { TreeStamper } from '@welfare/http/report-stamp.ts'
import { createStatementReadingRoute } from './bank-statements/statement-readings.routes.ts'
import { createDirectoryRoutes } from './directory/directory.routes.ts'
import { createDivisionsRoute } from './directory/divisions.routes.ts'
import { createPriceListRoutes } from './directory/price-list.routes.ts'
import { createPayeeRoutes } from './payees/payees.routes.ts'
import { createPaymentFileRoutes } from './payees/payment-files.routes.ts'
import { createPaymentResultsRoute } from './payees/payment-results.routes.ts'
import { createIdentityRotationRoutes } from './people/id-number-rotation.routes.ts'
import { createIdentityRotation } from './people/id-number-rotation.ts'
import { createPeoplePrintoutsRoutes } from './people/people-printouts.routes.ts'
import { createWorkerRoutes } from './people/worker.routes.ts'
import { createCorrectionRoute } from './people/worker-corrections.routes.ts'
import { createHistoryRoutes } from './people/worker-history.routes.ts'
import { createLookUpRoutes } from './people/worker-look-up.routes.ts'
import { createMergeRoute } from './people/worker-merges.routes.ts'
import { createRegistrationRoute } from './people/worker-registration.routes.ts'
import { createAccessRoute } from './personal-data/access.routes.ts'
import { createAccessRecords } from './personal-data/access-records.ts'
import { createPersonalDataRoutes } from './personal-data/personal-data.routes.ts'
import type { RegistryContext } from './registry.context.ts'
import { openRegistryFacts } from './registry.facts.store.ts'
import { registryLimits } from './registry-limits.ts'
import { createImportsRoute } from './roster/imports.routes.ts'
import { createRosterRoutes } from './roster/roster.routes.ts'
import { createRosterImports, type ImportRetries } from './roster/roster-imports.ts'
import { openRosterJobs } from './roster/roster-jobs.store.ts'
import { createRosterUpload } from './roster/roster-upload.ts'
import { DEFAULT_MAX_ROWS } from './spreadsheet/roster-limits.ts'
import { createRosterReader } from './spreadsheet/roster-reader.ts'

export interface RegistryDependencies extends ServiceDependencies {
  /** Where confirmed rosters wait until they are carried out; must survive, unlike the copies. */
  readonly uploadsFolder: string
  /** What papers are stamped with. */
  readonly stamper?: TreeStamper | undefined
  /** People that a roster may name. */
  readonly maxRosterRows?: number | undefined
  /** Of imports that broke. */
  readonly importRetries?: ImportRetries
}

/** Who: unions, employers, sites, merchants, and workers by real name. The only service that decrypts personal data. */
export function createRegistryService(dependencies: RegistryDependencies): ServiceWithJobs {
  const { runner, store, clock, logger, folder, keyStore, uploadsFolder, stamper } = dependencies
  for (const path of [folder, uploadsFolder]) mkdirSync(path, { recursive: true })
  const facts = openRegistryFacts({
    file: join(folder, 'people.db'),
    keyStore,
    ledger: store.ledger,
    epoch: store.epoch,
  })
  const jobs = openRosterJobs(join(uploadsFolder, 'roster-jobs.db'))
  const factsFollower = dependencies.facts.consumer
  dependencies.facts.fill(facts)
  const maxRows = dependencies.maxRosterRows ?? DEFAULT_MAX_ROWS
  const reader = createRosterReader({ maxRows })
  const imports = createRosterImports({
    runner,
    keyStore,
    jobs,
    logger,
    ...(dependencies.importRetries && { retries: dependencies.importRetries }),
  })
  const acts = createActs(dependencies, { area: 'registry' })
  const accessRecords = createAccessRecords({ runner, clock })
  const context: RegistryContext = {
    runner,
    store,
    clock,
    keyStore,
    facts,
    factsFollower,
    acts,
    accessRecords,
    stamper,
  }
  const rotation = createIdentityRotation({ ...context, jobs, logger })
  const upload = createRosterUpload({ ...context, reader, jobs, imports })
  let stopped: Promise<void> | undefined
  return {
    name: 'registry',
    routes: [
      createDivisionsRoute(),
      createStatementReadingRoute(reader),
      ...afterFacts(
        [
          createRegistrationRoute(context),
          createCorrectionRoute(context),
          createMergeRoute(context),
          ...createPersonalDataRoutes(context),
          ...createPayeeRoutes(context),
          ...createPaymentFileRoutes(context),
          createPaymentResultsRoute(context),
        ],
        { store, followers: [factsFollower], isRequired: true },
      ),
      ...afterFacts(
        [
          ...createDirectoryRoutes(context),
          ...createPriceListRoutes(context),
          ...createWorkerRoutes(context),
          ...createLookUpRoutes(context),
          ...createHistoryRoutes(context),
          createAccessRoute(context),
          ...acts.routes,
          ...createIdentityRotationRoutes(rotation),
          ...createPeoplePrintoutsRoutes(context),
          ...createRosterRoutes(upload, maxRows),
          createImportsRoute(context),
        ],
        { store, followers: [factsFollower] },
      ),
    ],
    consumers: [],
    jobs: [imports.reader],
    async start() {
      acts.start()
      jobs.expire(new Date(clock.now().getTime() - registryLimits.outcomeKeptDays * DAY_MS))
      imports.start()
      rotation.start()
    },
    stop() {
      stopped ??= stop()
      return stopped
    },
  }

  async function stop(): Promise<void> {
    await acts.stop()
    await imports.stop()
    await rotation.stop()
    await reader.close()
    jobs.close()
    facts.close()
  }
}
