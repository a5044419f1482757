import { projectionLimits } from '../limits.ts'
import type { ReadModel } from '../read-model/read-model.store.ts'

/** What finders remember between events, by key; as durable as the rows of the events it was made of. */
export interface FindingStates {
  /** The one object there is for the key; `initial` at the first mention. Say `changed` after changing it. */
  get<State extends object>(key: string, initial: () => State): State
  changed(key: string): void
  flush(): void
  forget(): void
}

export function createFindingStates(model: ReadModel): FindingStates {
  const select = model.prepare('SELECT state FROM watch WHERE key = ?')
  const save = model.prepare('INSERT INTO watch VALUES (?, ?) ON CONFLICT DO UPDATE SET state = excluded.state')
  const known = new Map<string, object>()
  const dirty = new Set<string>()
  return {
    get<State extends object>(key: string, initial: () => State): State {
      const cached = known.get(key)
      if (cached) return cached as State
      const row = select.get(key)
      const state: State = row ? JSON.parse(String(row.state)) : initial()
      known.set(key, state)
      return state
    },
    changed: (key) => void dirty.add(key),
    flush() {
      for (const key of dirty) save.run(key, JSON.stringify(known.get(key)))
      dirty.clear()
      if (known.size > projectionLimits.cachedPeople) known.clear()
    },
    forget() {
      known.clear()
      dirty.clear()
    },
  }
}
