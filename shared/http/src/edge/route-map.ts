import { decodeSegment } from './url-text.ts'

/** Something that stands at a method (upper case) and a path like `/v1/funds/{id}`. */
export interface Placed {
  readonly method: string
  readonly path: string
}

/** Of a path, decoded. */
export type Params = Readonly<Record<string, string>>

export interface FoundPlaces<Place> {
  /** More than one where several services share a place. */
  readonly places: readonly Place[]
  /** By the names of the first; undefined where the path is not percent-encoded text. */
  readonly params: Params | undefined
}

export interface RouteMap<Place extends Placed> {
  /**
   * @param path as on the request line, undecoded, without query
   * @returns what stands there; the methods that do where this one does not; undefined where nothing is
   */
  find(method: string, path: string): FoundPlaces<Place> | { readonly allowed: string[] } | undefined
}

interface Standing<Place> {
  readonly places: Place[]
  readonly parameters: readonly { readonly name: string; readonly at: number }[]
}

interface Branch<Place> {
  readonly fixed: Map<string, Branch<Place>>
  parameter: Branch<Place> | undefined
  readonly byMethod: Map<string, Standing<Place>>
}

/** Matches as the services' own apps do: a fixed segment before a parameter at the same place. */
export function createRouteMap<Place extends Placed>(places: readonly Place[]): RouteMap<Place> {
  const root: Branch<Place> = newBranch()
  for (const place of places) {
    const { byMethod } = place.path.split('/').reduce(branchTo, root)
    const standing = byMethod.get(place.method) ?? { places: [], parameters: parametersOf(place.path) }
    standing.places.push(place)
    byMethod.set(place.method, standing)
  }
  return {
    find(method, path) {
      const segments = path.split('/')
      let first: Branch<Place> | undefined
      for (const end of endsOf(root, segments, 0)) {
        const standing = end.byMethod.get(method)
        if (standing) return { places: standing.places, params: readParams(standing, segments) }
        first ??= end
      }
      return first && { allowed: [...first.byMethod.keys()] }
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

function parametersOf(path: string): { readonly name: string; readonly at: number }[] {
  return path.split('/').flatMap((segment, at) => (segment.startsWith('{') ? [{ name: segment.slice(1, -1), at }] : []))
}

function readParams({ parameters }: Standing<unknown>, segments: readonly string[]): Params | undefined {
  const params: Record<string, string> = {}
  try {
    for (const { name, at } of parameters) {
      const segment = segments[at] ?? ''
      params[name] = /%/.test(segment) ? decodeSegment(segment) : segment
    }
  } catch {
    return undefined
  }
  return params
}
