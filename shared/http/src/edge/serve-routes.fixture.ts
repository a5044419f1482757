import { randomUUID } from 'node:crypto'
import { roles } from '@welfare/contracts/authority.ts'
import { type Clock, systemClock } from '@welfare/process/clock.ts'
import { createLogger } from '@welfare/process/logger.ts'
import { createMetrics, type Metrics } from '@welfare/process/metrics.ts'
import type { ReadinessCheck } from '@welfare/process/readiness.ts'
import type { Authenticator } from '../authority/authenticator.ts'
import type { AuthorityTable } from '../authority/authority.ts'
import { authorityTable } from '../authority/authority-table.ts'
import { believingAuthenticator, nothingOutside } from '../authority/claimed-actor.fixture.ts'
import type { ScopeIndex } from '../authority/scope.ts'
import type { Route } from '../route.ts'
import { createApp } from './app.ts'
import { startServer } from './server.ts'

export interface Call {
  /** `officer/li-hua` by default; `null` sends none. */
  readonly actor?: string | null
  /** A fresh one by default on writes; `null` sends none. */
  readonly key?: string | null
  /** Sent as JSON; a string, bytes as they are. */
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export interface Answered {
  readonly status: number
  readonly headers: Headers
  /** The parsed JSON, `undefined` when there is none. */
  readonly body: unknown
  readonly text: string
}

export interface ServedRoutes {
  readonly url: string
  readonly metrics: Metrics
  /** Lines of the log so far, parsed. */
  readonly logged: readonly Record<string, unknown>[]
  call(method: string, path: string, call?: Call): Promise<Answered>
  stop(): Promise<void>
}

/** For tests of a service: its routes over real HTTP on a free loopback port, strict, with the log kept. */
export async function serveRoutes(
  routes: readonly Route[],
  options: {
    authority?: AuthorityTable
    /** Default: who asks is believed. */
    authenticator?: Authenticator
    /** Default: nothing lies outside. */
    scopeIndex?: ScopeIndex
    clock?: Clock
    ready?: readonly ReadinessCheck[]
    strict?: boolean
    abortAfterMs?: number
  } = {},
): Promise<ServedRoutes> {
  const logged: Record<string, unknown>[] = []
  const logger = createLogger({ level: 'debug', write: { write: (line) => void logged.push(JSON.parse(line)) } })
  const metrics = createMetrics()
  const app = createApp({
    routes,
    authority: options.authority ?? authorityTable,
    authenticator: options.authenticator ?? believingAuthenticator,
    scopeIndex: options.scopeIndex ?? nothingOutside,
    logger,
    metrics,
    clock: options.clock ?? systemClock,
    ready: options.ready ?? [],
    strict: options.strict ?? true,
    version: { name: 'test', version: '0.0.0' },
  })
  const { abortAfterMs } = options
  const server = await startServer({
    app,
    port: 0,
    host: '127.0.0.1',
    ...(abortAfterMs !== undefined && { abortAfterMs }),
  })
  return {
    url: server.url,
    metrics,
    logged,
    call: (method, path, call = {}) => callServer(`${server.url}${path}`, method, call),
    stop: () => server.stop(),
  }
}

/** For tests of the kit: every role may call every one of them. */
export function openToAll(routes: readonly Route[]): AuthorityTable {
  return Object.fromEntries(routes.map(({ operationId }) => [operationId, { roles, scope: 'named' }]))
}

async function callServer(url: string, method: string, call: Call): Promise<Answered> {
  const response = await fetch(url, { method, headers: headersOf(method, call), ...bodyOf(call.body) })
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.includes('json')
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: isJson && text ? JSON.parse(text) : undefined,
  }
}

function headersOf(method: string, { actor = 'officer/li-hua', key, body, headers }: Call): Record<string, string> {
  const isWrite = !['GET', 'HEAD', 'OPTIONS'].includes(method)
  const sentKey = key === undefined && isWrite ? randomUUID() : key
  return {
    ...(body !== undefined && { 'content-type': 'application/json' }),
    ...(actor !== null && { 'welfare-actor': actor }),
    ...(sentKey && { 'idempotency-key': sentKey }),
    ...headers,
  }
}

function bodyOf(body: unknown): { body?: string | Uint8Array<ArrayBuffer> } {
  if (body === undefined) return {}
  if (typeof body === 'string') return { body }
  if (body instanceof Uint8Array) return { body: new Uint8Array(body) }
  return { body: JSON.stringify(body) }
}
