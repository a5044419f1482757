import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { fictionalRoster, type Registry, startRegistry } from '../registry.fixture.ts'
import { writeRoster } from '../spreadsheet/roster-writer.ts'

let folder: string
let registry: Registry
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'roster-import-list-'))
  registry = await startRegistry(folder)
})
afterEach(async () => {
  await registry.stop()
  rmSync(folder, { recursive: true })
})

test('imports are listed newest first with who, when and what was left out; within the scope of who asks', async () => {
  const [here, elsewhere] = [await registry.defineProgramme('632701'), await registry.defineProgramme('130302')]
  const good = await importInto(here, await writeRoster(fictionalRoster(3)))
  const lines = fictionalRoster(2, {}, 10)
  const poor = await importInto(here, await writeRoster([...lines, { ...lines[0], identityNumber: '1' }]), 'zhang-san')
  const other = await importInto(elsewhere, await writeRoster(fictionalRoster(1, {}, 20)))

  const { body } = await registry.get(`/v1/roster-imports?programme=${here}`)
  expect(body.items).toMatchObject([
    { id: poor, programme: here, rows: 3, actor: 'officer/zhang-san', status: 'done', counts: { new: 2, error: 1 } },
    { id: good, programme: here, rows: 3, actor: 'officer/li-hua', status: 'done', counts: { new: 3, error: 0 } },
  ])
  expect(body.items[0].startedAt).toBe(registry.clock.now().toISOString())
  expect(idsOf(await registry.get('/v1/roster-imports?withErrors=true'))).toEqual([poor])
  const inHaigang = { 'welfare-actor': 'officer/li-hua@130302' }
  expect(idsOf(await registry.get('/v1/roster-imports', inHaigang))).toEqual([other])

  const first = await registry.get('/v1/roster-imports?limit=2')
  expect(idsOf(first)).toEqual([other, poor])
  expect(idsOf(await registry.get(`/v1/roster-imports?limit=2&cursor=${first.body.nextCursor}`))).toEqual([good])
})

test('a preview shows its rows as the sheet has them where that is asked; who is registered is read by name', async () => {
  const programme = await registry.defineProgramme('632701')
  const [first, second] = fictionalRoster(2)
  const path = `/v1/programmes/${programme}/roster?dryRun=true`
  const bytes = await writeRoster([{ ...first }, { ...second, identityNumber: '99000119x', phone: '' }])
  expect((await registry.upload(path, bytes)).body.rows[0]).not.toHaveProperty('cells')
  const before = await registry.sequence()
  const { body } = await registry.upload(`${path}&cells=true`, bytes)
  expect(body.rows.map(({ cells }: { cells: object }) => cells)).toEqual([
    first,
    { name: second?.name, identityNumber: '99000119x', employer: second?.employer, trade: second?.trade },
  ])
  expect(await registry.sequence()).toBe(before)

  await importInto(programme, await writeRoster([{ ...first }]))
  const imported = await registry.sequence()
  expect((await registry.upload(`${path}&cells=true`, bytes)).body.rows[0].cells).toEqual(first)
  const [read] = await registry.store.readAll({ after: await positionAt(imported), limit: 10 })
  expect(read).toMatchObject({
    type: 'PersonalDataRead',
    data: { account: 'officer/li-hua', operation: 'importRoster', programme, count: 1 },
  })
})

async function importInto(programme: string, bytes: Uint8Array, account = 'li-hua'): Promise<string> {
  const path = `/v1/programmes/${programme}/roster?acceptErrors=true`
  const { body } = await registry.upload(path, bytes, { 'welfare-actor': `officer/${account}` })
  await registry.finishJob(body.id)
  return body.id
}

async function positionAt(sequence: number) {
  const events = await registry.store.readAll({ limit: sequence })
  return events.at(-1)?.position
}

function idsOf({ body }: { body: { items: { id: string }[] } }): string[] {
  return body.items.map(({ id }) => id)
}
