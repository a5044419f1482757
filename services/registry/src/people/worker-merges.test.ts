import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { filesShowing } from '@welfare/process/files-showing.fixture.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Registry, startRegistry } from '../registry.fixture.ts'
import { createFictionalPeople } from './fictional-people.fixture.ts'

const folder = mkdtempSync(join(tmpdir(), 'registry-merges-'))
const administrator = { 'welfare-actor': 'administrator/cellar-1' }
const purpose = '核对'
const reveal = `reveal=true&purpose=${encodeURIComponent(purpose)}`
let registry: Registry
let people: ReturnType<typeof createFictionalPeople>
let programme: string
let neighbours: string
beforeAll(async () => {
  registry = await startRegistry(folder)
  people = createFictionalPeople(registry, 500)
  programme = await registry.defineProgramme('632701')
  neighbours = await registry.defineProgramme('632701', { name: '另一项目' })
})
afterAll(async () => {
  await registry.stop()
  rmSync(folder, { recursive: true })
})

const merge = (survivor: string, double: string, headers = {}) =>
  registry.post(`/v1/workers/${survivor}/doubles`, { double, reason: '同一人两条' }, headers)
const rosterOf = async (id: string) =>
  (await registry.get(`/v1/workers?programme=${id}&limit=1000`)).body.items.map((worker: { id: string }) => worker.id)
const line = (identityNumber: string, name = '虚构') => ({
  name,
  identityNumber,
  employer: '虚构环卫公司',
  trade: '环卫',
})

test('two records become one: either number finds it, it stands on both rosters, both histories can be read', async () => {
  const survivor = await people.importSomebody(programme)
  const double = await people.importSomebody(neighbours)
  expect(await merge(survivor.id, double.id)).toMatchObject({
    status: 200,
    body: { id: survivor.id, double: double.id },
  })
  for (const { identityNumber } of [survivor, double]) {
    const { rows } = await people.importLines(programme, [line(identityNumber, survivor.name)])
    expect(rows).toMatchObject([{ worker: survivor.id }])
  }
  expect(await rosterOf(neighbours)).toContain(survivor.id)
  expect(await rosterOf(neighbours)).not.toContain(double.id)
  expect(
    (await registry.get('/v1/workers?limit=1000')).body.items.map((worker: { id: string }) => worker.id),
  ).not.toContain(double.id)
  const of = async (id: string) => (await registry.get(`/v1/workers/${id}/history?${reveal}`)).body
  expect(await of(survivor.id)).toMatchObject({
    doubles: [double.id],
    entries: [{ version: 1 }, { type: 'WorkersMerged', double: double.id }],
  })
  expect(await of(double.id)).toMatchObject({
    mergedInto: survivor.id,
    entries: [
      { person: { name: double.name } },
      { type: 'WorkerMergedInto', survivor: survivor.id, reason: '同一人两条' },
    ],
  })
  expect((await registry.get(`/v1/workers/${double.id}`)).body).toMatchObject({ mergedInto: survivor.id })
})

test('again changes nothing; a merged record is neither corrected nor merged, and says which one goes on', async () => {
  const [one, two, three] = [
    await people.importSomebody(programme),
    await people.importSomebody(programme),
    await people.importSomebody(programme),
  ]
  await merge(one.id, two.id)
  expect((await merge(one.id, two.id)).status).toBe(200)
  expect((await merge(one.id, one.id)).body).toMatchObject({ code: 'merged-with-itself' })
  expect((await merge(two.id, three.id)).body).toMatchObject({ code: 'worker-merged', survivor: one.id })
  expect((await merge(three.id, two.id)).body).toMatchObject({ code: 'worker-merged', survivor: one.id })
  const corrected = await registry.post(`/v1/workers/${two.id}/corrections`, { name: '虚构', reason: '改' })
  expect(corrected.body).toMatchObject({ code: 'worker-merged', survivor: one.id })
  const withNumber = { identityNumber: two.identityNumber, reason: '以身份证为准' }
  expect((await registry.post(`/v1/workers/${one.id}/corrections`, withNumber)).body.corrected).toEqual([
    'identityNumber',
  ])
  await merge(three.id, one.id)
  expect((await people.importLines(programme, [line(two.identityNumber)])).rows).toMatchObject([{ worker: three.id }])
})

test('merged both ways at once, exactly one of the two goes on', async () => {
  for (let round = 0; round < 3; round++) {
    const [one, two] = [await people.importSomebody(programme), await people.importSomebody(programme)]
    const answers = await Promise.all([merge(one.id, two.id), merge(two.id, one.id)])
    expect(answers.map(({ status }) => status).filter((status) => status === 200)).toHaveLength(1)
    const into = [one.id, two.id].map(async (id) => (await registry.get(`/v1/workers/${id}`)).body.mergedInto)
    expect((await Promise.all(into)).filter((id) => id !== undefined)).toHaveLength(1)
  }
})

test('a record of another union is not merged', async () => {
  const [one, two] = [await people.importSomebody(programme), await people.importSomebody(programme)]
  const far = { 'welfare-actor': 'officer/far@632722' }
  expect((await merge(one.id, two.id, far)).body).toMatchObject({ code: 'record-of-another-union' })
})

test('restriction and erasure hold for every record of the person: nothing of a merged, corrected person is left', async () => {
  const survivor = await people.importSomebody(programme, { name: '虚构甲乙丙' })
  const double = await people.importSomebody(neighbours, { name: '虚构丁戊己' })
  const right = people.nextNumber()
  const correction = { name: '虚构庚辛壬', identityNumber: right, phone: '13912340987', reason: '虚构庚辛壬本人来改' }
  await registry.post(`/v1/workers/${survivor.id}/corrections`, correction)
  await merge(survivor.id, double.id)
  const search = { phoneEnding: '0987', purpose }
  expect((await registry.post('/v1/worker-look-ups', search)).body.items).toHaveLength(1)
  expect(
    (await registry.post(`/v1/workers/${double.id}/restriction`, { reason: 'asked-by-person' })).body,
  ).toMatchObject({
    code: 'worker-merged',
    survivor: survivor.id,
  })
  await registry.post(`/v1/workers/${survivor.id}/restriction`, { reason: 'asked-by-person' })
  const words = [
    ...['虚构甲乙丙', '虚构丁戊己', '虚构庚辛壬', '13912340987', 'xgxgr'],
    ...[survivor.identityNumber, double.identityNumber, right],
  ]
  expect(filesShowing(folder, ...words)).toEqual([])
  expect((await registry.post('/v1/worker-look-ups', search)).body.items).toEqual([])
  const erasure = { reason: 'retention-ended', retentionEndedOn: '2025-05-31' }
  const erased = await registry.post(`/v1/workers/${survivor.id}/erasure`, erasure, administrator)
  expect(erased).toMatchObject({ status: 200, body: { processing: 'erased' } })
  for (const { id } of [survivor, double]) {
    expect(registry.keyStore.isErased(id)).toBe(true)
    expect(registry.keyStore.hasPersonKey(id)).toBe(false)
    const { entries } = (await registry.get(`/v1/workers/${id}/history?${reveal}`)).body
    expect(entries.filter((entry: object) => 'person' in entry || 'reason' in entry)).toEqual([])
  }
  expect(filesShowing(folder, ...words)).toEqual([])
})
