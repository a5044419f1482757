import type { OutgoingHttpHeaders } from 'node:http'
import type { ActorStatements } from '@welfare/http/authority/actor-statement.ts'
import {
  type AuthorityEntry,
  authorityEntryOf,
  createAuthorityRoute,
} from '@welfare/http/authority/authority.routes.ts'
import { systemPaths } from '@welfare/http/documents/system-pages.ts'
import { type App, type AppOptions, answerMethod, createApp } from '@welfare/http/edge/app.ts'
import { type Answer, askWho } from '@welfare/http/edge/dispatch.ts'
import type { Exchange } from '@welfare/http/edge/exchange.ts'
import { createRouteMap, type Placed, type RouteMap } from '@welfare/http/edge/route-map.ts'
import { createHealthRoute } from '@welfare/http/health.routes.ts'
import { isProblem, type Problem, problem } from '@welfare/http/problem.ts'
import type { Route } from '@welfare/http/route.ts'
import type { Backends } from '@welfare/process/distributed-config.ts'
import { createMetrics } from '@welfare/process/metrics.ts'
import { type ApiDocument, type ApiOperation, mergeDocuments, operationsOf } from './api-document.ts'
import { type Backend, createBackend } from './backend.ts'
import { forwardTo, hasBody, headersFor } from './forward.ts'
import { gatewayLimits } from './gateway-limits.ts'
import { watchBackends } from './gateway-metrics.ts'

/** `routes` are those that the gateway serves itself: identity's. `ready` is what they need; the services behind it are added. */
export interface GatewayOptions extends Omit<AppOptions, 'describe' | 'forward'> {
  /** URLs of the instances of each service. */
  readonly backends: Backends
  readonly statements: ActorStatements
}

/** The one address of services apart: signs in, says to the service that answers who asks, and hands both bodies on as they come. */
export interface Gateway {
  readonly app: App
  /** Looks at every instance once, bounded, and from then on again and again. Does not fail where they do not answer. */
  start(): Promise<void>
  /** After the server. */
  stop(): Promise<void>
}

interface Elsewhere {
  readonly backend: Backend
  readonly operation: ApiOperation
}

interface Place extends Placed {
  /** Undefined: the gateway's own. */
  readonly at: Elsewhere | undefined
}

/** Two services, or a service and the gateway, say that they serve the same. */
export class RouteServedTwiceError extends Error {
  override readonly name = 'RouteServedTwiceError'
}

export function createGateway({ backends: urlsByService, statements, ...options }: GatewayOptions): Gateway {
  const { authenticator, authority, logger, metrics = createMetrics() } = options
  const backends = Object.entries(urlsByService).map(([service, urls]) =>
    createBackend({ service, urls, host: options.allowedHosts?.[0] ?? 'localhost', logger, onDocument }),
  )
  const ready: AppOptions['ready'] = [
    ...options.ready,
    ...backends.map(({ service, instances }) => ({
      name: `service-${service}`,
      check: () => instances.some(({ state }) => state === 'ready'),
    })),
  ]
  const routes: readonly Route[] = [...options.routes, createAuthorityRoute(listAuthority), createHealthRoute(ready)]
  const documents = new Map<string, ApiDocument>()
  let map = mapOf(documents)
  let described: object | undefined
  let timer: NodeJS.Timeout | undefined
  watchBackends(metrics.registry, backends)

  const app = createApp({
    ...options,
    routes,
    metrics,
    ready,
    describe(own) {
      described ??= mergeDocuments(own, documents)
      return described
    },
    forward,
  })
  return {
    app,
    async start() {
      await lookAtAll()
      timer = setInterval(() => void lookAtAll(), gatewayLimits.lookEveryMs)
      timer.unref()
    },
    async stop() {
      clearInterval(timer)
      for (const backend of backends) backend.stop()
    },
  }

  async function lookAtAll(): Promise<void> {
    await Promise.all(backends.map((backend) => backend.look()))
  }

  function onDocument(service: string, document: ApiDocument): void {
    map = mapOf(new Map(documents).set(service, document))
    documents.set(service, document)
    described = undefined
  }

  function mapOf(known: ReadonlyMap<string, ApiDocument>): RouteMap<Place> {
    const own: Place[] = [
      ...systemPaths.map((path) => ({ method: 'GET', path, at: undefined })),
      ...routes.map(({ method, path }) => ({ method: method.toUpperCase(), path, at: undefined })),
    ]
    const elsewhere = backends.flatMap((backend) => {
      const document = known.get(backend.service)
      const operations = document ? operationsOf(document) : []
      return operations.map((operation) => ({
        method: operation.method,
        path: operation.path,
        at: { backend, operation },
      }))
    })
    const places = [...own, ...elsewhere]
    refuseTwice(places)
    return createRouteMap(places)
  }

  function listAuthority(): readonly AuthorityEntry[] {
    const own = routes.map((route) => authorityEntryOf(route, authority))
    const elsewhere = [...documents.values()].flatMap(operationsOf)
    const all = [...own, ...elsewhere.map(({ jobCategories: _, ...entry }) => entry)]
    return [...new Map(all.map((entry) => [entry.operationId, entry])).values()]
  }

  function forward(exchange: Exchange): Promise<Answer | undefined> | undefined {
    const { method, target } = exchange.inbound
    const [path = ''] = target.split('?', 1)
    const found = map.find(method === 'HEAD' ? 'GET' : method, path)
    if (found && 'places' in found) {
      const place = choose(found.places, path)
      if (place) return place.at && handOn(exchange, place.at)
    }
    // What is not known yet must not be taken for what is not there.
    if (documents.size < backends.length) return Promise.resolve(problem('service-unavailable'))
    if (!found) return undefined
    if ('allowed' in found) return Promise.resolve(answerMethod(method, found.allowed))
    const [anyone] = found.places
    return anyone?.at && handOn(exchange, anyone.at)
  }

  async function handOn(exchange: Exchange, { backend, operation }: Elsewhere): Promise<Answer | undefined> {
    const { inbound, observed } = exchange
    observed.route = operation
    const who = operation.roles === 'public' ? undefined : askWho(inbound, authenticator)
    if (who && isProblem(who)) return who
    if (who) observed.actor = who.actor
    const headers = headersFor(inbound, who && statements.sign(who, inbound))
    return askInTurn(exchange, backend, headers)
  }
}

/** A request that has not left is asked of the next instance; one that changes something is never asked twice, a read at most. */
async function askInTurn(
  exchange: Exchange,
  backend: Backend,
  headers: OutgoingHttpHeaders,
): Promise<Problem | undefined> {
  const { inbound } = exchange
  const isRead = (inbound.method === 'GET' || inbound.method === 'HEAD') && !hasBody(inbound.headers)
  const candidates = backend.candidates()
  let lost = 0
  for (const instance of candidates) {
    const forwarded = await forwardTo(instance.connection, exchange, headers)
    if (forwarded === 'answered' || inbound.signal.aborted) return undefined
    if (forwarded === 'not-reached') backend.markDown(instance)
    else if (!isRead) return problem('outcome-unknown')
    // A kept connection may have ended just when it was used: then the same instance answers on a new one.
    else if (lost++ === 0) candidates.push(instance)
    else break
  }
  return problem('service-unavailable', { service: backend.service })
}

/** Where an operation says which ids it knows, only for those; undefined for an id of nobody that we know. */
function choose(places: readonly Place[], path: string): Place | undefined {
  const id = path.slice(path.lastIndexOf('/') + 1)
  return places.find(({ at }) => {
    const categories = at?.operation.jobCategories
    return categories === undefined || categories.some((category) => id.startsWith(`${category}-`))
  })
}

/** @throws RouteServedTwiceError, except where every one of them says which ids it knows */
function refuseTwice(places: readonly Place[]): void {
  const byPlace = Map.groupBy(places, ({ method, path }) => `${method} ${path.replace(/\{\w+\}/g, '{}')}`)
  for (const [name, sharing] of byPlace) {
    if (sharing.length > 1 && !sharing.every(({ at }) => at?.operation.jobCategories))
      throw new RouteServedTwiceError(`${name}: ${sharing.map(({ at }) => at?.backend.service ?? 'portal').join(', ')}`)
  }
}
