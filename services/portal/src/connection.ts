import { type ClientRequest, Agent as HttpAgent, type RequestOptions, request as requestHttp } from 'node:http'
import { Agent as HttpsAgent, request as requestHttps } from 'node:https'
import { isIP } from 'node:net'
import { json } from 'node:stream/consumers'
import { urlToHttpOptions } from 'node:url'
import { gatewayLimits } from './gateway-limits.ts'

/** The way to one instance; its sockets are kept and used again. */
export interface Connection {
  /** Nothing is sent until the request is written to or ended. */
  open(options: Pick<RequestOptions, 'method' | 'path' | 'headers' | 'signal'>): ClientRequest
  readonly isSecure: boolean
  close(): void
}

export function connectTo(url: string): Connection {
  const { protocol, hostname, port } = urlToHttpOptions(new URL(url))
  const isSecure = protocol === 'https:'
  // The last socket used is the least likely to have been closed at the other end.
  const settings = { keepAlive: true, timeout: gatewayLimits.silenceMs, scheduling: 'lifo' } as const
  const agent = isSecure ? new HttpsAgent(settings) : new HttpAgent(settings)
  const request = isSecure ? requestHttps : requestHttp
  // The certificate is the instance's, whatever name the client called the gateway by.
  const servername = isIP(hostname ?? '') === 0 ? (hostname ?? '') : ''
  return {
    open: (options) => request({ protocol, hostname, port, agent, ...(isSecure && { servername }), ...options }),
    isSecure,
    close: () => agent.destroy(),
  }
}

/** What an instance says of itself. @throws Error where it does not answer in time, or not with JSON */
export async function fetchJson(
  connection: Connection,
  host: string,
  path: string,
  timeoutMs: number,
): Promise<{ readonly status: number; readonly body: unknown }> {
  const signal = AbortSignal.timeout(timeoutMs)
  const request = connection.open({ method: 'GET', path, headers: { host }, signal })
  return await new Promise((resolve, reject) => {
    request.on('error', reject)
    request.on('response', (response) => {
      const status = response.statusCode ?? 0
      json(response).then((body) => resolve({ status, body }), reject)
    })
    request.end()
  })
}
