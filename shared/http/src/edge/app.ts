import type { IncomingMessage, ServerResponse } from 'node:http'
import { httpLimits } from '@welfare/process/limits.ts'
import { createMetrics, type Metrics } from '@welfare/process/metrics.ts'
import express from 'express'
import helmet from 'helmet'
import type { Authenticator } from '../authority/authenticator.ts'
import { rowOf } from '../authority/authority.ts'
import type { ScopeIndex } from '../authority/scope.ts'
import { type SystemPagesOptions, systemPages } from '../documents/system-pages.ts'
import { isProblem, type Problem, problem } from '../problem.ts'
import type { RouteAnswer } from '../route.ts'
import { expressPath, faultsOf, orderRoutes } from '../route-table.ts'
import { type DispatchOptions, dispatch, problemOfError } from './dispatch.ts'
import { createExchange, type Exchange, record } from './exchange.ts'
import type { Pages } from './pages.ts'
import { closeUnread, writeReply } from './reply.ts'

export interface AppOptions extends Omit<SystemPagesOptions, 'metrics'> {
  readonly authenticator: Authenticator
  readonly scopeIndex: ScopeIndex
  readonly metrics?: Metrics
  /** Names under which the server may be addressed, without port: a page of another name that points here is refused. */
  readonly allowedHosts?: readonly string[]
  /** Asked before the routes: undefined for a request that is theirs. Resolves when it was answered, or to what shall be answered. */
  readonly forward?: (exchange: Exchange) => Promise<Answer | undefined> | undefined
  /** Asked before everything else. Default: no address is a page's. */
  readonly pages?: Pages
  /** For tests: answers are checked against what routes declare, and bugs are told to the client. */
  readonly strict?: boolean
}

export interface App {
  handle(request: IncomingMessage, response: ServerResponse): void
  /** From here on new requests are told `shutting-down`. */
  beginDrain(): void
  /** Aborts the signal of every request still running. */
  abortAll(): void
}

const loopbackNames: readonly string[] = ['localhost', '127.0.0.1', '[::1]']

/** @throws TypeError when the table of routes cannot be served: it names every fault */
export function createApp(options: AppOptions): App {
  const faults = faultsOf(options.routes, options.authority)
  if (faults.length > 0) throw new TypeError(`Routes that cannot be served:\n${faults.join('\n')}`)
  const metrics = options.metrics ?? createMetrics()
  metrics.watchReadiness(options.ready)
  const exchanges = new WeakMap<IncomingMessage, Exchange>()
  const inFlight = new Set<Exchange>()
  const dispatching: DispatchOptions = {
    authenticator: options.authenticator,
    scopeIndex: options.scopeIndex,
    strict: options.strict ?? false,
    takeUploadPlace: placesFor(httpLimits.uploadsInFlight),
  }
  const secure = helmet({
    contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
  })
  const allowedHosts = new Set(options.allowedHosts ?? loopbackNames)
  const mounted = mount()
  let isDraining = false

  return {
    handle,
    beginDrain() {
      isDraining = true
      for (const { response } of inFlight) if (!response.headersSent) response.setHeader('connection', 'close')
    },
    abortAll() {
      for (const { controller } of inFlight) controller.abort()
    },
  }

  function handle(request: IncomingMessage, response: ServerResponse): void {
    const exchange = beginExchange(request, response)
    secure(request, response, () => {
      const refused = refuseEarly(request)
      if (refused) return void reply(exchange, refused)
      const forwarded = options.pages?.answer(exchange.inbound) ?? options.forward?.(exchange)
      if (forwarded) void replyForwarded(exchange, forwarded)
      else mounted(request, response)
    })
  }

  async function replyForwarded(exchange: Exchange, forwarded: Promise<Answer | undefined>): Promise<void> {
    const answer = await forwarded.catch((error: unknown) => problemOfError(error, exchange.observed, dispatching))
    if (answer) await reply(exchange, answer)
  }

  function beginExchange(request: IncomingMessage, response: ServerResponse): Exchange {
    const exchange = createExchange(request, response)
    exchanges.set(request, exchange)
    inFlight.add(exchange)
    response.setHeader('x-request-id', exchange.inbound.requestId)
    response.setHeader('cache-control', 'no-store')
    response.on('close', () => {
      inFlight.delete(exchange)
      if (!response.writableFinished) exchange.controller.abort()
      record(exchange, metrics, options.logger)
    })
    return exchange
  }

  function refuseEarly(request: IncomingMessage): Problem | undefined {
    if (isDraining) return problem('shutting-down')
    if (inFlight.size > httpLimits.requestsInFlight) return problem('overloaded')
    if ((request.url ?? '').length > httpLimits.urlLength)
      return problem('url-too-long', { maxLength: httpLimits.urlLength })
    const host = (request.headers.host ?? '').replace(/:\d+$/, '').toLowerCase()
    return allowedHosts.has(host) ? undefined : problem('host-not-allowed')
  }

  function mount(): express.Express {
    const app = express()
    app.set('case sensitive routing', true).set('strict routing', true).set('query parser', false)
    app.disable('x-powered-by').disable('etag')
    const methodsByPath = new Map<string, string[]>()
    const serve = (method: string, path: string, answer: (exchange: Exchange, params: Params) => Promise<Answer>) => {
      methodsByPath.set(path, [...(methodsByPath.get(path) ?? []), method.toUpperCase()])
      const onMethod = app.route(path)
      const handler: express.RequestHandler = (request, _response, next) => {
        const exchange = exchangeOf(request)
        answer(exchange, request.params as Params)
          .then((given) => reply(exchange, given))
          .catch(next)
      }
      onMethod[method as 'get'](handler)
    }
    for (const route of orderRoutes(options.routes)) {
      const row = rowOf(options.authority, route.operationId)
      serve(route.method, expressPath(route.path), ({ inbound, observed }, params) =>
        dispatch(route, row, params, inbound, observed, dispatching),
      )
    }
    for (const page of systemPages({ ...options, metrics })) serve('get', page.path, () => page.answer())
    for (const [path, methods] of methodsByPath) {
      app.all(path, (request) => {
        const exchange = exchangeOf(request)
        void reply(exchange, answerMethod(exchange.inbound.method, methods))
      })
    }
    app.use((request) => void reply(exchangeOf(request), problem('route-not-found')))
    app.use(answerError)
    return app
  }

  /** Express's own complaints are about the path's encoding; the rest are bugs. */
  function answerError(
    error: unknown,
    request: express.Request,
    _response: express.Response,
    _next: express.NextFunction,
  ): void {
    const exchange = exchangeOf(request)
    const isPathsFault = error instanceof Error && 'status' in error && error.status === 400
    void reply(
      exchange,
      isPathsFault ? problem('path-malformed') : problemOfError(error, exchange.observed, dispatching),
    )
  }

  function exchangeOf(request: IncomingMessage): Exchange {
    const exchange = exchanges.get(request)
    if (!exchange) throw new Error('A request reached the routes without having come through `handle`')
    return exchange
  }

  async function reply(exchange: Exchange, answer: Answer): Promise<void> {
    const { response, observed } = exchange
    if (response.destroyed || response.headersSent) return closeUnread(answer)
    if (isProblem(answer)) observed.code = answer.code
    if (isDraining) response.setHeader('connection', 'close')
    try {
      await writeReply(response, exchange.inbound, answer)
    } catch (error) {
      if (isClientGone(error)) return
      options.logger.error({ requestId: exchange.inbound.requestId, err: error }, 'answer-failed')
      observed.code = 'internal-error'
      // A stream that failed half-way has cut the connection: the client cannot take half an answer for a whole one.
      if (!response.headersSent) await writeReply(response, exchange.inbound, problem('internal-error'))
    }
  }
}

export type Answer = RouteAnswer | Problem
type Params = Readonly<Record<string, string>>

/** For a method that is not among those of its path. */
export function answerMethod(method: string, methods: readonly string[]): Answer {
  const allow = [...methods, ...(methods.includes('GET') ? ['HEAD'] : [])].sort().join(', ')
  if (method === 'OPTIONS') return { status: 204, headers: { allow } }
  return problem('method-not-allowed', { allow }, { headers: { allow } })
}

function isClientGone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE'
}

function placesFor(count: number): () => (() => void) | undefined {
  let taken = 0
  return () => {
    if (taken >= count) return undefined
    taken += 1
    return () => {
      taken -= 1
    }
  }
}
