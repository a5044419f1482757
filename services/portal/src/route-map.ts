/** Something that stands at a method (upper case) and a path like `/v1/funds/{id}`. */
export interface Placed {
  readonly method: string
  readonly path: string
}

export interface RouteMap<Place extends Placed> {
  /**
   * @param path as on the request line, undecoded, without query
   * @returns what stands there (more than one where several services share a place); the methods that do where this one does not; undefined
   * where nothing is
   */
  find(method: string, path: string): { readonly places: readonly Place[] } | { readonly allowed: string[] } | undefined
}

interface Branch<Place> {
  readonly fixed: Map<string, Branch<Place>>
  parameter: Branch<Place> | undefined
  readonly byMethod: Map<string, Place[]>
}

/** Matches as the services' own apps do: a fixed segment before a parameter at the same place. */
export function createRouteMap<Place extends Placed>(places: readonly Place[]): RouteMap<Place> {
  const root: Branch<Place> = newBranch()
  for (const place of places) {
    const { byMethod } = place.path.split('/').reduce(branchTo, root)
    byMethod.set(place.method, [...(byMethod.get(place.method) ?? []), place])
  }
  return {
    find(method, path) {
      const ends = [...endsOf(root, path.split('/'), 0)]
      for (const { byMethod } of ends) {
        const found = byMethod.get(method)
        if (found) return { places: found }
      }
      return ends[0] && { allowed: [...ends[0].byMethod.keys()] }
    },
  }
}

function newBranch<Place>(): Branch<Place> {
  return { fixed: new Map(), parameter: undefined, byMethod: new Map() }
}

function branchTo<Place>(from: Branch<Place>, segment: string): Branch<Place> {
  if (segment.startsWith('{')) {
    from.parameter ??= newBranch()
    return from.parameter
  }
  const branch = from.fixed.get(segment) ?? newBranch<Place>()
  from.fixed.set(segment, branch)
  return branch
}

function* endsOf<Place>(from: Branch<Place>, segments: readonly string[], at: number): Generator<Branch<Place>> {
  const segment = segments[at]
  if (segment === undefined) {
    if (from.byMethod.size > 0) yield from
    return
  }
  const fixed = from.fixed.get(segment)
  if (fixed) yield* endsOf(fixed, segments, at + 1)
  if (from.parameter && segment !== '') yield* endsOf(from.parameter, segments, at + 1)
}
