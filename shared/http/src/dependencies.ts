import type { EventStore } from '@welfare/event-store/port.ts'
import type { LedgerRunner } from '@welfare/event-store/runner.ts'
import type { KeyStore } from '@welfare/keys/key-store.store.ts'
import type { CompetingFeed, Feed } from '@welfare/messaging/port.ts'
import type { Clock } from '@welfare/process/clock.ts'
import type { Logger } from '@welfare/process/logger.ts'
import type { JobReader } from './jobs.ts'
import type { Service } from './service.ts'

/** What every service is handed; what composes a process makes them. */
export interface Dependencies {
  readonly runner: LedgerRunner
  readonly store: EventStore
  readonly feed: Feed
  /** For work that one of several instances of the service does; undefined: this is the only one. */
  readonly competing?: CompetingFeed | undefined
  readonly clock: Clock
  readonly logger: Logger
  /** Where the service keeps its own copies; they can be deleted and fill again. */
  readonly folder: string
  readonly keyStore: KeyStore
}

export interface ServiceWithJobs extends Service {
  /** How the service's long tasks are read under `/v1/jobs/{id}`. */
  readonly jobs?: readonly JobReader[]
}
