import { createServer, STATUS_CODES } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { httpLimits } from '@welfare/process/limits.ts'
import { isLoopback } from '@welfare/process/loopback.ts'
import { ProblemError } from '@welfare/process/problem-error.ts'
import { type KitProblemCode, problem, problemContentType, problemDocument } from '../problem.ts'
import type { App } from './app.ts'

export interface RunningServer {
  /** `http://127.0.0.1:8080`, or with https. */
  readonly url: string
  readonly port: number
  /** Refuses new requests, lets running ones end, aborts those that take longer than `abortAfterMs`. Again is harmless. */
  stop(): Promise<void>
}

export interface ServerOptions {
  readonly app: App
  /** 0 takes a free one. */
  readonly port: number
  readonly host: string
  /** PEM; without it plain HTTP. */
  readonly tls?: { readonly cert: Buffer; readonly key: Buffer } | undefined
  /** A proxy before it speaks TLS to the outside. */
  readonly isBehindTlsProxy?: boolean
  readonly abortAfterMs?: number
  /** From the first byte of a request to the last of its body. */
  readonly requestTimeoutMs?: number
}

/** @throws PublicWithoutTlsError for an address that other machines can reach, where nothing would keep passwords and names secret on the way */
export function keepPublicEncrypted({
  host,
  tls,
  isBehindTlsProxy = false,
}: {
  readonly host: string
  readonly tls?: object | undefined
  readonly isBehindTlsProxy?: boolean
}): void {
  if (!isLoopback(host) && !tls && !isBehindTlsProxy) throw new PublicWithoutTlsError(host)
}

/** @throws PublicWithoutTlsError */
export async function startServer({
  app,
  port,
  host,
  tls,
  isBehindTlsProxy = false,
  abortAfterMs = httpLimits.abortAfterMs,
  requestTimeoutMs = httpLimits.requestTimeoutMs,
}: ServerOptions): Promise<RunningServer> {
  keepPublicEncrypted({ host, tls, isBehindTlsProxy })
  const settings = {
    maxHeaderSize: httpLimits.headerBytes,
    headersTimeout: Math.min(httpLimits.headersTimeoutMs, requestTimeoutMs),
    requestTimeout: requestTimeoutMs,
    connectionsCheckingInterval: Math.min(httpLimits.headersTimeoutMs, requestTimeoutMs) / 2,
    keepAliveTimeout: httpLimits.keepAliveTimeoutMs,
    // A missing Host is refused by the app, as a problem like every other.
    requireHostHeader: false,
  }
  const server = tls ? createTlsServer({ ...settings, ...tls }) : createServer(settings)
  server.on('request', app.handle)
  server.on('clientError', answerClientError)
  let stopped: Promise<void> | undefined
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ port, host }, () => {
      server.off('error', reject)
      resolve()
    })
  })
  const address = server.address() as AddressInfo
  const shownHost = address.family === 'IPv6' ? `[${address.address}]` : address.address
  return {
    url: `${tls ? 'https' : 'http'}://${shownHost}:${address.port}`,
    port: address.port,
    stop() {
      stopped ??= drain()
      return stopped
    },
  }

  async function drain(): Promise<void> {
    app.beginDrain()
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    const abort = setTimeout(() => {
      app.abortAll()
      server.closeAllConnections()
    }, abortAfterMs)
    await closed
    clearTimeout(abort)
  }
}

export class PublicWithoutTlsError extends ProblemError {
  override readonly name = 'PublicWithoutTlsError'

  constructor(host: string) {
    super('public-without-tls', { host })
  }
}

/** What never became a request: answered on the socket itself. */
function answerClientError(error: Error & { code?: string }, socket: Duplex): void {
  if (!socket.writable || error.code === 'ECONNRESET') return void socket.destroy()
  const given = problem(codeOfClientError(error.code))
  const body = JSON.stringify(problemDocument(given, 'none', 'en'))
  socket.end(
    `HTTP/1.1 ${given.status} ${STATUS_CODES[given.status]}\r\nContent-Type: ${problemContentType}\r\nContent-Language: en\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  )
}

function codeOfClientError(code: string | undefined): KitProblemCode {
  if (code === 'HPE_HEADER_OVERFLOW') return 'headers-too-large'
  return code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 'request-too-slow' : 'request-malformed'
}
