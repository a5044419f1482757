import type { Reach } from '@welfare/contracts/authority.ts'
import type { DataOf } from '@welfare/contracts/catalogue.ts'
import { comparableText } from '@welfare/contracts/comparable-text.ts'
import type { RoomCopy } from '@welfare/facts/room-copy.store.ts'
import { allOf, divisionCondition, idCondition, nothing, type SqlCondition } from '@welfare/http/authority/reach.ts'

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
  /** Only what lies within; of a merchant's reach, its own merchants. */
  readonly reach: Reach
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
  /** Newest version first. */
  listPriceLists(merchant: string): readonly PriceListFacts[]
}

export function createDirectoryQueries(copy: RoomCopy): DirectoryQueries {
  return {
    findEntry: (category, id) =>
      toEntry(copy.prepare('SELECT * FROM directory WHERE id = ? AND category = ?').get(id, category)),
    listEntries(category, { from, limit, division, reach }) {
      const asked = division === undefined ? undefined : { divisions: [division] }
      const { sql, values } = allOf(
        withinReach(category, reach),
        ...(asked ? [divisionCondition(asked, 'division')] : []),
      )
      const rows = copy
        .prepare(`SELECT * FROM directory WHERE category = ? AND registered > ? AND ${sql} ORDER BY registered LIMIT ?`)
        .all(category, from, ...values, limit)
      return rows.flatMap((row) => toEntry<typeof category>(row) ?? [])
    },
    findEmployerByName(division, name) {
      const sql = `SELECT * FROM directory WHERE category = 'employer' AND division = ? AND name_key = ?
        ORDER BY registered LIMIT 1`
      return toEntry(copy.prepare(sql).get(division, comparableText(name)))
    },
    listPriceLists: (merchant) =>
      copy
        .prepare('SELECT version, valid_from, items FROM price_list WHERE merchant = ? ORDER BY version DESC')
        .all(merchant)
        .map((row) => ({
          priceListVersion: Number(row.version),
          validFrom: String(row.valid_from),
          items: JSON.parse(String(row.items)),
        })),
  }
}

function withinReach(category: DirectoryCategory, reach: Reach): SqlCondition {
  if (reach.merchants === undefined) return divisionCondition(reach, 'division')
  return category === 'merchant' ? idCondition(reach.merchants, 'id') : nothing
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
