import { addFen } from '@welfare/contracts/money.ts'
import { balanceNames } from './budget.contract.ts'
import type { Placed } from './budget-groups.ts'
import { besideMeasures } from './counts.ts'
import type { Movement } from './figure-causes.ts'
import type { ReadModel } from './read-model.store.ts'
import { entryOf } from './running-totals.store.ts'

/**
 * What moved on the accounts of the budget report after one sequence and through another, summed by group, account and type of event. Reads
 * every leg between, where it lies: about a microsecond each.
 * @param keyOf the group of an account; undefined where it is not asked for
 */
export function readMovements(
  model: ReadModel,
  keyOf: (placed: Placed) => string | undefined,
  { after, through }: { readonly after: number; readonly through: number },
): Movement[] {
  const from = entryOf(after + 1, 0)
  const end = entryOf(through + 1, 0)
  const movements = new Map<string, Movement>()
  const collect = (totals: 'posting' | 'count', column: 'account' | 'measure', names: readonly string[]): void => {
    const accounts = model
      .prepare(`SELECT * FROM ${totals}_account WHERE ${column} IN (SELECT value FROM json_each(?))`)
      .all(JSON.stringify(names))
    const movedOn = model.prepare(`
      SELECT (SELECT name FROM event_type WHERE id = e.type) AS type, count(*) AS legs, sum(t.amount) AS amount,
        sum(max(t.amount, 0)) AS debits, min(e.sequence) AS first, max(e.sequence) AS last
      FROM ${totals}_tally t JOIN entry e ON e.sequence = t.entry >> 16
      WHERE t.account = ? AND t.entry >= ? AND t.entry < ? GROUP BY e.type`)
    for (const account of accounts) {
      const group = keyOf(account as Row & Placed)
      if (group === undefined) continue
      for (const row of movedOn.all(Number(account.id), from, end)) {
        add(movements, toMovement(group, String(account[column]), row))
      }
    }
  }
  collect('posting', 'account', balanceNames)
  collect('count', 'measure', besideMeasures)
  return [...movements.values()]
}

type Row = { readonly [column: string]: unknown }

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
