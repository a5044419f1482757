import { addFen } from '@welfare/contracts/money.ts'
import { END_OF_DAYS } from '../read-model/read-model.schema.ts'
import type { ReadModel } from '../read-model/read-model.store.ts'
import { entryOf } from './running-totals.store.ts'

/** What events of one type moved on the accounts of one name (a posting account, or what is counted) of one group. */
export interface Movement {
  /** Key of the group. */
  readonly group: string
  readonly name: string
  readonly eventType: string
  readonly legs: number
  readonly amount: number
  readonly debits: number
  /** Sequences of the first and the last of these events. */
  readonly first: number
  readonly last: number
}

/** After one sequence and through another. */
export interface Span {
  readonly after: number
  readonly through: number
  /** Only what counts by the end of it. */
  readonly day?: string | undefined
}

export type Row = { readonly [column: string]: unknown }

/**
 * What moved on these accounts, summed by group, account and type of event. Reads every leg between, where it lies: about a microsecond each.
 * @param keyOf the group of an account; undefined where it is not asked for
 */
export function readMovements(
  model: ReadModel,
  totals: 'posting' | 'count',
  names: readonly string[],
  keyOf: (account: Row) => string | undefined,
  { after, through, day }: Span,
): Movement[] {
  const from = entryOf(after + 1, 0)
  const end = entryOf(through + 1, 0)
  const column = totals === 'posting' ? 'account' : 'measure'
  const accounts = model
    .prepare(`SELECT * FROM ${totals}_account WHERE ${column} IN (SELECT value FROM json_each(?))`)
    .all(JSON.stringify(names))
  const movedOn = model.prepare(`
    SELECT (SELECT name FROM event_type WHERE id = m.type) AS type, count(*) AS legs, sum(m.amount) AS amount,
      sum(max(m.amount, 0)) AS debits, min(m.sequence) AS first, max(m.sequence) AS last
    FROM (
      SELECT t.entry >> 16 AS sequence, t.amount, coalesce(
        (SELECT type FROM entry WHERE sequence = t.entry >> 16), (SELECT type FROM counted_event WHERE sequence = t.entry >> 16)
      ) AS type
      FROM ${totals}_tally t WHERE t.account = ? AND t.entry >= ? AND t.entry < ? AND t.date <= ?
    ) m GROUP BY m.type`)
  const movements = new Map<string, Movement>()
  for (const account of accounts) {
    const group = keyOf(account)
    if (group === undefined) continue
    for (const row of movedOn.all(Number(account.id), from, end, day ?? END_OF_DAYS)) {
      add(movements, toMovement(group, String(account[column]), row))
    }
  }
  return [...movements.values()]
}

function toMovement(group: string, name: string, { type, legs, amount, debits, first, last }: Row): Movement {
  return {
    group,
    name,
    eventType: String(type),
    legs: Number(legs),
    amount: Number(amount),
    debits: Number(debits),
    first: Number(first),
    last: Number(last),
  }
}

function add(movements: Map<string, Movement>, movement: Movement): void {
  const key = `${movement.group}|${movement.name}|${movement.eventType}`
  const known = movements.get(key)
  movements.set(key, known ? together(known, movement) : movement)
}

function together(one: Movement, other: Movement): Movement {
  return {
    ...one,
    legs: one.legs + other.legs,
    amount: addFen(one.amount, other.amount),
    debits: addFen(one.debits, other.debits),
    first: Math.min(one.first, other.first),
    last: Math.max(one.last, other.last),
  }
}

/** The same movements without their groups. */
export function ofAllGroups(movements: readonly Movement[]): Movement[] {
  const all = new Map<string, Movement>()
  for (const movement of movements) add(all, { ...movement, group: '' })
  return [...all.values()]
}
