import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createActs } from '@welfare/approvals/acts.ts'
import { approvalFacts } from '@welfare/approvals/approvals.facts.ts'
import { DAY_MS } from '@welfare/contracts/days.ts'
import {
  employerRegistered,
  merchantRegistered,
  siteRegistered,
  unionRegistered,
} from '@welfare/contracts/events/registry.ts'
import type { FactsDeclaration } from '@welfare/facts/facts-declaration.ts'
import { afterFacts } from '@welfare/http/after-facts.ts'
import type { FactsRoom } from '@welfare/http/follow-ledger.ts'
import type { TreeStamper } from '@welfare/http/report-stamp.ts'
import type { RoomService } from '@welfare/http/room.ts'
import { createReadRoutes } from './directory/directory.routes.ts'
import { createWriteRoutes } from './directory/directory-writes.routes.ts'
import { createPriceListRoutes } from './directory/price-list.routes.ts'
import { createIdentityRotationRoutes } from './people/id-number-rotation.routes.ts'
import { createIdentityRotation } from './people/id-number-rotation.ts'
import { createPeoplePapersRoutes } from './people/people-printouts.routes.ts'
import { createWorkerRoutes } from './people/worker.routes.ts'
import { createCorrectionRoutes } from './people/worker-corrections.routes.ts'
import { createHistoryRoutes } from './people/worker-history.routes.ts'
import { createLookUpRoutes } from './people/worker-look-up.routes.ts'
import { createMergeRoutes } from './people/worker-merges.routes.ts'
import { createAccessRoutes } from './personal-data/access.routes.ts'
import { createAccessRecords } from './personal-data/access-records.ts'
import { createPersonalDataRoutes } from './personal-data/personal-data.routes.ts'
import { openRegistryCopy } from './registry.store.ts'
import { registryLimits } from './registry-limits.ts'
import { createRosterRoutes } from './roster/roster.routes.ts'
import { createRosterDesk } from './roster/roster-desk.ts'
import { createRosterImports, type ImportRetries } from './roster/roster-imports.ts'
import { openRosterJobs } from './roster/roster-jobs.store.ts'
import { DEFAULT_MAX_ROWS } from './spreadsheet/roster-limits.ts'
import { createRosterReader } from './spreadsheet/roster-reader.ts'

export interface RegistryDependencies extends FactsRoom {
  /** Where confirmed rosters wait until they are carried out; must survive, unlike the copies. */
  readonly uploadsFolder: string
  /** What papers are stamped with. */
  readonly stamper?: TreeStamper
  /** People that a roster may name. */
  readonly rosterRows?: number | undefined
  /** Of imports that broke. */
  readonly importRetries?: ImportRetries
}

/** Only of acts: everything else stands beside the names, in the service's own file. */
export const registryFacts: FactsDeclaration = {
  name: 'registry',
  version: 1,
  schema: '',
  needs: [approvalFacts],
  handlers: () => [],
}

/** Who: unions, employers, sites, merchants, and workers by real name. The only room that decrypts personal data. */
export function createRegistryService(dependencies: RegistryDependencies): RoomService {
  const { runner, store, facts, clock, logger, folder, keyStore, uploadsFolder } = dependencies
  for (const path of [folder, uploadsFolder]) mkdirSync(path, { recursive: true })
  const copy = openRegistryCopy({
    file: join(folder, 'people.db'),
    keyStore,
    ledger: store.ledger,
    epoch: store.epoch,
  })
  const jobs = openRosterJobs(join(uploadsFolder, 'roster-jobs.db'))
  const consumer = facts.consumer
  facts.fill(copy)
  const maxRows = dependencies.rosterRows ?? DEFAULT_MAX_ROWS
  const reader = createRosterReader({ maxRows })
  const imports = createRosterImports({
    runner,
    keyStore,
    jobs,
    logger,
    ...(dependencies.importRetries && { retries: dependencies.importRetries }),
  })
  const reading = { copy, consumer, store }
  const writing = { ...reading, runner, clock }
  const acts = createActs(dependencies, { area: 'registry' })
  const accessRecords = createAccessRecords({ runner, clock })
  const rotation = createIdentityRotation({ ...writing, keyStore, jobs, logger })
  let stopped: Promise<void> | undefined
  return {
    name: 'registry',
    routes: [
      ...afterFacts(
        [
          ...createCorrectionRoutes({ ...writing, keyStore }),
          ...createMergeRoutes({ ...writing, keyStore }),
          ...createPersonalDataRoutes({ ...writing, keyStore }),
        ],
        { store, followers: [consumer], isRequired: true },
      ),
      ...afterFacts(
        [
          ...createReadRoutes({ category: 'union', plural: 'unions', data: unionRegistered }, reading),
          ...createReadRoutes({ category: 'employer', plural: 'employers', data: employerRegistered }, reading),
          ...createReadRoutes({ category: 'site', plural: 'sites', data: siteRegistered }, reading),
          ...createReadRoutes({ category: 'merchant', plural: 'merchants', data: merchantRegistered }, reading),
          ...createWriteRoutes(writing),
          ...createPriceListRoutes({ ...writing, acts }),
          ...createWorkerRoutes({ ...reading, accessRecords }),
          ...createLookUpRoutes({ ...reading, accessRecords }),
          ...createHistoryRoutes({ ...reading, keyStore, accessRecords }),
          ...createAccessRoutes(reading),
          ...acts.routes,
          ...createIdentityRotationRoutes(rotation),
          ...createPeoplePapersRoutes({ ...reading, clock, accessRecords, stamper: dependencies.stamper }),
          ...createRosterRoutes(
            createRosterDesk({ ...reading, accessRecords, clock, keyStore, reader, jobs, imports }),
            maxRows,
          ),
        ],
        { store, followers: [consumer] },
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
    copy.close()
  }
}
