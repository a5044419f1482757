import { roles } from '@welfare/contracts/authority.ts'
import type { AuthorityTable } from '@welfare/http/authority/authority.ts'
import { authorityTable } from '@welfare/http/authority/authority-table.ts'
import type { Api } from './api.ts'
import type { KnownIds } from './one-of-everything.ts'

const table: AuthorityTable = authorityTable

/** Somebody of the whole ledger who may call the route; `null` where nobody need sign in. */
export function callerOf(operationId: string, ids: KnownIds): string | null {
  const allowed = table[operationId]?.roles ?? []
  if (allowed === 'public') return null
  const role = (['officer', 'administrator', 'auditor'] as const).find((one) => allowed.includes(one)) ?? allowed[0]
  return actorOf(role ?? 'auditor', ids)
}

/** Somebody whose role is not in the route's row; undefined where there is none. */
export function strangerTo(operationId: string, ids: KnownIds): string | undefined {
  const allowed = table[operationId]?.roles ?? []
  const stranger = allowed === 'public' ? undefined : roles.find((role) => !allowed.includes(role))
  return stranger && actorOf(stranger, ids)
}

/** Opens everybody's account before anything is counted. */
export async function openAccounts(api: Api, ids: KnownIds): Promise<void> {
  for (const role of roles) await api.tokenOf(actorOf(role, ids))
}

function actorOf(role: (typeof roles)[number], ids: KnownIds): string {
  return role.startsWith('merchant-') ? `${role}/${role}@000000,${ids.merchant?.[0]}` : `${role}/${role}`
}
