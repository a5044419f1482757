import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Registry, startRegistry } from '../registry.fixture.ts'
import { createFictionalPeople } from './fictional-people.fixture.ts'
import { pinyinInitials } from './pinyin-initials.ts'

const folder = mkdtempSync(join(tmpdir(), 'registry-look-up-'))
const auditor = { 'welfare-actor': 'auditor/hall-2' }
let registry: Registry
let people: ReturnType<typeof createFictionalPeople>
let programme: string
const ids: Record<string, string> = {}
beforeAll(async () => {
  registry = await startRegistry(folder)
  people = createFictionalPeople(registry, 900)
  programme = await registry.defineProgramme('632701', { name: '节日餐补' })
  const phones: Record<string, string> = { 才仁·卓玛: '13800007788', 曾虚构: '13800007799', 欧阳虚构: '13900007788' }
  for (const [name, phone] of Object.entries(phones))
    ids[name] = (await people.importSomebody(programme, { name, phone })).id
})
afterAll(async () => {
  await registry.stop()
  rmSync(folder, { recursive: true })
})

const lookUp = (search: object, headers = {}) =>
  registry.post('/v1/worker-look-ups', { purpose: '补卡', ...search }, headers)
const found = async (search: object, headers = {}) =>
  (await lookUp(search, headers)).body.items.map(({ id }: { id: string }) => id)

test('initials are those of the pinyin, the family name as it is read', () => {
  expect(['曾国藩', '欧阳修', '才仁·卓玛', 'Tashi 扎西'].map(pinyinInitials)).toEqual(['zgf', 'oyx', 'crzm', 'tashizx'])
})

test.each([
  [{ name: '卓玛' }, ['才仁·卓玛']],
  [{ name: '才仁卓玛' }, ['才仁·卓玛']],
  [{ initials: 'CRZM' }, ['才仁·卓玛']],
  [{ initials: 'z' }, ['曾虚构']],
  [{ phoneEnding: '7788' }, ['才仁·卓玛', '欧阳虚构']],
  [{ phoneEnding: '7788', initials: 'oy' }, ['欧阳虚构']],
  [{ name: '没有' }, []],
])('%j finds %j', async (search, names) => {
  expect(await found(search)).toEqual(names.map((name) => ids[name]))
})

test('by the last four of the number, and by employer; with masked names, employer and programmes', async () => {
  const { person, employer } = (await registry.get(`/v1/workers/${ids.曾虚构}`)).body
  expect(await found({ numberEnding: person.identityNumber.slice(-4), initials: 'zxg' })).toEqual([ids.曾虚构])
  const { items, more } = (await lookUp({ employer })).body
  expect(more).toBe(false)
  expect(items).toHaveLength(3)
  expect(items[1]).toMatchObject({
    person: { masked: true, name: '曾*构' },
    employerName: '虚构环卫公司',
    programmes: [{ programme, name: '节日餐补' }],
  })
})

test('whom it found is recorded, with its purpose; without one, or with a name in it, nothing is told', async () => {
  await lookUp({ initials: 'crzm', purpose: '补办丢失的卡' })
  const { items } = (await registry.get(`/v1/access-records?worker=${ids.才仁·卓玛}`, auditor)).body
  expect(items[0]).toMatchObject({ operation: 'lookUpWorker', purpose: '补办丢失的卡', account: 'officer/li-hua' })
  expect((await registry.post('/v1/worker-look-ups', { initials: 'crzm' })).status).toBe(400)
  expect((await lookUp({ initials: 'zxg', purpose: '曾虚构补卡' })).body).toMatchObject({
    code: 'purpose-names-person',
  })
  expect((await lookUp({ initials: 'zxg' }, { 'welfare-actor': 'approver/hall-1' })).status).toBe(403)
  expect((await lookUp({})).status).toBe(400)
})

test('who is near is listed first: on the roster, then of the division, whoever was registered before', async () => {
  const elsewhere = await registry.defineProgramme('632722')
  const ours = await registry.defineProgramme('632701')
  const far = await people.importSomebody(elsewhere, { name: '邻近一' })
  const here = await people.importSomebody(programme, { name: '邻近二' })
  const listed = await people.importSomebody(ours, { name: '邻近三' })
  const inOrder = [far.id, here.id, listed.id]
  expect(await found({ name: '邻近' })).toEqual(inOrder)
  expect(await found({ name: '邻近', near: { division: '632722', programme: ours } })).toEqual([
    listed.id,
    far.id,
    here.id,
  ])
  expect(await found({ name: '邻近', near: { division: '632701' } })).toEqual([here.id, listed.id, far.id])
  expect(await found({ name: '邻近', near: { division: '632700' } })).toEqual(inOrder)
})

test('outside the scope nobody is found, but on a roster of one’s own programme', async () => {
  expect(await found({ initials: 'crzm' }, { 'welfare-actor': 'officer/far@632722' })).toEqual([])
  expect(await found({ initials: 'crzm' }, { 'welfare-actor': 'officer/near@632701' })).toEqual([ids.才仁·卓玛])
})

test('what is corrected is found by what is right', async () => {
  const { id } = await people.importSomebody(programme, { name: '虚构错字' })
  await registry.post(`/v1/workers/${id}/corrections`, { name: '索南多杰', reason: '错字' })
  expect(await found({ initials: 'xgcz' })).toEqual([])
  expect(await found({ initials: 'sndj' })).toEqual([id])
})
