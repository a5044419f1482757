import type { SequencedEvent } from '@welfare/event-store/port.ts'
import { type EventHandlers, type Handle, projectWith } from './event-handlers.ts'
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
  const handlersOf = new Map(
    ordered.map((one) => [one, one.handlers(copy.prepare).map((handlers) => failingAs(one.name, handlers))]),
  )
  const project = projectWith(...[...handlersOf.values()].flat())
  const { remember, forget } = rememberFacts(handlersOf)
  let sequence: number | undefined
  return {
    prepare: copy.prepare,
    remember,
    sequence: () => (sequence ??= copy.sequence()),
    readCheckpoint: copy.readCheckpoint,
    droppedBecause: copy.droppedBecause,
    apply(events) {
      sequence = undefined
      copy.applyBatch(events, project)
      forget(events)
    },
    section: copy.section,
    close: copy.close,
  }
}

/** All facts of the process stand where one handler fails: the alarm says whose it is. */
function failingAs(name: string, handlers: EventHandlers): EventHandlers {
  const named = (Object.entries(handlers) as [string, Handle][]).map(([type, handle]): [string, Handle] => [
    type,
    (...given: Parameters<Handle>) => {
      try {
        handle(...given)
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error)
        throw new Error(`facts of ${name} fail at ${type}: ${message}`, { cause: error })
      }
    },
  ])
  return Object.fromEntries(named)
}
