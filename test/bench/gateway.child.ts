import { createActorStatements } from '@welfare/service-kit/actor-statement.ts'
import { createApp } from '@welfare/service-kit/app.ts'
import { authorityTable } from '@welfare/service-kit/authority-table.ts'
import { believingAuthenticator, nothingOutside } from '@welfare/service-kit/claimed-actor.fixture.ts'
import { systemClock } from '@welfare/service-kit/clock.ts'
import { createLogger } from '@welfare/service-kit/logger.ts'
import { sampleAuthority, sampleRoutes } from '@welfare/service-kit/sample-routes.ts'
import { startServer } from '@welfare/service-kit/server.ts'
import { createGateway } from '../../services/portal/src/gateway.service.ts'

/** A service with the sample routes, or, given the address of one, the gateway before it. Tells its parent where it listens, and its CPU time when asked. */
const [backend] = process.argv.slice(2)
const statements = createActorStatements(new Uint8Array(32), systemClock)
const options = {
  places: nothingOutside,
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
