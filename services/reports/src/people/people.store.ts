import { splitPart } from '@welfare/contracts/primitives.ts'
import { projectionLimits } from '../limits.ts'
import type { ReadModel } from '../read-model/read-model.store.ts'
import type { References } from '../read-model/references.store.ts'
import type { DaySteps } from './day-steps.ts'
import type { GapSegment } from './gap-segments.ts'

export const ALL_WINDOWS = '*'

/** One person in one window of a programme; each change on the day on which it counts. */
export interface WindowState {
  /** Employer, division and trade at the first mention. */
  readonly group: number
  /** Rosters that list the person. */
  eligible: DaySteps
  /** The same with those that it joined and left after the freezing. */
  amended: DaySteps
  /** Credits issued, less those declined. */
  issued: DaySteps
  /** Credits that have not ended. */
  open: DaySteps
  /** Fen that the credits hold. */
  held: DaySteps
  /** Is one redemption there that was not reversed? */
  reached: DaySteps
  /** What was reversed is looked for among the redemptions. */
  reversed: boolean
  /** How credits ended, in the order of recording. */
  ends: readonly (readonly [day: string, how: 'declined' | 'expired' | 'withdrawn' | 'moved'])[]
  gaps: readonly GapSegment[]
}

/** What a batch gave somebody, and how much of it has not gone back. */
export interface Grant {
  readonly batch: string
  /** Sequence of the event that gave it. */
  readonly since: number
  /** Of the first credit of it that the wallet took. */
  readonly received: number | null
  readonly fen: DaySteps
}

export interface Person {
  readonly id: number
  readonly programme: string
  readonly worker: string
  /** What became of the person's card, in the order of recording. */
  cards: readonly (readonly [day: string, status: 'voided' | 'suspended' | 'valid'])[]
  readonly windows: { [window: string]: WindowState }
  grants: readonly Grant[]
  /** Records that were merged into this one: they count as one person. */
  doubles: readonly string[]
  mergedInto: string | null
}

export interface PeopleGroup {
  readonly employer: string
  readonly division: string
  readonly trade: string
}

export interface RedemptionRow {
  readonly sequence: number
  readonly version: number
  readonly date: string
  readonly windows: readonly string[]
  readonly discountFen: number
  readonly ownShareFen: number
  readonly reversedOn: string | null
}

interface NewRedemption {
  readonly version: number
  readonly sequence: number
  readonly date: string
  readonly windows: readonly string[]
  readonly discountFen: number
  readonly ownShareFen: number
}

interface RedemptionOf {
  readonly programme: string
  readonly worker: string
  /** `<wallet>.<version>` */
  readonly redemption: string
}

export interface People {
  /** The one object there is for this person; made at the first mention. Say `changed` after changing it. */
  get(programme: string, worker: string): Person
  changed(person: Person): void
  /** Undefined where the programme never mentioned the worker. */
  find(programme: string, worker: string): Person | undefined
  /** Who was mentioned in both programmes. */
  workersInBoth(programme: string, other: string): string[]
  /** In which programmes the worker was mentioned. */
  programmesOf(worker: string): string[]
  groupId(group: PeopleGroup): number
  group(id: number): PeopleGroup
  addRedemption(person: Person, redemption: NewRedemption): void
  /** @throws Error when the ledger reverses what it never recorded */
  markReversed(of: RedemptionOf, reversal: { readonly sequence: number; readonly date: string }): void
  /** A person has one wallet in a programme, and all redemptions in it. */
  redemptions(person: Person, wallet: string): RedemptionRow[]
  /** @throws Error when the ledger reverses what it never recorded */
  findRedemption(of: RedemptionOf): RedemptionRow
  flush(): void
  forget(): void
}

export function createPeople(model: ReadModel, references: Pick<References, 'candidates'>): People {
  const select = model.prepare('SELECT id, state FROM person WHERE programme = ? AND worker = ?')
  const selectProgrammes = model.prepare('SELECT programme FROM person WHERE worker = ?')
  const save = model.prepare(
    'INSERT INTO person VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET state = excluded.state',
  )
  const selectInBoth = model.prepare(
    'SELECT a.worker FROM person a JOIN person b ON b.worker = a.worker AND b.programme = ? WHERE a.programme = ? ORDER BY a.worker',
  )
  const lastId = model.prepare('SELECT coalesce(max(id), 0) AS id FROM person')
  const insertRedemption = model.prepare('INSERT INTO redemption VALUES (?, ?, ?, ?, ?, ?, ?, NULL, NULL)')
  const reverse = model.prepare('UPDATE redemption SET reversed_at = ?, reversed_on = ? WHERE sequence = ?')
  const selectRedemption = model.prepare('SELECT * FROM redemption WHERE sequence = ? AND person = ?')
  const groups = createGroups(model)
  const known = new Map<string, Person>()
  const dirty = new Set<Person>()
  let nextId: number | undefined

  function load(programme: string, worker: string): Person {
    const row = select.get(programme, worker)
    if (row) return { id: Number(row.id), programme, worker, ...JSON.parse(String(row.state)) }
    const id = nextId ?? Number(lastId.get()?.id) + 1
    nextId = id + 1
    const person: Person = { id, programme, worker, cards: [], windows: {}, grants: [], doubles: [], mergedInto: null }
    dirty.add(person)
    return person
  }

  function get(programme: string, worker: string): Person {
    const key = `${programme}|${worker}`
    const cached = known.get(key)
    if (cached) return cached
    const person = load(programme, worker)
    known.set(key, person)
    return person
  }

  function redemptions({ id }: Person, wallet: string): RedemptionRow[] {
    const found: RedemptionRow[] = []
    for (const sequence of references.candidates(wallet, { after: 0, through: Number.MAX_SAFE_INTEGER })) {
      const row = selectRedemption.get(sequence, id)
      if (row) found.push(toRedemption(row))
    }
    return found
  }

  function findRedemption({ programme, worker, redemption }: RedemptionOf): RedemptionRow {
    const { stream, version } = splitPart(redemption)
    const found = redemptions(get(programme, worker), stream).find((row) => row.version === version)
    if (!found) throw new Error(`the ledger has no redemption ${redemption}`)
    return found
  }

  function flush(): void {
    for (const { id, programme, worker, ...state } of dirty) {
      save.run(id, programme, worker, JSON.stringify(state))
    }
    dirty.clear()
    if (known.size > projectionLimits.cachedPeople) known.clear()
  }

  return {
    get,
    changed: (person) => void dirty.add(person),
    find: (programme, worker) =>
      known.has(`${programme}|${worker}`) || select.get(programme, worker) ? get(programme, worker) : undefined,
    workersInBoth(programme, other) {
      flush()
      return selectInBoth.all(other, programme).map(({ worker }) => String(worker))
    },
    programmesOf(worker) {
      const stored = selectProgrammes.all(worker).map(({ programme }) => String(programme))
      const fresh = [...dirty].filter((person) => person.worker === worker).map(({ programme }) => programme)
      return [...new Set([...stored, ...fresh])].sort()
    },
    groupId: groups.idOf,
    group: groups.get,
    addRedemption({ id }, { sequence, version, date, windows, discountFen, ownShareFen }) {
      insertRedemption.run(sequence, id, version, date, windows.join(' '), discountFen, ownShareFen)
    },
    markReversed: (of, { sequence, date }) => void reverse.run(sequence, date, findRedemption(of).sequence),
    redemptions,
    findRedemption,
    flush,
    forget() {
      known.clear()
      dirty.clear()
      groups.forget()
      nextId = undefined
    },
  }
}

function toRedemption(row: { readonly [column: string]: unknown }): RedemptionRow {
  return {
    sequence: Number(row.sequence),
    version: Number(row.version),
    date: String(row.date),
    windows: String(row.windows).split(' '),
    discountFen: Number(row.discount_fen),
    ownShareFen: Number(row.own_share_fen),
    reversedOn: row.reversed_on === null ? null : String(row.reversed_on),
  }
}

function createGroups(model: ReadModel) {
  const find = model.prepare('SELECT id FROM people_group WHERE employer = ? AND division = ? AND trade = ?')
  const insert = model.prepare('INSERT INTO people_group (employer, division, trade) VALUES (?, ?, ?)')
  const select = model.prepare('SELECT employer, division, trade FROM people_group WHERE id = ?')
  const byId = new Map<number, PeopleGroup>()
  return {
    idOf({ employer, division, trade }: PeopleGroup): number {
      const row = find.get(employer, division, trade)
      return row ? Number(row.id) : Number(insert.run(employer, division, trade).lastInsertRowid)
    },
    get(id: number): PeopleGroup {
      const cached = byId.get(id)
      if (cached) return cached
      const row = select.get(id)
      if (!row) throw new Error(`there is no people group ${id}`)
      const group = { employer: String(row.employer), division: String(row.division), trade: String(row.trade) }
      byId.set(id, group)
      return group
    },
    forget: () => byId.clear(),
  }
}
