import { setTimeout as delay } from 'node:timers/promises'
import { type Admin, AssignerProtocol, type Kafka, type PartitionAssigner } from 'kafkajs'
import type { RelayLease } from '../relay.ts'
import { inTime } from './in-time.ts'
import { ensureTopic } from './topic-settings.ts'

export interface RelayLeaseOptions {
  readonly client: Kafka
  /** Of one partition: the one that the relay writes. Made where it is not there yet. */
  readonly topic: string
  /** Told when the lease cannot be asked for, or was lost by an error; it is tried again. */
  onFailure?(error: unknown): void
}

/**
 * One relay of several, by what brokers already do for consumers: of a group, one member at a time has the topic's only partition. The lease stays
 * where it is while its holder lives, no matter who else joins; a holder that leaves gives it up at once, one that was killed after 10 seconds.
 * A holder that hears nothing from the brokers may go on for a while beside its successor, which does no harm (see `createRelay`).
 */
export function createRelayLease({ client, topic, onFailure }: RelayLeaseOptions): RelayLease {
  return {
    async hold(signal, onHeld) {
      while (!signal.aborted) {
        try {
          await beMember({ client, topic, signal, onHeld })
        } catch (error) {
          onFailure?.(error)
          await delay(REJOIN_MS, undefined, { signal }).catch(() => undefined)
        }
      }
    },
  }
}

/** Who has the lease, by the client id that it connected with; undefined where nobody has. */
export async function findLeaseHolder(admin: Admin, topic: string): Promise<string | undefined> {
  const { groups } = await admin.describeGroups([groupOf(topic)])
  const holder = groups[0]?.members.find(({ memberAssignment }) => holds(memberAssignment, topic))
  return holder && `${holder.clientId} ${holder.clientHost}`
}

const REJOIN_MS = 1_000
/** Brokers take 6 seconds at least. */
const SESSION_MS = 10_000
const ASSIGNER = 'welfare-lease'

function groupOf(topic: string): string {
  return `${topic}.relay`
}

async function beMember({
  client,
  topic,
  signal,
  onHeld,
}: Pick<RelayLeaseOptions, 'client' | 'topic'> & {
  signal: AbortSignal
  onHeld: (held: AbortSignal) => Promise<void>
}): Promise<void> {
  let held: { readonly ending: AbortController; readonly work: Promise<void> } | undefined
  const ended = Promise.withResolvers<void>()
  ended.promise.catch(() => undefined)
  const letGo = async (): Promise<void> => {
    const was = held
    held = undefined
    was?.ending.abort()
    await was?.work
  }
  const take = (): void => {
    if (held) return
    const ending = new AbortController()
    held = { ending, work: onHeld(ending.signal).catch(ended.reject) }
  }
  const consumer = client.consumer({
    groupId: groupOf(topic),
    partitionAssigners: [stayWithHolder(() => held !== undefined)],
    sessionTimeout: SESSION_MS,
    heartbeatInterval: 1_000,
    rebalanceTimeout: SESSION_MS,
    maxWaitTimeInMs: 500,
    allowAutoTopicCreation: false,
    retry: { retries: 8, restartOnFailure: async () => false },
  })
  consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
    // Membership is all that is wanted of the group: nothing is read.
    consumer.pause([{ topic }])
    if (payload.memberAssignment[topic]?.includes(0)) take()
    else void letGo()
  })
  consumer.on(consumer.events.CRASH, ({ payload }) => ended.reject(payload.error))
  const stop = () => ended.resolve()
  signal.addEventListener('abort', stop)
  if (signal.aborted) stop()
  try {
    await inTime(ensureLeaseTopic(client, topic), SESSION_MS * 2, `making ${topic}`)
    await inTime(consumer.connect(), SESSION_MS, `connecting for the lease of ${topic}`)
    await consumer.subscribe({ topics: [topic], fromBeginning: false })
    await inTime(consumer.run({ autoCommit: false, eachBatch: async () => undefined }), SESSION_MS * 2, 'joining')
    await ended.promise
  } finally {
    signal.removeEventListener('abort', stop)
    await letGo()
    await inTime(consumer.disconnect(), SESSION_MS, 'leaving').catch(() => undefined)
  }
}

async function ensureLeaseTopic(client: Kafka, topic: string): Promise<void> {
  const admin = client.admin()
  try {
    await admin.connect()
    await ensureTopic(admin, topic)
  } finally {
    await admin.disconnect()
  }
}

/** Members say whether they hold the lease; its holder keeps it, else the first by name gets it. */
function stayWithHolder(isHolding: () => boolean): PartitionAssigner {
  return () => ({
    name: ASSIGNER,
    version: 1,
    async assign({ members, topics }) {
      const sorted = members.toSorted((a, b) => (a.memberId < b.memberId ? -1 : 1))
      const said = (metadata: Buffer) => AssignerProtocol.MemberMetadata.decode(metadata)?.userData.toString()
      const holder = sorted.find(({ memberMetadata }) => said(memberMetadata) === 'holding') ?? sorted[0]
      return sorted.map((member) => ({
        memberId: member.memberId,
        memberAssignment: AssignerProtocol.MemberAssignment.encode({
          version: 1,
          assignment: member === holder ? Object.fromEntries(topics.map((topic) => [topic, [0]])) : {},
          userData: Buffer.alloc(0),
        }),
      }))
    },
    protocol: ({ topics }) => ({
      name: ASSIGNER,
      metadata: AssignerProtocol.MemberMetadata.encode({
        version: 1,
        topics,
        userData: Buffer.from(isHolding() ? 'holding' : 'waiting'),
      }),
    }),
  })
}

function holds(memberAssignment: Buffer, topic: string): boolean {
  if (memberAssignment.length === 0) return false
  return AssignerProtocol.MemberAssignment.decode(memberAssignment)?.assignment[topic]?.includes(0) === true
}
