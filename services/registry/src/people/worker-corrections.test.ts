import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { filesShowing } from '@welfare/process/files-showing.fixture.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Registry, startRegistry } from '../registry.fixture.ts'
import { createFictionalPeople } from './fictional-people.fixture.ts'

const folder = mkdtempSync(join(tmpdir(), 'registry-corrections-'))
const administrator = { 'welfare-actor': 'administrator/cellar-1' }
const reveal = `reveal=true&purpose=${encodeURIComponent('核对')}`
let registry: Registry
let people: ReturnType<typeof createFictionalPeople>
let programme: string
beforeAll(async () => {
  registry = await startRegistry(folder)
  people = createFictionalPeople(registry)
  programme = await registry.defineProgramme('632701')
})
afterAll(async () => {
  await registry.stop()
  rmSync(folder, { recursive: true })
})

const correct = (id: string, body: object, headers = {}) =>
  registry.post(`/v1/workers/${id}/corrections`, { reason: '录入有误', ...body }, headers)
const personOf = async (id: string) => (await registry.get(`/v1/workers/${id}?${reveal}`)).body
const historyOf = async (id: string) => (await registry.get(`/v1/workers/${id}/history?${reveal}`)).body

test('name, telephone, employer, trade are put right with a reason; the history says what was written before, and why', async () => {
  const { id, name } = await people.importSomebody(programme)
  const named = { name: '虚构新店', division: '632701', trade: '快递' }
  const employer = (await registry.post('/v1/employers', named)).body.id
  const right = { name: '虚构更名', phone: '13900001111', employer, trade: '快递' }
  const corrected = await correct(id, right)
  expect(corrected).toMatchObject({
    status: 200,
    body: { id, version: 2, corrected: ['name', 'phone', 'employer', 'trade'] },
  })
  expect(await personOf(id)).toMatchObject({
    employer,
    trade: '快递',
    person: { name: '虚构更名', phone: '13900001111' },
  })
  const { entries } = await historyOf(id)
  expect(entries).toMatchObject([
    { version: 1, type: 'WorkerRegistered', trade: '环卫', person: { name } },
    { version: 2, type: 'WorkerCorrected', actor: 'officer/li-hua', reason: '录入有误', person: { name: '虚构更名' } },
  ])
  const masked = (await registry.get(`/v1/workers/${id}/history`)).body.entries
  expect(masked[1]).not.toHaveProperty('reason')
  expect(masked[0].person).toMatchObject({ masked: true })
})

test('the same again, or what is right already, changes nothing; the same request is answered the same', async () => {
  const { id, name } = await people.importSomebody(programme)
  expect((await correct(id, { name })).body).toEqual({ id, version: 1, corrected: [] })
  const key = { 'idempotency-key': `twice-${id}` }
  const first = await correct(id, { phone: null }, key)
  expect(first.body).toEqual({ id, version: 2, corrected: ['phone'] })
  expect((await correct(id, { phone: null }, key)).body).toEqual(first.body)
  expect((await personOf(id)).person).not.toHaveProperty('phone')
})

test('a reason that tells of the person stands in no file in plain text; nor does what is corrected', async () => {
  const { id } = await people.importSomebody(programme)
  await correct(id, { name: '虚构秘密人', reason: '本人虚构秘密人来电说明' })
  await registry.post(`/v1/workers/${id}/restriction`, { reason: 'asked-by-person' })
  expect(filesShowing(folder, '虚构秘密人')).toEqual([])
})

test('a corrected number finds the worker, and so does the former one, unless it is released to somebody else', async () => {
  const { id, identityNumber: former } = await people.importSomebody(programme)
  const right = people.nextNumber()
  expect((await correct(id, { identityNumber: right })).body.corrected).toEqual(['identityNumber'])
  const again = await people.importLines(programme, [
    { name: '虚构0', identityNumber: right, employer: '虚构环卫公司', trade: '环卫' },
  ])
  expect(again.rows).toMatchObject([{ worker: id }])
  const old = await people.importLines(programme, [
    { name: '虚构0', identityNumber: former, employer: '虚构环卫公司', trade: '环卫' },
  ])
  expect(old.rows).toMatchObject([{ worker: id }])
  expect((await personOf(id)).person.identityNumber).toBe(right)

  const other = await people.importSomebody(programme)
  const rightToo = people.nextNumber()
  await correct(other.id, { identityNumber: rightToo, formerNumber: 'release' })
  const owner = await people.importLines(programme, [
    { name: '虚构真主', identityNumber: other.identityNumber, employer: '虚构环卫公司', trade: '环卫' },
  ])
  expect(owner.rows[0]?.worker).not.toBe(other.id)
  expect(owner.rows[0]?.worker).toMatch(/^worker-/)
  expect((await personOf(owner.rows[0]?.worker ?? '')).person).toMatchObject({
    name: '虚构真主',
    identityNumber: other.identityNumber,
  })
  expect((await personOf(other.id)).person.identityNumber).toBe(rightToo)
})

test('a number that another worker has is refused, and names that worker; a number that cannot be one is refused', async () => {
  const [one, other] = [await people.importSomebody(programme), await people.importSomebody(programme)]
  expect(await correct(one.id, { identityNumber: other.identityNumber })).toMatchObject({
    status: 409,
    body: { code: 'identity-of-another-worker', worker: other.id },
  })
  const wrong = `${one.identityNumber.slice(0, 17)}${one.identityNumber.endsWith('0') ? '1' : '0'}`
  expect(await correct(one.id, { identityNumber: wrong })).toMatchObject({
    status: 422,
    body: { code: 'identity-number-check-character-wrong' },
  })
  expect((await correct(one.id, {})).status).toBe(400)
})

test('a record is the union of its division’s: an officer elsewhere, whose programme has the worker too, cannot correct it', async () => {
  const { id } = await people.importSomebody(programme)
  const elsewhere = { 'welfare-actor': 'officer/far@632722' }
  expect((await correct(id, { name: '虚构别处' }, elsewhere)).body).toMatchObject({
    code: 'record-of-another-union',
    division: '632701',
  })
  expect((await correct(id, { name: '虚构本州' }, { 'welfare-actor': 'officer/near@632700' })).status).toBe(200)
})

test('nobody corrects a restricted record', async () => {
  const { id } = await people.importSomebody(programme)
  await registry.post(`/v1/workers/${id}/restriction`, { reason: 'asked-by-person' })
  expect((await correct(id, { name: '虚构' })).body).toMatchObject({ code: 'worker-restricted' })
})

test('after the key of the numbers was replaced, former numbers still find the worker', async () => {
  const { id, identityNumber: former } = await people.importSomebody(programme)
  const right = people.nextNumber()
  await correct(id, { identityNumber: right })
  await registry.post('/v1/identity-hash-rotation', {}, administrator)
  for (let isDone = false; !isDone; )
    isDone = (await registry.get('/v1/identity-hash-rotation', administrator)).body.status === 'done'
  for (const identityNumber of [former, right]) {
    const line = { name: '虚构', identityNumber, employer: '虚构环卫公司', trade: '环卫' }
    expect((await people.importLines(programme, [line])).rows).toMatchObject([{ worker: id }])
  }
})
