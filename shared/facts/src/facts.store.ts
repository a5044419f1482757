import type { SequencedEvent } from '@welfare/event-store/port.ts'
import { factsLimits } from '@welfare/process/limits.ts'
import { type EventHandlers, type Handle, projectWith } from './event-handlers.ts'
import { type FactsDeclaration, inOrder } from './facts-declaration.ts'
import { openProjectionFile, type ProjectionFile } from './projection-file.store.ts'

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
  extends Pick<ProjectionFile, 'prepare' | 'sequence' | 'readCheckpoint' | 'droppedBecause' | 'section' | 'close'>,
    Pick<Memory, 'remember'> {
  /** Each event decoded once and given to every handler of its type; effects and checkpoint in one transaction. */
  apply(events: readonly SequencedEvent[]): void
}

/** Facts whose declarations, ledger or epoch are others than these are dropped, and filled again by the follower. */
export function openFacts({ file, ledger, epoch, declarations }: FactsOptions): FactsStore {
  const ordered = inOrder(declarations)
  const schema = ordered.map((one) => `-- ${one.name} ${one.version}\n${one.schema}`).join('\n')
  const copy = openProjectionFile(file, { schema, version: 1, ledger, epoch })
  const handlersOf = new Map(
    ordered.map((one) => [one, one.handlers(copy.prepare).map((handlers) => failingAs(one.name, handlers))]),
  )
  const project = projectWith(...[...handlersOf.values()].flat())
  const { remember, forget } = createMemory(handlersOf)
  let sequence = copy.sequence()
  return {
    prepare: copy.prepare,
    remember,
    sequence: () => sequence,
    readCheckpoint: copy.readCheckpoint,
    droppedBecause: copy.droppedBecause,
    apply(events) {
      copy.applyBatch(events, project)
      sequence = events.at(-1)?.sequence ?? sequence
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

/**
 * The look-up, answered from memory until an event is applied that `of`, or what it needs, makes something of. Not for handlers, which look
 * while tables change. What is not found is asked for again; what is found belongs to all who ask, and is changed by nobody.
 * @param atMost answers kept; the oldest make room
 */
export type Remember = <Keys extends readonly string[], Found>(
  of: FactsDeclaration,
  lookUp: (...keys: Keys) => Found,
  atMost?: number,
) => (...keys: Keys) => Found

interface Memory {
  readonly remember: Remember
  /** What these events may have changed is read from the file again. */
  forget(events: readonly SequencedEvent[]): void
}

function createMemory(handlersOf: ReadonlyMap<FactsDeclaration, readonly EventHandlers[]>): Memory {
  const remembered: { readonly changedBy: ReadonlySet<string>; readonly answers: Map<string, unknown> }[] = []

  return {
    remember<Keys extends readonly string[], Found>(
      of: FactsDeclaration,
      lookUp: (...keys: Keys) => Found,
      atMost: number = factsLimits.remembered,
    ) {
      const answers = new Map<string, Found>()
      remembered.push({ changedBy: new Set(typesOf(of)), answers })
      return (...keys: Keys): Found => {
        const key = keys.join('\n')
        const known = answers.get(key)
        if (known !== undefined) return known
        const found = lookUp(...keys)
        if (found === undefined) return found
        for (const oldest of answers.keys()) {
          if (answers.size < atMost) break
          answers.delete(oldest)
        }
        answers.set(key, found)
        return found
      }
    },
    forget(events) {
      for (const { changedBy, answers } of remembered)
        if (answers.size > 0 && (changedBy.has('*') || events.some(({ type }) => changedBy.has(type)))) answers.clear()
    },
  }

  /** @throws Error where it is not among the facts of this process: nobody would tell of its changes */
  function typesOf(of: FactsDeclaration): string[] {
    const handlers = handlersOf.get(of)
    if (!handlers) throw new Error(`facts: ${of.name} is not declared in this process`)
    return [...handlers.flatMap((one) => Object.keys(one)), ...(of.needs ?? []).flatMap(typesOf)]
  }
}
