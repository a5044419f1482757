import type { IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http'
import { pipeline } from 'node:stream'
import { actorStatementHeader } from '@welfare/service-kit/actor-statement.ts'
import type { Exchange } from '@welfare/service-kit/exchange.ts'
import type { InboundRequest } from '@welfare/service-kit/inbound-request.ts'
import type { Connection } from './connection.ts'
import { gatewayLimits } from './gateway-limits.ts'

/**
 * - `answered`: the client has what the service answered, or its connection was cut where the answer broke off
 * - `not-reached`: nothing of the request has left
 * - `lost`: it was sent, and no answer came: whether the service did what it was asked is unknown
 */
export type Forwarded = 'answered' | 'not-reached' | 'lost'

/** One request to one instance, both bodies as streams. Never rejects, never asks twice. */
export function forwardTo(
  connection: Connection,
  exchange: Exchange,
  headers: OutgoingHttpHeaders,
): Promise<Forwarded> {
  const { inbound, response, controller } = exchange
  return new Promise((resolve) => {
    const { method, target: path } = inbound
    const outgoing = connection.open({ method, path, headers, signal: controller.signal })
    let isSent = false
    const connecting = setTimeout(() => outgoing.destroy(), gatewayLimits.connectTimeoutMs)
    outgoing.on('socket', (socket) => {
      if (socket.connecting) socket.once(connection.isSecure ? 'secureConnect' : 'connect', send)
      else send()
    })
    outgoing.on('timeout', () => outgoing.destroy())
    outgoing.on('response', (incoming) => answerWith(incoming, response, () => resolve('answered')))
    outgoing.on('error', () => resolve(isSent ? 'lost' : 'not-reached'))
    outgoing.on('close', () => clearTimeout(connecting))

    function send(): void {
      clearTimeout(connecting)
      isSent = true
      // Piped, not joined: a service may answer before it has read everything, and the client must live to see it.
      if (hasBody(inbound.headers)) inbound.stream.pipe(outgoing)
      else outgoing.end()
    }
  })
}

/** What a service may look at. All else stays here: credentials, what only concerns this connection, and what a client made up. */
const handedOn = [
  'accept',
  'accept-language',
  'content-encoding',
  'content-length',
  'content-type',
  'host',
  'idempotency-key',
  'if-match',
  'if-none-match',
  'origin',
  'sec-fetch-site',
  'traceparent',
  'tracestate',
  'user-agent',
] as const

/** @param statement of who asks; undefined where nobody need say */
export function headersFor(inbound: InboundRequest, statement: string | undefined): OutgoingHttpHeaders {
  const { headers: given } = inbound
  const headers: OutgoingHttpHeaders = {}
  for (const name of handedOn) if (given[name] !== undefined) headers[name] = String(given[name])
  if (given['transfer-encoding'] !== undefined) headers['transfer-encoding'] = 'chunked'
  if (statement !== undefined) headers[actorStatementHeader] = statement
  headers['x-forwarded-for'] = inbound.address
  headers['x-request-id'] = inbound.requestId
  return headers
}

export function hasBody(headers: IncomingHttpHeaders): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
}

/** Of one connection, not of the answer. */
const hopByHop = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

function answerWith(incoming: IncomingMessage, response: ServerResponse, onEnd: () => void): void {
  for (const [name, value] of Object.entries(incoming.headers))
    if (value !== undefined && !hopByHop.has(name)) response.setHeader(name, value)
  response.writeHead(incoming.statusCode ?? 502)
  // Ends or destroys both together: an answer that breaks off cuts the client's connection, a client that goes away the answer.
  pipeline(incoming, response, onEnd)
}
