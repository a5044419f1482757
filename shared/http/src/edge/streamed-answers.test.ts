import { Readable } from 'node:stream'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { defineRoute } from '../route.ts'
import { openToAll, type ServedRoutes, serveRoutes } from './serve-routes.fixture.ts'

const opened: Readable[] = []
let asked = 0
const open = () => {
  const body = new Readable({ read: () => {} })
  opened.push(body)
  return { status: 200, body, contentType: 'application/zip' }
}
const common = { method: 'get' as const, tag: 'parcels', refusals: {} }
const answers = { 200: { description: 'A parcel', contentType: 'application/zip' } }
const routes = [
  defineRoute({
    ...{ ...common, answers, path: '/v1/parcels', operationId: 'readParcel', summary: 'A parcel' },
    handle: () => ({ ...open(), version: 7 }),
  }),
  defineRoute({
    ...{ ...common, answers, path: '/v1/late-parcels', operationId: 'readLateParcel', summary: 'When nobody waits' },
    async handle({ signal }) {
      asked += 1
      await new Promise((resolve) => signal.addEventListener('abort', resolve))
      return open()
    },
  }),
]

let served: ServedRoutes
beforeAll(async () => {
  served = await serveRoutes(routes, { authority: openToAll(routes) })
})
afterAll(() => served.stop())

it.each([
  ['HEAD', {}, 200],
  ['GET', { 'if-none-match': '"7"' }, 304],
])('a stream that %s does not read is closed', async (method, headers, status) => {
  expect((await served.call(method, '/v1/parcels', { headers })).status).toBe(status)
  await expect.poll(() => opened.at(-1)?.destroyed).toBe(true)
})

it('a stream that is opened when the client has gone is closed', async () => {
  const before = opened.length
  const client = new AbortController()
  const headers = { 'welfare-actor': 'officer/li-hua' }
  const gone = expect(fetch(`${served.url}/v1/late-parcels`, { headers, signal: client.signal })).rejects.toThrow()
  await expect.poll(() => asked).toBe(1)
  client.abort()
  await gone
  await expect.poll(() => opened).toHaveLength(before + 1)
  await expect.poll(() => opened.at(-1)?.destroyed).toBe(true)
})
