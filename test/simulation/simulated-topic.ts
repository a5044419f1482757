import type { SequencedEvent } from '@welfare/event-store/port.ts'
import { comparePositionTokens } from '@welfare/event-store/position-token.ts'
import { fromCloudEventMessage, toCloudEventMessage } from '@welfare/messaging/cloud-event.ts'
import { createFollower, type Follower, startAfter } from '@welfare/messaging/kafka/kafka-feed-follower.ts'
import { readEvents, sequenceOf } from '@welfare/messaging/kafka/kafka-feed-records.ts'
import type { CompetingFeed, EventTopic, Feed } from '@welfare/messaging/port.ts'
import { createLease } from './simulated-lease.ts'
import type { SimulatedLedger } from './simulated-ledger.ts'
import { callOver, whenAborted } from './simulated-network.ts'
import type { SimulatedProcess } from './simulated-process.ts'
import { epoch, ledger } from './simulated-store.ts'

type Message = Parameters<typeof readEvents>[1][number]

/** One partition, as the brokers hold it. */
export interface SimulatedTopic {
  readonly records: readonly SequencedEvent[]
  append(events: readonly SequencedEvent[]): void
  /** Resolves with the records from `offset` as soon as there is one. */
  fetch(offset: number, limit: number): Promise<readonly Message[]>
}

export function createSimulatedTopic(simulated: SimulatedLedger): SimulatedTopic {
  const records: SequencedEvent[] = []
  const messages: Message[] = []
  let waiting: (() => void)[] = []
  return {
    records,
    append(events) {
      for (const event of events) {
        const { key, value, headers } = toCloudEventMessage(event)
        const bytes = { key: Buffer.from(key), value: Buffer.from(value), headers: { ...headers } }
        const message = { ...bytes, offset: String(messages.length), timestamp: '0', attributes: 0 }
        messages.push(message)
        records.push(fromCloudEventMessage(message))
      }
      simulated.trace('topic', 'holds', `${events[0]?.sequence}-${events.at(-1)?.sequence} to ${records.length}`)
      const woken = waiting
      waiting = []
      for (const wake of woken) wake()
    },
    async fetch(offset, limit) {
      while (messages.length <= offset) await new Promise<void>((resolve) => waiting.push(resolve))
      return messages.slice(offset, offset + limit)
    },
  }
}

/** The relay's side: an append is answered, or nobody knows whether all, some or none of it is there. */
export function connectToTopic(
  simulated: SimulatedLedger,
  topic: SimulatedTopic,
  process: SimulatedProcess,
): EventTopic {
  return {
    tail: () =>
      callOver(simulated, process, { what: 'reads the tail', serve: () => topic.records.at(-1), timeoutMs: 200 }),
    append: (events) =>
      callOver(simulated, process, {
        what: `relays ${events[0]?.sequence}-${events.at(-1)?.sequence}`,
        serve() {
          if (!simulated.strikes('torn')) return topic.append(events)
          topic.append(events.slice(0, simulated.random.between(0, events.length)))
          throw new Error('the leader went away')
        },
        timeoutMs: 200,
      }),
    close: async () => undefined,
  }
}

/** The readers' side, with the real rules of the Kafka feed: from the offset that a place leads to, dropping what was seen, no gap. */
export function followTopic(
  simulated: SimulatedLedger,
  topic: SimulatedTopic,
  process: SimulatedProcess,
  flaws: ReaderFlaws = {},
): Feed {
  return {
    async follow({ after, signal, batchSize = 500 }, onBatch) {
      const follower = createFollower(identity, startAfter(identity, after), onBatch)
      await readOn({ simulated, topic, process, flaws, signal, batchSize }, follower, follower.last)
    },
    comparePositions: comparePositionTokens,
  }
}

/** For work that one instance does at a time: what is done is kept with the topic, and taken from nobody who was given up. */
export function createCompetingGroups(simulated: SimulatedLedger, topic: SimulatedTopic): CompetingGroups {
  const groups = new Map<string, { readonly leaseOf: ReturnType<typeof createLease>; done: number }>()
  return {
    done: (name) => groups.get(name)?.done,
    forProcess:
      (process, flaws = {}) =>
      (name) => {
        const group = groups.get(name) ?? { leaseOf: createLease(simulated, name), done: 0 }
        groups.set(name, group)
        return {
          follow: ({ after, signal: stopping, batchSize = 500 }, onBatch) =>
            group.leaseOf(process).hold(stopping, async (signal, isCurrent) => {
              const place = { what: `asks where ${name} is`, serve: () => group.done, timeoutMs: 200 }
              const done = await callOver(simulated, process, place)
              const isAhead = done >= sequenceOf(identity, after)
              const start = isAhead ? { last: done, unconfirmed: undefined } : startAfter(identity, after)
              const follower = createFollower(identity, start, onBatch)
              await readOn({ simulated, topic, process, flaws, signal, batchSize }, follower, start.last, (sequence) =>
                callOver(simulated, process, {
                  what: `says that ${name} is at ${sequence}`,
                  serve() {
                    if (!isCurrent()) throw new Error(`${process.name} was given up as ${name}`)
                    group.done = Math.max(group.done, sequence)
                  },
                  timeoutMs: 200,
                }),
              )
            }),
          comparePositions: comparePositionTokens,
        }
      },
  }
}

export interface CompetingGroups {
  /** The sequence through which a group's work is done; undefined where nobody ever did any. */
  done(group: string): number | undefined
  forProcess(process: SimulatedProcess, flaws?: ReaderFlaws): CompetingFeed
}

/** Broken on purpose. */
export interface ReaderFlaws {
  readonly keepsSeen?: boolean
  /** The group's place is stored before the work is done. */
  readonly marksFirst?: boolean
}

interface Reading {
  readonly simulated: SimulatedLedger
  readonly topic: SimulatedTopic
  readonly process: SimulatedProcess
  readonly flaws: ReaderFlaws
  readonly signal: AbortSignal
  readonly batchSize: number
}

const identity = { topic: 'simulated', ledger, epoch }

async function readOn(
  { simulated, topic, process, flaws, signal, batchSize }: Reading,
  follower: Follower,
  from: number,
  onHandled: (sequence: number) => Promise<void> = async () => undefined,
): Promise<void> {
  const aborted = whenAborted(signal)
  for (let offset = from; !signal.aborted; ) {
    const call = { what: `fetches from ${offset}`, serve: () => topic.fetch(offset, batchSize), timeoutMs: 300 }
    const messages = (await Promise.race([callOver(simulated, process, { ...call, isPatient: true }), aborted])) ?? []
    const parts = flaws.keepsSeen ? messages.map((message) => [message]) : [messages]
    for (const part of parts) {
      if (signal.aborted) return
      const { events, broken } = readEvents(identity, part, flaws.keepsSeen ? undefined : follower.last)
      if (flaws.marksFirst && events.length > 0) await onHandled(events.at(-1)?.sequence ?? 0)
      await follower.give(events)
      if (events.length > 0) await onHandled(follower.last)
      if (broken) throw broken
    }
    offset += messages.length
  }
}
