import { balanceNames } from './budget.contract.ts'
import type { Placed } from './budget-groups.ts'
import { besideMeasures } from './counts.ts'
import type { Movement } from './figure-causes.ts'
import type { ReadModel } from './read-model.store.ts'
import { entryOf } from './running-totals.store.ts'

/** So many sequences are named for each cause; the entries list has all. */
const FIRST = 10

/**
 * What moved on the accounts of the budget report after one sequence and through another, summed by group, account and type of event.
 * @param keyOf the group of an account; undefined where it is not asked for
 */
export function readMovements(
  model: ReadModel,
  keyOf: (placed: Placed) => string | undefined,
  { after, through }: { readonly after: number; readonly through: number },
): Movement[] {
  const range = { after: entryOf(after + 1, 0), before: entryOf(through + 1, 0) }
  const read = (totals: 'posting' | 'count', column: 'account' | 'measure', names: readonly string[]): Movement[] => {
    const accounts = model
      .prepare(`SELECT * FROM ${totals}_account WHERE ${column} IN (SELECT value FROM json_each(?))`)
      .all(JSON.stringify(names))
    const grouped = accounts.flatMap((account) => {
      const key = keyOf(account as Row & Placed)
      return key === undefined ? [] : [[Number(account.id), key, String(account[column])]]
    })
    return model
      .prepare(movementsSql(totals))
      .all({ grouped: JSON.stringify(grouped), first: FIRST, ...range })
      .map(toMovement)
  }
  return [...read('posting', 'account', balanceNames), ...read('count', 'measure', besideMeasures)]
}

type Row = { readonly [column: string]: unknown }

function movementsSql(totals: 'posting' | 'count'): string {
  return `
    WITH grouped AS (SELECT value ->> 0 AS account, value ->> 1 AS grouping, value ->> 2 AS name FROM json_each(:grouped)),
    moved AS (
      SELECT g.grouping, g.name, t.entry >> 16 AS sequence, sum(t.amount) AS amount, sum(max(t.amount, 0)) AS debits
      FROM grouped g JOIN ${totals}_tally t ON t.account = g.account AND t.entry >= :after AND t.entry < :before
      GROUP BY g.grouping, g.name, sequence
    ),
    typed AS (
      SELECT m.*, e.type, row_number() OVER (PARTITION BY m.grouping, m.name, e.type ORDER BY m.sequence) AS place
      FROM moved m JOIN entry e ON e.sequence = m.sequence
    )
    SELECT y.grouping, y.name, t.name AS type, count(*) AS events, sum(y.amount) AS amount, sum(y.debits) AS debits,
      json_group_array(y.sequence) FILTER (WHERE y.place <= :first) AS firsts
    FROM typed y JOIN event_type t ON t.id = y.type GROUP BY y.grouping, y.name, y.type`
}

function toMovement({ grouping, name, type, events, amount, debits, firsts }: Row): Movement {
  return {
    group: String(grouping),
    name: String(name),
    eventType: String(type),
    events: Number(events),
    amount: Number(amount),
    debits: Number(debits),
    firstSequences: JSON.parse(String(firsts)),
  }
}
