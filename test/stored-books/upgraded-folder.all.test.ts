import { closeSync, globSync, openSync, readSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { filesShowing } from '@welfare/process/files-showing.fixture.ts'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { temporaryFolder } from '../harness/test-ledger.ts'
import { type ServedBooks, serveBooks, unpack } from './unpacked-books.fixture.ts'

const ADMINISTRATOR = 'administrator/cellar'
let folder: string
let data: string
let oldTraces: string[]
let books: ServedBooks
let people: { readonly id: string; readonly texts: readonly string[] }[]

beforeAll(async () => {
  folder = temporaryFolder('upgraded-')
  unpack('summer-2025-v1.tar.gz', folder)
  data = join(folder, 'data')
  oldTraces = globSync(['registry.db*', '*-copy.db*', 'deliveries*', 'places.db*'], { cwd: join(data, 'copies') })
  people = peopleIn(join(data, 'copies', 'registry.db'))
  books = await serveBooks(data, '2026-10-03T09:00:00+08:00')
}, 60_000)
afterAll(async () => {
  await books.ledger.close()
  rmSync(folder, { recursive: true })
})

test('an old folder has one file of facts after its first start, and none of the old copies', () => {
  expect(oldTraces).toContain('registry.db')
  const copies = globSync('*', { cwd: join(data, 'copies') })
  expect(copies.filter((name) => oldTraces.includes(name))).toEqual([])
  expect(copies).toEqual(expect.arrayContaining(['facts.db', 'people.db']))
})

test('its databases are few, and nobody else may read them', async () => {
  // Until then a read model of the version before may stand beside the new one.
  await vi.waitFor(() => books.api.get('/readyz'), { timeout: 20_000 })
  const databases = globSync('**/*', { cwd: data }).filter((name) => isDatabase(join(data, name)))
  expect(databases.length, databases.join(' ')).toBeLessThanOrEqual(8)
  const readable = databases.filter((name) => (statSync(join(data, name)).mode & 0o077) !== 0)
  expect(readable).toEqual([])
})

test('few follow the log, and all of them are ready', async () => {
  const { checks } = await vi.waitFor(() => books.api.get('/readyz'), { timeout: 20_000 })
  const followers = Object.keys(checks).filter((name) => name.startsWith('consumer-'))
  expect(followers.length, followers.join(' ')).toBeLessThanOrEqual(5)
  expect(Object.values(checks).every((answer) => answer === 'ok')).toBe(true)
})

test('whom it erases then is in no byte of it; the next one is', async () => {
  const [erased, kept] = people
  if (!erased || !kept) throw new Error('the old books know nobody')
  const by = { actor: ADMINISTRATOR }
  await books.api.post(`/v1/workers/${erased.id}/restriction`, { reason: 'retention-ended' }, by)
  const erasure = { reason: 'retention-ended', retentionEndedOn: '2026-09-30' }
  await books.api.post(`/v1/workers/${erased.id}/erasure`, erasure, by)
  expect(filesShowing(data, ...erased.texts)).toEqual([])
  expect(filesShowing(data, ...kept.texts).length).toBeGreaterThan(0)
})

/** Whose names nobody else bears. */
function peopleIn(file: string): typeof people {
  const old = new DatabaseSync(file, { readOnly: true })
  const rows = old.prepare('SELECT id, fields FROM worker WHERE fields IS NOT NULL').all()
  old.close()
  const all = rows.map(({ id, fields }) => ({ id: String(id), ...JSON.parse(String(fields)) }))
  return all
    .filter(({ name }) => all.filter((one) => one.name.includes(name)).length === 1)
    .map(({ id, name, identityNumber, phone }) => ({ id, texts: [name, identityNumber, phone] }))
}

function isDatabase(path: string): boolean {
  if (!statSync(path).isFile()) return false
  const head = Buffer.alloc(15)
  const opened = openSync(path, 'r')
  readSync(opened, head)
  closeSync(opened)
  return head.toString() === 'SQLite format 3'
}
