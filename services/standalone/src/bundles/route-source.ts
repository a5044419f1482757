import { Readable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { createRouteMap } from '@welfare/http/edge/route-map.ts'
import { isProblem, type Problem } from '@welfare/http/problem.ts'
import type { Actor, Route, RouteAnswer } from '@welfare/http/route.ts'
import type { BundleSource } from './bundle-writer.ts'

/** How long a route is asked again that says when to come again. */
const PATIENCE_MS = 60_000

type Query = Parameters<BundleSource['get']>[1]

/** The API as it answers in this process, for who has been let pass already: no port, no credentials; until the signal is given. */
export function createRouteSource(routes: readonly Route[], actor: Actor, signal: AbortSignal): BundleSource {
  const map = createRouteMap(routes.map((route) => ({ method: route.method.toUpperCase(), path: route.path, route })))

  async function ask(path: string, query: Query = {}): Promise<RouteAnswer> {
    const giveUpAt = performance.now() + PATIENCE_MS
    for (;;) {
      signal.throwIfAborted()
      const answer = await askOnce(path, query)
      if (!isProblem(answer)) return answer
      const pauseMs = (answer.retryAfterS ?? 0) * 1_000
      if (pauseMs === 0 || performance.now() + pauseMs > giveUpAt) throw new RouteRefusedError(path, answer)
      await delay(pauseMs, undefined, { signal })
    }
  }

  async function askOnce(path: string, query: NonNullable<Query>): Promise<RouteAnswer | Problem> {
    const found = map.find('GET', path)
    const route = found && 'places' in found ? found.places[0]?.route : undefined
    if (!found || !('params' in found) || !route) throw new Error(`nothing is served at ${path}`)
    const given = Object.entries(query).filter(([, value]) => value !== undefined)
    return route.handle({
      params: route.params?.parse(found.params),
      query: route.query?.parse(Object.fromEntries(given.map(([name, value]) => [name, String(value)]))),
      ...{ body: undefined, commandId: undefined, ifVersion: undefined, headers: {}, traceId: undefined },
      ...{ actor, address: 'in-process', requestId: 'bundle', signal },
    })
  }

  const source: BundleSource = {
    get: async <Answer>(path: string, query?: Query) =>
      // As it goes over the wire: what JSON leaves out is left out here.
      JSON.parse(JSON.stringify((await ask(path, query)).body)) as Answer,
    read: (path, query) => source.get(path, query),
    async stream(path, query) {
      const { body } = await ask(path, query)
      return chunksOf(body, signal)
    },
  }
  return source
}

async function* chunksOf(body: unknown, signal: AbortSignal): AsyncIterable<Uint8Array> {
  if (typeof body === 'string') yield Buffer.from(body)
  else if (body instanceof Uint8Array) yield body
  else
    for await (const chunk of Readable.from(body as AsyncIterable<string | Uint8Array>)) {
      signal.throwIfAborted()
      yield Buffer.from(chunk)
    }
}

/** What the ledger itself was refused: tells what stands in a bundle's way. */
export class RouteRefusedError extends Error {
  override readonly name = 'RouteRefusedError'
  readonly problem: Problem

  constructor(path: string, problem: Problem) {
    super(`${path}: ${problem.code}`)
    this.problem = problem
  }
}
