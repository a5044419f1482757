import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeXlsx } from 'hucre/xlsx'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { fictionalNumber, fictionalRoster, type Registry, startRegistry } from '../registry.fixture.ts'
import { writeRoster } from '../spreadsheet/roster-writer.ts'

let folder: string
let registry: Registry
let programme: string
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'registry-confirm-'))
  registry = await startRegistry(folder)
  programme = await registry.defineProgramme('632701')
})
afterEach(async () => {
  await registry.stop()
  rmSync(folder, { recursive: true })
})

const HEADER = '姓名,身份证号,手机号,用人单位,工种'
const row = (
  name: string,
  index: number,
  phone = `138${index}`.padEnd(11, '0'),
  employer = '虚构环卫公司',
  trade = '环卫',
) => [name, fictionalNumber(index), phone, employer, trade].join(',')

test('one number under two names: each row names the other and waits for a confirmation, and neither is taken for standing first', async () => {
  const text = csv(row('虚构张三', 1), row('虚构李四', 1), row('虚构王五', 2))
  const preview = await roster(text, 'dryRun=true')
  expect(preview.body.counts).toMatchObject({ new: 1, warning: 2, header: 1 })
  expect(preview.body.rows).toMatchObject([{ row: 2, status: 'warning' }, { row: 3, status: 'warning' }, { row: 4 }])
  expect(preview.body.rows.slice(0, 2).map(warningsOf)).toEqual([
    [['identity-number-of-other-name', { firstRow: 3, firstName: '虚**四' }]],
    [['identity-number-of-other-name', { firstRow: 2, firstName: '虚**三' }]],
  ])
  const before = await registry.sequence()
  expect(await roster(text)).toMatchObject({ status: 422, body: { code: 'roster-has-warnings', warned: '2-3' } })
  expect(await registry.sequence()).toBe(before)
  expect(await imported(text, 'acceptErrors=true')).toMatchObject({ new: 1, warning: 2 })
  expect(await names()).toEqual(['虚构王五'])
})

test('the first of two names is taken where it is confirmed, or where the register has it', async () => {
  const text = csv(row('虚构张三', 1), row('虚构李四', 1))
  expect(await imported(text, 'confirmRows=2&acceptErrors=true')).toMatchObject({ new: 1, warning: 1 })
  expect(await names()).toEqual(['虚构张三'])
  expect((await roster(text, 'dryRun=true')).body.counts).toMatchObject({ known: 1, warning: 1 })
})

test('of two rows with one number the confirmed one is taken, and the other says so', async () => {
  const text = csv(row('虚构张三', 1), row('虚构李四', 1), row('虚构王五', 2))
  expect(await imported(text, 'confirmRows=3')).toMatchObject({ new: 2, duplicate: 1, warning: 0 })
  expect(await names()).toEqual(['虚构李四', '虚构王五'])
})

test('a number that the register knows under another name is a warning, of its own roster and of another', async () => {
  await imported(csv(row('虚构张三', 1)))
  const other = await registry.defineProgramme('632701')
  for (const of of [programme, other]) {
    const { body } = await roster(csv(row('虚构李四', 1)), 'dryRun=true', of)
    expect(body.counts).toMatchObject({ warning: 1, known: 0, update: 0 })
    expect(warningsOf(body.rows[0])).toEqual([['identity-number-registered-under-other-name', { otherName: '虚**三' }]])
  }
  expect(await roster(csv(row('虚构李四', 1)), 'acceptErrors=true')).toMatchObject({
    status: 422,
    body: { code: 'roster-nothing-imported', imported: 0, people: 1 },
  })
  expect(await imported(csv(row('虚构李四', 1)), 'confirmRows=2')).toMatchObject({ update: 1 })
  expect(await names()).toEqual(['虚构李四'])
})

test('another dot, width or invisible character in a registered name is no other name', async () => {
  await imported(csv(row('扎西·次仁', 1)))
  for (const name of ['扎西•次仁', '扎西．次仁', '扎西\u200b·次仁', '\u202e扎西・次仁', '扎西次仁']) {
    expect((await roster(csv(row(name, 1)), 'dryRun=true')).body.counts).toMatchObject({ known: 1, warning: 0 })
  }
})

test('the same name, telephone and employer under another number is a warning, in the file and against the register', async () => {
  const text = csv(
    row('虚构张三', 1, '13800000001'),
    row('虚构张三', 2, '13800000001'),
    row('虚构张三', 3, '13800000003'),
  )
  const preview = await roster(text, 'dryRun=true')
  expect(preview.body.counts).toMatchObject({ new: 2, warning: 1 })
  expect(warningsOf(preview.body.rows[1])).toEqual([
    ['person-under-another-number', { firstRow: 2, firstName: '虚**三' }],
  ])
  await imported(csv(row('虚构张三', 1, '13800000001')))
  const later = await roster(csv(row('虚构张三', 2, '13800000001')), 'dryRun=true')
  expect(warningsOf(later.body.rows[0])).toMatchObject([['person-under-another-number', { firstName: '虚**三' }]])
  expect(await imported(csv(row('虚构张三', 2, '13800000001')), 'confirmRows=2')).toMatchObject({ new: 1 })
  expect(await names()).toHaveLength(2)
})

test.each([
  ['无', 'phone-none'],
  ['-', 'phone-none'],
  ['没有', 'phone-none'],
  ['13800000001/13900000001', 'phone-two'],
  ['13800000001 13900000001', 'phone-two'],
  ['13800000001、0970-1234567', 'phone-two'],
])('a telephone of %s: a warning, and when confirmed nobody has it', async (phone, code) => {
  const text = csv(row('虚构张三', 1, phone))
  expect(warningsOf((await roster(text, 'dryRun=true')).body.rows[0])).toEqual([[code, {}]])
  expect(await imported(text, 'confirmRows=1-2')).toMatchObject({ new: 1 })
  expect((await people())[0]?.person).not.toHaveProperty('phone')
  expect(await imported(text)).toMatchObject({ known: 1, warning: 0 })
})

test('500 people whom another roster registered are 500 known, and on both rosters', async () => {
  const bytes = await writeRoster(fictionalRoster(500))
  const other = await registry.defineProgramme('632701')
  const first = await registry.upload(`/v1/programmes/${programme}/roster`, bytes)
  await registry.finishJob(first.body.id)
  const preview = await registry.upload(`/v1/programmes/${other}/roster?dryRun=true`, bytes)
  expect(preview.body.counts).toMatchObject({ new: 0, known: 500, duplicate: 0, warning: 0 })
  const second = await registry.upload(`/v1/programmes/${other}/roster`, bytes)
  expect((await registry.finishJob(second.body.id)).result?.counts).toMatchObject({ known: 500 })
  expect((await registry.get(`/v1/workers?programme=${other}&limit=1000`)).body.items).toHaveLength(500)
})

test('a duplicate names its partner, masked, and what differs', async () => {
  const { body } = await roster(
    csv(row('虚构张三', 1, '13800000001'), row('虚构张三', 1, '13800000002')),
    'dryRun=true',
  )
  expect(body.rows[1]).toMatchObject({
    status: 'duplicate',
    facts: { firstRow: 2, firstName: '虚**三', differs: ['phone'] },
  })
})

test('what the file leaves out is said once, and given once', async () => {
  const text = `姓名,身份证号\n虚构张三,${fictionalNumber(1)}\n虚构李四,${fictionalNumber(2)}\n`
  const preview = await roster(text, 'dryRun=true', programme, { 'accept-language': 'zh' })
  expect(preview.body.fileProblems).toEqual([
    {
      code: 'roster-columns-missing',
      facts: { missing: ['employer', 'trade'] },
      detail: expect.stringContaining('用人单位、工种'),
    },
  ])
  expect(preview.body.counts).toMatchObject({ new: 2, error: 0 })
  expect(await roster(text, 'acceptErrors=true')).toMatchObject({
    status: 422,
    body: { code: 'roster-columns-missing' },
  })
  const given = `employer=${encodeURIComponent('虚构环卫公司')}&trade=${encodeURIComponent('环卫')}&division=632701`
  expect(await imported(text, given)).toMatchObject({ new: 2 })
})

test('blank employers and hidden rows are decided once for the file', async () => {
  const rows = [HEADER, row('虚构张三', 1), row('虚构李四', 2, '13800000002', '', '')].map((line) => line.split(','))
  const bytes = await writeXlsx({ sheets: [{ name: '一', rows, rowDefs: new Map([[1, { hidden: true }]]) }] })
  const path = `/v1/programmes/${programme}/roster`
  const preview = await registry.upload(`${path}?dryRun=true`, bytes)
  expect(preview.body).toMatchObject({
    counts: { new: 2, error: 0 },
    undecided: { employerAsAbove: '3', hiddenRows: '2' },
    file: { sheet: '一', otherSheets: [], headerRows: [1] },
  })
  expect(await registry.upload(`${path}?acceptErrors=true`, bytes)).toMatchObject({
    status: 422,
    body: { code: 'roster-undecided', employerAsAbove: '3', hiddenRows: '2' },
  })
  const decided = await registry.upload(`${path}?fillEmployers=true&hidden=include`, bytes)
  expect((await registry.finishJob(decided.body.id)).result?.counts).toMatchObject({ new: 2 })
})

test('a name or number of the file in trade or employer never gets into the log in plain', async () => {
  const text = csv(
    row('虚构张三', 1, '13800000001', '虚构环卫公司', '虚构李四'),
    row('虚构李四', 2, '13800000002', '虚构李四'),
    row('虚构王五', 3, '13800000003', '虚构李四快递站'),
    row('虚构赵六', 4, '13800000004', '虚构环卫公司', `环卫${fictionalNumber(3)}`),
    row('虚构孙七', 5, '13800000005', '虚构环卫公司13800000001'),
    row('虚构周八', 6, '13800000006'),
  )
  const { body } = await roster(text, 'dryRun=true')
  expect(body.rows.map(({ status }: { status: string }) => status)).toEqual([
    ...['error', 'error', 'warning', 'error', 'error'],
    'new',
  ])
  await imported(text, 'acceptErrors=true')
  await registry.stop()
  for (const name of readdirSync(join(folder, 'log'))) {
    const log = readFileSync(join(folder, 'log', name))
    for (const person of text.match(/虚构[张李王赵孙周].|\d{17}[\dX]|1380000000\d/g) ?? []) {
      expect(log.includes(person), person).toBe(false)
    }
  }
  registry = await startRegistry(folder)
})

test('equal sentences are said once, with their rows', async () => {
  const text = csv(row('虚构张三', 1, '无'), row('虚构李四', 2), row('虚构王五', 3, '无'), row('虚构赵六', 4, '无'))
  const { body } = await roster(text, 'dryRun=true')
  expect(body.problems).toContainEqual(expect.objectContaining({ code: 'phone-none', count: 3, rows: '2,4-5' }))
})

function csv(...rows: readonly string[]): string {
  return `${[HEADER, ...rows].join('\n')}\n`
}

function roster(text: string, query = '', of = programme, headers: Record<string, string> = {}) {
  const path = `/v1/programmes/${of}/roster${query && `?${query}`}`
  return registry.upload(path, Buffer.from(text), { 'content-type': 'text/csv', ...headers })
}

async function imported(text: string, query = '') {
  const { status, body } = await roster(text, query)
  if (status !== 202) throw new Error(JSON.stringify(body))
  return (await registry.finishJob(body.id)).result?.counts
}

async function people(): Promise<readonly { person?: { name: string } }[]> {
  const head = await registry.store.head()
  const reveal = `reveal=true&purpose=${encodeURIComponent('核对名册')}`
  return (await registry.get(`/v1/workers?programme=${programme}&after=${head?.position}&${reveal}`)).body.items
}

async function names() {
  return (await people()).map(({ person }) => person?.name)
}

function warningsOf({ problems }: { problems: readonly { severity: string; code: string; facts: object }[] }) {
  return problems.filter(({ severity }) => severity === 'warning').map(({ code, facts }) => [code, facts])
}
