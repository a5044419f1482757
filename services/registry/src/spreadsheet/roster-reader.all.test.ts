import { type CellValue, type WriteSheet, writeXlsx } from 'hucre/xlsx'
import { afterAll, expect, test } from 'vitest'
import { buildArchive, inlineRow, workbookParts } from './archive.fixture.ts'
import type { Read, Roster, RosterKind } from './roster.ts'
import { DEFAULT_MAX_ROWS, rosterLimits } from './roster-limits.ts'
import { createRosterReader } from './roster-reader.ts'
import { writeRoster, writeRosterTemplate } from './roster-writer.ts'

const reader = createRosterReader()
afterAll(() => reader.close())

const ID = '99000019900101001X'
const HEADER = ['姓名', '身份证号', '手机号', '用人单位', '工种', '行政区划']

test('a roster written is the roster read', async () => {
  const line = {
    name: '虚构甲',
    identityNumber: ID,
    phone: '13800000001',
    employer: '虚构环卫',
    trade: '环卫',
    division: '632701',
  }
  const roster = await readOrThrow(await writeRoster([line, { ...line, name: '虚构乙', phone: '13800000002' }]))
  expect(roster.rows).toEqual([
    { row: 2, values: line, problems: [] },
    { row: 3, values: { ...line, name: '虚构乙', phone: '13800000002' }, problems: [] },
  ])
  expect(roster.columns.map(({ header, letter }) => letter + header)).toEqual(
    HEADER.map((header, index) => 'ABCDEF'[index] + header),
  )
})

test('the template has the header and no rows', async () => {
  expect(await refusalOf(await writeRosterTemplate())).toBe('roster-without-rows')
})

test('headers may be English, full-width, blank, starred, explained in brackets, or unknown', async () => {
  const roster = await readOrThrow(
    await workbook([
      ['序号', 'Ｎａｍｅ', '', '身份证号码 *（18位）', null, ' 联系 电话\n', 'Company', '备注'],
      [1, '虚构甲', null, ID, null, 13_800_000_001, '虚构环卫', 'x'],
    ]),
  )
  expect(roster.columns.map(({ field, letter }) => [field, letter])).toEqual([
    ['name', 'B'],
    ['identityNumber', 'D'],
    ['phone', 'F'],
    ['employer', 'G'],
  ])
  expect(roster.ignoredHeaders).toEqual(['序号', '备注'])
  expect(roster.rows[0]?.values.phone).toBe('13800000001')
})

test('the header may stand under a merged title, and over two rows', async () => {
  const rows = [
    ['玉树市环卫职工花名册', null, null, null],
    [],
    ['姓名', '身份证号', '联系', null],
    [null, null, '手机号', '邮箱'],
    ['虚构甲', ID, '13800000001', 'a@b'],
  ]
  const merges = [
    { startRow: 0, startCol: 0, endRow: 0, endCol: 3 },
    { startRow: 2, startCol: 0, endRow: 3, endCol: 0 },
    { startRow: 2, startCol: 2, endRow: 2, endCol: 3 },
  ]
  const roster = await readOrThrow(await workbook(rows, { merges }))
  expect(roster.rows).toEqual([
    { row: 5, values: { name: '虚构甲', identityNumber: ID, phone: '13800000001' }, problems: [] },
  ])
})

test('an identity number that was a number has lost digits: the row says so', async () => {
  const rows = [
    HEADER,
    ['虚构甲', 990000199001010000],
    ['虚构乙', '9.9E+17'],
    ['虚构丙', 110105491231002],
    ['虚构丁', ID],
  ]
  const roster = await readOrThrow(await workbook(rows))
  expect(roster.rows.map(({ row, problems }) => [row, problems[0]?.code])).toEqual([
    [2, 'identity-number-was-number'],
    [3, 'identity-number-was-number'],
    [4, undefined],
    [5, undefined],
  ])
  expect(roster.rows[2]?.values.identityNumber).toBe('110105491231002')
})

test('formulas give their stored value, errors of formulas are problems, dates are days', async () => {
  const cells = new Map([['1,3', { value: '虚构环卫', formula: 'Z1', formulaResult: '虚构环卫' }]])
  const rows = [HEADER, ['虚构甲', ID, '#N/A', '', new Date('2025-07-25T00:00:00Z')]]
  const roster = await readOrThrow(await workbook(rows, { cells }))
  expect(roster.rows[0]?.values).toMatchObject({ employer: '虚构环卫', trade: '2025-07-25' })
  expect(roster.rows[0]?.problems).toEqual([{ code: 'cell-formula-error', field: 'phone' }])
})

test('blank rows are passed over and row numbers stay those of the sheet', async () => {
  const roster = await readOrThrow(await workbook([HEADER, [], ['虚构甲', ID], [null, ' \u3000'], ['虚构乙', ID]]))
  expect(roster.rows.map(({ row }) => row)).toEqual([3, 5])
})

test('a sheet can be chosen by name; a hidden one is not taken by itself', async () => {
  const sheets = [
    { name: '说明', hidden: true, rows: [['x']] },
    { name: '一', rows: [HEADER, ['虚构甲', ID]] },
    { name: '二', rows: [HEADER, ['虚构乙', ID]] },
  ]
  const bytes = await writeXlsx({ sheets, activeSheet: 1 })
  expect((await readOrThrow(bytes)).file).toMatchObject({ sheet: '一', otherSheets: ['二'] })
  expect((await readOrThrow(bytes, 'xlsx', '二')).rows[0]?.values.name).toBe('虚构乙')
  expect(await refusalOf(bytes, 'xlsx', '三')).toBe('spreadsheet-sheet-not-found')
})

test.each([
  ['UTF-8', Buffer.from(csv(',')), 'utf-8'],
  ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${csv(',')}`), 'utf-8'],
  ['semicolons', Buffer.from(csv(';')), 'utf-8'],
  ['tabs in UTF-16', Buffer.from(`\ufeff${csv('\t')}`, 'utf16le'), 'utf-16le'],
  ['GB 18030', gbk(), 'gb18030'],
])('CSV: %s', async (_, bytes, encoding) => {
  const roster = await readOrThrow(bytes, 'csv')
  expect(roster.file.encoding).toBe(encoding)
  expect(roster.rows).toEqual([{ row: 3, values: { name: '张三', identityNumber: ID }, problems: [] }])
})

test('CSV: guards against formulas are taken off, scientific notation is found out', async () => {
  const text = `姓名,身份证号,用人单位\n'虚构甲,="${ID}","甲,乙\n""丙"""\n虚构乙,9.9E+17,`
  const roster = await readOrThrow(Buffer.from(text), 'csv')
  expect(roster.rows[0]?.values).toEqual({ name: '虚构甲', identityNumber: ID, employer: '甲,乙 "丙"' })
  expect(roster.rows[1]?.problems).toEqual([{ code: 'identity-number-was-number', field: 'identityNumber' }])
})

test('20,000 rows are read, one more is refused', async () => {
  const line = { name: '虚构甲', identityNumber: ID, phone: '13800000001', employer: '虚构环卫', trade: '环卫' }
  const most = Array.from({ length: DEFAULT_MAX_ROWS }, () => line)
  expect((await readOrThrow(await writeRoster(most))).rows).toHaveLength(DEFAULT_MAX_ROWS)
  expect(await refusalOf(await writeRoster([...most, line]))).toBe('spreadsheet-too-many-rows')
  const text = `姓名,身份证号\n${`甲,${ID}\n`.repeat(DEFAULT_MAX_ROWS + 1)}`
  expect(await refusalOf(Buffer.from(text), 'csv')).toBe('spreadsheet-too-many-rows')
})

test('the error file is the same sheet with a red column more', async () => {
  const bytes = await workbook([['花名册'], HEADER, ['虚构甲', '1'], ['虚构乙', ID]])
  const annotated = await reader.annotate({ bytes, kind: 'xlsx' }, [{ row: 3, text: '身份证号长度不对' }])
  if (!annotated.read) throw new Error(annotated.refusal.code)
  const roster = await readOrThrow(annotated.value)
  expect(roster.ignoredHeaders).toEqual(['错误'])
  expect(roster.rows.map(({ row, values }) => [row, values.name])).toEqual([
    [3, '虚构甲'],
    [4, '虚构乙'],
  ])
  const sheet = await readOrThrow(annotated.value)
  expect(sheet.columns).toHaveLength(6)
})

test.each<[string, string, () => Promise<Uint8Array> | Uint8Array, RosterKind]>([
  ['spreadsheet-empty', 'no bytes', () => new Uint8Array(), 'xlsx'],
  ['spreadsheet-empty', 'a sheet without cells', () => workbook([]), 'xlsx'],
  ['spreadsheet-empty', 'blank lines', () => Buffer.from('\n\n , \n'), 'csv'],
  ['spreadsheet-not-xlsx', 'text renamed', () => Buffer.from('姓名,身份证号\n'), 'xlsx'],
  ['spreadsheet-not-csv', 'a workbook renamed', () => workbook([HEADER]), 'csv'],
  ['spreadsheet-not-csv', 'bytes of no encoding', () => Buffer.from([0xe5, 0xff, 0xff, 0xff, 0x0a]), 'csv'],
  ['spreadsheet-quote-open', 'a quote that never closes', () => Buffer.from('姓名,身份证号\n"甲,1\n'), 'csv'],
  ['spreadsheet-too-large', 'over 8 MiB', () => new Uint8Array(rosterLimits.fileBytes + 1), 'csv'],
  [
    'roster-header-not-found',
    'other columns',
    () =>
      workbook([
        ['姓名', '学号'],
        ['甲', '1'],
      ]),
    'xlsx',
  ],
  ['roster-header-not-found', 'no header', () => Buffer.from(`甲,${ID}\n`), 'csv'],
  [
    'roster-header-repeated',
    'two phones',
    () =>
      workbook([
        ['姓名', '身份证号', '手机', '电话'],
        ['甲', ID, '13800000001', '13800000002'],
      ]),
    'xlsx',
  ],
  [
    'spreadsheet-too-many-columns',
    'a cell far right',
    () => workbook([HEADER, [...Array(64).fill(null), 'x']]),
    'xlsx',
  ],
  ['spreadsheet-cell-too-long', 'a novel', () => workbook([HEADER, ['甲'.repeat(1_400), ID]]), 'xlsx'],
  ['spreadsheet-cell-too-long', 'a novel', () => Buffer.from(`姓名,身份证号\n${'a'.repeat(4_097)},1`), 'csv'],
])('%s: %s', async (code, _, make, kind) => {
  expect(await refusalOf(await make(), kind)).toBe(code)
})

test('an XML entity is not expanded, a far row does not make rows, an endless nesting ends', async () => {
  const billion = workbookParts(inlineRow(1, HEADER) + inlineRow(2, ['&lol;', ID]))
  const roster = await readOrThrow(buildArchive(billion))
  expect(roster.rows[0]?.values.name).toBe('&lol;')
  const far = workbookParts(inlineRow(1, HEADER) + inlineRow(1_048_576, ['甲', ID]))
  expect((await readOrThrow(buildArchive(far))).rows[0]?.row).toBe(1_048_576)
  const nested = workbookParts('<a>'.repeat(200_000))
  expect(['spreadsheet-malformed', 'spreadsheet-empty']).toContain(await refusalOf(buildArchive(nested)))
})

function workbook(rows: CellValue[][], more: Partial<WriteSheet> = {}): Promise<Uint8Array> {
  return writeXlsx({ sheets: [{ name: '花名册', rows, ...more }] })
}

function csv(delimiter: string): string {
  return [
    ['姓名', '身份证号'],
    ['', ''],
    ['张三', ID],
  ]
    .map((line) => line.join(delimiter))
    .join('\r\n')
}

/** 姓名,身份证号 / , / 张三,… in GB 18030, which node decodes and does not encode. */
function gbk(): Buffer {
  const header = Buffer.from('d0d5c3fb2cc9edb7ddd6a4bac5', 'hex')
  return Buffer.concat([header, Buffer.from('\n,\n'), Buffer.from('d5c5c8fd', 'hex'), Buffer.from(`,${ID}\n`)])
}

async function readOrThrow(bytes: Uint8Array, kind: RosterKind = 'xlsx', sheet?: string): Promise<Roster> {
  const result = await reader.read({ bytes, kind, sheet })
  if (!result.read) throw new Error(`${result.refusal.code} ${JSON.stringify(result.refusal.facts)}`)
  return result.value
}

async function refusalOf(bytes: Uint8Array, kind: RosterKind = 'xlsx', sheet?: string): Promise<string> {
  const result: Read<Roster> = await reader.read({ bytes, kind, sheet })
  return result.read ? 'read' : result.refusal.code
}
