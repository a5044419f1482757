import { type Scope, scopeHoldsDivision } from '@welfare/contracts/authority.ts'
import { CATEGORIES, categoryOf } from '@welfare/contracts/primitives.ts'
import type { EventStore } from '@welfare/event-store/port.ts'
import { createAdmissions } from '@welfare/facts/admission.facts.ts'
import type { Facts } from '@welfare/facts/facts.service.ts'
import { createPlaceLookUp } from '@welfare/facts/place.facts.ts'
import { caughtUp } from '../after-facts.ts'
import { type Problem, problem } from '../problem.ts'
import type { Actor, Route } from '../route.ts'
import type { AuthorityRow } from './authority.ts'

/** What a request names: the ids of things and parts, wherever they stand in it, and the divisions of fields called `division`. */
export interface Named {
  readonly ids: readonly string[]
  readonly divisions: readonly string[]
}

/**
 * Holds everything that the request names against the actor's scope. What lies outside and what does not exist are answered here, by the same
 * line, so that nobody can tell the one from the other; only an actor of the whole ledger, who is not asked about here, is told more by the route.
 * @param parts parsed path, query and body
 */
export async function guardScope(
  route: Route,
  row: AuthorityRow,
  actor: Actor,
  parts: readonly unknown[],
  scopeIndex: ScopeIndex,
): Promise<Problem | undefined> {
  if (row.scope === 'whole-ledger') return problem('scope-too-small', { divisions: [...actor.scope.divisions] })
  const { ids, divisions } = namedIn(parts)
  const { programmes } = actor.scope
  if (row.ofProgrammes === 'closed' && programmes)
    return problem('scope-too-small', { divisions: [...actor.scope.divisions], programmes: [...programmes] })
  if (!divisions.every((division) => scopeHoldsDivision(actor.scope, division))) return problem('division-unknown')
  const isElsewhere = (id: string) =>
    row.ofProgrammes === 'admitted' &&
    programmes !== undefined &&
    categoryOf(id) === 'merchant' &&
    !scopeIndex.isAdmitted(programmes, id)
  const isNotWithin = (id: string) =>
    isHeld(route, row, id) && (scopeIndex.isWithin(actor.scope, id) !== true || isElsewhere(id))
  if (!ids.some(isNotWithin)) return undefined
  // Perhaps registered a moment ago. What lies outside takes as long.
  if (!(await scopeIndex.awaitFacts())) return problem('overloaded')
  const outside = ids.find(isNotWithin)
  return outside === undefined ? undefined : unknownThing(route, outside)
}

/** Kinds of goods are the same everywhere; accounts, findings and what unions hold at banks are held against the scope by the service that knows them. */
function isHeld({ tag }: Route, { heldByService }: AuthorityRow, id: string): boolean {
  const category = categoryOf(id)
  return !(
    category === heldByService ||
    category === 'item' ||
    category === 'kit' ||
    category === 'finding' ||
    category === 'bankaccount' ||
    category === 'payer' ||
    (category === 'account' && tag === 'accounts')
  )
}

/** What parts of a stream are called in refusals. */
const partNames: Readonly<Record<string, readonly string[]>> = {
  wallet: ['redemption'],
  fund: ['proposal', 'donation', 'receipt', 'grant'],
  depot: ['lot'],
  batch: ['proposal'],
}

/** What is said of a thing of that kind that does not exist, in the route's own words where it has some. */
export function unknownThing({ refusals }: Route, id: string): Problem {
  const category = categoryOf(id) ?? 'thing'
  const ofParts = id.includes('.') ? (partNames[category] ?? []) : []
  const code = [...ofParts, category, 'job', 'thing'].map((name) => `${name}-unknown`).find((name) => name in refusals)
  const status = code === undefined ? undefined : refusals[code]
  return code === undefined || status === undefined ? problem('not-found') : { code, status, facts: {} }
}

const idPattern = new RegExp(
  `^(?:${CATEGORIES.join('|')})-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?:[.@][1-9][0-9]{0,8})?$`,
)

export function namedIn(parts: readonly unknown[]): Named {
  const ids = new Set<string>()
  const divisions = new Set<string>()
  const visit = (value: unknown, name: string): void => {
    if (typeof value === 'string') {
      if (idPattern.test(value)) ids.add(value)
      else if (name === 'division' && /^\d{6}$/.test(value)) divisions.add(value)
    } else if (Array.isArray(value)) for (const item of value) visit(item, name)
    else if (typeof value === 'object' && value !== null && !(value instanceof Uint8Array))
      for (const [key, inner] of Object.entries(value)) visit(inner, key)
  }
  for (const part of parts) visit(part, '')
  return { ids: [...ids], divisions: [...divisions] }
}

/** Where things are: what a scope is held against. */
export interface ScopeIndex {
  /** Does the thing with this id (or part of it, `<stream>.<version>`) lie within the scope? Undefined when it is not known. */
  isWithin(scope: Scope, id: string): boolean | undefined
  /** Is the merchant admitted to one of the programmes? */
  isAdmitted(programmes: readonly string[], merchant: string): boolean
  /** Waits, bounded, until everything that was durable when it was asked is known. False when that takes too long. */
  awaitFacts(): Promise<boolean>
}

/** From the facts of places and admissions. */
export function createScopeIndex(facts: Facts, store: EventStore): ScopeIndex {
  const { isAdmitted } = createAdmissions(facts)
  return {
    isWithin: createScopeCheck(facts, isAdmitted),
    isAdmitted: (programmes, merchant) => programmes.some((programme) => isAdmitted(programme, merchant)),
    awaitFacts: () => caughtUp(store, facts.consumer),
  }
}

function createScopeCheck(
  facts: Facts,
  isAdmitted: (programme: string, merchant: string) => boolean,
): (scope: Scope, id: string) => boolean | undefined {
  const findPlace = createPlaceLookUp(facts)
  /** Everybody on its roster is a programme's own, wherever they live. */
  const isMember = (scope: Scope, worker: string) =>
    facts
      .prepare('SELECT programme FROM member WHERE worker = ?')
      .all(worker)
      .some(({ programme }) => isWithin(scope, String(programme)) === true)

  return isWithin

  function isWithin(scope: Scope, id: string): boolean | undefined {
    // A till names its own merchant with every meal.
    if (scope.merchants?.includes(id)) return true
    const stream = id.replace(/[.@]\d+$/, '')
    const place = findPlace(stream)
    if (!place) return undefined
    const { programmes, division, merchant } = place
    const { programmes: seen, merchants } = scope
    const category = categoryOf(stream)
    if (category === 'worker' && isMember(scope, stream)) return true
    if (seen && !programmes.every((programme) => seen.includes(programme))) return false
    if (merchants && merchant !== '') return merchants.includes(merchant)
    if (merchants) return programmes.some((programme) => merchants.some((one) => isAdmitted(programme, one)))
    if (category === 'item' || category === 'kit') return true
    if (seen && category === 'worker') return false
    return scopeHoldsDivision(scope, division)
  }
}
