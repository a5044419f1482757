import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type ActorStatements, createActorStatements } from '@welfare/http/authority/actor-statement.ts'
import type { Authenticator } from '@welfare/http/authority/authenticator.ts'
import type { AuthorityTable } from '@welfare/http/authority/authority.ts'
import { believingAuthenticator, nothingOutside } from '@welfare/http/authority/claimed-actor.fixture.ts'
import { createOpenApiDocument } from '@welfare/http/documents/openapi.ts'
import { sampleAuthority, sampleRoutes } from '@welfare/http/documents/sample-routes.fixture.ts'
import { type ServedRoutes, serveRoutes } from '@welfare/http/edge/serve-routes.fixture.ts'
import { startServer } from '@welfare/http/edge/server.ts'
import type { Route } from '@welfare/http/route.ts'
import { systemClock } from '@welfare/process/clock.ts'
import { createLogger } from '@welfare/process/logger.ts'
import { createGateway } from './gateway.service.ts'
import { openPages } from './pages.ts'

export const authority: AuthorityTable = {
  ...sampleAuthority,
  readAuthority: { roles: ['auditor'], scope: 'named' },
  readHealth: { roles: ['administrator'], scope: 'named' },
  readJob: { roles: ['officer'], scope: 'named' },
  readHere: { roles: ['officer'], scope: 'named' },
}

export const statements: ActorStatements = createActorStatements(randomBytes(32), systemClock)

/** A cookie signs in as well, as an officer. */
const authenticator: Authenticator = {
  authenticate: (request) =>
    request.headers.cookie === 'session=officer'
      ? { actor: { role: 'officer', id: 'desk-1', scope: { divisions: ['000000'] } }, by: 'cookie' }
      : believingAuthenticator.authenticate(request),
}

export interface ServedGateway {
  readonly url: string
  readonly logged: readonly Record<string, unknown>[]
  /** The states that the log told of, in order: `shelves:ready`. */
  states(): string[]
  stop(): Promise<void>
}

/** The gateway over real HTTP on a free loopback port, strict; who asks is believed. */
export async function serveGateway(
  backends: Readonly<Record<string, readonly string[]>>,
  routes: readonly Route[] = [],
): Promise<ServedGateway> {
  const logged: Record<string, unknown>[] = []
  const gateway = createGateway({
    backends,
    pages: openPages(),
    routes,
    statements,
    authenticator,
    authority,
    scopeIndex: nothingOutside,
    clock: systemClock,
    logger: createLogger({ level: 'debug', write: { write: (line) => void logged.push(JSON.parse(line)) } }),
    ready: [],
    version: { name: 'test', version: '0.0.0' },
    strict: true,
  })
  await gateway.start()
  const server = await startServer({ app: gateway.app, host: '127.0.0.1', port: 0 })
  return {
    url: server.url,
    logged,
    states: () =>
      logged
        .filter(({ msg, from, to }) => msg === 'backend-instance' && from !== to)
        .map(({ service, to }) => `${service}:${to}`),
    async stop() {
      await server.stop()
      await gateway.stop()
    },
  }
}

/** A service of our own kind behind the gateway. */
export function serveBehind(routes: readonly Route[] = sampleRoutes, ready = () => true): Promise<ServedRoutes> {
  return serveRoutes(routes, {
    authority,
    authenticator: statements.authenticator,
    ready: [{ name: 'copy', check: ready }],
  })
}

export interface RawService {
  readonly url: string
  /** Requests that were not the gateway's own looks: method and path. */
  readonly asked: readonly string[]
  /** From here on it does not say any more how it is. */
  fallSilent(): void
  /** Ends at once, with every connection, as a killed process does. */
  kill(): void
}

/** A service that says it serves the sample routes, and does to requests what a test wants. */
export async function serveRaw(
  handle: (request: IncomingMessage, response: ServerResponse) => void,
  port = 0,
): Promise<RawService> {
  const document = createOpenApiDocument(sampleRoutes, sampleAuthority, { title: 'raw', version: '0' })
  const asked: string[] = []
  let isSilent = false
  const server = createServer((request, response) => {
    if (isSilent && request.url === '/readyz') return asked.push('a look')
    if (request.url === '/readyz') return response.end('{"ready":true}')
    if (request.url === '/openapi.json') return response.end(JSON.stringify(document))
    asked.push(`${request.method} ${request.url}`)
    return handle(request, response)
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    fallSilent() {
      isSilent = true
    },
    kill() {
      server.close()
      server.closeAllConnections()
    },
  }
}
