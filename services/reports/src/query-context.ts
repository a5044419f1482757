import type { Dimensions } from '@welfare/contracts/legs.ts'
import type { Refusal } from '@welfare/event-store/decider/decider.ts'
import { createReachFilter, type ReachFilter, type WithReach } from './reach-filter.ts'
import type { EventSource } from './read-model/event-source.ts'
import type { Generation } from './read-model/generation.ts'

/** What a query is answered from. */
export interface QueryContext {
  readonly generation: Generation
  readonly source: EventSource
  /** Today in Asia/Shanghai, by the clock of whoever asks. */
  readonly today: string
}

export function isRefusal(value: object): value is Refusal {
  return 'code' in value && 'facts' in value
}

export function refusal(code: string, facts: Refusal['facts'] = {}): Refusal {
  return { code, facts }
}

interface Filters extends WithReach {
  readonly fund?: string | undefined
  readonly programme?: string | undefined
  readonly funder?: string | undefined
  readonly employer?: string | undefined
  readonly merchant?: string | undefined
  readonly window?: string | undefined
}

/** A filter that names what the ledger does not know, or what lies outside the reach, is a mistake, not an empty answer. */
export function unknownThing({ generation }: QueryContext, filters: Filters): Refusal | undefined {
  const { things, model } = generation
  const now = model.checkpoint().sequence
  const reach = createReachFilter(generation, filters.reach, now)
  for (const kind of ['fund', 'programme', 'employer', 'merchant'] as const) {
    const id = filters[kind]
    if (id === undefined) continue
    const found = things.find(kind, id, now)
    if (!found || !isWithin(generation, reach, kind, id, found)) return refusal(`${kind}-unknown`, { [kind]: id })
  }
  const { funder, window, programme } = filters
  if (funder !== undefined && !isFunder(generation, reach, funder, now)) return refusal('funder-unknown', { funder })
  if (window === undefined) return undefined
  const known = window.startsWith('round-')
    ? things.find('round', window, now)
    : programme !== undefined && things.find('window', `${programme}/${window}`, now)
  return known ? undefined : refusal('window-unknown', { window })
}

function isFunder(generation: Generation, reach: ReachFilter, funder: string, now: number): boolean {
  return generation.things
    .list('fund', now)
    .some(({ id, facts }) => facts.funder === funder && isWithin(generation, reach, 'fund', id, facts))
}

/** Also a fund of elsewhere that pays for a programme within, and a merchant of elsewhere that is paid by one; a merchant's programme may be new. */
function isWithin(
  { model }: Generation,
  reach: ReachFilter,
  kind: 'fund' | 'programme' | 'employer' | 'merchant',
  id: string,
  { division }: { readonly division: string },
): boolean {
  if (reach.isEverything || reach.holdsAt({ division, [kind]: id })) return true
  if (kind === 'employer') return false
  if (kind === 'programme' && reach.isOfMerchants) return true
  const accounts = model.prepare(`SELECT * FROM posting_account WHERE ${kind} = ?`).all(id)
  return accounts.some((account) => reach.holds(account as Dimensions))
}
