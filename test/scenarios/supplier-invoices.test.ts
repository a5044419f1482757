import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Goods, orderGoods, orderOf, prepareGoods, receiveOrdered } from '../harness/purchases.ts'
import { approvePayment, payApproved, setPayee, untilInvoice } from '../harness/settle.ts'
import { misfitsOfSettlement } from '../harness/settlement-misfits.ts'
import { openTestLedger, type TestLedger } from '../harness/test-ledger.ts'

let application: TestLedger
let goods: Goods

beforeAll(async () => {
  application = await openTestLedger('2025-07-01T02:00:00Z')
  goods = await prepareGoods(application.api, { allocatedFen: 200_000, restriction: { until: '2025-09-30' } })
}, 60_000)
afterAll(async () => {
  const events = await application.ledger.store.readAll({ limit: 10_000 })
  expect(misfitsOfSettlement(events)).toEqual([])
  await application.close()
})

const invoicing = (id: string, invoiceNumber: string, ...lines: object[]) => ({
  method: 'POST',
  path: `/v1/purchases/${id}/invoices`,
  body: { invoiceNumber, invoicedOn: '2025-07-01', lines },
})
const budget = async () => application.api.get(`/v1/programmes/${goods.programme}/budget`)

test('what is invoiced in parts is owed; order, receipt and invoice stand beside each other, and the rest goes back', async () => {
  const { api } = application
  const id = await orderGoods(api, orderOf(goods))
  await receiveOrdered(api, goods, { purchase: id, line: 1, quantity: 300 })
  expect(await api.send(invoicing(id, 'FP-1', { line: 1, quantity: 300, amountFen: 14_000 }))).toMatchObject({
    status: 201,
    body: { invoice: 1, amountFen: 14_000 },
  })
  await receiveOrdered(api, goods, { purchase: id, line: 2, quantity: 18 })
  expect(await api.get(`/v1/purchases/${id}/check`)).toMatchObject({
    lines: [
      { receivedQuantity: 300, invoicedQuantity: 300, differences: ['price-below'] },
      { receivedQuantity: 18, invoicedQuantity: 0, differences: ['received-less', 'invoiced-less'] },
    ],
    ...{ orderedFen: 75_000, receivedFen: 69_000, invoicedFen: 14_000, agrees: false },
  })
  await expect.poll(budget).toMatchObject({ allocatedFen: 125_000 })
  await api.send(invoicing(id, 'FP-2', { line: 2, quantity: 20, amountFen: 60_000 }))
  expect(await api.get(`/v1/purchases/${id}`)).toMatchObject({
    ...{ status: 'ended', committedFen: 0, ended: { why: 'completed' } },
    invoices: [{ invoiceNumber: 'FP-1' }, { invoiceNumber: 'FP-2', amountFen: 60_000 }],
  })
  await expect.poll(budget).toMatchObject({ allocatedFen: 126_000 })
})

test("a supplier's number is entered once, whichever order it is entered for, and however it is written", async () => {
  const { api } = application
  const [one, other] = [
    await orderGoods(api, orderOf(goods)),
    await orderGoods(api, { ...orderOf(goods), lines: small() }),
  ]
  const line = { line: 1, quantity: 1, amountFen: 50 }
  const answers = await Promise.all([
    api.send(invoicing(one, 'FP-77', line)),
    api.send(invoicing(other, 'fp－77', line)),
  ])
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409])
  expect(answers.find(({ status }) => status === 409)?.body).toMatchObject({ code: 'invoice-number-taken' })
  for (const id of [one, other]) await api.post(`/v1/purchases/${id}/cancellation`, { reason: '供应商停产' })
})

test('an invoice beyond the order waits for a further order of the excess, which its budget keeps first', async () => {
  const { api } = application
  const id = await orderGoods(api, { ...orderOf(goods), lines: small() })
  const dear = invoicing(id, 'FP-90', { line: 1, quantity: 10, amountFen: 520 })
  expect(await api.send(dear)).toMatchObject({
    status: 409,
    body: { code: 'invoice-beyond-order', invoicedFen: 520, keptFen: 500, beyondFen: 20 },
  })
  const lines = [{ line: 1, quantity: 10, unitPriceFen: 52 }]
  const more = await api.post(`/v1/purchases/${id}/extension`, { lines, reason: '供应商调价' })
  expect(more).toMatchObject({ attempt: 2, askedFen: 20 })
  await expect.poll(async () => (await api.get(`/v1/purchases/${id}`)).committedFen).toBe(520)
  expect(await api.send(dear)).toMatchObject({ status: 201, body: { amountFen: 520 } })
  const beyond = await orderGoods(api, { ...orderOf(goods), lines: small() })
  await api.post(`/v1/purchases/${beyond}/extension`, {
    lines: [{ line: 1, quantity: 10, unitPriceFen: 100_000 }],
    reason: '供应商调价',
  })
  await expect
    .poll(async () => (await api.get(`/v1/purchases/${beyond}`)).notExtended)
    .toMatchObject({
      code: 'budget-insufficient',
    })
  expect(await api.get(`/v1/purchases/${beyond}`)).toMatchObject({ status: 'open', committedFen: 500 })
})

test('goods come by the order that they name, or by none', async () => {
  const { api } = application
  const id = await orderGoods(api, { ...orderOf(goods), lines: small() })
  const receipt = (order: object, commodity: string, fund = goods.fund) =>
    api.send({
      method: 'POST',
      path: `/v1/depots/${goods.depot}/receipts`,
      body: {
        ...{ commodity, quantity: 5, receiptNumber: '入库-77', receivedOn: '2025-07-01', order },
        source: { kind: 'purchase', fund },
      },
    })
  const refused = async (order: object, commodity: string) => (await receipt(order, commodity)).body.code
  expect(await refused({ purchase: id, line: 2 }, goods.water)).toBe('order-line-unknown')
  expect(await refused({ purchase: id, line: 1 }, goods.fan)).toBe('received-not-as-ordered')
  expect(await refused({ purchase: id.replace(/.$/, '0'), line: 1 }, goods.water)).toMatch(/unknown|not-found/)
})

test('a supplier is paid as a shop is; what comes back is owed on the same invoice again', async () => {
  const { api } = application
  const id = await orderGoods(api, { ...orderOf(goods), lines: small() })
  expect(await api.send(invoicing(id, 'FP-100', { line: 1, quantity: 10, amountFen: 500 }))).toMatchObject({
    status: 201,
  })
  const part = { purchase: id, number: 1 }
  const prepare = (parts: object[]) =>
    api.send({ method: 'POST', path: '/v1/payments', body: { merchant: goods.supplier, parts } })
  expect((await prepare([part])).body).toMatchObject({ code: 'payee-unknown' })
  await setPayee(api, goods.supplier, { account: '6217000999000000417', holder: '虚构供应商' })
  const owed = async () => {
    const { payables } = await api.get(`/v1/payables?programme=${goods.programme}&merchant=${goods.supplier}`)
    return payables[0]
  }
  const { owedFen, paidFen } = await owed()
  const payment = await approvePayment(api, goods.supplier, part)
  expect(payment).toMatchObject({ totalFen: 500, parts: [{ purchase: id, number: 1, amountFen: 500 }] })
  expect((await prepare([part])).body).toMatchObject({ code: 'invoice-already-assigned', number: 1 })
  expect((await prepare([part, part])).body).toMatchObject({ code: 'invoice-named-twice' })
  expect((await prepare([{ purchase: id, number: 2 }])).body).toMatchObject({ code: 'invoice-not-owed' })
  await payApproved(api, payment.id, 500)
  await expect.poll(owed).toMatchObject({ owedFen: owedFen - 500, paidFen: paidFen + 500 })
  const returned = { reason: '账户已销户', document: { kind: '银行退票', number: 'TP-1' } }
  await api.post(`/v1/payments/${payment.id}/return`, returned)
  await untilInvoice(api, id, 1, 'owed')
  await expect.poll(owed).toMatchObject({ owedFen, paidFen })
  const again = await approvePayment(api, goods.supplier, part)
  expect((await api.get(`/v1/purchases/${id}`)).invoices).toMatchObject([{ status: 'assigned', payment: again.id }])
  await api.post(`/v1/payments/${again.id}/withdrawal`, { reason: '收款账户有误' })
  await untilInvoice(api, id, 1, 'owed')
  await payApproved(api, (await approvePayment(api, goods.supplier, part)).id, 500)
})

function small() {
  return [{ commodity: goods.water, depot: goods.depot, quantity: 10, unitPriceFen: 50 }]
}
