import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { filesShowing } from '@welfare/process/files-showing.fixture.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Registry, startRegistry } from '../registry.fixture.ts'
import { createFictionalPeople } from './fictional-people.fixture.ts'

const folder = mkdtempSync(join(tmpdir(), 'registry-registration-'))
let registry: Registry
let people: ReturnType<typeof createFictionalPeople>
beforeAll(async () => {
  registry = await startRegistry(folder)
  people = createFictionalPeople(registry, 1500)
})
afterAll(async () => {
  await registry.stop()
  rmSync(folder, { recursive: true })
})

const at = { employer: '虚构驿站', division: '632701', trade: '快递' }
const register = (body: object, headers = {}) => registry.post('/v1/workers', { ...at, ...body }, headers)
const employersCalled = async (name: string) =>
  (await registry.get('/v1/employers?limit=1000')).body.items.filter((one: { name: string }) => one.name === name)

test('one person is registered with the employer, on no roster, and is found', async () => {
  const registered = await register({ name: '虚构站长', identityNumber: people.nextNumber(), phone: '13812340001' })
  expect(registered).toMatchObject({ status: 201, body: { version: 1, name: '虚**长' } })
  const { id } = registered.body
  const { items } = (await registry.post('/v1/worker-look-ups', { name: '虚构站长', purpose: '物资签收' })).body
  expect(items).toMatchObject([{ id, employerName: '虚构驿站', trade: '快递', programmes: [] }])
  const [employer, ...more] = await employersCalled('虚构驿站')
  expect(employer).toMatchObject({ id: items[0].employer, trade: '快递' })
  expect(more).toEqual([])
  expect(filesShowing(join(folder, 'log'), '虚构站长')).toEqual([])
})

test('the trade is the employer’s where that is known; else it has to be said', async () => {
  const named = { name: '虚构出纳', identityNumber: people.nextNumber(), trade: undefined }
  expect(await register({ ...named, employer: '虚构新站' })).toMatchObject({
    status: 422,
    body: { code: 'trade-missing' },
  })
  const { id } = (await register(named)).body
  expect((await registry.get(`/v1/workers/${id}`)).body).toMatchObject({ trade: '快递' })
})

test('sent again under its key it is answered the same; another time it says who is registered', async () => {
  const body = { name: '虚构再次', identityNumber: people.nextNumber() }
  const key = { 'idempotency-key': 'register-again' }
  const first = await register(body, key)
  expect((await register(body, key)).body).toEqual(first.body)
  const before = await registry.sequence()
  const again = await register({ ...body, employer: '虚构别的单位' })
  expect(again).toMatchObject({
    status: 409,
    body: { code: 'worker-already-registered', worker: first.body.id, maskedName: '虚**次' },
  })
  expect(await register({ ...body, name: '虚构他人' })).toMatchObject({
    status: 409,
    body: { code: 'identity-of-another-worker' },
  })
  expect(await registry.sequence()).toBe(before)
  expect(await employersCalled('虚构别的单位')).toEqual([])
})

test('who is on a roster is that worker; two at once are one', async () => {
  const onRoster = await people.importSomebody(await registry.defineProgramme('632701'))
  const { name, identityNumber } = onRoster
  expect((await register({ name, identityNumber })).body).toMatchObject({ worker: onRoster.id })
  const twice = { name: '虚构同时', identityNumber: people.nextNumber() }
  const statuses = (await Promise.all([register(twice), register(twice)])).map(({ status }) => status)
  expect(statuses.sort()).toEqual([201, 409])
})

test('a number that is none, and a person where the employer or the trade should stand, are refused', async () => {
  const identityNumber = people.nextNumber()
  const wrong = `${identityNumber.slice(0, -1)}${identityNumber.endsWith('1') ? '2' : '1'}`
  const refused = async (body: object) => (await register({ name: '虚构本人', identityNumber, ...body })).body.code
  expect(await refused({ identityNumber: wrong })).toBe('identity-number-check-character-wrong')
  expect(await refused({ employer: '虚构本人小吃店' })).toBe('employer-names-person')
  expect(await refused({ trade: '虚构本人' })).toBe('trade-names-person')
  expect((await register({ name: '虚构本人', identityNumber }, { 'welfare-actor': 'auditor/hall-1' })).status).toBe(403)
})

test('whose data is restricted is not registered once more', async () => {
  const body = { name: '虚构限制', identityNumber: people.nextNumber() }
  const { id } = (await register(body)).body
  await registry.post(`/v1/workers/${id}/restriction`, { reason: 'asked-by-person' })
  expect(await register(body)).toMatchObject({ status: 409, body: { code: 'worker-restricted' } })
})
