import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readXlsx } from 'hucre/xlsx'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fictionalNumber, fictionalRoster, type Registry, startRegistry } from '../registry.fixture.ts'
import { writeRoster } from '../spreadsheet/roster-writer.ts'

const folder = mkdtempSync(join(tmpdir(), 'registry-papers-'))
const purpose = `purpose=${encodeURIComponent('现场签收')}`
const round = `round-${randomUUID()}`
const names = ['欧阳虚构', '王虚', '<李>虚构']
let registry: Registry
let programme: string
let workers: readonly string[]
const firstBatch = `batch-${randomUUID()}`
const fund = `fund-${randomUUID()}`

/** Three people: two windows for the first, one for the second and third; the third's last credit was declined. */
beforeAll(async () => {
  registry = await startRegistry(folder)
  const windows = ['may', 'june'].map((window) => ({
    ...{ window, name: window === 'june' ? '端午节' : '劳动节' },
    ...{ from: '2025-05-01', until: '2025-06-30', creditFen: 9_005 },
  }))
  const rules = { windows, quota: {}, lateEntryDays: 3, sharing: 'in-proportion' } as const
  programme = await registry.defineProgramme('632701', { name: '2025年节日餐补', rules })
  const lines = fictionalRoster(3).map((line, index) => ({ ...line, name: names[index] ?? '' }))
  const sent = await registry.upload(`/v1/programmes/${programme}/roster`, await writeRoster(lines))
  const job = await registry.finishJob(sent.body.id)
  workers = Object(job.result).rows.map(({ worker }: { worker: string }) => worker)
  await issue()
})
afterAll(async () => {
  await registry.stop()
  rmSync(folder, { recursive: true })
})

/** @param again windows in which everybody is issued the same again; without it, the plan above */
async function issue(again?: readonly string[]): Promise<void> {
  const batch = again ? `batch-${randomUUID()}` : firstBatch
  const terms = ['may', 'june'].map((window) => ({ window, from: '2025-05-01', until: '2025-06-30', creditFen: 9_005 }))
  const shares = [{ fund, amountFen: 9_005 }]
  const ordered = {
    ...{ programme, budget: `budget-${randomUUID()}`, round, attempt: 1, terms, quota: {} },
    ...{ lateEntryDays: 3, workers: 3, totalFen: 45_025, rulesVersion: 1 },
  }
  const windowsOf = [['may', 'june'], ['may'], ['may', 'june']]
  const wallets = workers.map((worker, index) => ({
    wallet: `wallet-${randomUUID()}`,
    worker,
    credits: (again ?? windowsOf[index] ?? []).map((window) => ({ window, shares })),
  }))
  const worker = workers[2] ?? ''
  const declined = { programme, worker, batch, window: 'june', shares, code: 'voucher-voided' }
  await registry.record(
    batch,
    { type: 'IssuanceOrdered', data: ordered },
    { type: 'CreditsIssued', data: { programme, part: 1, wallets } },
  )
  if (again === undefined) await registry.record(wallets[2]?.wallet ?? '', { type: 'CreditDeclined', data: declined })
}

const sheet = (query: string) => `/v1/programmes/${programme}/sign-off-sheet.${query}`
const list = (query: string) => `/v1/programmes/${programme}/public-list.${query}`

async function linesOf(path: string): Promise<unknown[][]> {
  const { sheets } = await readXlsx(await registry.bytes(path))
  return (sheets[0]?.rows ?? []).map((row) => row.filter((cell) => cell !== null && cell !== ''))
}

test('the sign-off sheet names everybody who was issued something, and says the total in words', async () => {
  const lines = await linesOf(sheet(`xlsx?round=${round}&${purpose}`))
  const masked = (index: number) => `${fictionalNumber(index).slice(0, 6)}********${fictionalNumber(index).slice(-4)}`
  expect(lines[0]).toEqual(['2025年节日餐补签收表'])
  expect(lines.slice(4, 9)).toEqual([
    ['序号', '姓名', '身份证号', '用人单位', '工种', '金额', '签名', '代领人'],
    [1, '欧阳虚构', masked(0), '虚构环卫公司', '环卫', 180.1],
    [2, '王虚', masked(1), '虚构环卫公司', '环卫', 90.05],
    [3, '<李>虚构', masked(2), '虚构环卫公司', '环卫', 90.05],
    ['合计', 360.2],
  ])
  expect(lines[9]).toEqual(['共 3 人,合计(大写):人民币叁佰陆拾圆贰角整'])
  expect(JSON.stringify(lines)).toContain('主席(负责人)')
  expect(JSON.stringify(lines)).toContain(`账本代次 1 · 序号 `)
})

test('by window it holds only that window, by another round nobody', async () => {
  const june = await linesOf(sheet(`xlsx?window=june&${purpose}`))
  expect(june[2]).toEqual(['使用期 端午节'])
  expect(june.filter(([at]) => at === 1 || at === 2)).toMatchObject([[1, '欧阳虚构', {}, {}, {}, 90.05]])
  const nobody = await linesOf(sheet(`xlsx?round=round-${randomUUID()}&${purpose}`))
  expect(JSON.stringify(nobody)).toContain('共 0 人,合计(大写):人民币零圆整')
})

test('the page for the printer escapes what people are called, and runs nothing', async () => {
  const page = await registry.get(sheet(`html?${purpose}`))
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(page.body).toContain('&lt;李&gt;虚构')
  expect(page.body).not.toMatch(/<script/)
})

test('the sign-off sheet is a recorded read by name; without a purpose there is none, nor for an approver', async () => {
  expect(await registry.get(sheet('html'))).toMatchObject({ status: 422, body: { code: 'purpose-missing' } })
  const approver = { 'welfare-actor': 'approver/hall-1' }
  expect((await registry.get(sheet(`html?${purpose}`), approver)).body).toMatchObject({ code: 'role-not-allowed' })
  await registry.get(sheet(`html?${purpose}`))
  const { body } = await registry.get('/v1/access-records?limit=1', { 'welfare-actor': 'auditor/hall-2' })
  const read = { operation: 'printSignOffSheetHtml', purpose: '现场签收', programme, workers, count: 3 }
  expect(body.items).toMatchObject([read])
})

test('the public list masks names, holds no number, and is no read by name', async () => {
  const before = (await registry.get('/v1/access-records', { 'welfare-actor': 'auditor/hall-2' })).body.items.length
  const page = (await registry.get(list('html?postedFrom=2025-06-03'))).body
  for (const name of names) expect(page).not.toContain(name)
  expect(page).not.toMatch(/\d{6}\*+/)
  for (const masked of ['欧**构', '王*', '自 2025-06-03 起 5 个工作日', '虚构环卫公司', '叁佰陆拾圆贰角整'])
    expect(page).toContain(masked)
  const lines = await linesOf(list('xlsx?postingDays=7'))
  expect(JSON.stringify(lines)).toContain('自 2025-06-01 起 7 个工作日')
  const after = (await registry.get('/v1/access-records', { 'welfare-actor': 'auditor/hall-2' })).body.items.length
  expect(after).toBe(before)
})

test('who is restricted keeps the row and the amount, without a name', async () => {
  await registry.post(`/v1/workers/${workers[1]}/restriction`, { reason: 'asked-by-person' })
  const lines = await linesOf(sheet(`xlsx?${purpose}`))
  expect(lines.find(([at]) => at === 2)).toEqual([2, '(个人信息限制处理)', '虚构环卫公司', '环卫', 90.05])
  expect(lines).toContainEqual(['合计', 360.2])
  expect(JSON.stringify(await linesOf(list('xlsx')))).toContain('(不公示)')
})

test('lists of consecutive ranges of sequence hold each issuance once: who is issued to later signs on the next list', async () => {
  const paid = (lines: unknown[][]) => lines.filter(([at]) => typeof at === 'number').map((line) => line.at(-1))
  const first = await linesOf(sheet(`xlsx?round=${round}&${purpose}`))
  const through = Number(/自序号(\d+)之后起/.exec(JSON.stringify(first))?.[1])
  await issue(['june'])
  const range = `${purpose}&round=${round}`
  const next = await linesOf(sheet(`xlsx?${range}&afterSequence=${through}`))
  expect(next[3]?.[0]).toMatch(new RegExp(`^列示记账序号 ${through + 1} 至 \\d+ 的发放$`))
  expect(paid(next)).toEqual([90.05, 90.05, 90.05])
  expect(paid(await linesOf(sheet(`xlsx?${range}&throughSequence=${through}`)))).toEqual(paid(first))
  const refused = async (asked: string) => (await registry.get(sheet(`html?${range}&${asked}`))).body.code
  expect(await refused('afterSequence=9&throughSequence=8')).toBe('moments-reversed')
  expect(await refused('throughSequence=9999')).toBe('sequence-not-reached')
})

test('what was moved to another window stands there, and what was eaten before where it was', async () => {
  const wallet = `wallet-${randomUUID()}`
  const of = { programme, worker: workers[0] ?? '', batch: firstBatch, credit: `${wallet}.2`, window: 'june' }
  const to = { toWindow: 'august', from: '2025-08-01', until: '2025-08-31', lateEntryDays: 3, reason: '调休' }
  const shares = [{ fund, amountFen: 9_000 }]
  await registry.record(wallet, { type: 'CreditMoved', data: { ...of, ...to, shares } })
  const amountIn = async (window: string) =>
    (await linesOf(sheet(`xlsx?window=${window}&${purpose}`))).find(([at]) => at === 1)?.at(-1)
  expect([await amountIn('june'), await amountIn('august')]).toEqual([90.1, 90])
})

test('a programme that nobody knows has no papers', async () => {
  const unknown = await registry.get(`/v1/programmes/programme-${randomUUID()}/public-list.html`)
  expect(unknown).toMatchObject({ status: 404, body: { code: 'programme-unknown' } })
})
