import type { SequencedEvent } from '@welfare/event-store/port.ts'
import { comparePositionTokens, parsePosition } from '@welfare/event-store/position-token.ts'
import { fromCloudEventMessage, toCloudEventMessage } from '@welfare/messaging/cloud-event.ts'
import type { EventTopic, Feed } from '@welfare/messaging/port.ts'
import { callOver, whenAborted } from './simulated-network.ts'
import type { SimulatedProcess } from './simulated-process.ts'
import type { World } from './world.ts'

/** One partition, as the brokers hold it. */
export interface SimulatedTopic {
  readonly records: readonly SequencedEvent[]
  append(events: readonly SequencedEvent[]): void
  /** Resolves with the records from `offset` as soon as there is one. */
  fetch(offset: number, limit: number): Promise<readonly SequencedEvent[]>
}

export function createSimulatedTopic(world: World): SimulatedTopic {
  const records: SequencedEvent[] = []
  let waiting: (() => void)[] = []
  return {
    records,
    append(events) {
      for (const event of events) records.push(fromCloudEventMessage(toCloudEventMessage(event)))
      world.trace('topic', 'holds', `${events[0]?.sequence}-${events.at(-1)?.sequence} to ${records.length}`)
      const woken = waiting
      waiting = []
      for (const wake of woken) wake()
    },
    async fetch(offset, limit) {
      while (records.length <= offset) await new Promise<void>((resolve) => waiting.push(resolve))
      return records.slice(offset, offset + limit)
    },
  }
}

/** The relay's side: an append is answered, or nobody knows whether all, some or none of it is there. */
export function connectToTopic(world: World, topic: SimulatedTopic, process: SimulatedProcess): EventTopic {
  return {
    tail: () => callOver(world, process, { what: 'reads the tail', serve: () => topic.records.at(-1), timeoutMs: 200 }),
    append: (events) =>
      callOver(world, process, {
        what: `relays ${events[0]?.sequence}-${events.at(-1)?.sequence}`,
        serve() {
          if (!world.strikes('torn')) return topic.append(events)
          topic.append(events.slice(0, world.random.between(0, events.length)))
          throw new Error('the leader went away')
        },
        timeoutMs: 200,
      }),
    close: async () => undefined,
  }
}

/** The readers' side: begins at the offset that its place in the ledger leads to, drops what was seen, stops on a gap. */
export function followTopic(
  world: World,
  topic: SimulatedTopic,
  process: SimulatedProcess,
  { dropsSeen = true } = {},
): Feed {
  return {
    async follow({ after, signal, batchSize = 500 }, onBatch) {
      const aborted = whenAborted(signal)
      let seen = after === undefined ? 0 : (parsePosition(after).sequence ?? 0)
      for (let offset = seen; !signal.aborted; ) {
        const call = { what: `fetches from ${offset}`, serve: () => topic.fetch(offset, batchSize), timeoutMs: 300 }
        const records = (await Promise.race([callOver(world, process, { ...call, isPatient: true }), aborted])) ?? []
        const fresh = dropsSeen
          ? records.filter(({ sequence }, index) => isFirst(records, index, sequence, seen))
          : records
        requireNoGap(fresh, seen, dropsSeen)
        if (fresh.length > 0 && !signal.aborted) await onBatch(fresh)
        offset += records.length
        seen = fresh.at(-1)?.sequence ?? seen
      }
    },
    comparePositions: comparePositionTokens,
  }
}

function isFirst(records: readonly SequencedEvent[], index: number, sequence: number, seen: number): boolean {
  if (sequence <= seen) return false
  for (let before = 0; before < index; before += 1) if (records[before]?.sequence === sequence) return false
  return true
}

function requireNoGap(fresh: readonly SequencedEvent[], seen: number, isStrict: boolean): void {
  let last = seen
  for (const { sequence } of fresh) {
    if (isStrict ? sequence !== last + 1 : sequence > last + 1) throw new Error(`gap: ${sequence} after ${last}`)
    last = sequence
  }
}
