import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { type DataFolderVerdict, verifyDataFolder } from '@welfare/verifier/verify-data-folder.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSeededRandom, pick, type Random } from '../../services/standalone/src/demo/seeded-random.ts'
import type { Meals } from '../harness/meals.ts'
import { scaled } from '../harness/scale.ts'
import { openTestLedger, type TestLedger } from '../harness/test-ledger.ts'
import { playVariedHistory } from '../harness/varied-history.ts'

const SEED = 20_251_123
const PLACES = scaled(120, 1_000)

/** Each column of every row that says what happened, or what was posted. */
const tables = [
  {
    file: 'log/ledger.sqlite',
    table: 'events',
    rowKey: ['position'],
    columns: [
      'position',
      'previous',
      'stream',
      'version',
      'recorded_at',
      'id',
      'type',
      'schema_version',
      'data',
      'metadata',
    ],
  },
  { file: 'log/ledger.sqlite', table: 'streams', rowKey: ['ordinal'], columns: ['name'] },
  {
    file: 'copies/read-model/1.db',
    table: 'posting_account',
    rowKey: ['id'],
    columns: [
      'id',
      'key',
      'account',
      'book',
      'commodity',
      'fund',
      'programme',
      'batch',
      'merchant',
      'balance',
      'debits',
    ],
  },
  {
    file: 'copies/read-model/1.db',
    table: 'posting_tally',
    rowKey: ['account', 'entry'],
    columns: ['account', 'entry', 'date', 'amount', 'balance', 'debits'],
  },
  {
    file: 'copies/read-model/1.db',
    table: 'posting_day',
    rowKey: ['account', 'date'],
    columns: ['account', 'date', 'amount', 'debits'],
  },
] as const
const levels = ['transparency/level-0', 'transparency/level-1']

let fixture: TestLedger
let meals: Meals
let root: string
let key: string

beforeAll(async () => {
  fixture = await openTestLedger('2025-06-01T09:00:00+08:00')
  meals = await playVariedHistory(fixture.api, fixture.clock, () => fixture.ledger.vouchers.sweepExpiredCredits())
  key = (await fixture.api.get('/log/keys')).split('\n')[0]
  root = fixture.ledger.folder.root
}, 120_000)
afterAll(() => fixture.close())

/** Both wait: for the read models, and for a checkpoint over all events. */
async function waitForReadersOf({ api, head }: TestLedger): Promise<void> {
  await api.get('/v1/budget')
  await api.get(`/v1/log/inclusion?sequence=${await head()}`, 'auditor/verifier')
}

const verify = (): DataFolderVerdict => verifyDataFolder(root, { key })

test('it holds while the ledger is written to, and after it has closed', async () => {
  const path = `/v1/funds/${meals.funds[0]}/donations`
  const donor = { kind: 'individual' }
  for (let round = 0; round < 8; round += 1) {
    const donations = Array.from({ length: 8 }, (_, number) =>
      fixture.api.post(path, { receiptNumber: `L-${round}-${number}`, donor, amountFen: 1 }),
    )
    await Promise.race(donations)
    expect(verify().misfits).toEqual([])
    await Promise.all(donations)
  }
  await waitForReadersOf(fixture)
  await fixture.ledger.close()
  const { misfits, checks, sequence, treeSize } = verify()
  expect(misfits).toEqual([])
  // No month is closed in this ledger: of months there is nothing to check.
  const outcomes = checks.map(({ check, outcome }) => [check, outcome])
  expect(outcomes).toEqual(checks.map(({ check }) => [check, check === 'periods' ? 'not-checked' : 'holds']))
  expect(treeSize).toBe(sequence)
})

test(`a byte flipped in ${PLACES} stored events and postings, and in the tree (seed ${SEED}), is found and named`, () => {
  const random = createSeededRandom(SEED)
  const missed: string[] = []
  for (let count = 0; count < PLACES; count += 1) {
    const place = count % (tables.length + 1)
    const table = tables[place]
    const flipped = table ? flipCell(table, random) : flipHash(pick(levels, random), random)
    const verdict = verify()
    if (!flipped.isNamed(verdict)) missed.push(`${flipped.what}: ${JSON.stringify(verdict.misfits.slice(0, 3))}`)
    flipped.restore()
  }
  expect(missed).toEqual([])
  expect(verify().misfits).toEqual([])
}, 300_000)

interface Flipped {
  readonly what: string
  isNamed(verdict: DataFolderVerdict): boolean
  restore(): void
}

type Table = (typeof tables)[number]
type Row = Record<string, SQLInputValue>

function flipCell(chosen: Table, random: Random): Flipped {
  const { file, table, rowKey, columns } = chosen
  const database = new DatabaseSync(join(root, file))
  database.exec('PRAGMA ignore_check_constraints = ON')
  try {
    for (;;) {
      const rows = Number(database.prepare(`SELECT count(*) AS rows FROM ${table}`).get()?.rows)
      const row = database.prepare(`SELECT * FROM ${table} LIMIT 1 OFFSET ?`).get(Math.floor(random() * rows)) as Row
      const column = pick<string>(columns, random)
      const changed = { ...row, [column]: flipValue(row[column] ?? null, random) }
      const isNamed = namerOf(chosen, row, database)
      if (row[column] === '' || !write(database, chosen, row, changed, column)) continue
      const what = `${table}.${column} of ${rowKey.map((name) => row[name]).join(', ')}`
      return { what, isNamed, restore: () => restore(file, (again) => write(again, chosen, changed, row, column)) }
    }
  } finally {
    database.close()
  }
}

/** False where the table does not take it: somebody else has that key. */
function write(database: DatabaseSync, { table, rowKey }: Table, from: Row, to: Row, column: string): boolean {
  const value = to[column] ?? null
  const cell = value instanceof Uint8Array ? 'CAST(? AS TEXT)' : '?'
  const where = rowKey.map((name) => (from[name] instanceof Uint8Array ? `CAST(${name} AS BLOB) = ?` : `${name} = ?`))
  try {
    const { changes } = database
      .prepare(`UPDATE ${table} SET ${column} = ${cell} WHERE ${where.join(' AND ')}`)
      .run(value, ...rowKey.map((name) => from[name] ?? null))
    return changes === 1
  } catch (error) {
    if (error instanceof Error && error.message.includes('UNIQUE constraint')) return false
    throw error
  }
}

function restore(file: string, work: (database: DatabaseSync) => boolean): void {
  const database = new DatabaseSync(join(root, file))
  database.exec('PRAGMA ignore_check_constraints = ON')
  expect(work(database)).toBe(true)
  database.close()
}

/** One byte of the text, or of the number as it is stored. */
function flipValue(value: SQLInputValue, random: Random): SQLInputValue {
  const mask = 1 + Math.floor(random() * 255)
  if (typeof value === 'number') {
    const bytes = Buffer.alloc(8)
    bytes.writeBigInt64BE(BigInt(value))
    const at = 3 + Math.floor(random() * 5)
    bytes[at] = (bytes[at] ?? 0) ^ mask
    return Number(bytes.readBigInt64BE())
  }
  const bytes = Buffer.from(String(value))
  const at = Math.floor(random() * bytes.length)
  bytes[at] = (bytes[at] ?? 0) ^ mask
  return bytes
}

/** What a verdict must name when this row is altered. */
function namerOf({ table }: Table, row: Row, database: DatabaseSync): Flipped['isNamed'] {
  const named = (sequence: unknown) => (verdict: DataFolderVerdict) =>
    verdict.misfits.some(({ event }) => event?.sequence === sequence)
  if (table === 'events') return named(row.position)
  if (table === 'streams') {
    const first = database.prepare('SELECT min(position) AS position FROM events WHERE stream = ?')
    return named(first.get(row.ordinal ?? null)?.position)
  }
  const id = table === 'posting_account' ? row.id : row.account
  const account = database.prepare('SELECT key FROM posting_account WHERE id = ?').get(id ?? null)?.key
  return ({ misfits }) => misfits.some(({ check, where }) => check === 'readModel' && where.includes(String(account)))
}

function flipHash(path: string, random: Random): Flipped {
  const file = join(root, path)
  const before = readFileSync(file)
  const at = Math.floor(random() * before.length)
  const after = Buffer.from(before)
  after[at] = (before[at] ?? 0) ^ (1 + Math.floor(random() * 255))
  writeFileSync(file, after)
  return {
    what: `${path} byte ${at}`,
    isNamed: ({ misfits }) => misfits.some(({ check, where }) => check === 'tiles' && where.startsWith(path)),
    restore: () => writeFileSync(file, before),
  }
}

test('a byte of a stored event flipped in the file itself is found and named; a damaged file is never more than a verdict', () => {
  const random = createSeededRandom(SEED + 1)
  const file = join(root, 'log/ledger.sqlite')
  const before = readFileSync(file)
  const database = new DatabaseSync(file, { readOnly: true })
  // Short ones lie in one piece.
  const events = database
    .prepare('SELECT position, metadata FROM events WHERE length(data) + length(metadata) < 900')
    .all()
  database.close()
  for (let count = 0; count < 60; count += 1) {
    const { position, metadata } = pick(events, random)
    const text = Buffer.from(String(metadata))
    const at = Math.floor(random() * text.length)
    const mask = 1 + Math.floor(random() * 255)
    const after = Buffer.from(before)
    // SQLite leaves old copies behind where it moves a row: wherever the text lies, it is altered.
    for (let start = before.indexOf(text); start >= 0; start = before.indexOf(text, start + 1))
      after[start + at] = (before[start + at] ?? 0) ^ mask
    writeFileSync(file, after)
    expect(verify().misfits.map(({ event }) => event?.sequence)).toContain(position)
  }
  for (let count = 0; count < 60; count += 1) {
    const after = Buffer.from(before)
    // Where SQLite keeps its own books: the head of the file, and of pages.
    const at = Math.floor(random() * (before.length / 4096)) * 4096 + Math.floor(random() * 100)
    after[at] = (before[at] ?? 0) ^ (1 + Math.floor(random() * 255))
    writeFileSync(file, after)
    expect(verify().checks.length).toBeGreaterThan(5)
  }
  writeFileSync(file, before)
  expect(verify().misfits).toEqual([])
}, 120_000)

test('what was cut off, and what was put in, is found too', () => {
  const database = new DatabaseSync(join(root, 'log/ledger.sqlite'))
  database.exec(
    'CREATE TEMP TABLE kept AS SELECT * FROM events WHERE position = (SELECT max(position) FROM main.events)',
  )
  database.exec('DELETE FROM main.events WHERE position = (SELECT position FROM kept)')
  expect(verify().misfits.map(({ check }) => check)).toContain('root')
  database.exec('INSERT INTO main.events SELECT * FROM kept')
  database.close()
  const models = new DatabaseSync(join(root, 'copies/read-model/1.db'))
  const { account, entry } = models.prepare('SELECT account, entry FROM posting_tally LIMIT 1').get() as Row
  const put = [account ?? null, Number(entry) + 99] as const
  models.prepare("INSERT INTO posting_tally VALUES (?, ?, '2025-06-01', 1, 1, 1)").run(...put)
  expect(verify().misfits.map(({ check }) => check)).toEqual(['readModel'])
  models.prepare('DELETE FROM posting_tally WHERE account = ? AND entry = ?').run(...put)
  models.close()
  expect(verify().misfits).toEqual([])
})
