import { copyFileSync, cpSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { erasureRegisterFile } from '@welfare/keys/erasure-register.ts'
import { dataFolder } from '@welfare/process/data-folder.ts'
import { filesShowing } from '@welfare/process/files-showing.fixture.ts'
import { createLogger } from '@welfare/process/logger.ts'
import { writeRoster } from '@welfare/registry/spreadsheet/roster-writer.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { restoreBackup } from '../../services/standalone/src/backup-folder.ts'
import { openLedger } from '../../services/standalone/src/compose.ts'
import { createAccounts } from '../harness/accounts.ts'
import { createApi } from '../harness/api.ts'
import { importRoster, inventPerson, issue, listCards, type Meals, prepareMeals } from '../harness/meals.ts'
import { openTestLedger, type TestLedger, temporaryFolder } from '../harness/test-ledger.ts'

const ADMINISTRATOR = 'administrator/cellar'
const PEOPLE = 40
const july = { window: 'july', from: '2025-07-01', until: '2025-07-31', creditFen: 20_000 }
const purpose = `purpose=${encodeURIComponent('核对')}`
const elsewhere = temporaryFolder('welfare-erasure-')

interface Person {
  readonly id: string
  readonly texts: readonly string[]
}

let application: TestLedger
let meals: Meals
let erased: Person
let kept: Person
/** Made before the erasure. */
let backup: string
let before: Awaited<ReturnType<typeof proofs>>

const root = () => application.ledger.folder.root
const masterKey = () => application.ledger.folder.masterKeyFile
const traces = (folder: string, { texts }: Person) => filesShowing(folder, ...texts)

/** Everything that holds names is made before, so that there is something to find: lists, previews, error files, papers, a backup. */
beforeAll(async () => {
  application = await openTestLedger('2025-07-02T02:00:00Z')
  const { api, clock } = application
  meals = await prepareMeals(api, { workers: PEOPLE, windows: [july], fundsFen: [500_000, 500_000] })
  const lines = Array.from({ length: PEOPLE }, (_, index) => ({
    ...inventPerson(index),
    name: `诸葛虚甲${100 + index}`,
  }))
  const { result } = await importRoster(api, meals.programme, await writeRoster(lines))
  await issue(api, meals.programme)
  const [, , card] = await listCards(api, meals.programme)
  const items = [{ code: 'dumplings', quantity: 3 }]
  await api.post(`/v1/vouchers/${card?.code}/redemptions`, {
    ...{ merchant: meals.merchants[0], items, document: { kind: 'slip', number: 'S-1' }, reason: '停电' },
  })
  const people = lines.map(({ name = '', identityNumber = '', phone = '' }, index) => ({
    id: result.rows[index].worker,
    texts: [name, identityNumber, phone],
  }))
  const at = people.findIndex(({ id }) => id === card?.worker)
  ;[erased, kept] = [people[at], people[(at + 1) % PEOPLE]] as [Person, Person]
  for (const path of [
    `/v1/workers?reveal=true&${purpose}`,
    `/v1/programmes/${meals.programme}/sign-off-sheet.html?${purpose}`,
    `/v1/programmes/${meals.programme}/sign-off-sheet.xlsx?${purpose}`,
  ]) {
    await api.get(path)
  }
  await api.send({
    method: 'POST',
    path: `/v1/programmes/${meals.programme}/roster/error-file`,
    body: await writeRoster(lines.slice(0, 3)),
    headers: { 'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' },
  })
  clock.advanceTo(new Date('2025-10-01T02:00:00Z'))
  await application.ledger.vouchers.sweepExpiredCredits()
  const made = await api.post('/v1/backups', {}, { actor: ADMINISTRATOR })
  backup = join(elsewhere, 'backup')
  cpSync(made.folder, backup, { recursive: true })
  before = await proofs(await application.head())
}, 60_000)
afterAll(async () => {
  await application.close()
  rmSync(elsewhere, { recursive: true })
})

/** What a report proves is figures and ids: all of it as of one sequence. */
async function proofs(sequence: number) {
  const { api, ledger } = application
  const reports = await Promise.all(
    [
      `/v1/budget?by=programme&at=${sequence}`,
      `/v1/coverage?programme=${meals.programme}&at=${sequence}`,
      `/v1/gaps?programme=${meals.programme}&at=${sequence}&limit=500`,
    ].map((path) => api.get(path)),
  )
  const events = await ledger.store.readAll({ limit: sequence })
  return { sequence, reports, events: JSON.stringify(events) }
}

test('names are in the decrypted read model and nowhere else: not in the log, keys, uploads or backups', () => {
  for (const person of [erased, kept]) {
    const files = traces(root(), person)
    expect(files.length).toBeGreaterThan(0)
    for (const file of files) expect(file).toContain(join('copies', 'people.db'))
    expect(traces(backup, person)).toEqual([])
  }
  // A spreadsheet is packed, so that its text would not be found; but its parts' names would.
  expect(filesShowing(root(), 'xl/worksheets')).toEqual([])
})

test('an erased person is in no byte of any file; everybody else is; figures, events and proofs are what they were', async () => {
  await erase(application.api, erased.id)
  expect(traces(root(), erased)).toEqual([])
  expect(traces(root(), kept).length).toBeGreaterThan(0)
  expect(await proofs(before.sequence)).toEqual(before)
  const answers = await Promise.all([
    application.api.get(`/v1/workers?reveal=true&${purpose}`),
    application.api.get(`/v1/programmes/${meals.programme}/sign-off-sheet.html?${purpose}`),
    application.api.get(`/v1/trail/${erased.id}`),
  ])
  for (const text of erased.texts) for (const answer of answers) expect(JSON.stringify(answer)).not.toContain(text)
  expect(answers[1]).toContain(kept.texts[0])
  const total = /<tr class="total">.*<\/tr>/.exec(answers[1])?.[0]
  expect(total).toContain('8,000.00')
})

test('nor after a restart, nor when every read model is made anew from the log', async () => {
  await application.restart()
  expect(traces(root(), erased)).toEqual([])
  await application.ledger.close()
  rmSync(join(root(), 'copies'), { recursive: true })
  await application.restart()
  const answer = await application.api.get(`/v1/workers/${erased.id}`)
  expect(answer).toMatchObject({ processing: 'erased' })
  expect(traces(root(), erased)).toEqual([])
  expect(traces(root(), kept).length).toBeGreaterThan(0)
})

/** A ledger of its own from a backup, asked once by name, then closed. */
async function restored(name: string, from: string, keyFiles: 'with-register' | 'master-key-alone', keys?: string) {
  const folder = dataFolder(join(elsewhere, name))
  mkdirSync(join(folder.root, 'keys'), { recursive: true })
  copyFileSync(masterKey(), folder.masterKeyFile)
  if (keyFiles === 'with-register')
    copyFileSync(erasureRegisterFile(masterKey()), erasureRegisterFile(folder.masterKeyFile))
  await restoreBackup({ backup: from, folder, masterKeyFile: folder.masterKeyFile })
  if (keys !== undefined) copyFileSync(keys, folder.keyFile)
  const ledger = await openLedger({
    dataFolder: folder.root,
    clock: application.clock,
    logger: createLogger({ level: 'silent' }),
  })
  const { url } = await ledger.serve({ host: '127.0.0.1', port: 0, strict: true })
  const api = createApi(
    url,
    createAccounts((account) => ledger.identity.issueToken(account)),
  )
  const { items } = await api.get(`/v1/workers?ids=${erased.id},${kept.id}&reveal=true&${purpose}`)
  const shown = filesShowing(folder.root, ...erased.texts)
  await ledger.close()
  const names = items.map((worker: { person?: { name: string } }) => worker.person?.name)
  return { names, shown, processing: items[0].processing }
}

test('a backup made before the erasure does not bring the person back', async () => {
  const gone = { names: [undefined, kept.texts[0]], shown: [], processing: 'erased' }
  expect(await restored('older', backup, 'with-register')).toEqual(gone)
})

test('the register of erasures is what keeps the person out: without it, and without the event, the name is back', async () => {
  const back = await restored('register-lost', backup, 'master-key-alone')
  expect(back).toMatchObject({ names: [erased.texts[0], kept.texts[0]], processing: 'open' })
  expect(back.shown.length).toBeGreaterThan(0)
})

test('where the log holds the erasure, it is carried out again over older keys, register or not', async () => {
  const { folder } = await application.api.post('/v1/backups', {}, { actor: ADMINISTRATOR })
  const gone = { names: [undefined, kept.texts[0]], shown: [], processing: 'erased' }
  expect(await restored('newer', folder, 'master-key-alone')).toEqual(gone)
  expect(await restored('mixed', folder, 'master-key-alone', join(backup, 'keys.db'))).toEqual(gone)
})

async function erase(api: TestLedger['api'], worker: string): Promise<void> {
  const by = { actor: ADMINISTRATOR }
  await api.post(`/v1/workers/${worker}/restriction`, { reason: 'retention-ended' }, by)
  const erasure = { reason: 'retention-ended', retentionEndedOn: '2025-09-30' }
  await api.post(`/v1/workers/${worker}/erasure`, erasure, by)
}
