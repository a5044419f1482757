import type { Role } from '@welfare/contracts/authority.ts'
import type { AuthorityRow, AuthorityTable } from '@welfare/http/authority/authority.ts'
import { authorityTable } from '@welfare/http/authority/authority-table.ts'
import type { Route } from '@welfare/http/route.ts'
import type { Api } from './api.ts'
import { type Operation, readOperations } from './api-document.ts'
import { type KnownIds, orderBundle } from './one-of-everything.ts'
import { openTestLedger, type TestLedger } from './test-ledger.ts'
import { county, neighbour, prefecture, settle } from './two-counties.ts'

const table: AuthorityTable = authorityTable

/** A ledger of three places, to be walked by accounts that reach one of them. */
export interface WalkedLedger {
  readonly fixture: TestLedger
  readonly api: Api
  readonly operations: readonly Operation[]
  /** Of the county, its neighbour and their prefecture. */
  readonly own: KnownIds
  readonly foreign: KnownIds
  readonly above: KnownIds
  routeOf(operation: Operation): Route
  /** What there is in the county for a role: a merchant has no other merchant, no funds, and knows no account of a union. */
  ownOf(role: Role): KnownIds
  /** An account of that role there; a merchant's reaches the county's first merchant alone. */
  insider(role: Role, division?: string): string
}

export async function openWalkedLedger(): Promise<WalkedLedger> {
  const fixture = await openTestLedger('2025-06-01T12:00:00+08:00')
  const { api } = fixture
  const settled = await settle(api, county)
  const own: KnownIds = { ...settled, bundle: [await orderBundle(api)] }
  const foreign = await settle(api, neighbour)
  const above = await settle(api, prefecture)
  const routes = new Map(fixture.ledger.routes.map((route) => [route.operationId, route]))
  return {
    fixture,
    api,
    own,
    foreign,
    above,
    operations: await readOperations(api),
    routeOf({ operationId }) {
      const route = routes.get(operationId)
      if (!route) throw new Error(`no route ${operationId}`)
      return route
    },
    ownOf(role) {
      if (!role.startsWith('merchant-')) return own
      const { fund: _, bankaccount: __, payer: ___, ...seen } = own
      return { ...seen, merchant: own.merchant?.slice(0, 1) ?? [] }
    },
    insider(role, division = county.division) {
      const merchant = role.startsWith('merchant-') ? `,${own.merchant?.[0]}` : ''
      return `${role}/${role}-${division}@${division}${merchant}`
    },
  }
}

export function rowOf({ operationId }: { readonly operationId: string }): AuthorityRow {
  const row = table[operationId]
  if (!row) throw new Error(`no row for ${operationId}`)
  return row
}

/** Who may call it; nobody in particular on a public route. */
export function rolesOf(operation: Operation): readonly Role[] {
  const { roles } = rowOf(operation)
  return roles === 'public' ? [] : roles
}
