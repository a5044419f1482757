import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { codecFor } from '@welfare/contracts/catalogue.ts'
import { expect, test } from 'vitest'
import { fictionalRoster, type Registry, startRegistry } from '../registry.fixture.ts'
import { writeRoster } from '../spreadsheet/roster-writer.ts'

const PEOPLE = 1_200
const KEY = 'roster-before-the-power-cut'
const codec = codecFor<'RosterRowsImported'>()

/** 1 is the start, 2 the employer, then two commands a person. */
test.each([2, 3, 700, 1_003, 2_100])(
  'killed at command %i, an import is finished by the next start, once',
  async (lastCommand) => {
    const folder = mkdtempSync(join(tmpdir(), 'import-crash-'))
    const file = join(folder, 'roster.xlsx')
    const bytes = await writeRoster(fictionalRoster(PEOPLE))
    writeFileSync(file, bytes)
    const script = join(import.meta.dirname, 'import-crash.fixture.ts')
    const child = spawnSync(process.execPath, [script, folder, file, KEY, String(lastCommand)], { encoding: 'utf8' })
    expect(child.signal).toBe('SIGKILL')
    const path = `/v1/programmes/${child.stdout.trim()}/roster`

    const registry = await startRegistry(folder)
    const retried = await registry.upload(path, bytes, { 'idempotency-key': KEY })
    expect(retried.status).toBe(202)
    const job = await registry.finishJob(retried.body.id)
    expect(job).toMatchObject({ status: 'done', progress: { done: PEOPLE, total: PEOPLE } })
    expect(job.result?.counts).toMatchObject({ new: PEOPLE, known: 0, warning: 0, error: 0 })
    const found = await countEvents(registry)
    expect(found).toEqual({
      identities: PEOPLE,
      workers: PEOPLE,
      employers: 1,
      imports: 1,
      joined: PEOPLE,
      joinedOnce: PEOPLE,
    })
    const before = await registry.sequence()
    const again = await registry.upload(path, bytes)
    expect(again.body.result.counts).toMatchObject({ known: PEOPLE })
    expect(await registry.sequence()).toBe(before)
    await registry.stop()
    rmSync(folder, { recursive: true })
  },
  60_000,
)

async function countEvents({ store }: Registry) {
  const events = await store.readAll({ limit: 100_000 })
  const count = (type: string) => events.filter((event) => event.type === type).length
  const joined = events
    .filter(({ type }) => type === 'RosterRowsImported')
    .flatMap((event) => codec.decode(event as Parameters<typeof codec.decode>[0]).data.groups)
    .flatMap(({ workers }) => workers)
  return {
    identities: count('IdentityReserved'),
    workers: count('WorkerRegistered'),
    employers: count('EmployerRegistered'),
    imports: count('RosterImportCompleted'),
    joined: joined.length,
    joinedOnce: new Set(joined).size,
  }
}
