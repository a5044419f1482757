import { hash, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import {
  AppendFailedError,
  type EventStore,
  InvalidAppendError,
  InvalidPositionError,
  type Position,
  StoreClosedError,
} from '../port.ts'
import { type Listen, listen } from './listen.ts'
import { createPages, type Pages } from './pages.ts'
import { remoteLimits } from './remote-limits.ts'
import {
  type AppendAnswer,
  ledgerHeader,
  MalformedMessageError,
  parseAppends,
  paths,
  type RefusalCode,
  toLedgerTag,
  type WiredAppend,
} from './wire.ts'

export interface StoreServerOptions {
  readonly store: EventStore
  readonly listen: Listen
  /** At least 16 characters that nobody can guess. */
  readonly token: string
  /** Told of what is answered as `internal`; default: nobody, the asker has its message. */
  readonly onError?: (error: unknown) => void
}

export interface StoreServer {
  /** For `openRemoteStore`. */
  readonly url: string
  /** Answers what has been asked, and nothing more; the store itself stays open. Again is harmless. */
  close(): Promise<void>
}

/**
 * Offers an embedded store of this process to others, which open it with `openRemoteStore`. To be closed before the store is.
 * @throws SocketInUseError; RangeError on a token or a socket's path that cannot be
 */
export async function serveStore({ store, listen: at, token, onError }: StoreServerOptions): Promise<StoreServer> {
  if (!isToken(token)) throw new RangeError(`the token must have ${remoteLimits.minTokenLength} visible characters`)
  const closing = new AbortController()
  const context: Context = {
    store,
    pages: createPages(store),
    tag: toLedgerTag(store.ledger, store.epoch),
    tokenHash: hashToken(token),
    closing: closing.signal,
  }
  const options = { keepAliveTimeout: remoteLimits.keepAliveMs, requestTimeout: remoteLimits.answerTimeoutMs * 2 }
  const server = createServer(options, (request, response) => {
    answer(context, request, response).catch((error: unknown) => {
      const { status, code } = toRefusal(error)
      if (code === 'internal') onError?.(error)
      // Its rest is let go by; more than a request may have ends the connection instead.
      if (status !== 413) request.resume()
      refuse(response, status, code, error instanceof Error ? error.message : String(error))
    })
  })
  server.maxConnections = remoteLimits.maxConnectionsServed
  const url = await listen(server, at)
  let closed: Promise<void> | undefined

  const stop = (): Promise<void> => {
    closing.abort()
    return new Promise((resolve) => {
      // Without keep-alive each connection ends with the answer under way.
      server.close(() => resolve())
      server.closeIdleConnections()
    })
  }
  return {
    url,
    close: () => {
      closed ??= stop()
      return closed
    },
  }
}

interface Context {
  readonly store: EventStore
  readonly pages: Pages
  /** Of the ledger and epoch that are here. */
  readonly tag: string
  readonly tokenHash: Buffer
  readonly closing: AbortSignal
}

class RefusedError extends Error {
  readonly status: number
  readonly code: RefusalCode

  constructor(status: number, code: RefusalCode, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}

async function answer(context: Context, request: IncomingMessage, response: ServerResponse): Promise<void> {
  requireToken(context, request)
  if (context.closing.aborted) throw new StoreClosedError('the owner is closing its store')
  const { pathname, searchParams } = URL.parse(request.url ?? '', 'http://store') ?? new URL('http://store/')
  const question = `${request.method} ${pathname.startsWith(paths.streams) ? paths.streams : pathname}`
  if (question === `GET ${paths.health}`) {
    const { store } = context
    const health = { ledger: store.ledger, epoch: store.epoch, head: (await store.head()) ?? null }
    return send(response, 200, JSON.stringify(health), context)
  }
  requireSameLedger(context, request)
  switch (question) {
    case `POST ${paths.appends}`: {
      const answers = await appendAll(context.store, parseAppends(await readBody(request)))
      return send(response, 200, JSON.stringify({ answers }), context)
    }
    case `GET ${paths.streams}`: {
      const stream = pathname.slice(paths.streams.length)
      const from = countOf(searchParams, 'from', Number.MAX_SAFE_INTEGER)
      const limit = countOf(searchParams, 'limit', remoteLimits.eventsPerPage)
      return send(response, 200, await context.pages.readStream(stream, from, limit), context)
    }
    case `GET ${paths.events}`:
      return send(response, 200, await readEvents(context, searchParams, response), context)
    default:
      throw new RefusedError(404, 'bad-request', `there is no ${question} here`)
  }
}

function requireToken({ tokenHash }: Context, { headers }: IncomingMessage): void {
  const given = headers.authorization ?? ''
  const isKnown = given.startsWith('Bearer ') && timingSafeEqual(hashToken(given.slice('Bearer '.length)), tokenHash)
  if (!isKnown) throw new RefusedError(401, 'access-denied', 'the token is not the one of this store')
}

function requireSameLedger({ tag }: Context, { headers }: IncomingMessage): void {
  const asked = headers[ledgerHeader]
  if (typeof asked !== 'string') throw new RefusedError(400, 'bad-request', `the header ${ledgerHeader} is missing`)
  if (asked !== tag) throw new RefusedError(409, 'ledger-changed', `here is ${tag}, not ${asked}`)
}

/** In one turn, so that they share a commit. */
async function appendAll(store: EventStore, appends: readonly WiredAppend[]): Promise<readonly AppendAnswer[]> {
  return Promise.all(
    appends.map(({ stream, expected, events }) => store.append(stream, expected, events).catch(toAppendFailure)),
  )
}

function toAppendFailure(error: unknown): AppendAnswer {
  const message = error instanceof Error ? error.message : String(error)
  if (error instanceof InvalidAppendError) return { outcome: 'invalid', message }
  if (error instanceof AppendFailedError) return { outcome: 'failed', message }
  if (error instanceof StoreClosedError) return { outcome: 'closing', message }
  return { outcome: 'unknown', message }
}

async function readEvents(
  { pages, closing }: Context,
  parameters: URLSearchParams,
  response: ServerResponse,
): Promise<string> {
  const after = (parameters.get('after') ?? undefined) as Position | undefined
  const limit = countOf(parameters, 'limit', remoteLimits.eventsPerPage)
  if (!parameters.has('wait')) return pages.readAll(after, limit)
  const waitMs = countOf(parameters, 'wait', remoteLimits.waitMs)
  const ending = new AbortController()
  const end = (): void => ending.abort()
  // Whoever asked has gone, or this server is about to.
  response.on('close', end)
  closing.addEventListener('abort', end)
  try {
    return await pages.readNext({ after, limit, waitMs, signal: ending.signal })
  } finally {
    closing.removeEventListener('abort', end)
  }
}

function countOf(parameters: URLSearchParams, name: string, most: number): number {
  const text = parameters.get(name) ?? ''
  const count = Number(text)
  if (/^[1-9]\d{0,15}$/.test(text) && count <= most) return count
  throw new RefusedError(400, 'bad-request', `${name} is a count from 1 to ${most}, not ${JSON.stringify(text)}`)
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request) {
    bytes += (chunk as Buffer).length
    if (bytes > remoteLimits.maxRequestBytes) {
      throw new RefusedError(413, 'bad-request', `a request has at most ${remoteLimits.maxRequestBytes} bytes`)
    }
    chunks.push(chunk as Buffer)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function toRefusal(error: unknown): { readonly status: number; readonly code: RefusalCode } {
  if (error instanceof RefusedError) return error
  if (error instanceof MalformedMessageError) return { status: 400, code: 'bad-request' }
  if (error instanceof InvalidPositionError) return { status: 400, code: 'invalid-position' }
  if (error instanceof InvalidAppendError) return { status: 400, code: 'invalid-append' }
  if (error instanceof StoreClosedError) return { status: 503, code: 'closing' }
  return { status: 500, code: 'internal' }
}

function refuse(response: ServerResponse, status: number, error: RefusalCode, message: string): void {
  if (response.headersSent || response.destroyed) return
  const text = JSON.stringify({ error, message })
  const ends = status === 413 || status === 503
  response.writeHead(status, { ...toHeaders(text), ...(ends && { connection: 'close' }) }).end(text)
}

function send(response: ServerResponse, status: number, text: string, { closing }: Context): void {
  response.writeHead(status, { ...toHeaders(text), ...(closing.aborted && { connection: 'close' }) }).end(text)
}

function toHeaders(text: string) {
  return { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }
}

function isToken(token: string): boolean {
  return token.length >= remoteLimits.minTokenLength && /^[\x21-\x7e]+$/.test(token)
}

function hashToken(token: string): Buffer {
  return hash('sha256', token, 'buffer')
}
