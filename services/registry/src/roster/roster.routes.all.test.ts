import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { fictionalNumber, fictionalRoster, type Registry, startRegistry } from '../registry.fixture.ts'
import { buildArchive, inlineRow, workbookParts, zerosPart } from '../spreadsheet/archive.fixture.ts'
import { createRosterReader } from '../spreadsheet/roster-reader.ts'
import { writeRoster } from '../spreadsheet/roster-writer.ts'

let folder: string
let registry: Registry
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'registry-roster-'))
  registry = await startRegistry(folder)
})
afterEach(async () => {
  await registry.stop()
  rmSync(folder, { recursive: true })
})

test('a preview counts and names every row, and leaves nothing behind', async () => {
  const programme = await registry.defineProgramme('632700')
  const [first, second, third] = fictionalRoster(3, { division: '632701' })
  const bytes = await writeRoster([
    { ...first },
    { ...second, identityNumber: '990000199001010000', phone: 'abc' },
    { ...first, name: '虚构重复' },
    { ...third, division: '130302', name: '' },
  ])
  const before = await registry.sequence()
  const { status, body } = await registry.upload(`/v1/programmes/${programme}/roster?dryRun=true`, bytes)
  expect(status).toBe(200)
  expect(body.counts).toEqual({ ...NONE, warning: 2, error: 2, header: 1 })
  expect(body.rows.map((row: Row) => [row.row, row.status, row.reason])).toEqual([
    [2, 'warning', undefined],
    [3, 'error', undefined],
    [4, 'warning', undefined],
    [5, 'error', undefined],
  ])
  expect(body.rows[0].problems).toMatchObject([
    { severity: 'notice', code: 'identity-number-division-unknown' },
    { severity: 'warning', code: 'identity-number-of-other-name', facts: { firstRow: 4, firstName: '虚**复' } },
  ])
  expect(errorsOf(body.rows[1])).toEqual(['B identity-number-check-character-wrong', 'C phone-malformed'])
  expect(body.rows[2].problems).toContainEqual({
    severity: 'warning',
    field: 'name',
    column: 'A',
    code: 'identity-number-of-other-name',
    facts: { firstRow: 2, firstName: '虚*0' },
  })
  expect(errorsOf(body.rows[3])).toEqual(['A name-missing', 'F division-outside-programme'])
  expect(await registry.sequence()).toBe(before)
  expect(JSON.stringify(body)).not.toContain(first?.identityNumber)
})

test('500 people are imported within seconds on any machine; the same file again changes nothing', async () => {
  const programme = await registry.defineProgramme('632701')
  const bytes = await writeRoster(fictionalRoster(500))
  const start = performance.now()
  const confirmed = await registry.upload(`/v1/programmes/${programme}/roster`, bytes)
  expect(confirmed.status).toBe(202)
  expect(confirmed.headers.get('location')).toBe(`/v1/jobs/${confirmed.body.id}`)
  const job = await registry.finishJob(confirmed.body.id)
  const tookMs = performance.now() - start
  expect(job).toMatchObject({ status: 'done', progress: { done: 500, total: 500 } })
  expect(job.result?.counts).toEqual({ ...NONE, new: 500, header: 1 })
  expect(tookMs).toBeLessThan(5_000)

  const before = await registry.sequence()
  const again = await registry.upload(`/v1/programmes/${programme}/roster`, bytes)
  expect(again).toMatchObject({ status: 202, body: { status: 'done' } })
  expect(again.body.result.counts).toEqual({ ...NONE, known: 500, header: 1 })
  expect(await registry.finishJob(again.body.id)).toMatchObject({ status: 'done' })
  expect(await registry.sequence()).toBe(before)

  const listed = await registry.get(`/v1/workers?programme=${programme}&limit=1000&reveal=true&purpose=核对`)
  expect(new Set(listed.body.items.map((worker: Worker) => worker.person?.identityNumber)).size).toBe(500)
  const [worker] = listed.body.items
  const read = await registry.get(`/v1/workers/${worker.id}?reveal=true&purpose=核对`)
  expect(read.body).toEqual(worker)
  const both = await registry.get(`/v1/workers?ids=${worker.id},${listed.body.items[1].id}`)
  expect(both.body.items).toHaveLength(2)
})

test('one request, sent often with one key, is one job; with another file it is refused', async () => {
  const programme = await registry.defineProgramme('632701')
  const bytes = await writeRoster(fictionalRoster(5))
  const headers = { 'idempotency-key': 'roster-of-june' }
  const path = `/v1/programmes/${programme}/roster`
  const answers = await Promise.all(Array.from({ length: 6 }, () => registry.upload(path, bytes, headers)))
  expect(new Set(answers.map(({ status, body }) => `${status} ${body.id}`)).size).toBe(1)
  await registry.finishJob(answers[0]?.body.id)
  const started = (await eventsOf(registry)).filter(({ type }) => type === 'RosterImportStarted')
  expect(started).toHaveLength(1)
  const other = await registry.upload(path, await writeRoster(fictionalRoster(6)), headers)
  expect(other).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } })
})

test('two files sent at once with one key: one is imported, the other refused', async () => {
  const programme = await registry.defineProgramme('632701')
  const headers = { 'idempotency-key': 'roster-of-june' }
  const files = await Promise.all([3, 4].map((people) => writeRoster(fictionalRoster(people))))
  const answers = await Promise.all(
    files.map((bytes) => registry.upload(`/v1/programmes/${programme}/roster`, bytes, headers)),
  )
  expect(answers.map(({ status }) => status).sort()).toEqual([202, 422])
  const accepted = answers.find(({ status }) => status === 202)
  const job = await registry.finishJob(accepted?.body.id)
  expect(await workersOf(programme)).toHaveLength(job.progress.total)
})

test('two counties import the same people at once: one worker each, and the second is told', async () => {
  const zaduo = await registry.defineProgramme('632722')
  const chengduo = await registry.defineProgramme('632723')
  const roster = fictionalRoster(60)
  const [ours, theirs] = await Promise.all([
    registry.upload(`/v1/programmes/${zaduo}/roster`, await writeRoster(roster)),
    registry.upload(`/v1/programmes/${chengduo}/roster`, await writeRoster(roster)),
  ])
  const jobs = await Promise.all([registry.finishJob(ours.body.id), registry.finishJob(theirs.body.id)])
  const counts = jobs.map((job) => job.result?.counts as Record<string, number>)
  expect((counts[0]?.new ?? 0) + (counts[1]?.new ?? 0)).toBe(60)
  expect((counts[0]?.known ?? 0) + (counts[1]?.known ?? 0)).toBe(60)
  const types = (await eventsOf(registry)).map(({ type }) => type)
  expect(types.filter((type) => type === 'IdentityReserved')).toHaveLength(60)
  expect(types.filter((type) => type === 'WorkerRegistered')).toHaveLength(60)
  const rows = jobs.flatMap((job) => job.result?.rows as readonly object[] as readonly Row[])
  const told = rows.filter(({ status }) => status === 'known')
  for (const { facts } of told) expect(facts).toEqual({ differs: ['employer', 'division'] })
  for (const programme of [zaduo, chengduo]) {
    expect((await registry.get(`/v1/workers?programme=${programme}`)).body.items).toHaveLength(60)
  }
})

test('a changed telephone is an update by any roster of the record’s division, and only told to one of another', async () => {
  const home = await registry.defineProgramme('632701')
  const other = await registry.defineProgramme('632722')
  const [person] = fictionalRoster(1)
  await importRoster(home, [{ ...person }])
  const calls = [{ ...person, phone: '139 0000 0000' }]
  const told = await importRoster(other, calls)
  expect(told.rows).toMatchObject([
    { status: 'known', reason: 'registered-by-another-roster', facts: { differs: ['phone', 'employer', 'division'] } },
  ])
  expect((await importRoster(other, calls)).counts).toMatchObject({ known: 1 })
  expect((await workersOf(home))[0]?.person?.phone).toBe(person?.phone)
  const updated = await importRoster(home, calls)
  expect(updated.rows).toMatchObject([{ status: 'update', reason: 'fields-differ', facts: { differs: ['phone'] } }])
  expect((await workersOf(home))[0]).toMatchObject({ version: 2, person: { phone: '13900000000', name: person?.name } })
  const silent = await importRoster(home, [{ ...person, phone: '' }])
  expect(silent.counts).toMatchObject({ known: 1 })
})

test('who was taken off the roster comes back with the next import', async () => {
  const programme = await registry.defineProgramme('632701')
  const roster = fictionalRoster(2)
  await importRoster(programme, roster)
  const [worker] = await workersOf(programme)
  const removed = { type: 'WorkerRemovedFromRoster', schemaVersion: 1, metadata: {} }
  const data = { worker: worker?.id ?? '', reason: '离职' }
  await registry.store.append(programme, 1, [{ ...removed, id: crypto.randomUUID(), data }])
  const again = await importRoster(programme, roster)
  expect(again.counts).toMatchObject({ update: 1, known: 1 })
  expect(await workersOf(programme)).toHaveLength(2)
})

test('a file with errors is imported not at all, or its good rows when that is asked', async () => {
  const programme = await registry.defineProgramme('632701')
  const [good, bad] = fictionalRoster(2)
  const bytes = await writeRoster([{ ...good }, { ...bad, name: '' }])
  const before = await registry.sequence()
  const refused = await registry.upload(`/v1/programmes/${programme}/roster`, bytes)
  expect(refused).toMatchObject({ status: 422, body: { code: 'roster-has-errors', counts: { new: 1, error: 1 } } })
  expect(refused.body.rows).toMatchObject([{ row: 3, problems: [{ code: 'name-missing' }, { severity: 'notice' }] }])
  expect(await registry.sequence()).toBe(before)
  const accepted = await registry.upload(`/v1/programmes/${programme}/roster?acceptErrors=true`, bytes)
  const job = await registry.finishJob(accepted.body.id)
  expect(job.result?.counts).toMatchObject({ new: 1, error: 1 })
  expect(await workersOf(programme)).toHaveLength(1)
})

test('employers are matched by name within the division, or registered', async () => {
  const programme = await registry.defineProgramme('632700')
  const known = await registry.post('/v1/employers', { name: '虚构环卫公司', division: '632701', trade: '环卫' })
  const [one, two, three] = fictionalRoster(3, { division: '632701', trade: '' })
  await importRoster(programme, [
    { ...one, employer: ' 虚构 环卫公司' },
    { ...two, division: '632722', trade: '快递' },
    { ...three, division: '632722' },
  ])
  const workers = await workersOf(programme)
  expect(workers.map(({ trade }) => trade)).toEqual(['环卫', '快递', '快递'])
  expect(workers[0]?.employer).toBe(known.body.id)
  expect(workers[1]?.employer).toBe(workers[2]?.employer)
  const employers = await registry.get('/v1/employers?division=632722')
  expect(employers.body.items).toMatchObject([{ id: workers[1]?.employer, name: '虚构环卫公司', trade: '快递' }])
})

test('nothing personal stands in the log, the waiting jobs, stream names or answers to jobs', async () => {
  const programme = await registry.defineProgramme('632701')
  const lines = fictionalRoster(20, { name: '绝无此人' })
  const { jobText } = await importRoster(programme, lines)
  const secrets = ['绝无此人', ...lines.flatMap(({ identityNumber = '', phone = '' }) => [identityNumber, phone])]
  for (const secret of secrets) expect(jobText).not.toContain(secret)
  await registry.stop()
  for (const part of ['log', 'uploads', 'keys']) {
    for (const file of readdirSync(join(folder, part))) {
      const bytes = readFileSync(join(folder, part, file))
      for (const secret of secrets) expect(bytes.includes(secret), `${part}/${file}`).toBe(false)
    }
  }
  expect(readFileSync(join(folder, 'copies', 'people.db')).includes(secrets[1] ?? '')).toBe(true)
  registry = await startRegistry(folder)
})

test('a copy that was lost fills again; a person whose key was destroyed has no name in it', async () => {
  const programme = await registry.defineProgramme('632701')
  await importRoster(programme, fictionalRoster(3))
  const before = await workersOf(programme)
  registry.keyStore.destroyPersonKeys([before[0]?.id ?? ''])
  await registry.stop()
  rmSync(join(folder, 'copies'), { recursive: true })
  registry = await startRegistry(folder)
  const after = await workersOf(programme)
  const { person: _, ...nameless } = before[0] ?? {}
  expect(after).toEqual([{ ...nameless, processing: 'erased' }, ...before.slice(1)])
  const known = await registry.upload(
    `/v1/programmes/${programme}/roster?dryRun=true`,
    await writeRoster(fictionalRoster(3)),
  )
  expect(known.body.counts).toMatchObject({ error: 1, known: 2 })
  expect(errorsOf(known.body.rows[0])).toEqual(['B worker-erased'])
})

test.each<[number, string, () => Promise<Uint8Array> | Uint8Array, Record<string, string>?]>([
  [422, 'spreadsheet-inflates-too-much', zipBomb],
  [422, 'spreadsheet-not-xlsx', () => Buffer.from('<html>')],
  [422, 'spreadsheet-empty', () => Buffer.from('\n'), { 'content-type': 'text/csv' }],
  [422, 'roster-header-not-found', () => Buffer.from('a,b\n1,2\n'), { 'content-type': 'application/octet-stream' }],
  [422, 'roster-without-rows', () => writeRoster([])],
  [413, 'body-too-large', () => new Uint8Array(8 * 1024 * 1024 + 1)],
  [415, 'content-type-unsupported', () => Buffer.from('{}'), { 'content-type': 'application/json' }],
])('%i %s, and nothing left behind', async (status, code, make, headers) => {
  const programme = await registry.defineProgramme('632701')
  const before = await registry.sequence()
  for (const query of ['', '?dryRun=true']) {
    const answer = await registry.upload(`/v1/programmes/${programme}/roster${query}`, await make(), headers)
    expect(answer).toMatchObject({ status, body: { code } })
  }
  expect(await registry.sequence()).toBe(before)
})

test('programmes that are unknown or closed take no roster', async () => {
  const bytes = await writeRoster(fictionalRoster(1))
  const roster = (programme: string) => registry.upload(`/v1/programmes/${programme}/roster`, bytes)
  const unknown = await roster('programme-0198f3c2-5b7e-7c3a-9d21-6f0e4a1b2c3d')
  expect(unknown).toMatchObject({ status: 404, body: { code: 'programme-unknown' } })
  const closed = await registry.defineProgramme('632701')
  const event = {
    id: crypto.randomUUID(),
    type: 'ProgrammeClosed',
    schemaVersion: 1,
    data: { reason: '结束' },
    metadata: {},
  }
  const { position } = Object(await registry.store.append(closed, 1, [event]))
  const late = await registry.upload(`/v1/programmes/${closed}/roster?after=${position}`, bytes)
  expect(late).toMatchObject({ status: 409, body: { code: 'programme-closed' } })
})

test('the error file is the roster with what is wrong beside each row', async () => {
  const programme = await registry.defineProgramme('632701')
  const [good, bad] = fictionalRoster(2)
  const bytes = await writeRoster([{ ...good }, { ...bad, identityNumber: '123' }])
  const annotated = await registry.download(`/v1/programmes/${programme}/roster/error-file`, bytes)
  const reader = createRosterReader()
  const roster = await reader.read({ bytes: annotated, kind: 'xlsx' })
  await reader.close()
  expect(roster).toMatchObject({ read: true, value: { ignoredHeaders: ['错误'], rows: [{ row: 2 }, { row: 3 }] } })
})

test('the template can be filled in and imported', async () => {
  const template = await registry.get('/v1/roster-template')
  expect(template.status).toBe(200)
  expect(template.headers.get('content-disposition')).toContain('roster-template.xlsx')
})

test('CSV in GB 18030 is imported as it is', async () => {
  const programme = await registry.defineProgramme('632701')
  const header = Buffer.from('d0d5c3fb2cc9edb7ddd6a4bac52cb5a5cebb2cb9a4d6d60a', 'hex')
  const cells = Buffer.concat([
    Buffer.from('d5c5c8fd', 'hex'),
    Buffer.from(`,${fictionalNumber(1)},`),
    Buffer.from('bbb7cec02cbbb7cec00a', 'hex'),
  ])
  const bytes = Buffer.concat([header, cells])
  const answer = await registry.upload(`/v1/programmes/${programme}/roster`, bytes, { 'content-type': 'text/csv' })
  expect(answer.status).toBe(202)
  await registry.finishJob(answer.body.id)
  expect((await workersOf(programme))[0]).toMatchObject({ trade: '环卫', person: { name: '张三' } })
})

const NONE = {
  new: 0,
  known: 0,
  update: 0,
  duplicate: 0,
  warning: 0,
  error: 0,
  header: 0,
  blank: 0,
  passedOver: 0,
}

interface Row {
  readonly row: number
  readonly status: string
  readonly reason?: string
  readonly facts?: object
  readonly problems: readonly { severity: string; column?: string; code: string }[]
}
interface Worker {
  readonly id: string
  readonly version: number
  readonly employer: string
  readonly trade: string
  readonly person?: { readonly name: string; readonly identityNumber: string; readonly phone?: string }
}

function errorsOf(row: Row): string[] {
  return row.problems.filter(({ severity }) => severity === 'error').map(({ column, code }) => `${column} ${code}`)
}

async function importRoster(programme: string, lines: Parameters<typeof writeRoster>[0]) {
  const answer = await registry.upload(`/v1/programmes/${programme}/roster`, await writeRoster(lines))
  if (answer.status !== 202) throw new Error(JSON.stringify(answer.body))
  const job = await registry.finishJob(answer.body.id)
  return { counts: job.result?.counts, rows: job.result?.rows, jobText: JSON.stringify(job) }
}

async function workersOf(programme: string): Promise<Worker[]> {
  const head = await registry.store.head()
  const reveal = `reveal=true&purpose=${encodeURIComponent('核对名册')}`
  return (await registry.get(`/v1/workers?programme=${programme}&after=${head?.position}&${reveal}`)).body.items
}

async function eventsOf({ store }: Registry) {
  return store.readAll({ limit: 10_000 })
}

async function zipBomb(): Promise<Uint8Array> {
  const rows = inlineRow(1, ['姓名', '身份证号'])
  return buildArchive([...workbookParts(rows), await zerosPart('xl/sharedStrings.xml', 128)])
}
