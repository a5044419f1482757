import type { ReadModel } from '../read-model/read-model.store.ts'

type NamedFrom = readonly [day: string, others: readonly string[]]

/** Which programmes exclude each other, whichever of the two names the other, from day to day. */
export interface Exclusions {
  /** What the programme's rules name from this day on. @returns false where it was so already */
  set(programme: string, others: readonly string[], day: string): boolean
  /** With which the programme excludes, or once excluded, each other. */
  everOf(programme: string): readonly string[]
  /** The days on which that changed. */
  daysOf(programme: string): readonly string[]
  holdsOn(programme: string, other: string, day: string): boolean
  forget(): void
}

export function createExclusions(model: ReadModel): Exclusions {
  const save = model.prepare(
    'INSERT INTO exclusion VALUES (?, ?) ON CONFLICT (programme) DO UPDATE SET named = excluded.named',
  )
  const selectAll = model.prepare('SELECT programme, named FROM exclusion')
  let known: Map<string, readonly NamedFrom[]> | undefined
  let pairs = new Map<string, readonly string[]>()

  /** Few programmes have such a rule: all of them are at hand. */
  function load(): Map<string, readonly NamedFrom[]> {
    if (known) return known
    known = new Map(selectAll.all().map(({ programme, named }) => [String(programme), JSON.parse(String(named))]))
    pairs = pairsOf(known)
    return known
  }

  function isNamed(programme: string, other: string, day: string): boolean {
    const [, others = []] =
      load()
        .get(programme)
        ?.findLast(([from]) => from <= day) ?? []
    return others.includes(other)
  }

  return {
    set(programme, others, day) {
      const before = load().get(programme) ?? []
      const [, last = []] = before.at(-1) ?? []
      if ([...last].sort().join() === [...others].sort().join()) return false
      const now: readonly NamedFrom[] = [...before, [day, others]]
      load().set(programme, now)
      save.run(programme, JSON.stringify(now))
      pairs = pairsOf(load())
      return true
    },
    everOf(programme) {
      load()
      return pairs.get(programme) ?? []
    },
    daysOf: (programme) =>
      [programme, ...(pairs.get(programme) ?? [])].flatMap((one) => (load().get(one) ?? []).map(([day]) => day)),
    holdsOn: (programme, other, day) => isNamed(programme, other, day) || isNamed(other, programme, day),
    forget() {
      known = undefined
    },
  }
}

function pairsOf(known: ReadonlyMap<string, readonly NamedFrom[]>): Map<string, readonly string[]> {
  const pairs = new Map<string, Set<string>>()
  const add = (one: string, other: string) => pairs.set(one, (pairs.get(one) ?? new Set()).add(other))
  for (const [programme, named] of known)
    for (const other of named.flatMap(([, others]) => others)) {
      add(programme, other)
      add(other, programme)
    }
  return new Map([...pairs].map(([programme, others]) => [programme, [...others].sort()]))
}
