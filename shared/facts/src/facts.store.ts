import type { SequencedEvent } from '@welfare/event-store/port.ts'
import { projectWith } from './event-handlers.ts'
import { type FactsDeclaration, inOrder } from './facts-declaration.ts'
import { type RememberedFacts, rememberFacts } from './remembered-facts.ts'
import { openRoomCopy, type RoomCopy } from './room-copy.store.ts'

export interface FactsOptions {
  /** A path, or `:memory:`. */
  readonly file: string
  readonly ledger: string
  readonly epoch: number
  /** Of all services in this process; what they need comes by itself. */
  readonly declarations: readonly FactsDeclaration[]
}

/** One file for what all services of a process must know, with one checkpoint. */
export interface FactsStore
  extends Pick<RoomCopy, 'prepare' | 'sequence' | 'readCheckpoint' | 'droppedBecause' | 'section' | 'close'>,
    Pick<RememberedFacts, 'remember'> {
  /** Each event decoded once and given to every handler of its type; effects and checkpoint in one transaction. */
  apply(events: readonly SequencedEvent[]): void
}

/** Facts whose declarations, ledger or epoch are others than these are dropped, and filled anew by whoever follows. */
export function openFacts({ file, ledger, epoch, declarations }: FactsOptions): FactsStore {
  const ordered = inOrder(declarations)
  const schema = ordered.map((one) => `-- ${one.name} ${one.version}\n${one.schema}`).join('\n')
  const copy = openRoomCopy(file, { schema, version: 1, ledger, epoch })
  const handlersOf = new Map(ordered.map((declaration) => [declaration, declaration.handlers(copy.prepare)]))
  const project = projectWith(...[...handlersOf.values()].flat())
  const { remember, forget } = rememberFacts(handlersOf)
  return {
    prepare: copy.prepare,
    remember,
    sequence: copy.sequence,
    readCheckpoint: copy.readCheckpoint,
    droppedBecause: copy.droppedBecause,
    apply(events) {
      copy.applyBatch(events, project)
      forget(events)
    },
    section: copy.section,
    close: copy.close,
  }
}
