import { amountInWords } from '@welfare/printouts/amount-in-words.ts'
import { type CellValue, readXlsx } from 'hucre/xlsx'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { approveStatement, setPayee, settleWith } from '../harness/settle.ts'
import { openShopIn, type ShopLedger } from '../harness/shop-ledger.ts'
import { openTestLedger } from '../harness/test-ledger.ts'

/** What a merchant signs, number after number, held against the API's own sheet of each. */
let town: ShopLedger

beforeAll(async () => {
  const application = await openTestLedger('2025-07-02T02:00:00Z')
  await application.api.post('/v1/unions', { division: '632701', name: '虚构市总工会' })
  const windows = [{ window: 'july', from: '2025-07-01', until: '2025-07-20', creditFen: 30_000 }]
  const rules = { ownSharePerRedemptionFen: 100 }
  town = await openShopIn(application, { workers: 1, windows, fundsFen: [20_000, 10_000], rules })
  await setPayee(application.api, town.shop, { account: '6217000999000000417', holder: '康巴早餐店' })
}, 60_000)
afterAll(() => town.application.close())

test('a proposed number prints for the merchant to sign: meals by day, what was taken back, disputed, and discounts beside', async () => {
  const { api } = town.application
  await eat({ items: [{ code: 'dumplings', quantity: 3 }] })
  await eat({ amountFen: 500 })
  town.application.clock.advanceTo(new Date('2025-07-03T02:00:00Z'))
  const [wrong, unclear] = [await eat({ amountFen: 900 }), await eat({ amountFen: 700 })]
  await takeBack(wrong, 'wrong-amount')
  await propose()
  await api.post(`/v1/statements/${town.statement}/disputes`, { redemption: unclear, reason: '没有小票' })
  const { rows, paidBy, html } = await printed(1)
  expect(rows.filter(([, what]) => what === '用餐')).toEqual([
    ['2025-07-02', '用餐', 2, 41, 6, 2, 33],
    ['2025-07-03', '用餐', 2, 16, 0, 2, 14],
  ])
  expect(rows).toContainEqual(['2025-07-03', '撤销用餐（2025-07-03 用餐）：金额输错', '', '', '', '', -8])
  expect(rows).toContainEqual(['2025-07-03', '列入争议（2025-07-03 用餐）：没有小票', '', '', '', '', -6])
  expect(sumsOf(rows)).toEqual({ 上期结转: 0, 用餐小计: 47, 撤销小计: -8, 争议款小计: -6, ...ends(33, 33, 0) })
  // The columns stand in the order of the funds' ids, which are another each time.
  const header = paidBy.find(([day]) => day === '日期') ?? []
  const columns = [0, 1, ...['测试餐补资金0', '测试餐补资金1'].map((fund) => header.indexOf(fund)), 4]
  const byDay = paidBy.filter(([day]) => /^(2025|上期|本期)/.test(String(day)))
  expect(byDay.map((row) => columns.map((column) => row[column]))).toEqual([
    ['上期结转', '', 0, 0, 0],
    ['2025-07-02', '用餐', 22, 11, 33],
    ['2025-07-03', '用餐', 9.33, 4.67, 14],
    ['2025-07-03', '撤销用餐（2025-07-03 用餐）：金额输错', -5.33, -2.67, -8],
    ['2025-07-03', '列入争议（2025-07-03 用餐）：没有小票', -4, -2, -6],
    ['本期应付', '', 22, 11, 33],
  ])
  for (const line of ['虚构市总工会', '第 1 号 · 第 1 稿 · 待商户确认', `本单支付（大写）：${amountInWords(3_300)}`])
    expect(html).toContain(line)
  for (const who of ['制表', '审核', '经办', '商户确认']) expect(html).toContain(`<p>${who}：</p>`)
})

test('numbers that were approved and paid print as they were, whatever came after', async () => {
  await settleWith(town.application.api, town.meals.programme, town.shop, 3_300)
  expect((await printed(1)).html).toContain('2025-07-03 已付款')
  const paid = sumsOf((await printed(1)).rows)
  await takeBack(String((await lines(1))[0]?.redemption), '小票写错')
  const disputed = (await town.application.api.get(`/v1/statements/${town.statement}`)).disputes[0].redemption
  const end = { redemption: disputed, outcome: 'stands', reason: '找到了' }
  await town.application.api.post(`/v1/statements/${town.statement}/disputes/end`, end)
  await eat({ amountFen: 200 })
  await propose()
  const { rows, html } = await printed(2)
  expect(rows).toContainEqual(['2025-07-03', '撤销用餐（2025-07-02 用餐）：小票写错', '', '', '', '', -29])
  expect(rows).toContainEqual(['2025-07-03', '争议了结（2025-07-03 用餐）：找到了', '', '', '', '', 6])
  expect(sumsOf(rows)).toEqual({ 上期结转: 0, 用餐小计: 1, 撤销小计: -29, 恢复小计: 6, ...ends(-22, 0, -22) })
  expect(html).toContain('应收商户退款')
  await approveStatement(town.application.api, town.meals.programme, town.shop)
  await eat({ amountFen: 4_000 })
  await propose()
  expect(sumsOf((await printed(3)).rows)).toEqual({ 上期结转: -22, 用餐小计: 39, ...ends(17, 17, 0) })
  expect(sumsOf((await printed(1)).rows)).toEqual(paid)
})

test('every figure is that of the API, fund by fund', async () => {
  const { numbers, open } = await town.application.api.get(`/v1/statements/${town.statement}`)
  for (const { number, funds } of [...numbers, open]) {
    const [, ...byFund] = (await printed(number)).byFund
    const told = funds.map(Object.values).map(([_, ...figures]: number[]) => figures.map((fen) => fen / 100))
    expect(byFund.slice(0, funds.length).map((row) => row.slice(1, 7))).toEqual(told)
  }
})

test('a merchant prints its own statement; another one, and a number that is not there, are refused', async () => {
  const path = `/v1/printouts/statement.html?statement=${town.statement}`
  const ask = (query: string, actor: string) =>
    town.application.api.send({ method: 'GET', path: `${path}${query}`, actor })
  expect(await ask('', `merchant-owner/owner@${town.shop}`)).toMatchObject({ status: 200 })
  expect(await ask('', `merchant-owner/next@${town.meals.merchants[1]}`)).toMatchObject({ status: 404 })
  expect(await ask('', 'officer/far@130302')).toMatchObject({ status: 404 })
  expect(await ask('&number=9', 'officer/li')).toMatchObject({ status: 409, body: { code: 'statement-not-proposed' } })
})

const ends = (due: number, paid: number, closing: number) => ({ 本期应付: due, 本单支付: paid, 结转下期: closing })

async function eat(what: object): Promise<string> {
  const { application, cards, shop } = town
  const path = `/v1/vouchers/${cards[0]?.code}/redemptions`
  return (await application.api.post(path, { merchant: shop, ...what }, { actor: `merchant-till/till-1@${shop}` })).id
}

async function takeBack(meal: string, reason: string): Promise<void> {
  expect(await town.takeBack(meal, { reason })).toMatchObject({ status: 201 })
}

const propose = () =>
  town.application.api.post(`/v1/programmes/${town.meals.programme}/statements`, { merchants: [town.shop] })

async function lines(number: number): Promise<{ readonly redemption?: string }[]> {
  return (await town.application.api.get(`/v1/statements/${town.statement}/lines?number=${number}`)).items
}

/** Both forms of one number; empty cells are ''. */
async function printed(number: number) {
  const of = `?statement=${town.statement}&number=${number}`
  const html: string = await town.application.api.get(`/v1/printouts/statement.html${of}`)
  const token = await town.application.api.tokenOf('officer/test')
  const response = await fetch(`${town.application.api.url}/v1/printouts/statement.xlsx${of}`, {
    headers: { authorization: `Bearer ${token}` },
  })
  const { sheets } = await readXlsx(Buffer.from(await response.arrayBuffer()))
  const rowsOf = (name: string) => {
    const rows = sheets.find((sheet) => sheet.name === name)?.rows ?? []
    return rows.map((row) => row.map((cell) => cell ?? ''))
  }
  const [rows, paidBy, byFund] = [rowsOf('结算明细'), rowsOf('各方付款'), rowsOf('按专项资金')]
  // Room to sign is made otherwise on a page.
  const texts = rows.flat().filter((cell) => typeof cell === 'string' && !cell.includes('____'))
  for (const text of texts) expect(html).toContain(text)
  return { html, rows, paidBy, byFund: byFund.slice(byFund.findIndex(([first]) => first === '专项资金')) }
}

/** The rows that sum up, by what they are called. */
function sumsOf(rows: readonly CellValue[][]): Record<string, CellValue> {
  const names = /^(上期结转|.+小计|本期应付|本单支付|结转下期)$/
  return Object.fromEntries(rows.filter(([name]) => names.test(String(name))).map((row) => [row[0], row[6] ?? '']))
}
