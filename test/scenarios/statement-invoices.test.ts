import { readXlsx } from 'hucre/xlsx'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listAll } from '../harness/api.ts'
import { approveStatement } from '../harness/settle.ts'
import { openShopLedger, type ShopLedger } from '../harness/shop-ledger.ts'

/** The merchant's invoices for a number that pays 100: one of 60, one mistyped as 50, and what is printed of them. */
let town: ShopLedger

beforeAll(async () => {
  town = await openShopLedger({ workers: 1, fundsFen: [20_000] })
  await town.eat(10_000)
}, 60_000)
afterAll(() => town.application.close())

const eInvoice = { number: 1, invoiceNumber: '25637000000012345678', invoicedOn: '2025-07-02', amountFen: 6_000 }
const older = { number: 1, invoiceNumber: '163702212208123456', invoicedOn: '2025-07-01', amountFen: 5_000 }
const standing = () => town.application.api.get(`/v1/statements/${town.statement}`)

test('an invoice waits for a number that is proposed', async () => {
  expect(await town.act('invoices', eInvoice)).toMatchObject({ status: 404 })
  await town.send(`/v1/programmes/${town.meals.programme}/statements`, {})
  expect(await town.act('invoices', eInvoice)).toMatchObject({
    status: 201,
    body: { id: town.statement, number: 1 },
  })
  expect(await town.act('invoices', { ...eInvoice, number: 2 })).toMatchObject({
    status: 409,
    body: { code: 'statement-not-proposed' },
  })
})

test.each([
  ['too short', '1234567'],
  ['too long', '256370000000123456789'],
  ['with a blank', '16370221 22081234'],
])('a number %s is none', async (_, invoiceNumber) => {
  expect(await town.act('invoices', { ...older, invoiceNumber })).toMatchObject({ status: 400 })
})

test('it is taken once, of no day to come, and only by officers of the place', async () => {
  expect(await town.act('invoices', { ...eInvoice, amountFen: 1 })).toMatchObject({
    status: 409,
    body: { code: 'invoice-already-recorded', statement: 1 },
  })
  expect(await town.act('invoices', { ...older, invoicedOn: '2025-07-03' })).toMatchObject({
    status: 422,
    body: { code: 'invoice-dated-ahead' },
  })
  for (const actor of ['approver/wang', `merchant-owner/owner@${town.shop}`])
    expect(await town.act('invoices', older, actor), actor).toMatchObject({ status: 403 })
  expect(await town.act('invoices', older, 'officer/far@130302')).toMatchObject({ status: 404 })
})

test('a number and its approval go by their meals: what the invoices differ is told and decides nothing', async () => {
  await town.act('invoices', older)
  await town.send(`/v1/statements/${town.statement}/withdrawal`, { number: 1, reason: '重新提交' })
  await approveStatement(town.application.api, town.meals.programme, town.shop)
  const { numbers } = await standing()
  const listed = [eInvoice, older].map(({ number: _, ...invoice }) => invoice)
  expect(numbers).toMatchObject([{ number: 1, status: 'approved', payFen: 10_000, invoicedFen: 11_000 }])
  expect(numbers[0].invoices).toEqual(listed)
  const { html, rows } = await printed()
  expect(rows.slice(-4)).toEqual([
    ['25637000000012345678', '2025-07-02', 0, 60],
    ['163702212208123456', '2025-07-01', 0, 50],
    ['合计', '', 0, 110],
    ['发票与本单支付之差', '', '', 10],
  ])
  for (const said of ['25637000000012345678', '163702212208123456', '发票与本单支付之差']) expect(html).toContain(said)
})

test('one that was mistyped is struck out with a reason, recorded again, and stays in the trail', async () => {
  const wrong = { invoiceNumber: older.invoiceNumber, reason: '金额录错' }
  expect(await town.act('invoices/struck-out', wrong)).toMatchObject({ status: 201, body: { number: 1 } })
  expect(await town.act('invoices/struck-out', wrong)).toMatchObject({ status: 422, body: { code: 'invoice-unknown' } })
  expect(await town.act('invoices', { ...older, amountFen: 4_000 })).toMatchObject({ status: 201 })
  expect((await standing()).numbers[0]).toMatchObject({ payFen: 10_000, invoicedFen: 10_000 })
  const { html, rows } = await printed()
  expect(rows.at(-1)).toEqual(['合计', '', 0, 100])
  expect(html).not.toContain('发票与本单支付之差')
  const { events } = await town.application.api.get(`/v1/trail/${town.statement}?order=newest`)
  expect(events.slice(0, 2)).toMatchObject([
    { type: 'InvoiceRecorded', data: { amountFen: 4_000 } },
    { type: 'InvoiceStruckOut', data: { reason: '金额录错' } },
  ])
})

test('nothing of it stands in the books', async () => {
  const legs = await listAll(town.application.api, '/v1/journal', 'legs')
  expect(legs.map(({ account }) => account)).toContain('payable')
  expect(JSON.stringify(legs)).not.toContain(town.statement)
})

/** Both forms; of the spreadsheet the table of invoices. */
async function printed() {
  const { api } = town.application
  const of = `?statement=${town.statement}&number=1`
  const html: string = await api.get(`/v1/printouts/statement.html${of}`)
  const headers = { authorization: `Bearer ${await api.tokenOf('officer/test')}` }
  const response = await fetch(`${api.url}/v1/printouts/statement.xlsx${of}`, { headers })
  const { sheets } = await readXlsx(Buffer.from(await response.arrayBuffer()))
  const rows = sheets.find(({ name }) => name === '发票')?.rows ?? []
  const written = rows.map((row) => row.map((cell) => cell ?? '')).filter(([cell]) => cell !== '')
  const end =
    written.findIndex(([cell]) => String(cell).startsWith('发票与')) + 1 ||
    written.findIndex(([cell]) => cell === '合计') + 1
  return { html, rows: written.slice(0, end) }
}
