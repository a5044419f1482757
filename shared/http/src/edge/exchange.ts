import { randomUUID } from 'node:crypto'
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import { isIP } from 'node:net'
import { actorText } from '@welfare/contracts/authority.ts'
import type { Logger } from '@welfare/process/logger.ts'
import { isLoopback } from '@welfare/process/loopback.ts'
import type { Metrics } from '@welfare/process/metrics.ts'
import type { Actor, Route } from '../route.ts'
import type { InboundRequest } from './inbound-request.ts'

/** What is known of a request when its log line and its metrics are written. */
export interface Observed {
  route?: Pick<Route, 'operationId' | 'path'>
  actor?: Actor
  /** Code of the problem that was answered. */
  code?: string
  /** A bug's error: logged, never sent. */
  error?: unknown
}

/** One request on its way to its answer. */
export interface Exchange {
  readonly inbound: InboundRequest
  readonly response: ServerResponse
  readonly observed: Observed
  readonly startedAtMs: number
  /** Aborts the request's signal. */
  abort(): void
}

export function createExchange(request: IncomingMessage, response: ServerResponse): Exchange {
  const url = request.url ?? ''
  const queryAt = url.indexOf('?')
  let controller: AbortController | undefined
  let isAborted = false
  const inbound: InboundRequest = {
    method: request.method ?? '',
    target: url,
    search: queryAt < 0 ? '' : url.slice(queryAt + 1),
    headers: request.headers,
    address: clientAddress(request),
    stream: request,
    requestId: requestIdOf(request),
    traceId: traceIdOf(request),
    // Made for who asks for it: most requests wait for nothing that could be given up.
    get signal() {
      controller ??= new AbortController()
      if (isAborted) controller.abort()
      return controller.signal
    },
  }
  const abort = () => {
    isAborted = true
    controller?.abort()
  }
  return { inbound, response, observed: {}, startedAtMs: performance.now(), abort }
}

/** As much of an incoming request as tells where it comes from. */
interface ConnectedRequest {
  readonly headers: IncomingHttpHeaders
  readonly socket: { readonly remoteAddress?: string | undefined }
}

/** Of a connection, which keeps its peer. */
const peers = new WeakMap<ConnectedRequest['socket'], { readonly address: string; readonly isHere: boolean }>()

/**
 * The peer's address. A peer on this machine is a reverse proxy, or could be: then what it says last in `X-Forwarded-For`, which the proxy
 * itself has added; what stands before that, the client made up as it liked.
 */
export function clientAddress({ headers, socket }: ConnectedRequest): string {
  const { address, isHere } = peers.get(socket) ?? rememberPeer(socket)
  const given = headers['x-forwarded-for']
  if (!isHere || given === undefined) return address
  const forwarded = [given].flat().join(',').split(',').at(-1)?.trim() ?? ''
  return isIP(forwarded) === 0 ? address : plain(forwarded)
}

function rememberPeer(socket: ConnectedRequest['socket']) {
  const address = plain(socket.remoteAddress ?? '')
  const peer = { address, isHere: isLoopback(address) }
  peers.set(socket, peer)
  return peer
}

/** An IPv4 address that came in over an IPv6 socket is written as itself. */
function plain(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '')
}

function requestIdOf(request: IncomingMessage): string {
  const given = request.headers['x-request-id']
  return typeof given === 'string' && /^[\w.-]{1,64}$/.test(given) ? given : randomUUID()
}

function traceIdOf(request: IncomingMessage): string | undefined {
  const given = request.headers.traceparent
  return given === undefined ? undefined : /^[\da-f]{2}-([\da-f]{32})-[\da-f]{16}-[\da-f]{2}$/.exec(String(given))?.[1]
}

/** The access log's line and the numbers. */
export function record(
  { inbound, observed, response, startedAtMs }: Exchange,
  metrics: Metrics,
  { accessLog, logger }: { readonly accessLog: Pick<Logger, 'info'>; readonly logger: Logger },
): void {
  const { actor, code, error, route } = observed
  const durationMs = performance.now() - startedAtMs
  const operationId = route?.operationId ?? 'other'
  const status = response.headersSent ? response.statusCode : 499
  metrics.requests.inc({ operation: operationId, status })
  metrics.durations.observe({ operation: operationId }, durationMs / 1000)
  if (code !== undefined) metrics.refusals.inc({ code })
  const line = {
    requestId: inbound.requestId,
    traceId: inbound.traceId,
    method: inbound.method,
    // The template, never the URL: paths hold voucher codes.
    route: route?.path,
    operationId,
    status,
    code,
    // The name that it takes is the operator's to add.
    setting: code === 'host-not-allowed' ? 'WELFARE_ALLOWED_HOSTS' : undefined,
    cutOff: response.writableFinished ? undefined : true,
    actor: actor && actorText(actor),
    durationMs: Math.round(durationMs * 10) / 10,
  }
  if (error !== undefined) logger.error({ ...line, err: error }, 'request-failed')
  else accessLog.info(line, 'request')
}
