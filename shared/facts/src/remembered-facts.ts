import type { SequencedEvent } from '@welfare/event-store/port.ts'
import { factsLimits } from '@welfare/process/limits.ts'
import type { EventHandlers } from './event-handlers.ts'
import type { FactsDeclaration } from './facts-declaration.ts'

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

export interface RememberedFacts {
  readonly remember: Remember
  /** What these events may have changed is read from the file again. */
  forget(events: readonly SequencedEvent[]): void
}

export function rememberFacts(handlersOf: ReadonlyMap<FactsDeclaration, readonly EventHandlers[]>): RememberedFacts {
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
