import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DataOf } from '@welfare/contracts/catalogue.ts'
import { openSqliteStore } from '@welfare/event-store/sqlite/sqlite-store.ts'
import { filesShowing } from '@welfare/process/files-showing.fixture.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fictionalNumber, fictionalRoster, type Registry, startRegistry } from '../registry.fixture.ts'
import { writeRoster } from '../spreadsheet/roster-writer.ts'

const folder = mkdtempSync(join(tmpdir(), 'registry-personal-'))
const auditor = { 'welfare-actor': 'auditor/hall-2' }
const administrator = { 'welfare-actor': 'administrator/cellar-1' }
const purpose = `reveal=true&purpose=${encodeURIComponent('核对领取人')}`
let registry: Registry
let programme: string
beforeAll(async () => {
  registry = await startRegistry(folder)
  programme = await registry.defineProgramme('632701')
})
afterAll(async () => {
  await registry.stop()
  rmSync(folder, { recursive: true })
})

let imported = 0
/** Somebody new on the programme's roster: the id, and the number that no file may show once it is erased. */
async function importSomebody(): Promise<{ id: string; name: string; identityNumber: string }> {
  const index = imported++
  const [line] = fictionalRoster(1, {}, index)
  const bytes = await writeRoster([{ ...line, name: `虚构人${index}号` }])
  const job = await registry.finishJob((await registry.upload(`/v1/programmes/${programme}/roster`, bytes)).body.id)
  const [row] = Object(job.result).rows
  return { id: row.worker, name: `虚构人${index}号`, identityNumber: fictionalNumber(index) }
}

const read = async (id: string, query = '', headers = {}) => registry.get(`/v1/workers/${id}?${query}`, headers)
const accessRecords = async (query = '') =>
  (await registry.get(`/v1/access-records?${query}`, auditor)).body.items as DataOf<'PersonalDataRead'>[]

describe('names', () => {
  test('are masked unless they are revealed for a purpose', async () => {
    const { id, name, identityNumber } = await importSomebody()
    const masked = { masked: true, name: '虚***号', identityNumber: '990000********1016', phone: '138****0000' }
    expect((await read(id)).body).toMatchObject({ processing: 'open', person: masked })
    expect((await registry.get('/v1/workers')).body.items[0].person).toEqual(masked)
    expect((await read(id, 'reveal=true')).body).toMatchObject({ code: 'purpose-missing' })
    const revealed = await read(id, purpose)
    expect(revealed.body.person).toMatchObject({ masked: false, name, identityNumber, birthDate: '1960-01-01' })
    expect(JSON.stringify((await registry.get(`/v1/workers?programme=${programme}`)).body)).not.toContain(
      identityNumber,
    )
  })

  test('lie in nobody’s cache', async () => {
    const { id } = await importSomebody()
    for (const path of [`/v1/workers/${id}?${purpose}`, `/v1/workers/${id}`, `/v1/workers/${id}/history?${purpose}`]) {
      const { headers } = await registry.get(path)
      const again = await registry.get(path, { 'if-none-match': headers.get('etag') ?? '' })
      expect([again.status, again.headers.get('cache-control')]).toEqual([200, 'no-store'])
    }
  })

  test('are not for an approver, who needs none; and no purpose may repeat one', async () => {
    const { id, name } = await importSomebody()
    const approver = { 'welfare-actor': 'approver/hall-1' }
    expect(await read(id, '', approver)).toMatchObject({ status: 200, body: { person: { masked: true } } })
    expect(await read(id, purpose, approver)).toMatchObject({ status: 403, body: { code: 'reveal-not-allowed' } })
    const telling = await read(id, `reveal=true&purpose=${encodeURIComponent(`${name}来电`)}`)
    expect(telling).toMatchObject({ status: 422, body: { code: 'purpose-names-person' } })
    expect(await accessRecords(`worker=${id}`)).toEqual([])
  })

  test('that were read are recorded: who, whom, what for; masked reads are not', async () => {
    const people = [await importSomebody(), await importSomebody()]
    const ids = people.map(({ id }) => id)
    const before = await accessRecords()
    await registry.get(`/v1/workers?ids=${ids}`, auditor)
    expect(await accessRecords()).toEqual(before)
    await registry.get(`/v1/workers?ids=${ids}&${purpose}`, auditor)
    await read(ids[0] ?? '', purpose)
    const both = { account: 'auditor/hall-2', operation: 'listWorkers', purpose: '核对领取人', workers: ids, count: 2 }
    const one = { account: 'officer/li-hua', operation: 'readWorker', workers: ids.slice(0, 1), count: 1 }
    expect(await accessRecords(`worker=${ids[0]}`)).toMatchObject([one, both])
    expect(await accessRecords(`worker=${ids[1]}&account=auditor/hall-2&day=2025-06-01`)).toMatchObject([both])
    expect(await accessRecords(`worker=${ids[1]}&day=2025-06-02`)).toEqual([])
    const first = await registry.get('/v1/access-records?limit=1', auditor)
    expect(first.body.items).toMatchObject([one])
    const next = await registry.get(`/v1/access-records?limit=1&cursor=${first.body.nextCursor}`, auditor)
    expect(next.body.items).toMatchObject([both])
    expect((await registry.get('/v1/access-records')).body).toMatchObject({ code: 'role-not-allowed' })
  })

  test('outside the scope are not there', async () => {
    const { id } = await importSomebody()
    const elsewhere = { 'welfare-actor': 'officer/far@130300' }
    expect((await registry.get('/v1/workers', elsewhere)).body.items).toEqual([])
    expect((await registry.get(`/v1/workers?ids=${id}`, elsewhere)).body.items).toEqual([])
    const near = { 'welfare-actor': 'officer/near@632700' }
    expect((await registry.get(`/v1/workers?ids=${id}`, near)).body.items).toHaveLength(1)
  })
})

describe('restriction', () => {
  test('takes a person out of every list of names, and leaves the person where it is; lifting brings the name back', async () => {
    const { id, identityNumber } = await importSomebody()
    const before = (await read(id)).body
    const restricted = await registry.post(`/v1/workers/${id}/restriction`, { reason: 'asked-by-person' })
    expect(restricted).toMatchObject({ status: 200, body: { id, version: 2, processing: 'restricted' } })
    expect(filesShowing(folder, identityNumber)).toEqual([])
    const listed = await registry.get(`/v1/workers?programme=${programme}&limit=1000&${purpose}`)
    const { person: _, ...nameless } = before
    expect(listed.body.items).toContainEqual({ ...nameless, version: 2, processing: 'restricted' })
    expect(JSON.stringify(listed.body)).not.toContain(identityNumber)
    const lifting = { reason: 'entered-by-mistake' }
    expect((await registry.post(`/v1/workers/${id}/restriction/lifting`, lifting)).body).toMatchObject({
      code: 'role-not-allowed',
    })
    await registry.post(`/v1/workers/${id}/restriction/lifting`, lifting, administrator)
    expect((await read(id)).body).toEqual({ ...before, version: 3 })
  })

  test('keeps a roster from changing the person, who is told of as an error', async () => {
    const index = imported
    const { id } = await importSomebody()
    await registry.post(`/v1/workers/${id}/restriction`, { reason: 'asked-by-person' })
    const bytes = await writeRoster(fictionalRoster(1, { name: '虚构改名' }, index))
    const preview = await registry.upload(`/v1/programmes/${programme}/roster?dryRun=true`, bytes)
    expect(preview.body.rows).toMatchObject([
      { status: 'error', worker: id, problems: [{}, { code: 'worker-restricted' }] },
    ])
  })
})

describe('erasure', () => {
  const erasure = { reason: 'retention-ended', retentionEndedOn: '2025-05-31' }
  const erase = (id: string, more = {}, headers: Record<string, string> = {}) =>
    registry.post(`/v1/workers/${id}/erasure`, { ...erasure, ...more }, { ...administrator, ...headers })

  test('is refused until the person is restricted, retention has ended and no credit is open', async () => {
    const { id } = await importSomebody()
    expect(await erase(id)).toMatchObject({ status: 409, body: { code: 'worker-not-restricted' } })
    expect(await erase(`worker-${randomUUID()}`)).toMatchObject({ status: 404, body: { code: 'not-found' } })
    await registry.post(`/v1/workers/${id}/restriction`, { reason: 'asked-by-person' })
    expect(await erase(id, { retentionEndedOn: '2025-06-02' })).toMatchObject({ body: { code: 'retention-running' } })
    await issueTo(id, '2025-05-25', 10)
    expect(await erase(id)).toMatchObject({ status: 409, body: { code: 'credits-open', openCredits: 1 } })
    expect((await registry.post(`/v1/workers/${id}/erasure`, erasure)).body).toMatchObject({ code: 'role-not-allowed' })
  })

  test('leaves no trace of name and number in any file, in UTF-8 or UTF-16; the same request again is answered the same', async () => {
    const kept = await importSomebody()
    const gone = await importSomebody()
    await issueTo(gone.id, '2025-05-20', 5)
    await read(gone.id, purpose)
    expect(filesShowing(folder, gone.identityNumber).length).toBeGreaterThan(0)
    expect(filesShowing(folder, gone.name).length).toBeGreaterThan(0)
    await registry.post(`/v1/workers/${gone.id}/restriction`, { reason: 'retention-ended' })
    const document = { kind: '销毁清册', number: '2025-01' }
    const headers = { 'idempotency-key': 'erasure-1' }
    const erased = await erase(gone.id, { document }, headers)
    expect(erased).toMatchObject({ status: 200, body: { id: gone.id, version: 3, processing: 'erased' } })
    expect((await erase(gone.id, { document }, headers)).body).toEqual(erased.body)
    expect((await erase(gone.id)).body).toEqual(erased.body)
    for (const text of [gone.name, gone.identityNumber]) expect(filesShowing(folder, text)).toEqual([])
    expect(filesShowing(folder, kept.name).length).toBeGreaterThan(0)
    const answer = (await read(gone.id)).body
    expect(answer).toMatchObject({ processing: 'erased' })
    expect(answer.person).toBeUndefined()
    expect(registry.keyStore.hasPersonKey(gone.id)).toBe(false)
  })

  test('that was cut off after its event is completed by the next start', async () => {
    const { id, identityNumber } = await importSomebody()
    await registry.post(`/v1/workers/${id}/restriction`, { reason: 'retention-ended' })
    await registry.post(`/v1/workers/${id}/restriction/lifting`, { reason: 'claim-settled' }, administrator)
    expect(filesShowing(folder, identityNumber).length).toBeGreaterThan(0)
    await registry.stop()
    await appendErasure(id, 3)
    registry = await startRegistry(folder)
    expect((await read(id, `after=${(await registry.store.head())?.position}`)).body.processing).toBe('erased')
    expect(registry.keyStore.isErased(id)).toBe(true)
    expect(filesShowing(folder, identityNumber)).toEqual([])
  })
})

async function issueTo(worker: string, until: string, lateEntryDays: number): Promise<void> {
  const fund = `fund-${randomUUID()}`
  const terms = [{ window: 'may', from: '2025-05-01', until, creditFen: 1_000 }]
  const batch = `batch-${randomUUID()}`
  const ordered = {
    ...{ programme, budget: `budget-${randomUUID()}`, round: `round-${randomUUID()}`, attempt: 1, terms, quota: {} },
    ...{ lateEntryDays, workers: 1, totalFen: 1_000, rulesVersion: 1 },
  }
  const credits = [{ window: 'may', shares: [{ fund, amountFen: 1_000 }] }]
  const wallets = [{ wallet: `wallet-${randomUUID()}`, worker, serial: 1, credits }]
  await registry.record(
    batch,
    { type: 'IssuanceOrdered', data: ordered },
    { type: 'CreditsIssued', data: { programme, part: 1, wallets } },
  )
}

/** As the process that died would have left it: the event is durable, and nothing else has happened. */
async function appendErasure(worker: string, version: number): Promise<void> {
  const store = await openSqliteStore({ folder: join(folder, 'log'), clock: registry.clock })
  const data = { reason: 'retention-ended', retentionEndedOn: '2025-05-31' }
  const event = { id: randomUUID(), type: 'WorkerErased', schemaVersion: 1, data, metadata: {} }
  expect((await store.append(worker, version, [event])).outcome).toBe('appended')
  await store.close()
}
