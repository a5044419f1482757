import { eventCodec } from '@welfare/contracts/catalogue.ts'
import { addFen } from '@welfare/contracts/money.ts'
import { postingKey, postings } from '@welfare/contracts/postings.ts'
import type { Position, SequencedEvent } from '@welfare/event-store/port.ts'
import { type Consumer, createConsumer, type Delay } from '@welfare/facts/consumer.ts'
import type { Feed } from '@welfare/messaging/port.ts'
import type { Logger } from '@welfare/process/logger.ts'

/** What a replica keeps on its disk: balances and its place, changed together or not at all. */
export interface ReplicaDisk {
  readonly balances: Map<string, number>
  sequence: number
  position: Position | undefined
}

export function emptyReplica(): ReplicaDisk {
  return { balances: new Map(), sequence: 0, position: undefined }
}

/** A small projection of the real postings, behind the real consumer. */
export function followWith(
  disk: ReplicaDisk,
  feed: Feed,
  surroundings: { readonly name: string; readonly logger: Logger; readonly delay: Delay },
): Consumer {
  return createConsumer({
    ...surroundings,
    feed,
    readCheckpoint: () => disk.position,
    async handle(events) {
      // Work that takes time, before the one transaction: a moment at which the process may crash.
      await surroundings.delay(0.5)
      for (const event of events) project(disk, event)
      const last = events.at(-1)
      if (!last) return
      if (last.sequence <= disk.sequence)
        throw new Error(`the place goes back from ${disk.sequence} to ${last.sequence}`)
      disk.sequence = last.sequence
      disk.position = last.position
    },
  })
}

export function rebuilt(log: readonly SequencedEvent[]): ReplicaDisk {
  const disk = emptyReplica()
  for (const event of log) project(disk, event)
  const last = log.at(-1)
  return { ...disk, sequence: last?.sequence ?? 0, position: last?.position }
}

function project({ balances }: ReplicaDisk, event: SequencedEvent): void {
  for (const leg of postings(eventCodec.decode(event), event.stream)) {
    const key = postingKey(leg)
    balances.set(key, addFen(balances.get(key) ?? 0, leg.amount))
  }
}
