import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { get as getPlain } from 'node:http'
import { get, type RequestOptions } from 'node:https'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeFolder, runCli, type Serving, startServing } from './cli-process.fixture.ts'

let folder: ReturnType<typeof makeFolder>
let serving: Serving | undefined
beforeEach(() => {
  folder = makeFolder()
})
afterEach(async () => {
  await serving?.end('SIGTERM')
  serving = undefined
  folder.remove()
})

test('a certificate and its key are enough to serve TLS on an address that others reach', async () => {
  const files = makeCertificate(folder.path)
  const environment = { WELFARE_HOST: '0.0.0.0', WELFARE_TLS_CERT_FILE: files.cert, WELFARE_TLS_KEY_FILE: files.key }
  serving = await startServing(join(folder.path, 'data'), environment)
  const { protocol, port } = new URL(serving.url)
  expect(protocol).toBe('https:')
  const answer = await fetchTls({ host: '127.0.0.1', port, path: '/livez', ca: readFileSync(files.cert) })
  expect(answer).toMatchObject({ status: 200, body: '{"alive":true}', hsts: expect.stringContaining('max-age=') })
  const report = await runCli(['report', 'budget'], { folder: join(folder.path, 'data') })
  expect(report).toMatchObject({ exitCode: 0, stderr: '' })
})

test('half of a pair, or a file that is not there, is wrong usage and starts nothing', async () => {
  const half = { WELFARE_TLS_CERT_FILE: join(folder.path, 'cert.pem') }
  expect(await runCli(['serve'], { folder: join(folder.path, 'data'), environment: half })).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('WELFARE_TLS_KEY_FILE'),
  })
  const absent = { ...half, WELFARE_TLS_KEY_FILE: join(folder.path, 'key.pem'), PORT: '0' }
  expect(await runCli(['serve'], { folder: join(folder.path, 'data'), environment: absent })).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('tls-files-unusable'),
  })
})

test('a pair that is swapped is wrong usage, in one sentence', async () => {
  const files = makeCertificate(folder.path)
  const environment = { WELFARE_TLS_CERT_FILE: files.key, WELFARE_TLS_KEY_FILE: files.cert, PORT: '0' }
  const ended = await runCli(['serve'], { folder: join(folder.path, 'data'), environment })
  expect(ended).toMatchObject({ exitCode: 2, stdout: '' })
  expect(ended.stderr).toMatch(
    /key\.pem holds a private key: the two files are swapped; it is to hold a certificate .*\(tls-files-unusable\)\n$/,
  )
  expect(existsSync(join(folder.path, 'data'))).toBe(false)
})

test('whoever serves others without naming the hosts is told at the start and in the log, and whoever comes in the refusal', async () => {
  const data = join(folder.path, 'data')
  const environment = { WELFARE_HOST: '0.0.0.0', WELFARE_BEHIND_TLS_PROXY: 'true', WELFARE_LOG_LEVEL: 'info' }
  const started = await startServing(data, environment)
  serving = started
  const { port } = new URL(started.url)
  const refused = await fetchPlain(port, 'ledger.example')
  expect(refused).toMatchObject({ status: 421, body: expect.stringContaining('ask who runs the server') })
  await started.end('SIGTERM')
  serving = undefined
  const said = await started.stderr
  expect(said).toMatch(/WELFARE_ALLOWED_HOSTS.*hosts-not-named/)
  expect(said).toMatch(/host-not-allowed.*WELFARE_ALLOWED_HOSTS/)
})

test('the demonstration is not served where others could reach it', async () => {
  const environment = { WELFARE_HOST: '0.0.0.0', WELFARE_BEHIND_TLS_PROXY: 'true' }
  const ended = await runCli(['demo', '--exit'], { folder: join(folder.path, 'data'), environment })
  expect(ended).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('demo-on-public-address') })
})

function makeCertificate(directory: string): { cert: string; key: string } {
  const [cert, key] = [join(directory, 'cert.pem'), join(directory, 'key.pem')]
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1,DNS:localhost', '-days', '2']
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  execFileSync('openssl', ['req', '-x509', ...kind, ...subject, '-out', cert, '-keyout', key], { stdio: 'ignore' })
  return { cert, key }
}

async function fetchTls(
  options: RequestOptions,
): Promise<{ status?: number | undefined; body: string; hsts: unknown }> {
  const [response] = await once(get(options), 'response')
  return {
    status: response.statusCode,
    body: await text(response),
    hsts: response.headers['strict-transport-security'],
  }
}

async function fetchPlain(port: string, host: string): Promise<{ status: number | undefined; body: string }> {
  const [response] = await once(getPlain({ host: '127.0.0.1', port, path: '/livez', headers: { host } }), 'response')
  return { status: response.statusCode, body: await text(response) }
}
