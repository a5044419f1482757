import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CommandRunner } from '@welfare/event-store/runner.ts'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { fictionalRoster, startRegistry } from '../registry.fixture.ts'
import { writeRoster } from '../spreadsheet/roster-writer.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'roster-imports-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test('a store that is overloaded or does not know is asked again, and nothing is doubled', async () => {
  const registry = await startRegistry(folder, answering({ overloadedEvery: 5, unknownEvery: 7 }))
  const { job } = await importRoster(registry, 120)
  expect(job).toMatchObject({ status: 'done', result: { counts: { new: 120 } } })
  const events = await registry.store.readAll({ limit: 10_000 })
  expect(events.filter(({ type }) => type === 'WorkerRegistered')).toHaveLength(120)
  expect(events.filter(({ type }) => type === 'RosterRowsImported')).toHaveLength(1)
  await registry.stop()
})

test('an import that breaks is taken up again', async () => {
  let broken = 0
  const registry = await startRegistry(folder, (runner) => ({
    ...runner,
    execute(decider, codec, request) {
      if (decider.category === 'worker' && broken++ < 1) return Promise.reject(new Error('disk full'))
      return runner.execute(decider, codec, request)
    },
  }))
  const { job } = await importRoster(registry, 10)
  expect(broken).toBeGreaterThan(1)
  expect(job).toMatchObject({ status: 'done', result: { counts: { new: 10 } } })
  await registry.stop()
})

test('an import that breaks every time is refused in the end, and says so', async () => {
  const registry = await startRegistry(
    folder,
    (runner) => ({
      ...runner,
      execute(decider, codec, request) {
        if (decider.category === 'worker') return Promise.reject(new Error('disk full'))
        return runner.execute(decider, codec, request)
      },
    }),
    { attempts: 3, pauseMs: 1 },
  )
  const { job } = await importRoster(registry, 10)
  expect(job).toMatchObject({ status: 'refused', refusal: { code: 'roster-import-broke' } })
  expect((await registry.store.readAll({ limit: 100 })).at(-1)?.type).toBe('RosterImportFailed')
  await registry.stop()
})

test('rosters wait for one another and all are imported', async () => {
  const registry = await startRegistry(folder)
  const programme = await registry.defineProgramme('632701')
  const confirmed = await Promise.all(
    [0, 100, 200, 300, 400].map(async (from) =>
      registry.upload(`/v1/programmes/${programme}/roster`, await writeRoster(fictionalRoster(100, {}, from))),
    ),
  )
  const jobs = await Promise.all(confirmed.map(({ body }) => registry.finishJob(body.id)))
  expect(jobs.map(({ result }) => result?.counts)).toEqual(Array(5).fill(expect.objectContaining({ new: 100 })))
  await registry.stop()
})

test('a stopped service leaves the import to the next start', async () => {
  const registry = await startRegistry(folder)
  const programme = await registry.defineProgramme('632701')
  const bytes = await writeRoster(fictionalRoster(1_500))
  const { body } = await registry.upload(`/v1/programmes/${programme}/roster`, bytes)
  expect(await registry.stop()).toBe(true)
  const next = await startRegistry(folder)
  const job = await next.finishJob(body.id)
  expect(job).toMatchObject({ status: 'done', result: { counts: { new: 1_500 } } })
  await next.stop()
})

async function importRoster(registry: Awaited<ReturnType<typeof startRegistry>>, people: number) {
  const programme = await registry.defineProgramme('632701')
  const bytes = await writeRoster(fictionalRoster(people))
  const { body } = await registry.upload(`/v1/programmes/${programme}/roster`, bytes)
  return { programme, job: await registry.finishJob(body.id) }
}

/** The real runner, whose answers are lost or refused now and then. */
function answering({ overloadedEvery, unknownEvery }: { overloadedEvery: number; unknownEvery: number }) {
  let calls = 0
  return (runner: CommandRunner): CommandRunner => ({
    ...runner,
    async execute(decider, codec, request) {
      const call = ++calls
      if (call % overloadedEvery === 0) return { outcome: 'overloaded' }
      const result = await runner.execute(decider, codec, request)
      return call % unknownEvery === 0 ? { outcome: 'unknown' } : result
    },
  })
}
