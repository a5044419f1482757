import type { IncomingMessage, ServerResponse } from 'node:http'
import { httpLimits } from '@welfare/process/limits.ts'
import { createMetrics, type Metrics } from '@welfare/process/metrics.ts'
import express from 'express'
import type { Authenticator } from '../authority/authenticator.ts'
import { rowOf } from '../authority/authority.ts'
import type { ScopeIndex } from '../authority/scope.ts'
import { type SystemPagesOptions, systemPages } from '../documents/system-pages.ts'
import { isProblem, type Problem, problem } from '../problem.ts'
import { faultsOf } from '../route-table.ts'
import { type Answer, type DispatchOptions, prepareDispatch, problemOfError } from './dispatch.ts'
import { createExchange, type Exchange, record } from './exchange.ts'
import type { Pages } from './pages.ts'
import { beginForwarded, closeUnread, writeReply } from './reply.ts'
import { createRouteMap, type Params, type Placed } from './route-map.ts'

export interface AppOptions extends Omit<SystemPagesOptions, 'metrics'> {
  readonly authenticator: Authenticator
  readonly scopeIndex: ScopeIndex
  readonly metrics?: Metrics
  /** Names under which the server may be addressed, without port: a page of another name that points here is refused. */
  readonly allowedHosts?: readonly string[]
  /** Asked before the routes: undefined for a request that is theirs. Resolves when it was answered, or to what shall be answered. */
  readonly forward?: (exchange: Exchange) => Promise<Answer | undefined> | undefined
  /** No route's address is a page's. Default: none is. */
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

interface Served extends Placed {
  answer(exchange: Exchange, params: Params): Promise<Answer>
}

const loopbackNames: readonly string[] = ['localhost', '127.0.0.1', '[::1]']

/** @throws TypeError when the table of routes cannot be served: it names every fault */
export function createApp(options: AppOptions): App {
  const faults = faultsOf(options.routes, options.authority)
  if (faults.length > 0) throw new TypeError(`Routes that cannot be served:\n${faults.join('\n')}`)
  const metrics = options.metrics ?? createMetrics()
  metrics.watchReadiness(options.ready)
  // What an access line says is no secret: nothing is looked for in it. Errors may say anything.
  const accessLog = options.logger.child({}, { redact: [] })
  const exchanges = new WeakMap<IncomingMessage, Exchange>()
  const inFlight = new Set<Exchange>()
  const dispatching: DispatchOptions = {
    authenticator: options.authenticator,
    scopeIndex: options.scopeIndex,
    strict: options.strict ?? false,
    takeUploadPlace: placesFor(httpLimits.uploadsInFlight),
  }
  const allowedHosts = new Set(options.allowedHosts ?? loopbackNames)
  const served = createRouteMap<Served>([
    ...options.routes.map((route) => ({
      ...{ method: route.method.toUpperCase(), path: route.path },
      answer: prepareDispatch(route, rowOf(options.authority, route.operationId), dispatching),
    })),
    ...systemPages({ ...options, metrics }).map((page) => ({ method: 'GET', path: page.path, answer: page.answer })),
  ])
  const beside = mountBeside()
  let isDraining = false

  return {
    handle,
    beginDrain() {
      isDraining = true
      for (const { response } of inFlight) if (!response.headersSent) response.setHeader('connection', 'close')
    },
    abortAll() {
      for (const exchange of inFlight) exchange.abort()
    },
  }

  function handle(request: IncomingMessage, response: ServerResponse): void {
    const exchange = createExchange(request, response)
    exchanges.set(request, exchange)
    inFlight.add(exchange)
    response.on('close', () => {
      inFlight.delete(exchange)
      if (!response.writableFinished) exchange.abort()
      record(exchange, metrics, { accessLog, logger: options.logger })
    })
    const refused = refuseEarly(request)
    if (refused) return void reply(exchange, refused)
    const forwarded = options.forward && (options.pages?.answer(exchange.inbound) ?? options.forward(exchange))
    if (forwarded) void replyForwarded(exchange, forwarded)
    else void replyOwn(exchange, request)
  }

  function refuseEarly(request: IncomingMessage): Problem | undefined {
    if (isDraining) return problem('shutting-down')
    if (inFlight.size > httpLimits.requestsInFlight) return problem('overloaded')
    if ((request.url ?? '').length > httpLimits.urlLength)
      return problem('url-too-long', { maxLength: httpLimits.urlLength })
    const host = (request.headers.host ?? '').replace(/:\d+$/, '').toLowerCase()
    return allowedHosts.has(host) ? undefined : problem('host-not-allowed')
  }

  async function replyForwarded(exchange: Exchange, forwarded: Promise<Answer | undefined>): Promise<void> {
    beginForwarded(exchange)
    const answer = await forwarded.catch((error: unknown) => problemOfError(error, exchange.observed, dispatching))
    if (answer) await reply(exchange, answer)
  }

  async function replyOwn(exchange: Exchange, request: IncomingMessage): Promise<void> {
    let answer: Answer | undefined
    try {
      answer = await answerOwn(exchange)
    } catch (error) {
      answer = problemOfError(error, exchange.observed, dispatching)
    }
    if (answer) await reply(exchange, answer)
    else beside(request, exchange.response)
  }

  /** Undefined for what is no route's. */
  function answerOwn(exchange: Exchange): Promise<Answer> | Answer | undefined {
    const { method, target } = exchange.inbound
    const found = served.find(method === 'HEAD' ? 'GET' : method, pathOf(target))
    if (!found) return undefined
    if ('allowed' in found) return answerMethod(method, found.allowed)
    const [place] = found.places
    if (!found.params || !place) return problem('path-malformed')
    return place.answer(exchange, found.params)
  }

  /** What is no route's is Express's: pages, and whatever else is mounted there. The way of a meal does not pass it. */
  function mountBeside(): express.Express {
    const app = express()
    app.disable('x-powered-by').disable('etag').set('query parser', false)
    app.use((request, _response, next) => {
      const exchange = exchangeOf(request)
      const page = options.pages?.answer(exchange.inbound)
      if (page) page.then((answer) => reply(exchange, answer)).catch(next)
      else next()
    })
    app.use((request) => void reply(exchangeOf(request), problem('route-not-found')))
    app.use(answerError)
    return app
  }

  function answerError(
    error: unknown,
    request: express.Request,
    _response: express.Response,
    _next: express.NextFunction,
  ): void {
    const exchange = exchangeOf(request)
    void reply(exchange, problemOfError(error, exchange.observed, dispatching))
  }

  function exchangeOf(request: IncomingMessage): Exchange {
    const exchange = exchanges.get(request)
    if (!exchange) throw new Error('A request was mounted without having come through `handle`')
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

/** For a method that is not among those of its path. */
export function answerMethod(method: string, methods: readonly string[]): Answer {
  const allow = [...methods, ...(methods.includes('GET') ? ['HEAD'] : [])].sort().join(', ')
  if (method === 'OPTIONS') return { status: 204, headers: { allow } }
  return problem('method-not-allowed', { allow }, { headers: { allow } })
}

/** A client that takes this server for its proxy names the whole URL. */
function pathOf(target: string): string {
  if (!target.startsWith('/')) return URL.parse(target)?.pathname ?? target
  const queryAt = target.indexOf('?')
  return queryAt < 0 ? target : target.slice(0, queryAt)
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
