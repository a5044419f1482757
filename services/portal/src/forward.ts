import type { IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http'
import { actorStatementHeader } from '@welfare/http/authority/actor-statement.ts'
import type { Exchange } from '@welfare/http/edge/exchange.ts'
import type { InboundRequest } from '@welfare/http/edge/inbound-request.ts'
import type { Connection } from './connection.ts'
import { gatewayLimits } from './gateway-limits.ts'

/**
 * - `answered`: the client gets what the service answers, or its connection is cut where that breaks off
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
  const { inbound, response } = exchange
  return new Promise((resolve) => {
    const outgoing = connection.open({ method: inbound.method, path: inbound.target, headers })
    let isSent = false
    response.on('close', () => {
      if (!response.writableFinished) outgoing.destroy()
    })
    outgoing.on('socket', (socket) => {
      if (!socket.connecting) return send()
      const tooLong = setTimeout(() => outgoing.destroy(), gatewayLimits.connectTimeoutMs)
      socket.once('close', () => clearTimeout(tooLong))
      socket.once(connection.isSecure ? 'secureConnect' : 'connect', () => {
        clearTimeout(tooLong)
        send()
      })
    })
    outgoing.on('timeout', () => outgoing.destroy())
    outgoing.on('response', (incoming) => {
      answerWith(incoming, response)
      resolve('answered')
    })
    outgoing.on('error', () => resolve(isSent ? 'lost' : 'not-reached'))

    function send(): void {
      isSent = true
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

/** An answer that breaks off cuts the client's connection: half of it cannot be taken for the whole. */
function answerWith(incoming: IncomingMessage, response: ServerResponse): void {
  for (const [name, value] of Object.entries(incoming.headers))
    if (value !== undefined && !hopByHop.has(name)) response.setHeader(name, value)
  response.writeHead(incoming.statusCode ?? 502)
  incoming.on('error', () => response.destroy())
  incoming.pipe(response)
}
