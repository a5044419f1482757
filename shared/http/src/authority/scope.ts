import { reachesDivision, reachesEverything } from '@welfare/contracts/authority.ts'
import { CATEGORIES, categoryOf } from '@welfare/contracts/primitives.ts'
import { type Problem, problem } from '../problem.ts'
import type { Actor, Route } from '../route.ts'
import type { AuthorityRow } from './authority.ts'
import type { Places } from './places.ts'

/** What a request names: the ids of things and parts, wherever they stand in it, and the divisions of fields called `division`. */
export interface Named {
  readonly ids: readonly string[]
  readonly divisions: readonly string[]
}

/**
 * Holds everything that the request names against the actor's reach. What lies outside and what does not exist are answered here, by the same
 * line, so that nobody can tell the one from the other; only whoever reaches everything is told more by the route.
 * @param parts parsed path, query and body
 */
export async function guardScope(
  route: Route,
  row: AuthorityRow,
  actor: Actor,
  parts: readonly unknown[],
  places: Places,
): Promise<Problem | undefined> {
  if (row.roles === 'public' || reachesEverything(actor.reach)) return undefined
  if (row.scope === 'whole-ledger') return problem('reach-too-small', { divisions: [...actor.reach.divisions] })
  const { ids, divisions } = namedIn(parts)
  const { programmes } = actor.reach
  if (row.ofProgrammes === 'closed' && programmes)
    return problem('reach-too-small', { divisions: [...actor.reach.divisions], programmes: [...programmes] })
  if (!divisions.every((division) => reachesDivision(actor.reach, division))) return problem('division-unknown')
  const isElsewhere = (id: string) =>
    row.ofProgrammes === 'admitted' &&
    programmes !== undefined &&
    categoryOf(id) === 'merchant' &&
    !places.isAdmitted(programmes, id)
  const isNotWithin = (id: string) =>
    isHeld(route, id) && (places.isWithin(actor.reach, id) !== true || isElsewhere(id))
  if (!ids.some(isNotWithin)) return undefined
  // Perhaps registered a moment ago. What lies outside takes as long.
  if (!(await places.awaitFacts())) return problem('overloaded')
  const outside = ids.find(isNotWithin)
  return outside === undefined ? undefined : unknownThing(route, outside)
}

/** Kinds of goods are the same everywhere; accounts and findings are held against the reach by the room that knows them. */
function isHeld({ tag }: Route, id: string): boolean {
  const category = categoryOf(id)
  return !(
    category === 'item' ||
    category === 'kit' ||
    category === 'finding' ||
    (category === 'account' && tag === 'identity')
  )
}

/** What parts of a stream are called in refusals. */
const partNames: Readonly<Record<string, readonly string[]>> = {
  wallet: ['redemption'],
  fund: ['proposal', 'donation'],
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
