import type { SequencedEvent } from '@welfare/event-store/port.ts'
import { fromCloudEventMessage, toCloudEventMessage } from './cloud-event.ts'
import type { EventTopic } from './port.ts'

/** What becomes of one append: as promised; stored but not answered; not stored; cut off after half; stored only when the next one comes. */
export type Fate = 'answered' | 'unanswered' | 'lost' | 'halved' | 'late'

/** A topic in memory that keeps messages as a broker would, and to which every append may go wrong in a way that a broker's may. */
export function createFaultyTopic(nextFate: () => Fate = () => 'answered') {
  const records: SequencedEvent[] = []
  let late: readonly SequencedEvent[] = []
  const store = (events: readonly SequencedEvent[]): void => {
    for (const event of events) records.push(fromCloudEventMessage(toCloudEventMessage(event)))
  }

  const open = async (): Promise<EventTopic> => ({
    tail: async () => records.at(-1),
    async append(events) {
      const fate = nextFate()
      await new Promise((resolve) => setImmediate(resolve))
      if (fate === 'answered' || fate === 'unanswered') store(events)
      if (fate === 'halved') store(events.slice(0, Math.ceil(events.length / 2)))
      store(late)
      late = fate === 'late' ? events : []
      if (fate !== 'answered') throw new Error(`no answer: ${fate}`)
    },
    close: async () => undefined,
  })
  return { records, open }
}

/** What a reader that drops what it has seen makes of a topic. @throws Error on a gap */
export function readOnce(records: readonly SequencedEvent[]): readonly SequencedEvent[] {
  const seen: SequencedEvent[] = []
  for (const record of records) {
    if (record.sequence > seen.length + 1) throw new Error(`gap: ${record.sequence} after ${seen.length}`)
    if (record.sequence === seen.length + 1) seen.push(record)
  }
  return seen
}
