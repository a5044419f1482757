import { writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { writeXlsx } from 'hucre/xlsx'
import { afterAll, expect, test } from 'vitest'
import { buildArchive, honestPart, inlineRow, workbookParts, zerosPart } from './archive.fixture.ts'
import { rosterLimits } from './roster-limits.ts'
import { createRosterReader, type RosterReaderOptions } from './roster-reader.ts'

const reader = createRosterReader()
afterAll(() => reader.close())

const gibibyte = zerosPart('', 1_024)
const MEMORY_ALLOWED = 150 * 1024 * 1024
const ROWS = inlineRow(1, ['姓名', '身份证号']) + inlineRow(2, ['甲', '1'])

test('a gibibyte of honest zeros is refused before anything is inflated', async () => {
  const bomb = buildArchive([...workbookParts(ROWS), { ...(await gibibyte), name: 'xl/sharedStrings.xml' }])
  await expectRefusedWithLittleMemory(bomb, 'spreadsheet-inflates-too-much')
})

test('a gibibyte behind a header that declares a kilobyte is given up at the kilobyte', async () => {
  const bomb = buildArchive([
    ...workbookParts(ROWS),
    { ...(await gibibyte), name: 'xl/sharedStrings.xml', inflatedBytes: 1_024 },
  ])
  await expectRefusedWithLittleMemory(bomb, 'spreadsheet-declares-wrong-size')
})

test('many parts of less than the limit each are too much together', async () => {
  const zeros = await zerosPart('', 1)
  const parts = Array.from({ length: 70 }, (_, index) => ({ ...zeros, name: `xl/worksheets/sheet${index + 2}.xml` }))
  await expectRefusedWithLittleMemory(buildArchive([...workbookParts(ROWS), ...parts]), 'spreadsheet-inflates-too-much')
})

test('a bomb inside a picture or an inner archive is never opened', async () => {
  const inner = buildArchive([{ ...(await gibibyte), name: 'zeros.xml' }])
  const nested = buildArchive([...workbookParts(ROWS), honestPart('xl/media/inner.zip', inner)])
  expect(await refusalOf(nested)).toBe('read')
  const lying = { ...(await zerosPart('xl/media/image1.xml', 64)), inflatedBytes: 1_000 }
  expect(await refusalOf(buildArchive([...workbookParts(ROWS), lying]))).toBe('read')
  expect(await refusalOf(buildArchive([honestPart('roster.xlsx', buildArchive(workbookParts(ROWS)))]))).toBe(
    'spreadsheet-malformed',
  )
})

test('too many parts, twice the same part, an unknown compression, a password on a part', async () => {
  const many = Array.from({ length: rosterLimits.archiveEntries }, (_, index) => honestPart(`xl/${index}.xml`, ''))
  const workbook = workbookParts(ROWS)
  expect(await refusalOf(buildArchive([...workbook, ...many]))).toBe('spreadsheet-too-many-parts')
  expect(await refusalOf(buildArchive([...workbook, ...workbook]))).toBe('spreadsheet-malformed')
  expect(await refusalOf(buildArchive(workbook.map((part) => ({ ...part, method: 12 }))))).toBe('spreadsheet-malformed')
  expect(await refusalOf(buildArchive(workbook.map((part) => ({ ...part, flags: 1 }))))).toBe('spreadsheet-encrypted')
})

test('a wrong checksum is damage', async () => {
  expect(await refusalOf(buildArchive(workbookParts(ROWS).map((part) => ({ ...part, checksum: 1 }))))).toBe(
    'spreadsheet-malformed',
  )
})

test('cut off anywhere, it is refused, never half read', async () => {
  const whole = buildArchive(workbookParts(ROWS))
  expect(await refusalOf(whole)).toBe('read')
  const cuts = [2, 40, Math.floor(whole.length / 2), whole.length - 60, whole.length - 22, whole.length - 1]
  for (const length of cuts) expect(await refusalOf(whole.subarray(0, length))).toBe('spreadsheet-malformed')
})

test('a flipped byte anywhere is refused or read, and nothing else', async () => {
  const whole = buildArchive(workbookParts(ROWS))
  for (let index = 3; index < whole.length; index += 61) {
    const flipped = Buffer.from(whole)
    flipped[index] = (flipped[index] ?? 0) ^ 0xff
    expect(await refusalOf(flipped)).toMatch(/^(read|spreadsheet-(?!reader).*)$/)
  }
}, 60_000)

test('a workbook with a password, an old .xls', async () => {
  const encrypted = await writeXlsx({
    sheets: [{ name: 'a', rows: [['x']] }],
    encryption: { password: 'x', spinCount: 10 },
  })
  expect(await refusalOf(Buffer.from(encrypted))).toBe('spreadsheet-encrypted')
  const old = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(2_000)])
  expect(await refusalOf(old)).toBe('spreadsheet-is-old-xls')
})

test('300,000 rows of the widest kind are given up at the first too many', async () => {
  const rows = Array.from({ length: 300_000 }, (_, row) => `<row r="${row + 2}"><c r="BL1"><v>1</v></c></row>`).join('')
  await expectRefusedWithLittleMemory(
    buildArchive(workbookParts(inlineRow(1, ['姓名', '身份证号']) + rows)),
    'spreadsheet-too-many-rows',
  )
})

test('a sheet formatted to its last row is read as the few rows that it has', async () => {
  const blank = Array.from(
    { length: 300_000 },
    (_, row) => `<row r="${row + 3}" spans="1:3"><c r="A${row + 3}" s="1"/><c r="B${row + 3}" s="1"></c></row>`,
  )
  await expectRefusedWithLittleMemory(buildArchive(workbookParts(ROWS + blank.join(''))), 'read')
})

test.each<[string, string, string, number?]>([
  ['hangs', 'for (;;) {}', 'spreadsheet-reading-took-too-long', 1_500],
  ['throws', 'throw new Error("defect")', 'spreadsheet-reader-failed'],
  ['exits', 'process.exit(3)', 'spreadsheet-reader-failed'],
  [
    'eats its memory',
    'const all = []; for (;;) all.push(new Array(10_000).fill({}).map(() => ({})))',
    'spreadsheet-reader-failed',
  ],
])('a reader that %s is ended and the next file is read', async (_, source, code, timeoutMs?: number) => {
  const folder = await mkdtemp(join(tmpdir(), 'roster-reader-'))
  const file = join(folder, 'defect.worker.mjs')
  writeFileSync(file, source)
  const workerUrl = pathToFileURL(file)
  expect(await refusalOf(buildArchive(workbookParts(ROWS)), { workerUrl, ...(timeoutMs && { timeoutMs }) })).toBe(code)
  expect(await refusalOf(buildArchive(workbookParts(ROWS)))).toBe('read')
  await rm(folder, { recursive: true })
})

test('files wait their turn, a bounded number of them', async () => {
  const bytes = buildArchive(workbookParts(ROWS))
  const atOnce = rosterLimits.readersAtOnce + rosterLimits.readersWaiting
  const results = await Promise.all(Array.from({ length: atOnce + 3 }, () => refusalOf(bytes)))
  expect(results.filter((result) => result === 'read')).toHaveLength(atOnce)
  expect(results.filter((result) => result === 'spreadsheet-reader-busy')).toHaveLength(3)
}, 60_000)

async function expectRefusedWithLittleMemory(bytes: Buffer, code: string): Promise<void> {
  const before = process.memoryUsage.rss()
  let peak = before
  const sampler = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss())
  }, 5)
  expect(await refusalOf(bytes)).toBe(code)
  clearInterval(sampler)
  expect(peak - before).toBeLessThan(MEMORY_ALLOWED)
}

async function refusalOf(bytes: Buffer, options?: RosterReaderOptions): Promise<string> {
  const own = options === undefined ? reader : createRosterReader(options)
  const result = await own.read({ bytes, kind: 'xlsx' })
  if (options !== undefined) await own.close()
  return result.read ? 'read' : result.refusal.code
}
