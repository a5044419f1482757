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
import { awaitAfter } from './after.ts'
import type { JobReader } from './jobs.ts'
import type { Problem } from './problem.ts'
import type { Actor } from './route.ts'
import type { Service } from './service.ts'

/** What every room is handed; whoever composes the house makes them. */
export interface RoomDependencies {
  readonly runner: CommandRunner
  readonly store: EventStore
  readonly feed: Feed
  /** For work that one of several instances of the room does; undefined: this is the only one. */
  readonly competing?: CompetingFeed | undefined
  readonly clock: Clock
  readonly logger: Logger
  /** Where the room keeps its own copies; they can be deleted and fill again. */
  readonly folder: string
  readonly keyStore: KeyStore
}

export interface RoomService extends Service {
  /** How the room's long tasks are read under `/v1/jobs/{id}`. */
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

/** What the event says about itself beside its data. Without another word the accounting date is the day in Asia/Shanghai on which it happened. */
export function commandMetadata(
  clock: Clock,
  actor: Actor,
  options: MetadataOptions = {},
): CommandMetadata & JsonObject {
  const { approval } = options
  const occurredAt = options.occurredAt ?? clock.now()
  const metadata: CommandMetadata = {
    actor: actor.recordedAs ?? `${actor.role}/${actor.id}`,
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
  store: EventStore,
  consumer: Consumer,
  timeoutMs: number = waitLimits.freshFactsMs,
): Promise<boolean> {
  const head = await store.head()
  return head === undefined || consumer.waitFor(head.position, { timeoutMs })
}

/** Looks a fact up, and once more after catching up before it is called missing. */
export async function findFresh<Fact>(
  find: () => Fact | undefined,
  store: EventStore,
  consumer: Consumer,
): Promise<Fact | undefined> {
  const known = find()
  if (known !== undefined) return known
  await caughtUp(store, consumer)
  return find()
}

/**
 * What a list does before it answers: waits for `after` where it was given, and else, bounded, for everything that was durable when it was
 * asked, so that who has just written reads it. Too slow for that, it answers with what it reflects.
 */
export async function awaitFresh(
  store: EventStore,
  consumer: Consumer,
  after: string | undefined,
  signal: AbortSignal,
): Promise<Problem | undefined> {
  if (after !== undefined) return awaitAfter(consumer, after, { signal })
  await caughtUp(store, consumer)
  return undefined
}
