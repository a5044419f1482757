import { type Reach, reachesDivision, reachesEverything } from '@welfare/contracts/authority.ts'
import { CATEGORIES, categoryOf } from '@welfare/contracts/primitives.ts'
import type { AuthorityRow } from './authority.ts'
import type { Places } from './places.ts'
import { type Problem, problem } from './problem.ts'
import type { Actor, Route } from './route.ts'

/** What a request names: the ids of things and parts, wherever they stand in it, and the divisions of fields called `division`. */
export interface Named {
  readonly ids: readonly string[]
  readonly divisions: readonly string[]
}

/**
 * Holds everything that the request names against the actor's reach. What lies outside is answered like what does not exist.
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
  if (!divisions.every((division) => reachesDivision(actor.reach, division))) return problem('division-unknown')
  const outside = await firstOutside(actor.reach, ids, places)
  return outside === undefined ? undefined : unknownThing(route, outside)
}

/** The route's own answer for a thing of that kind that does not exist. */
export function unknownThing(route: Route, id: string): Problem {
  const code = `${categoryOf(id)}-unknown`
  const status = route.refusals[code]
  if (status !== undefined) return { code, status, facts: {} }
  return 'thing-unknown' in route.refusals ? { code: 'thing-unknown', status: 404, facts: {} } : problem('not-found')
}

async function firstOutside(reach: Reach, ids: readonly string[], places: Places): Promise<string | undefined> {
  const judged = ids.map((id) => ({ id, isWithin: places.isWithin(reach, id) }))
  const outside = judged.find(({ isWithin }) => isWithin === false)
  if (outside) return outside.id
  const unknown = judged.filter(({ isWithin }) => isWithin === undefined)
  if (unknown.length === 0) return undefined
  // Something registered a moment ago; or nothing at all, which the route itself says. Where that cannot be told, it is outside.
  const isAllKnown = await places.caughtUp()
  return unknown.find(({ id }) => (places.isWithin(reach, id) ?? isAllKnown) === false)?.id
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
