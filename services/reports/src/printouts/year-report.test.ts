import fc from 'fast-check'
import { type CellValue, readXlsx } from 'hucre/xlsx'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ServedHistory, serveHistory } from '../exports/served-history.fixture.ts'
import { playSteps, randomStep } from '../random-history.fixture.ts'

let ledger: ServedHistory

beforeAll(async () => {
  ledger = await serveHistory(playSteps(fc.sample(randomStep, { numRuns: 300, seed: 11 })))
}, 90_000)
afterAll(() => ledger.stop())

const readText = async (path: string, actor?: string) => (await ledger.read(path, actor)).text()
const read = async (path: string) => JSON.parse(await readText(path))

async function readSheets(query: string): Promise<Map<string, CellValue[][]>> {
  const answer = await ledger.read(`/v1/printouts/year-report.xlsx?${query}`)
  const { sheets } = await readXlsx(Buffer.from(await answer.arrayBuffer()))
  return new Map(sheets.map(({ name, rows }) => [name, rows]))
}

/** The row that begins with `label`, without empty cells. */
function rowOf(rows: CellValue[][] | undefined, label: string): CellValue[] {
  const row = rows?.find(([first]) => first === label) ?? []
  return row.filter((cell) => cell !== null && cell !== '').slice(1)
}

const yuan = (amountFen: number): number => amountFen / 100

test('is a spreadsheet and a page that stands alone, signed, in either unit, stamped with the sequence that was asked for', async () => {
  const { rootHash, ledger: id } = await read('/v1/budget?at=200')
  const stamp = `账本 ${id} · 账本代次 1 · 序号 200`
  const html = await readText('/v1/printouts/year-report.html?year=2025&at=200&unit=wan')
  for (const line of [stamp, rootHash, '单位：万元', '2025 年度', '<p>审核：</p>']) expect(html).toContain(line)
  for (const rows of (await readSheets('year=2025&at=200')).values()) expect(String(rows.at(-1)?.[0])).toContain(stamp)
})

test('is what was there, what came, what was used and what is left, as the budget says it on both last days', async () => {
  const { total } = await read('/v1/budget?effective=2025-12-31')
  const { balances } = total
  const inSpentFen = balances.usedFen + balances.writtenOffFen
  const leftFen = balances.grantedFen - inSpentFen
  const sheets = await readSheets('year=2025')
  const used = [balances.usedFen, balances.writtenOffFen, leftFen, balances.payableFen]
  for (const name of ['按专项资金', '按项目', '按行政区划'])
    expect(rowOf(sheets.get(name), '合计')).toEqual([0, balances.grantedFen, ...used].map(yuan))
  const next = await readSheets('year=2026')
  const after = (await read('/v1/budget?effective=2026-12-31')).total.balances
  const [openingFen, addedFen, usedFen, lossFen, closingFen] = rowOf(next.get('按项目'), '合计').map(Number)
  expect(openingFen).toBe(yuan(leftFen))
  expect(Number(openingFen) + Number(addedFen) - Number(usedFen) - Number(lossFen)).toBeCloseTo(Number(closingFen), 4)
  expect(closingFen).toBe(yuan(after.grantedFen - after.usedFen - after.writtenOffFen))
  const before = await readSheets('year=2024')
  expect(rowOf(before.get('银行账户'), '合计')).toEqual([0, 0, 0, 0])
})

test('holds what moved on every account of each union, and in each row of the programmes what adds up to all', async () => {
  const { total } = await read('/v1/bank-balances?effective=2025-12-31')
  const sheets = await readSheets('year=2025')
  const cameFen = total.assignedFen + total.receivedFen + total.arrivedFen
  const leftFen = total.paidFen + total.sentFen
  expect(rowOf(sheets.get('银行账户'), '合计')).toEqual([0, cameFen, leftFen, total.balanceFen].map(yuan))
  expect(cameFen - leftFen).toBe(total.balanceFen)
  const { turnovers } = (await read('/v1/budget?effective=2025-12-31')).total
  const ofYear = yuan(turnovers.donatedTotalFen)
  expect(rowOf(sheets.get('本年发生额'), '到账资金')).toEqual([ofYear, ofYear])
})

test('shows only what lies within the scope', async () => {
  const html = await readText('/v1/printouts/year-report.html?year=2025', 'officer/a@632701')
  expect(html).toContain('Meals 0')
  expect(html).not.toContain('Meals 1')
})
