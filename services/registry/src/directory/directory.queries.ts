import type { Scope } from '@welfare/contracts/authority.ts'
import type { DataOf } from '@welfare/contracts/catalogue.ts'
import { comparableText } from '@welfare/contracts/comparable-text.ts'
import type { ProjectionFile } from '@welfare/facts/projection-file.store.ts'
import {
  allOf,
  divisionCondition,
  idCondition,
  nothing,
  type SqlCondition,
} from '@welfare/http/authority/scope-conditions.ts'

/** What the directory holds of each kind. */
export interface DirectoryData {
  readonly union: DataOf<'UnionRegistered'>
  readonly employer: DataOf<'EmployerRegistered'>
  readonly site: DataOf<'SiteRegistered'>
  readonly merchant: DataOf<'MerchantRegistered'>
}
export type DirectoryCategory = keyof DirectoryData

export interface DirectoryEntry<Category extends DirectoryCategory> {
  readonly id: string
  readonly version: number
  /** Sequence of its first event: the order of lists. */
  readonly registered: number
  readonly data: DirectoryData[Category]
}

export interface DirectoryPage {
  /** `registered` of the last entry of the page before; 0 for the first page. */
  readonly from: number
  readonly limit: number
  /** A division: it and everything below it. */
  readonly division?: string | undefined
  /** Only these. */
  readonly ids?: readonly string[] | undefined
  /** Only what lies within; of a merchant's scope, its own merchants. */
  readonly scope: Scope
}

export type PriceListFacts = DataOf<'PriceListPublished'>

export interface DirectoryQueries {
  findEntry<Category extends DirectoryCategory>(category: Category, id: string): DirectoryEntry<Category> | undefined
  listEntries<Category extends DirectoryCategory>(
    category: Category,
    page: DirectoryPage,
  ): readonly DirectoryEntry<Category>[]
  /** By name within the division, as names are compared. */
  findEmployerByName(division: string, name: string): DirectoryEntry<'employer'> | undefined
  /** Other merchants of that name in the division, as names are compared. */
  listNamesakes(merchant: string, of: DataOf<'MerchantRegistered'>): readonly string[]
  /** Newest version first. */
  listPriceLists(merchant: string): readonly PriceListFacts[]
}

export function createDirectoryQueries(people: ProjectionFile): DirectoryQueries {
  return {
    findEntry: (category, id) =>
      toEntry(people.prepare('SELECT * FROM directory WHERE id = ? AND category = ?').get(id, category)),
    listEntries(category, { from, limit, division, ids, scope }) {
      const asked = division === undefined ? undefined : { divisions: [division] }
      const { sql, values } = allOf(
        withinScope(category, scope),
        ...(asked ? [divisionCondition(asked, 'division')] : []),
        ...(ids ? [idCondition(ids, 'id')] : []),
      )
      const rows = people
        .prepare(`SELECT * FROM directory WHERE category = ? AND registered > ? AND ${sql} ORDER BY registered LIMIT ?`)
        .all(category, from, ...values, limit)
      return rows.flatMap((row) => toEntry<typeof category>(row) ?? [])
    },
    findEmployerByName(division, name) {
      const sql = `SELECT * FROM directory WHERE category = 'employer' AND division = ? AND name_key = ?
        ORDER BY registered LIMIT 1`
      return toEntry(people.prepare(sql).get(division, comparableText(name)))
    },
    listNamesakes: (merchant, { division, name }) =>
      people
        .prepare(`SELECT id FROM directory WHERE category = 'merchant' AND division = ? AND name_key = ? AND id <> ?
          ORDER BY registered`)
        .all(division, comparableText(name), merchant)
        .map(({ id }) => String(id)),
    listPriceLists: (merchant) =>
      people
        .prepare('SELECT version, valid_from, items FROM price_list WHERE merchant = ? ORDER BY version DESC')
        .all(merchant)
        .map((row) => ({
          priceListVersion: Number(row.version),
          validFrom: String(row.valid_from),
          items: JSON.parse(String(row.items)),
        })),
  }
}

function withinScope(category: DirectoryCategory, scope: Scope): SqlCondition {
  if (scope.merchants === undefined) return divisionCondition(scope, 'division')
  return category === 'merchant' ? idCondition(scope.merchants, 'id') : nothing
}

type Row = Readonly<Record<string, unknown>>

function toEntry<Category extends DirectoryCategory>(row: Row | undefined): DirectoryEntry<Category> | undefined {
  if (row === undefined) return undefined
  return {
    id: String(row.id),
    version: Number(row.version),
    registered: Number(row.registered),
    data: JSON.parse(String(row.data)),
  }
}
