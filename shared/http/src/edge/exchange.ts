import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { actorText } from '@welfare/contracts/authority.ts'
import type { Logger } from '@welfare/process/logger.ts'
import type { Metrics } from '@welfare/process/metrics.ts'
import { clientAddress } from './client-address.ts'
import type { Observed } from './dispatch.ts'
import type { InboundRequest } from './inbound-request.ts'

/** One request on its way to its answer. */
export interface Exchange {
  readonly inbound: InboundRequest
  readonly response: ServerResponse
  readonly observed: Observed
  /** Its signal is the request's. */
  readonly controller: AbortController
  readonly startedAtMs: number
}

export function createExchange(request: IncomingMessage, response: ServerResponse): Exchange {
  const controller = new AbortController()
  const url = request.url ?? ''
  const queryAt = url.indexOf('?')
  const inbound: InboundRequest = {
    method: request.method ?? '',
    target: url,
    search: queryAt < 0 ? '' : url.slice(queryAt + 1),
    headers: request.headers,
    address: clientAddress(request),
    stream: request,
    requestId: requestIdOf(request),
    traceId: traceIdOf(request),
    signal: controller.signal,
  }
  return { inbound, response, observed: {}, controller, startedAtMs: performance.now() }
}

function requestIdOf(request: IncomingMessage): string {
  const given = request.headers['x-request-id']
  return typeof given === 'string' && /^[\w.-]{1,64}$/.test(given) ? given : randomUUID()
}

function traceIdOf(request: IncomingMessage): string | undefined {
  const given = String(request.headers.traceparent)
  return /^[\da-f]{2}-([\da-f]{32})-[\da-f]{16}-[\da-f]{2}$/.exec(given)?.[1]
}

/** The access log's line and the numbers. */
export function record({ inbound, observed, response, startedAtMs }: Exchange, metrics: Metrics, logger: Logger): void {
  const { actor, code, error, route } = observed
  const durationMs = performance.now() - startedAtMs
  const operationId = route?.operationId ?? 'other'
  const status = response.headersSent ? response.statusCode : 499
  metrics.requestAnswered({ operationId, status, durationMs, code })
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
  else logger.info(line, 'request')
}
