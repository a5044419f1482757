import { type CellValue, type WriteSheet, writeXlsx } from 'hucre/xlsx'
import { expect, test } from 'vitest'
import { buildArchive, inlineRow, workbookParts } from './archive.fixture.ts'
import { splitDelimited } from './delimited-text.ts'
import type { Read, Roster } from './roster.ts'
import { performRosterTask, type RosterFile } from './roster-task.ts'

const HEADER = ['姓名', '身份证号', '手机号', '用人单位', '工种']
const ONE = ['虚构甲', '990001198001011011', '13800000101', '虚构环卫公司', '环卫']
const TWO = ['虚构乙', '99000119800101102X', '13800000102', '虚构环卫公司', '环卫']
const THREE = ['虚构丙', '990001198001011038', '13800000103', '虚构环卫公司', '环卫']

test.each([
  ['LF after a header with CRLF', ['\r\n', '\n', '\n'], ['crlf', 'lf']],
  ['CR alone', ['\r', '\r', '\r'], ['cr']],
  ['all three', ['\n', '\r\n', '\r'], ['lf', 'crlf', 'cr']],
  ['CRLF after a header with LF', ['\n', '\r\n', '\r\n'], ['lf', 'crlf']],
])('line ends: %s', async (_, ends, lineEnds) => {
  const text = [HEADER, ONE, TWO].map((line, index) => line.join(',') + ends[index]).join('')
  const roster = await readText(text)
  expect(roster.rows.map(({ values }) => [values.name, values.trade])).toEqual([
    ['虚构甲', '环卫'],
    ['虚构乙', '环卫'],
  ])
  expect(roster.file).toMatchObject({ lineEnds, physicalRows: 3 })
})

test('a line break within quotation marks ends no row', () => {
  const records: (readonly string[])[] = []
  const found = splitDelimited('a,"b\r\nc"\r"d ""e""",f,\n\ng', ',', (cells) => records.push(cells) > 0)
  expect(records).toEqual([['a', 'b\r\nc'], ['d "e"', 'f', ''], [''], ['g']])
  expect(found).toEqual({ records: 4, lineEnds: ['cr', 'lf'], openQuoteIn: undefined })
  expect(splitDelimited('a\n"b', ',', () => true).openQuoteIn).toBe(2)
})

test('a person swallowed by quotation marks is an error of the row, not a trade', async () => {
  const text = `${HEADER.join(',')}\n"${ONE.join('，')}\n${TWO.join('，')}",1,2,3,4\n${THREE.join(',')}\n`
  const roster = await readText(text)
  expect(codesOf(roster)).toEqual([
    [2, ['row-holds-two-people', 'name-holds-two-people']],
    [3, []],
  ])
})

test.each([[','], [';'], ['\t'], ['|'], ['，'], ['；']])(
  'delimiter %s, also under a title with commas',
  async (delimiter) => {
    const text = ['2025年,夏季,环卫工人，名册', HEADER.join(delimiter), ONE.join(delimiter)].join('\n')
    const roster = await readText(text)
    expect(roster.file.delimiter).toBe(delimiter)
    expect(roster.rows).toHaveLength(1)
    expect(roster.passedOver).toEqual([{ row: 1, why: 'above-header' }])
  },
)

test.each(['utf-16le', 'utf-16be'])('%s with and without its mark', async (encoding) => {
  for (const mark of ['\ufeff', '']) {
    const bytes = Buffer.from(mark + csv([HEADER, ONE]), 'utf16le')
    const roster = await read({ bytes: encoding === 'utf-16be' ? bytes.swap16() : bytes, kind: 'csv' })
    expect(roster.file.encoding).toBe(encoding)
    expect(roster.rows[0]?.values.name).toBe('虚构甲')
  }
})

test('separator named above the table, as spreadsheet programs write it', async () => {
  const roster = await readText(`sep=;\n${HEADER.join(';')}\n${ONE.join(';')}\n`)
  expect(roster.rows[0]?.row).toBe(3)
  expect(roster.file).toMatchObject({ delimiter: ';', physicalRows: 3 })
})

test.each<[string, string[], string[]]>([
  ['one cell more', [...ONE, '多'], ['row-longer-than-header']],
  ['empty cells more', [...ONE, '', ' ', '\u200b'], []],
  ['two people side by side', [...ONE, ...TWO], ['row-longer-than-header', 'row-holds-two-people']],
  ['two names in a cell', ['虚构甲、虚构乙', ...ONE.slice(1)], ['name-holds-two-people']],
  ['two numbers in a cell', ['虚构甲', `${ONE[1]} ${TWO[1]}`, ...ONE.slice(2)], ['row-holds-two-people']],
  ['a name with a blank', ['虚 构', ...ONE.slice(1)], []],
  ['a number as scientific notation', ['虚构甲', '9.90001E+17', ...ONE.slice(2)], ['identity-number-was-number']],
])('%s', async (_, cells, codes) => {
  expect(codesOf(await readText(csv([HEADER, cells, THREE])))).toEqual([
    [2, codes],
    [3, []],
  ])
})

test('an error file that comes back as it is has the same errors', async () => {
  const file = { bytes: Buffer.from(csv([HEADER, [...ONE, '多'], TWO])), kind: 'csv' } as const
  const remarks = [{ row: 2, text: '该行单元格多于表头' }]
  const annotated = await performRosterTask({ task: 'annotate', file, remarks, maxRows: 100 })
  if (!annotated.read || !(annotated.value instanceof Uint8Array)) throw new TypeError('a workbook was to be written')
  const roster = await read({ bytes: annotated.value, kind: 'xlsx' })
  expect(codesOf(roster)).toEqual([
    [2, ['row-longer-than-header']],
    [3, []],
  ])
})

test('another number under a header of its own is nobody else', async () => {
  const header = [...HEADER, '配偶身份证号', '银行卡号']
  const roster = await readText(csv([header, [...ONE, '990001198001011046', '6222020000000000001']]))
  expect(codesOf(roster)).toEqual([[2, []]])
})

test.each([
  ["'990001198001011011", '990001198001011011'],
  ['’990001198001011011', '990001198001011011'],
  ['９９０００１１９８００１０１１０１１', '９９０００１１９８００１０１１０１１'],
  ['\u202d990001198001011011\u202c', '990001198001011011'],
  ['990001198001011011\u00a0', '990001198001011011'],
  ['="990001198001011011"', '990001198001011011'],
  ["''990001198001011011", "''990001198001011011"],
])('the cell %s', async (written, seen) => {
  const inCsv = await readText(csv([HEADER, ['虚构甲', written.replaceAll('"', '""').replace(/^=(.*)$/, '"=$1"')]]))
  expect(inCsv.rows[0]?.values.identityNumber).toBe(seen)
  if (!written.startsWith('=')) {
    const inWorkbook = await readWorkbook([HEADER, ['虚构甲', written]])
    expect(inWorkbook.rows[0]?.values.identityNumber).toBe(seen)
  }
})

test('what is about nobody is passed over and counted, each with its reason', async () => {
  const rows = [
    ['2025年环卫工人名册'],
    ['填报单位：虚构环卫公司　填报日期：2025-07-01'],
    [],
    ['序号', ...HEADER],
    ['1', ...ONE],
    ['小计', '', '1人'],
    ['2025年环卫工人名册'],
    ['序号', ...HEADER],
    ['2', ...TWO],
    ['3'],
    ['合计', '', '2人'],
    ['单位负责人（签字）：', '', '', '制表人：虚构丁'],
    ['备注：以上人员均在岗'],
    ['2025年7月1日'],
    ['（盖章）'],
    ['单位（公章）：', '', '', '校对：虚构戊'],
    ['', '', '  年  月  日'],
  ]
  const roster = await readText(csv(rows))
  expect(roster.rows.map(({ row, problems }) => [row, problems])).toEqual([
    [5, []],
    [9, []],
  ])
  expect(roster.passedOver.map(({ row, why }) => `${row} ${why}`)).toEqual([
    '1 above-header',
    '2 above-header',
    '6 footer',
    '7 title-repeated',
    '8 header-repeated',
    '10 nothing-in-columns',
    '11 footer',
    '12 footer',
    '13 footer',
    ...[14, 15, 16, 17].map((row) => `${row} footer`),
  ])
  expect(roster).toMatchObject({ offeredEmployer: '虚构环卫公司', headerRows: [4], blankRows: 1 })
  expect(roster.file.physicalRows).toBe(17)
})

test.each([
  [[['填报单位', '虚构环卫公司'], HEADER, ONE], '虚构环卫公司'],
  [[['填报单位(盖章):虚构快递公司   2025年7月'], HEADER, ONE], '虚构快递公司'],
  [[['名册'], HEADER, ONE], undefined],
])('the head of the sheet names the employer: %#', async (rows, offered) => {
  expect((await readText(csv(rows))).offeredEmployer).toBe(offered)
})

test('a person without a number, named like a note, or alone in a row is never passed over', async () => {
  const rows = [HEADER, ['虚构甲'], ['合计', '990001198001011011'], ['注小明', '99000119800101102X'], THREE]
  expect((await readText(csv(rows))).rows.map(({ row }) => row)).toEqual([2, 3, 4, 5])
})

test('a header with other columns further down is refused', async () => {
  const moved = ['身份证号', '姓名', '手机号', '用人单位', '工种']
  expect(await refusalOf(csv([HEADER, ONE, moved, TWO]))).toMatchObject({
    code: 'roster-header-changes',
    facts: { row: 3 },
  })
})

test('missing columns are said all together', async () => {
  const refusal = await refusalOf(
    csv([
      ['姓名', '手机号'],
      ['虚构甲', '13800000101'],
    ]),
  )
  expect(refusal).toEqual({
    code: 'roster-columns-missing',
    facts: { missing: ['identityNumber', 'employer', 'trade'] },
  })
})

test('two columns that say the same are one; two for names are two people', async () => {
  const twice = await readText(
    csv([
      [...HEADER, '单位'],
      [...ONE, ''],
      [...TWO.slice(0, 3), '', '环卫', '虚构环卫公司'],
    ]),
  )
  expect(twice.rows.map(({ values }) => values.employer)).toEqual(['虚构环卫公司', '虚构环卫公司'])
  expect(
    await refusalOf(
      csv([
        ['姓名', '身份证号', '姓名'],
        ['虚构甲', ONE[1] ?? '', ''],
      ]),
    ),
  ).toMatchObject({
    code: 'roster-header-repeated',
  })
})

test('a blank employer is the one above, with its trade, down to the next total', async () => {
  const rows = [HEADER, ONE, TWO.slice(0, 3), ['小计', '2人'], THREE.slice(0, 3)]
  const roster = await readText(csv(rows))
  expect(roster.filledRows).toEqual([3])
  expect(roster.rows.map(({ values }) => [values.employer, values.trade])).toEqual([
    ['虚构环卫公司', '环卫'],
    ['虚构环卫公司', '环卫'],
    [undefined, undefined],
  ])
  const ditto = await readText(csv([HEADER, ONE, [...TWO.slice(0, 3), '〃'], [...THREE.slice(0, 3), '同上']]))
  expect(ditto.filledRows).toEqual([3, 4])
  const merged = await readWorkbook([HEADER, ONE, TWO.slice(0, 3)], {
    merges: [{ startRow: 1, startCol: 3, endRow: 2, endCol: 3 }],
  })
  expect(merged.filledRows).toEqual([3])
  expect((await readWorkbook([HEADER, ONE, TWO.slice(0, 3)], {}, { fillEmployers: false })).filledRows).toEqual([])
})

test('hidden rows and columns are said, and read or passed over', async () => {
  const hidden = {
    rowDefs: new Map([[2, { hidden: true }]]),
    columns: HEADER.map((_, index) => (index === 2 ? { hidden: true } : {})),
  }
  const said = await readWorkbook([HEADER, ONE, TWO, THREE], hidden)
  expect(said.hidden).toEqual({ rows: [3], columns: ['C'] })
  expect(said.rows.map(({ values }) => values.phone)).toEqual(['13800000101', '13800000102', '13800000103'])
  const left = await readWorkbook([HEADER, ONE, TWO, THREE], hidden, { hidden: 'leave' })
  expect(left.rows.map(({ row, values }) => [row, values.phone])).toEqual([
    [2, undefined],
    [4, undefined],
  ])
  expect(left.passedOver).toEqual([{ row: 3, why: 'hidden' }])
})

test('a workbook whose first sheet is no roster says which others there are', async () => {
  const sheets = [
    { name: '说明', rows: [['填表说明'], ['请按模板填写']] },
    { name: '花名册', rows: [HEADER, ONE] },
  ]
  const result = await perform({ bytes: await writeXlsx({ sheets }), kind: 'xlsx' })
  const facts = { sheet: '说明', otherSheets: ['花名册'] }
  expect(result).toMatchObject({ read: false, refusal: { code: 'roster-header-not-found', facts } })
})

test('back-slashes in the names of a workbook are separators', async () => {
  const parts = workbookParts(inlineRow(1, HEADER) + inlineRow(2, ONE))
  const bytes = buildArchive(parts.map((part) => ({ ...part, name: part.name.replaceAll('/', '\\') })))
  expect((await read({ bytes, kind: 'xlsx' })).rows).toHaveLength(1)
})

function csv(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => row.join(',')).join('\n')
}

function readText(text: string): Promise<Roster> {
  return read({ bytes: Buffer.from(text), kind: 'csv' })
}

async function readWorkbook(rows: CellValue[][], more: Partial<WriteSheet> = {}, choices: Partial<RosterFile> = {}) {
  return read({ bytes: await writeXlsx({ sheets: [{ name: '花名册', rows, ...more }] }), kind: 'xlsx', ...choices })
}

async function read(file: RosterFile): Promise<Roster> {
  const result = await perform(file)
  if (!result.read) throw new Error(`${result.refusal.code} ${JSON.stringify(result.refusal.facts)}`)
  return result.value
}

async function refusalOf(text: string) {
  const result = await perform({ bytes: Buffer.from(text), kind: 'csv' })
  return result.read ? undefined : result.refusal
}

async function perform(file: RosterFile): Promise<Read<Roster>> {
  const result = await performRosterTask({ task: 'read', file, maxRows: 100 })
  if (!result.read) return result
  if (result.value instanceof Uint8Array) throw new TypeError('a roster was to be read')
  return { read: true, value: result.value }
}

function codesOf({ rows }: Roster) {
  return rows.map(({ row, problems }) => [row, problems.map(({ code }) => code)])
}
