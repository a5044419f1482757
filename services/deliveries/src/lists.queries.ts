import type { Scope } from '@welfare/contracts/authority.ts'
import type { Prepare } from '@welfare/facts/facts-declaration.ts'
import {
  allOf,
  divisionCondition,
  idCondition,
  nothing,
  type SqlCondition,
} from '@welfare/http/authority/scope-conditions.ts'

type ListName = 'items' | 'kits' | 'depots' | 'consignments'
type ConsignmentFilter = Partial<Record<'site' | 'depot' | 'programme' | 'round' | 'status', string | undefined>>
/** A row of a list, in the words of the events; `sequence` is where it was created, and the order of the list. */
type ListRow = Readonly<Record<string, string | number>> & { readonly sequence: number }

interface ListDefinition {
  readonly columns: string
  readonly within: (scope: Scope) => SqlCondition
}

const everywhere: ListDefinition['within'] = () => ({ sql: 'TRUE', values: [] })
const byDivision = (scope: Scope) => (scope.merchants ? nothing : divisionCondition(scope, 'division'))

/** What a kit is made of is the same everywhere; a consignment is where its site was when it was planned. */
const lists: Readonly<Record<ListName, ListDefinition>> = {
  items: { columns: '*', within: everywhere },
  kits: { columns: '*', within: everywhere },
  depots: { columns: '*', within: byDivision },
  consignments: {
    columns:
      'sequence, id, status, programme, round, site, depot, dueOn, receivedOn, planned, received, short, handedOut',
    within: (scope) => allOf(byDivision(scope), ofProgrammes(scope.programmes)),
  },
}

function ofProgrammes(programmes: Scope['programmes']): SqlCondition {
  const { sql, values } = idCondition(programmes, 'programme')
  return { sql: `(programme IS NULL OR ${sql})`, values }
}

/** Rows within the scope after the sequence `from`, oldest first, at most `limit`. */
export function createLists(prepare: Prepare) {
  return (
    name: ListName,
    scope: Scope,
    { from, limit }: { readonly from: number; readonly limit: number },
    filter: ConsignmentFilter = {},
  ): ListRow[] => {
    const wanted = Object.entries(filter).filter((entry): entry is [string, string] => entry[1] !== undefined)
    const { columns, within } = lists[name]
    const { sql, values } = allOf(
      within(scope),
      ...wanted.map(([column, value]) => ({ sql: `${column} = ?`, values: [value] })),
    )
    const statement = prepare(`SELECT ${columns} FROM ${name} WHERE sequence > ? AND ${sql} ORDER BY sequence LIMIT ?`)
    return statement.all(from, ...values, limit).map(toListRow)
  }
}

function toListRow(row: Record<string, unknown>): ListRow {
  const present = Object.entries(row).filter(
    (entry): entry is [string, string | number] => typeof entry[1] === 'string' || typeof entry[1] === 'number',
  )
  return { ...Object.fromEntries(present), sequence: Number(row.sequence) }
}
