import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DataOf } from '@welfare/contracts/catalogue.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fictionalRoster, type Registry, startRegistry } from '../registry.fixture.ts'
import { type RosterLine, writeRoster } from '../spreadsheet/roster-writer.ts'

const folder = mkdtempSync(join(tmpdir(), 'registry-replace-'))
let registry: Registry
beforeAll(async () => {
  registry = await startRegistry(folder)
})
afterAll(async () => {
  await registry.stop()
  rmSync(folder, { recursive: true })
})

async function send(programme: string, lines: readonly RosterLine[], query = '') {
  return registry.upload(`/v1/programmes/${programme}/roster?${query}`, await writeRoster(lines))
}
async function confirm(programme: string, lines: readonly RosterLine[], query = '') {
  const { status, body } = await send(programme, lines, query)
  if (status !== 202) throw new Error(JSON.stringify(body))
  return registry.finishJob(body.id)
}
const onRoster = async (programme: string): Promise<string[]> =>
  (await registry.get(`/v1/workers?programme=${programme}`)).body.items.map(({ id }: { id: string }) => id)
const leftIn = async () =>
  (await registry.store.readAll({ limit: 10_000 })).flatMap(({ type, data }) =>
    type === 'RosterWorkersLeft' ? [data as DataOf<'RosterWorkersLeft'>] : [],
  )

test('a roster that takes the place of another says in the preview who is missing, and on confirmation they have left', async () => {
  const programme = await registry.defineProgramme('632701')
  const people = fictionalRoster(4)
  await confirm(programme, people)
  const before = await onRoster(programme)
  const next = [...people.slice(0, 2), ...fictionalRoster(1, {}, 10)]
  const preview = await send(programme, next, 'dryRun=true&mode=replace&leaverCredits=withdraw')
  expect(preview.body).toMatchObject({ counts: { new: 1 }, leavers: { credits: 'withdraw', count: 2 } })
  expect(preview.body.leavers.workers.map(({ worker }: { worker: string }) => worker).sort()).toEqual(
    before.slice(2).sort(),
  )
  expect(preview.body.leavers.workers[0].name).toMatch(/^虚\*/)
  expect(await onRoster(programme)).toEqual(before)
  expect((await send(programme, next, 'dryRun=true')).body).not.toHaveProperty('leavers')
  await confirm(programme, next, 'mode=replace&leaverCredits=withdraw')
  const after = await onRoster(programme)
  expect(after).toHaveLength(3)
  expect(after.slice(0, 2)).toEqual(before.slice(0, 2))
  expect(await leftIn()).toEqual([{ programme, workers: before.slice(2).sort(), credits: 'withdraw' }])
})

test('a file that only leaves people out is a job too, and done again it takes nobody more', async () => {
  const programme = await registry.defineProgramme('632701')
  const people = fictionalRoster(3, {}, 20)
  await confirm(programme, people)
  const [, ...gone] = await onRoster(programme)
  expect(await confirm(programme, people.slice(0, 1), 'mode=replace')).toMatchObject({
    status: 'done',
    progress: { done: 2, total: 2 },
  })
  expect((await leftIn()).at(-1)).toEqual({ programme, workers: gone.sort(), credits: 'run-on' })
  const count = (await leftIn()).length
  await confirm(programme, people.slice(0, 1), 'mode=replace')
  expect(await leftIn()).toHaveLength(count)
})

test('a file with rows that are wrong replaces nothing: who stands on them would count as missing', async () => {
  const programme = await registry.defineProgramme('632701')
  const people = fictionalRoster(2, {}, 30)
  await confirm(programme, people)
  const [first, second] = people
  const broken = [first ?? {}, { ...second, identityNumber: `${second?.identityNumber}`.slice(0, 17) }]
  const refused = await send(programme, broken, 'mode=replace&acceptErrors=true')
  expect(refused).toMatchObject({ status: 422, body: { code: 'roster-replaced-by-part' } })
  expect(await onRoster(programme)).toHaveLength(2)
})

test('a record is changed by any roster of its division, not by one of another division', async () => {
  const [dead, living] = [await registry.defineProgramme('632701'), await registry.defineProgramme('632701')]
  const above = await registry.defineProgramme('632700')
  const [person = {}] = fictionalRoster(1, {}, 40)
  await confirm(dead, [person])
  const [id] = await onRoster(dead)
  const phoneOf = async () =>
    (await registry.get(`/v1/workers/${id}?reveal=true&purpose=${encodeURIComponent('核对')}`)).body.person.phone
  await confirm(living, [{ ...person, phone: '13911110001' }])
  expect(await phoneOf()).toBe('13911110001')
  await confirm(above, [{ ...person, phone: '13911110002', division: '632701' }])
  expect(await phoneOf()).toBe('13911110002')
  const neighbour = await registry.defineProgramme('632722')
  const told = await confirm(neighbour, [{ ...person, phone: '13911110003' }], 'acceptErrors=true')
  expect(Object(told.result).rows[0]).toMatchObject({ worker: id, reason: 'registered-by-another-roster' })
  expect(await phoneOf()).toBe('13911110002')
  expect(await onRoster(neighbour)).toEqual([id])
})
