import { createActorStatements } from '@welfare/http/authority/actor-statement.ts'
import { authorityTable } from '@welfare/http/authority/authority-table.ts'
import { believingAuthenticator, nothingOutside } from '@welfare/http/authority/claimed-actor.fixture.ts'
import { sampleAuthority, sampleRoutes } from '@welfare/http/documents/sample-routes.fixture.ts'
import { createApp } from '@welfare/http/edge/app.ts'
import { startServer } from '@welfare/http/edge/server.ts'
import { systemClock } from '@welfare/process/clock.ts'
import { createLogger } from '@welfare/process/logger.ts'
import { createGateway } from '../../services/portal/src/gateway.service.ts'

/** A service with the sample routes, or, given the address of one, the gateway before it. Tells its parent where it listens, and its CPU time when asked. */
const [backend] = process.argv.slice(2)
const statements = createActorStatements(new Uint8Array(32), systemClock)
const options = {
  scopeIndex: nothingOutside,
  clock: systemClock,
  logger: createLogger({ level: 'info', write: { write: () => {} } }),
  ready: [],
  version: { name: 'bench', version: '0' },
}
const app = backend === undefined ? serve() : await stand(backend)
const { url } = await startServer({ app, host: '127.0.0.1', port: 0 })
process.send?.({ url })
process.on('message', () => process.send?.({ cpuUs: process.cpuUsage().user + process.cpuUsage().system }))

function serve() {
  const { authenticator } = statements
  return createApp({ ...options, routes: sampleRoutes, authority: sampleAuthority, authenticator })
}

async function stand(url: string) {
  const gateway = createGateway({
    ...options,
    routes: [],
    backends: { shelves: [url] },
    authority: authorityTable,
    authenticator: believingAuthenticator,
    statements,
  })
  await gateway.start()
  return gateway.app
}
