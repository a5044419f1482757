import type { Dimensions } from '@welfare/contracts/legs.ts'
import type { Refusal } from '@welfare/event-store/decider/decider.ts'
import type { EventSource } from './read-model/event-source.ts'
import type { Generation } from './read-model/generation.ts'
import { createScopeFilter, type ScopeFilter, type WithScope } from './scope-filter.ts'

/** What a query is answered from. */
export interface QueryContext {
  readonly generation: Generation
  readonly source: EventSource
  /** Today in Asia/Shanghai, by the clock of the caller. */
  readonly today: string
}

export function isRefusal(value: object): value is Refusal {
  return 'code' in value && 'facts' in value
}

export function refusal(code: string, facts: Refusal['facts'] = {}): Refusal {
  return { code, facts }
}

interface Filters extends WithScope {
  readonly fund?: string | undefined
  readonly programme?: string | undefined
  readonly funder?: string | undefined
  readonly employer?: string | undefined
  readonly site?: string | undefined
  readonly merchant?: string | undefined
  readonly bankAccount?: string | undefined
  readonly window?: string | undefined
}

/** A filter that names what the ledger does not know, or what lies outside the scope, is a mistake, not an empty answer. */
export function unknownThing({ generation }: QueryContext, filters: Filters): Refusal | undefined {
  const { directory, model } = generation
  const now = model.checkpoint().sequence
  const scope = createScopeFilter(generation, filters.scope, now)
  for (const kind of ['fund', 'programme', 'employer', 'site', 'merchant', 'bankAccount'] as const) {
    const id = filters[kind]
    if (id === undefined) continue
    const found = directory.find(kind, id, now)
    if (!found || !isWithin(generation, scope, kind, id, found))
      return refusal(kind === 'bankAccount' ? 'bank-account-unknown' : `${kind}-unknown`, { [kind]: id })
  }
  const { funder, window, programme } = filters
  if (funder !== undefined && !isFunder(generation, scope, funder, now)) return refusal('funder-unknown', { funder })
  if (window === undefined) return undefined
  const known = window.startsWith('round-')
    ? directory.find('round', window, now)
    : programme !== undefined && directory.find('window', `${programme}/${window}`, now)
  return known ? undefined : refusal('window-unknown', { window })
}

function isFunder(generation: Generation, scope: ScopeFilter, funder: string, now: number): boolean {
  return generation.directory
    .list('fund', now)
    .some(({ id, facts }) => facts.funder === funder && isWithin(generation, scope, 'fund', id, facts))
}

/** Also a fund of elsewhere that pays for a programme within, a site that one plans for or sends to, and a merchant that one pays; a merchant's programme may be new. */
function isWithin(
  { model }: Generation,
  scope: ScopeFilter,
  kind: 'fund' | 'programme' | 'employer' | 'site' | 'merchant' | 'bankAccount',
  id: string,
  { division }: { readonly division: string },
): boolean {
  if (scope.isEverything || scope.holdsAt({ division, [kind]: id })) return true
  if (kind === 'employer') return false
  if (kind === 'programme' && scope.isOfMerchants) return true
  const table = kind === 'site' ? 'count_account' : 'posting_account'
  const accounts = model.prepare(`SELECT * FROM ${table} WHERE ${kind} = ?`).all(id)
  return accounts.some((account) => scope.holds(account as Dimensions))
}
