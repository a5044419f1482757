import { actorText, type ProcessActor } from '@welfare/contracts/authority.ts'
import type { Day } from '@welfare/contracts/days.ts'
import type { CommandMetadata } from '@welfare/contracts/metadata.ts'
import type { JsonObject } from '@welfare/event-store/decider/decider.ts'
import type { EventStore } from '@welfare/event-store/port.ts'
import type { CommandRunner } from '@welfare/event-store/runner.ts'
import type { Consumer } from '@welfare/facts/consumer.ts'
import type { KeyStore } from '@welfare/keys/key-store.store.ts'
import type { CompetingFeed, Feed } from '@welfare/messaging/port.ts'
import type { Clock } from '@welfare/process/clock.ts'
import { waitLimits } from '@welfare/process/limits.ts'
import type { Logger } from '@welfare/process/logger.ts'
import { shanghaiDay } from '@welfare/process/shanghai-days.ts'
import type { JobReader } from './jobs.ts'
import type { Actor } from './route.ts'
import type { Service } from './service.ts'

/** What every service is handed; what composes a process makes them. */
export interface Dependencies {
  readonly runner: CommandRunner
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

/** Another person let it pass: its checker, for the metadata of what it records, and the day on which its maker asked. */
export type Approval = NonNullable<CommandMetadata['approval']> & { readonly askedOn: Day }

export interface MetadataOptions {
  /** When it happened, where that is not now. */
  readonly occurredAt?: Date
  /** Where that is not the day on which it happened. */
  readonly accountingDate?: string | undefined
  readonly paperDay?: string | undefined
  readonly lateEntry?: CommandMetadata['lateEntry']
  readonly approval?: Approval | undefined
  readonly document?: CommandMetadata['document']
}

/** What the event says about itself beside its data: of an account's act, or of a process's own. Without another word the accounting date is the day in Asia/Shanghai on which it happened. */
export function commandMetadata(
  clock: Clock,
  actor: Omit<Actor, 'scope'> | ProcessActor,
  options: MetadataOptions = {},
): CommandMetadata & JsonObject {
  const { approval } = options
  const occurredAt = options.occurredAt ?? clock.now()
  const metadata: CommandMetadata = {
    actor: typeof actor === 'string' ? actor : actorText(actor),
    occurredAt: occurredAt.toISOString(),
    accountingDate: options.accountingDate ?? shanghaiDay(occurredAt),
    ...(options.paperDay !== undefined && { paperDay: options.paperDay }),
    ...(options.lateEntry && { lateEntry: options.lateEntry }),
    ...(approval && { approval: { proposal: approval.proposal, approvedBy: approval.approvedBy } }),
    ...(options.document && { document: options.document }),
  }
  return metadata as CommandMetadata & JsonObject
}

/** A parsed body as the command's input for its fingerprint: it came from JSON, so it is JSON. */
export function commandInput(body: object): JsonObject {
  return body as JsonObject
}

/** Waits, bounded, until `consumer` reflects everything that was durable when it was asked. False when that takes too long. */
export async function caughtUp(
  store: Pick<EventStore, 'head'>,
  consumer: Pick<Consumer, 'waitFor'>,
  timeoutMs: number = waitLimits.freshFactsMs,
): Promise<boolean> {
  const head = await store.head()
  return head === undefined || consumer.waitFor(head.position, { timeoutMs })
}
