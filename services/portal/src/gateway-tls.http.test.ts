import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { nothingOutside } from '@welfare/http/authority/claimed-actor.fixture.ts'
import { sampleRoutes } from '@welfare/http/documents/sample-routes.fixture.ts'
import { createApp } from '@welfare/http/edge/app.ts'
import { type RunningServer, startServer } from '@welfare/http/edge/server.ts'
import { systemClock } from '@welfare/process/clock.ts'
import { createLogger } from '@welfare/process/logger.ts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { authority, serveGateway, statements } from './gateway.fixture.ts'

const trustedBefore = getCACertificates('default')
const folder = mkdtempSync(join(tmpdir(), 'welfare-gateway-tls-'))
let service: RunningServer
let certificate: Buffer
beforeAll(async () => {
  const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')]
  const subject = ['-subj', '/CN=funds', '-addext', 'subjectAltName=IP:127.0.0.1', '-days', '2', '-nodes']
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1']
  execFileSync('openssl', ['req', '-x509', ...kind, ...subject, '-out', cert, '-keyout', key], { stdio: 'ignore' })
  certificate = readFileSync(cert)
  const app = createApp({
    routes: sampleRoutes,
    authority,
    authenticator: statements.authenticator,
    scopeIndex: nothingOutside,
    clock: systemClock,
    logger: createLogger({ level: 'silent' }),
    ready: [],
    version: { name: 'test', version: '0' },
    strict: true,
  })
  service = await startServer({ app, host: '127.0.0.1', port: 0, tls: { cert: certificate, key: readFileSync(key) } })
})
afterAll(async () => {
  setDefaultCACertificates(trustedBefore)
  await service.stop()
  rmSync(folder, { recursive: true })
})

const askOne = async (url: string) => {
  const response = await fetch(`${url}/v1/shelves/shelf-1`, { headers: { 'welfare-actor': 'officer/li-hua' } })
  return { status: response.status, text: await response.text() }
}

it('a service that speaks TLS is asked where its certificate is trusted, and nowhere else', async () => {
  const doubting = await serveGateway({ shelves: [service.url] })
  expect((await askOne(doubting.url)).status).toBe(503)
  await doubting.stop()
  setDefaultCACertificates([...trustedBefore, certificate.toString()])
  const trusting = await serveGateway({ shelves: [service.url] })
  expect(await askOne(trusting.url)).toEqual({ status: 200, text: '{"id":"shelf-1","pieces":3}' })
  await trusting.stop()
})
