import type { EventStore, SequencedEvent } from '@welfare/event-store/port.ts'
import { consumerLimits } from '@welfare/process/limits.ts'
import { type Consumer, type ConsumerOptions, createConsumer } from './consumer.ts'
import { type FactsOptions, type FactsStore, openFacts, type Remember } from './facts.store.ts'
import type { Prepare } from './facts-declaration.ts'
import type { FollowingService } from './following-service.ts'
import type { ProjectionFile } from './projection-file.store.ts'

/** What is recorded elsewhere as this process knows it: asked by look-ups, waited for by its follower. */
export interface Facts {
  /** Look-ups of the file, and the same from memory where it is asked often. */
  readonly prepare: Prepare
  readonly remember: Remember
  /** Of the last event that the facts reflect; 0 when there is none. */
  sequence(): number
  /** Fills them, and the files of services' own. */
  readonly consumer: Consumer
  /** Calls `listener` with each batch as soon as everything here reflects it. */
  onApplied(listener: (events: readonly SequencedEvent[]) => void): void
  /** To be filled by the same follower, from where it stands; before the start only. */
  fill(file: OwnFile): void
  /** Reads from the store what was recorded so far: for a process that may let nobody in before. Before the follower is started only. */
  catchUp(): Promise<void>
}

/** A service's own file beside the facts, with a checkpoint of its own: for what must not stand among them, such as names. */
export interface OwnFile {
  readonly checkpoint: Pick<ProjectionFile, 'readCheckpoint' | 'sequence'>
  apply(events: readonly SequencedEvent[]): void
}

export interface FollowedFacts
  extends Omit<FactsOptions, 'ledger' | 'epoch'>,
    Pick<ConsumerOptions, 'feed' | 'logger' | 'delay'> {
  readonly store: Pick<EventStore, 'ledger' | 'epoch' | 'readAll'>
}

export interface FactsService extends FollowingService, Facts, Pick<FactsStore, 'section'> {}

/** One follower for all facts of a process. */
export function followFacts({ store, feed, logger, delay, file, declarations }: FollowedFacts): FactsService {
  const copy = openFacts({ file, declarations, ledger: store.ledger, epoch: store.epoch })
  const files: OwnFile[] = [{ checkpoint: copy, apply: copy.apply }]
  const listeners: ((events: readonly SequencedEvent[]) => void)[] = []

  /** Of what is furthest behind. */
  const readCheckpoint = () =>
    files
      .map(({ checkpoint }) => checkpoint)
      .reduce((behind, one) => (one.sequence() < behind.sequence() ? one : behind))
      .readCheckpoint()
  const handle = (events: readonly SequencedEvent[]): void => {
    for (const { checkpoint, apply } of files) apply(eventsAfter(checkpoint.sequence(), events))
    for (const tell of listeners) tell(events)
  }
  const consumer = createConsumer({ name: 'facts', feed, logger, delay, readCheckpoint, handle })

  return {
    name: 'facts',
    routes: [],
    consumers: [consumer],
    prepare: copy.prepare,
    remember: copy.remember,
    sequence: copy.sequence,
    section: copy.section,
    consumer,
    onApplied: (listener) => void listeners.push(listener),
    fill: (own) => void files.push(own),
    async catchUp() {
      for (;;) {
        const events = await store.readAll({ after: readCheckpoint(), limit: consumerLimits.batchSize })
        if (events.length === 0) return
        handle(events)
      }
    },
    async start() {},
    async stop() {
      copy.close()
    },
  }
}

export function eventsAfter(sequence: number, events: readonly SequencedEvent[]): readonly SequencedEvent[] {
  const isBehind = (events[0]?.sequence ?? 0) > sequence
  return isBehind ? events : events.filter((event) => event.sequence > sequence)
}
