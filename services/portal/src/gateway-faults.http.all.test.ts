import { type ClientRequest, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http'
import { sampleRoutes } from '@welfare/http/documents/sample-routes.fixture.ts'
import { createJobsRoute } from '@welfare/http/jobs.ts'
import { afterEach, describe, expect, it } from 'vitest'
import { type RawService, type ServedGateway, serveBehind, serveGateway, serveRaw } from './gateway.fixture.ts'

const ending: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end()
})

async function behind(backends: Record<string, readonly string[]>): Promise<ServedGateway> {
  const gateway = await serveGateway(backends)
  ending.push(() => gateway.stop())
  return gateway
}

async function raw(
  handle: (request: IncomingMessage, response: ServerResponse) => void,
  port = 0,
): Promise<RawService> {
  const service = await serveRaw(handle, port)
  ending.push(() => service.kill())
  return service
}

async function kin(routes = sampleRoutes, ready = () => true) {
  const service = await serveBehind(routes, ready)
  ending.push(() => service.stop())
  return service
}

/** A look comes every second. */
const soon = { timeout: 5_000 }
const officer = { 'welfare-actor': 'officer/li-hua', 'idempotency-key': 'key-of-one-intent' }

async function ask(url: string, method: string, path: string, body?: string) {
  const headers = { ...officer, ...(body !== undefined && { 'content-type': 'application/json' }) }
  const response = await fetch(`${url}${path}`, { method, headers, ...(body !== undefined && { body }) })
  const text = await response.text()
  const { code } = response.headers.get('content-type')?.includes('problem') ? JSON.parse(text) : { code: undefined }
  return { status: response.status, code, text, retryAfter: response.headers.get('retry-after') }
}
const take = (url: string) => ask(url, 'POST', '/v1/shelves/shelf-1/takings', '{"pieces":1}')
const read = (url: string) => ask(url, 'GET', '/v1/shelves/shelf-1')

/** An address at which nobody listens. */
async function nowhere(): Promise<string> {
  const gone = await serveRaw(() => {})
  gone.kill()
  return gone.url
}

const unavailable = { status: 503, code: 'service-unavailable', retryAfter: '1' }

describe('instances', () => {
  it('are asked in turn', async () => {
    const services = [await raw((_, response) => response.end('{}')), await raw((_, response) => response.end('{}'))]
    const { url } = await behind({ shelves: services.map((service) => service.url) })
    for (let times = 0; times < 6; times += 1) expect((await read(url)).status).toBe(200)
    expect(services.map(({ asked }) => asked.length)).toEqual([3, 3])
  })

  it('that were killed are passed over, and nothing that had not left is lost', async () => {
    const killed = await raw((_, response) => response.end('{}'))
    const other = await kin()
    const { url, states } = await behind({ shelves: [killed.url, other.url] })
    killed.kill()
    for (let times = 0; times < 6; times += 1) expect((await take(url)).status).toBe(201)
    expect(states()).toContain('shelves:down')
  })

  it('that come back are asked again', async () => {
    const before = await raw((_, response) => response.end('{}'))
    const { url, states } = await behind({ shelves: [before.url] })
    before.kill()
    expect(await read(url)).toMatchObject(unavailable)
    await raw((_, response) => response.end('{"again":true}'), Number(new URL(before.url).port))
    await expect.poll(states, soon).toEqual(['shelves:ready', 'shelves:down', 'shelves:ready'])
    expect((await read(url)).text).toBe('{"again":true}')
  })

  it('that are not ready are asked only where none is', async () => {
    let isReady = false
    const late = await kin(sampleRoutes, () => isReady)
    const ready = await raw((_, response) => response.end('{"raw":true}'))
    const { url, states } = await behind({ shelves: [late.url, ready.url] })
    for (let times = 0; times < 4; times += 1) expect((await read(url)).text).toBe('{"raw":true}')
    expect((await ask(url, 'GET', '/readyz')).status).toBe(200)
    ready.kill()
    await expect.poll(states, soon).toContain('shelves:down')
    expect((await read(url)).text).toContain('"shelf-1"')
    expect(await ask(url, 'GET', '/readyz')).toMatchObject({ status: 503 })
    isReady = true
    await expect.poll(() => states().at(-1), soon).toBe('shelves:ready')
    expect((await ask(url, 'GET', '/readyz')).status).toBe(200)
  })
})

it('an instance too busy to say how it is stays in use until it has missed three looks', async () => {
  const service = await raw((_, response) => response.end('{}'))
  const { url, states } = await behind({ shelves: [service.url] })
  service.fallSilent()
  await expect.poll(() => service.asked.length, { timeout: 15_000 }).toBe(3)
  expect((await read(url)).status).toBe(200)
  await expect.poll(states, { timeout: 15_000 }).toEqual(['shelves:ready', 'shelves:down'])
  expect(await read(url)).toMatchObject(unavailable)
})

describe('a service that nobody can reach', () => {
  it('is told as such, and when to come again; the gateway lives', async () => {
    const shelves = await kin()
    const gateway = await behind({ shelves: [shelves.url] })
    await shelves.stop()
    expect(await take(gateway.url)).toMatchObject(unavailable)
    expect(await read(gateway.url)).toMatchObject(unavailable)
    expect((await ask(gateway.url, 'GET', '/livez')).status).toBe(200)
    const readiness = await ask(gateway.url, 'GET', '/readyz')
    expect([readiness.status, JSON.parse(readiness.text).checks]).toEqual([503, { 'service-shelves': 'failing' }])
  })

  it('and was never met may serve any route: none is said not to be there', async () => {
    const jobs = createJobsRoute([{ category: 'import', read: async () => undefined }])
    const shelves = await kin([...sampleRoutes, jobs])
    const { url } = await behind({ shelves: [shelves.url], funds: [await nowhere()] })
    const unknown = ['GET /v1/funds', 'PATCH /v1/shelves', 'OPTIONS /v1/shelves', 'GET /v1/jobs/batch-1']
    for (const one of unknown) {
      const [method = '', path = ''] = one.split(' ')
      expect(await ask(url, method, path), one).toMatchObject(unavailable)
    }
    expect((await ask(url, 'GET', '/v1/jobs/import-1')).code).toBe('job-unknown')
    expect((await read(url)).status).toBe(200)
    expect((await ask(url, 'GET', '/openapi.json')).status).toBe(200)
  })
})

describe('an instance that ends while it is asked', () => {
  it('leaves a write unknown, which is not sent again', async () => {
    const services = [await raw(({ socket }) => socket.destroy()), await raw(({ socket }) => socket.destroy())]
    const { url } = await behind({ shelves: services.map((service) => service.url) })
    expect(await take(url)).toMatchObject({ status: 503, code: 'outcome-unknown', retryAfter: '1' })
    expect(services.flatMap(({ asked }) => asked)).toEqual(['POST /v1/shelves/shelf-1/takings'])
  })

  it('has a read asked once more, of another', async () => {
    const broken = await raw(({ socket }) => socket.destroy())
    const other = await raw((_, response) => response.end('{}'))
    const { url } = await behind({ shelves: [broken.url, other.url] })
    for (let times = 0; times < 4; times += 1) expect((await read(url)).status).toBe(200)
    expect(broken.asked.length).toBe(2)
  })

  it('has a read asked twice at most', async () => {
    const broken = [0, 1, 2].map(() => raw(({ socket }) => socket.destroy()))
    const services = await Promise.all(broken)
    const { url } = await behind({ shelves: services.map((service) => service.url) })
    expect(await read(url)).toMatchObject(unavailable)
    expect(services.flatMap(({ asked }) => asked)).toHaveLength(2)
  })

  it.each([
    ['of stated length', { 'content-length': '1000' }],
    ['in chunks', {}],
  ])('in the middle of an answer %s, breaks the client’s off too', async (_name, headers) => {
    const service = await raw((request, response) => {
      response.writeHead(200, { 'content-type': 'text/csv', ...headers }).write('shelf-1,1\n')
      request.socket.setTimeout(20, () => request.socket.destroy())
    })
    const { url } = await behind({ shelves: [service.url] })
    const response = await fetch(`${url}/v1/shelf-lists`, { headers: officer })
    expect(response.status).toBe(200)
    await expect(response.text()).rejects.toThrow()
  })
})

describe('bodies go through as they come', () => {
  const csv = { ...officer, 'content-type': 'text/csv' }

  it('an upload reaches the service before it has ended', async () => {
    let received = 0
    const service = await raw((request, response) => {
      request.on('data', (chunk: Buffer) => {
        received += chunk.length
      })
      request.on('end', () => response.end(String(received)))
    })
    const { url } = await behind({ shelves: [service.url] })
    const upload = open(`${url}/v1/shelf-lists`, csv)
    upload.write('x'.repeat(70_000))
    await expect.poll(() => received).toBe(70_000)
    upload.end('end')
    expect(await textOf(upload)).toBe('70003')
  })

  it('an upload that the service does not read on waits at the client', async () => {
    const service = await raw((request) => void request.pause())
    const { url } = await behind({ shelves: [service.url] })
    const upload = open(`${url}/v1/shelf-lists`, csv)
    upload.on('error', () => {})
    const chunk = Buffer.alloc(1024 * 1024)
    let written = 0
    const pour = () => {
      while (written < 256 && upload.write(chunk)) written += 1
      if (written < 256) upload.once('drain', pour)
    }
    pour()
    await expect.poll(() => service.asked).toHaveLength(1)
    const before = process.memoryUsage().arrayBuffers
    await expect.poll(() => upload.writableNeedDrain, { timeout: 10_000 }).toBe(true)
    expect(written).toBeLessThan(64)
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 * 1024 * 1024)
    upload.destroy()
    service.kill()
  })

  it('an answer given before the upload was read reaches the client', async () => {
    const shelves = await kin()
    const { url } = await behind({ shelves: [shelves.url] })
    const upload = open(`${url}/v1/shelf-lists`, { ...csv, 'content-length': '5000000' })
    upload.end(Buffer.alloc(5_000_000))
    expect(JSON.parse(await textOf(upload)).code).toBe('body-too-large')
  })

  it('a client that goes away has the service told', async () => {
    let wasCut = false
    const service = await raw((_, response) => {
      response.on('close', () => {
        wasCut = true
      })
    })
    const { url } = await behind({ shelves: [service.url] })
    const asked = httpRequest(`${url}/v1/shelves/shelf-1`, { headers: officer })
    asked.on('error', () => {})
    asked.end()
    await expect.poll(() => service.asked).toHaveLength(1)
    asked.destroy()
    await expect.poll(() => wasCut).toBe(true)
    expect(service.asked).toHaveLength(1)
  })

  it('a client that goes away in the middle of an upload leaves the service no whole one', async () => {
    const ends: string[] = []
    const service = await raw((request) => {
      request.on('end', () => ends.push('end')).on('error', () => ends.push('error'))
      request.resume()
    })
    const { url } = await behind({ shelves: [service.url] })
    const upload = open(`${url}/v1/shelf-lists`, csv)
    upload.on('error', () => {})
    upload.write('half')
    await expect.poll(() => service.asked).toHaveLength(1)
    upload.destroy()
    await expect.poll(() => ends).toEqual(['error'])
  })
})

describe('two that say they serve the same', () => {
  it('are not both asked: the second is not taken in', async () => {
    const [first, second] = [await kin(), await kin()]
    const { url, logged } = await behind({ shelves: [first.url], copies: [second.url] })
    expect((await read(url)).status).toBe(200)
    expect((await ask(url, 'GET', '/readyz')).status).toBe(503)
    expect(logged.find(({ err }) => err)).toMatchObject({ err: { type: 'RouteServedTwiceError' } })
  })
})

function open(url: string, headers: Record<string, string>): ClientRequest {
  return httpRequest(url, { method: 'POST', headers: { ...headers, connection: 'close' } })
}

function textOf(asked: ClientRequest): Promise<string> {
  return new Promise((resolve, reject) => {
    asked.on('error', reject)
    asked.on('response', (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk
      })
      response.on('end', () => resolve(text))
    })
  })
}
