import { randomUUID } from 'node:crypto'
import { Validator } from '@seriousme/openapi-schema-validator'
import { everything, roles } from '@welfare/contracts/authority.ts'
import type { Authenticated } from '@welfare/http/authority/authenticator.ts'
import { authorityTable } from '@welfare/http/authority/authority-table.ts'
import type { Route } from '@welfare/http/route.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Answer, inParallel } from '../harness/api.ts'
import { type Operation, readOperations } from '../harness/api-document.ts'
import { type DistributedServices, openDistributedServices } from '../harness/distributed-services.ts'
import { importRoster, rosterFile } from '../harness/meals.ts'
import type { KnownIds } from '../harness/one-of-everything.ts'
import { namingsOf, type Parts, replaceAt, requestsAbout, toRequest } from '../harness/route-requests.ts'
import { county, neighbour, settle } from '../harness/two-counties.ts'
import { rolesOf, rowOf } from '../harness/walked-ledger.ts'

/** Every service apart, played through the gateway from an empty ledger to one of everything in two places. */
let apart: DistributedServices
let own: KnownIds
let foreign: KnownIds
let operations: readonly Operation[]
let routes: ReadonlyMap<string, Route>
beforeAll(async () => {
  apart = await openDistributedServices('2025-06-01T12:00:00+08:00')
  own = await settle(apart.api, county)
  foreign = await settle(apart.api, neighbour)
  operations = await readOperations(apart.api)
  routes = new Map(apart.routes.map((route) => [route.operationId, route]))
}, 120_000)
afterAll(() => apart.close())

const AT_ONCE = 8
const insider = (role: (typeof roles)[number]) => `${role}/${role}-near@${county.division},${own.merchant?.[0]}`

function plainRequest(operation: Operation): Parts {
  const route = routes.get(operation.operationId)
  // Who may do what is itself a route, the gateway's.
  if (!route) return { params: {}, query: {}, body: undefined }
  return requestsAbout(operation, route, own, county.division)[0] ?? { params: {}, query: {}, body: undefined }
}

function ask(operation: Operation, parts: Parts, actor: string | null): Promise<Answer> {
  const route = routes.get(operation.operationId)
  const request = route ? toRequest(operation, route, parts) : { method: operation.method, path: operation.path }
  return apart.api.send({ ...request, actor })
}

test('the services together serve every route of the table, but those of one machine and of the demonstration', async () => {
  const served = operations.map(({ operationId }) => operationId).sort()
  const named = Object.keys(authorityTable)
    .filter((name) => !['makeBackup', 'orderBundle', 'downloadBundle', 'breakOffBundle', 'enterDoor'].includes(name))
    .sort()
  expect(served).toEqual(named)
  const { items } = await apart.api.get('/v1/authority', 'auditor/auditor')
  expect(items.map(({ operationId }: { operationId: string }) => operationId).sort()).toEqual(named)
  for (const { operationId, roles: told, scope, ofProgrammes, heldByService } of items) {
    const also = { ...(ofProgrammes && { ofProgrammes }), ...(heldByService && { heldByService }) }
    expect({ roles: told, scope, ...also }).toEqual(rowOf({ operationId }))
  }
})

test('their one document is valid, and no name in it means two things', async () => {
  const document = await apart.api.get('/openapi.json')
  expect(await new Validator().validate(structuredClone(document))).toMatchObject({ valid: true })
  expect(Object.keys(document.components.schemas).filter((name) => name.includes('.'))).toEqual([])
  expect(document.paths['/v1/jobs/{id}'].get['x-job-categories']).toEqual(['batch', 'import'])
})

test('nobody is let in without signing in, and nobody in a role that the row does not name', async () => {
  const cases = operations
    .filter((operation) => rowOf(operation).roles !== 'public')
    .flatMap((operation) => {
      const parts = plainRequest(operation)
      const strangers = roles.filter((role) => !rolesOf(operation).includes(role)).map(insider)
      return [null, ...strangers].map((actor) => ({ operation, parts, actor }))
    })
  expect(cases.length).toBeGreaterThan(300)
  const faults = await inParallel(cases, AT_ONCE, async ({ operation, parts, actor }) => {
    const { status, body } = await ask(operation, parts, actor)
    const expected = actor === null ? '401 sign-in-required' : '403 role-not-allowed'
    return `${status} ${body.code}` === expected ? [] : [`${operation.operationId} ${actor}: ${status} ${body.code}`]
  })
  expect(faults.flat()).toEqual([])
}, 60_000)

test('what lies elsewhere is hidden like what never was', async () => {
  const cases = operations
    .filter((operation) => rolesOf(operation).includes('officer') && rowOf(operation).scope === 'named')
    .flatMap((operation) => {
      const parts = plainRequest(operation)
      const [naming] = namingsOf({ params: parts.params, query: {}, body: undefined })
      const other = naming && foreign[naming.kind]?.[0]
      return naming && other !== undefined ? [{ operation, parts, naming, other }] : []
    })
  expect(cases.length).toBeGreaterThan(30)
  const faults = await inParallel(cases, AT_ONCE, async ({ operation, parts, naming, other }) => {
    const never = other.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/, () => randomUUID())
    const told = await Promise.all(
      [other, never].map((id) => ask(operation, replaceAt(parts, naming.at, id), insider('officer'))),
    )
    const codes = told.map(({ status, body }) => `${status} ${body.code}`)
    return codes[0] === codes[1] && told[0]?.status === 404 ? [] : [`${operation.operationId}: ${codes.join(' / ')}`]
  })
  expect(faults.flat()).toEqual([])
}, 60_000)

/** One route of each service that somebody must sign in for. */
const guarded = {
  registry: '/v1/unions',
  programmes: '/v1/programmes',
  funds: '/v1/funds',
  vouchers: '/v1/proposals/vouchers',
  deliveries: '/v1/items',
  reports: '/v1/budget',
}
const auditor: Authenticated = { actor: { role: 'auditor', id: 'test', scope: everything }, by: 'token' }

/** Past the gateway, with what it would say of an auditor who asks for `target`. */
async function askDirectly(service: string, path: string, target = path) {
  const statement = apart.statements.sign(auditor, { method: 'GET', target, address: '203.0.113.9' })
  const response = await fetch(`${apart.urls[service]?.[0]}${path}`, {
    headers: { 'welfare-actor-statement': statement },
  })
  return { status: response.status, text: await response.text() }
}

test.each(Object.entries(guarded))(
  '%s believes nobody but the gateway, and for what it said only',
  async (service, path) => {
    expect((await askDirectly(service, path)).status).toBe(200)
    expect((await askDirectly(service, path, '/v1/elsewhere')).status).toBe(401)
    const token = await apart.api.tokenOf('auditor/auditor')
    const bearer = await fetch(`${apart.urls[service]?.[0]}${path}`, { headers: { authorization: `Bearer ${token}` } })
    expect(await bearer.json()).toMatchObject({ status: 401, code: 'sign-in-required' })
  },
)

test('who has signed in at the portal is known to every service, and changes something from our own pages only', async () => {
  const account = { account: 'desk-9', kind: 'person', role: 'officer', scope: { divisions: ['632701'] } }
  const { oneTimePassword } = await apart.api.post('/v1/accounts', account, { actor: 'administrator/administrator' })
  const password = { account: 'desk-9', password: oneTimePassword, newPassword: '长江源头 mule 2025' }
  const signedIn = await apart.api.send({ method: 'POST', path: '/v1/session', body: password, actor: null })
  const [cookie = ''] = signedIn.headers.get('set-cookie')?.split(';') ?? []
  const openFund = (headers: Record<string, string>) => {
    const body = { name: '资金', division: '632701', funder: { name: '出资方', kind: 'union' } }
    return apart.api.send({ method: 'POST', path: '/v1/funds', body, actor: null, headers: { cookie, ...headers } })
  }
  expect(await openFund({ 'sec-fetch-site': 'same-origin' })).toMatchObject({ status: 201 })
  const elsewhere = { status: 403, body: { code: 'cross-origin' } }
  expect(await openFund({ 'sec-fetch-site': 'cross-site' })).toMatchObject(elsewhere)
  expect(await openFund({ origin: 'https://evil.example' })).toMatchObject(elsewhere)
  expect(await apart.api.send({ method: 'GET', path: '/v1/funds', actor: null, headers: { cookie } })).toMatchObject({
    status: 200,
  })
})

test('an outsider cannot speak for the gateway', async () => {
  const statement = apart.statements.sign(auditor, { method: 'GET', target: '/v1/funds', address: '203.0.113.9' })
  const headers = { 'welfare-actor-statement': statement }
  expect(await apart.api.send({ method: 'GET', path: '/v1/funds', actor: null, headers })).toMatchObject({
    status: 401,
  })
})

test('a journal that is streamed through is the one that the service streams', async () => {
  const path = '/v1/journal.csv'
  const through = await apart.api.send({ method: 'GET', path, actor: 'auditor/auditor' })
  const direct = await askDirectly('reports', path)
  expect([through.status, direct.status]).toEqual([200, 200])
  expect(through.body.split('\n').length).toBeGreaterThan(50)
  expect(through.body).toBe(direct.text)
})

test('jobs of both rooms are found; a job of no room is not there', async () => {
  const [programme] = own.programme ?? []
  const imported = await importRoster(apart.api, programme ?? '', await rosterFile(3, 5_000))
  expect(imported).toMatchObject({ kind: 'roster-import', status: 'done' })
  expect(await apart.api.get(`/v1/jobs/${own.batch?.[0]}`)).toMatchObject({ kind: 'issuance', status: 'done' })
  const nowhere = await apart.api.send({ method: 'GET', path: `/v1/jobs/fund-${randomUUID()}` })
  expect(nowhere).toMatchObject({ status: 404, body: { code: 'job-unknown' } })
})

test('public routes need nobody', async () => {
  const { status, body } = await apart.api.send({ method: 'GET', path: '/log/checkpoint', actor: null })
  expect([status, typeof body]).toEqual([200, 'string'])
})

test('where one instance ends the other serves on', async () => {
  const [first = '', second = ''] = apart.urls.vouchers ?? []
  await apart.stop(first)
  const path = `/v1/vouchers/${own.voucher?.[1]}?merchant=${own.merchant?.[0]}`
  for (let times = 0; times < 4; times += 1)
    expect(
      (await apart.api.send({ method: 'GET', path, actor: `merchant-till/till-1@${own.merchant?.[0]}` })).status,
    ).toBe(200)
  await apart.stop(second)
  expect(await apart.api.send({ method: 'GET', path })).toMatchObject({
    status: 503,
    body: { code: 'service-unavailable', service: 'vouchers' },
  })
})
