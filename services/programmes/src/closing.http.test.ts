import type { WelfareEvent } from '@welfare/contracts/catalogue.ts'
import { expect, test } from 'vitest'
import { idNumber } from './sample.fixture.ts'
import { servedProgrammes } from './served-programmes.fixture.ts'

const programmes = servedProgrammes()
const { define, end, post } = programmes

test('a closing that waits tells the approver what would go back to which fund', async () => {
  const id = await define()
  const fund = idNumber('fund', 1)
  const budget = id.replace('programme', 'budget')
  const data = { programme: id, budget, shares: [{ fund, amountFen: 700 }], availableAfterFen: 300 }
  await programmes.service.record(fund, { type: 'FundsAllocated', data })
  await end(id)
  await programmes.service.record(idNumber('limit', 632701), {
    type: 'ApprovalLimitSet',
    data: { division: '632701', limits: { closing: { perAct: 0 } } },
  })
  const waiting = await post(`/v1/programmes/${id}/closure`, { reason: 'over' })
  expect(waiting.status).toBe(202)
  const { proposal } = waiting.body as { proposal: string }
  const read = await programmes.service.call('GET', `/v1/proposals/programmes/${proposal}`, {
    actor: 'approver/zhao-min',
  })
  expect((read.body as { preview: object }).preview).toEqual({
    moves: [
      { account: 'available', commodity: 'CNY', fund, change: 700, before: -700, after: 0 },
      { account: 'allocated', commodity: 'CNY', fund, programme: id, change: -700, before: 700, after: 0 },
    ],
  })
})

test('a programme closes once', async () => {
  const id = await define()
  expect(await post(`/v1/programmes/${id}/closure`, { reason: 'over' })).toMatchObject({
    status: 409,
    body: { code: 'programme-has-no-last-day' },
  })
  await end(id)
  const close = (key?: string) =>
    programmes.service.call('POST', `/v1/programmes/${id}/closure`, { body: { reason: 'over' }, ...(key && { key }) })
  expect(await close('the-closing-key')).toMatchObject({ status: 201, body: { programme: id, status: 'closed' } })
  expect(await close('the-closing-key')).toMatchObject({ status: 201 })
  expect(await close()).toMatchObject({ status: 409, body: { code: 'programme-closed' } })
  expect((await programmes.service.call('GET', `/v1/programmes/${id}`)).body).toMatchObject({ status: 'closed' })
})

test('a programme says what closing would do: what is in the way, and what returns to which fund', async () => {
  const id = await define()
  const [fund, batch] = [idNumber('fund', 1), idNumber('batch', 1)]
  const shares = [{ fund, amountFen: 700 }]
  const budget = id.replace('programme', 'budget')
  const allocated = { programme: id, budget, shares, availableAfterFen: 300 }
  await programmes.service.record(fund, { type: 'FundsAllocated', data: allocated })
  const committed = { programme: id, for: batch, attempt: 1, shares: [{ fund, amountFen: 200 }] }
  await programmes.service.record(budget, { type: 'FundsCommitted', data: committed })
  const terms = [{ window: 'w', from: '2025-07-25', until: '2025-07-31', creditFen: 200 }]
  const order = { programme: id, budget, round: idNumber('round', 1), attempt: 1, terms, quota: {}, lateEntryDays: 3 }
  await programmes.service.record(batch, {
    type: 'IssuanceOrdered',
    data: { ...order, workers: 1, totalFen: 200, rulesVersion: 1 },
  })
  const dryRun = () => post(`/v1/programmes/${id}/closure?dryRun=true`, { reason: 'over' })
  const returns = [
    {
      fund,
      amountFen: 700,
      ofWhich: [
        { account: 'allocated', amountFen: 500 },
        { account: 'committed', amountFen: 200 },
      ],
    },
  ]
  const open = { batches: [batch], consignments: [] }
  expect(await dryRun()).toMatchObject({
    status: 200,
    body: { refusedAs: 'programme-has-no-last-day', open, returns },
  })
  await end(id)
  expect(await post(`/v1/programmes/${id}/closure`, { reason: 'over' })).toMatchObject({
    status: 409,
    body: { code: 'batches-open', batches: [batch] },
  })
  await programmes.service.record(batch, {
    type: 'IssuanceCompleted',
    data: { programme: id, workers: 1, issuedFen: 200, skipped: 0 },
  })
  await programmes.service.record(idNumber('wallet', 1), ...claimed(id, batch, fund))
  const [purchase, supplier] = [idNumber('purchase', 1), idNumber('merchant', 2)]
  const ordered = [{ fund, amountFen: 90 }]
  await programmes.service.record(fund, { type: 'FundsAllocated', data: { ...allocated, shares: ordered } })
  await programmes.service.record(budget, {
    type: 'FundsCommitted',
    data: { ...committed, for: purchase, shares: ordered },
  })
  await programmes.service.record(purchase, invoiced(id, fund))
  const owed = { purchase, invoice: 1, invoiceNumber: 'FP-1', unpaidFen: 90 }
  const free = await dryRun()
  expect(free.body).toEqual({
    ...{ programme: id, open: { batches: [], consignments: [] }, returns },
    claims: [{ fund, claimedFen: 40 }],
    payables: [
      { merchant: idNumber('merchant', 1), payableFen: -40, disputedFen: 0, numbers: [], invoices: [] },
      { ...{ merchant: supplier, payableFen: 90, disputedFen: 0, numbers: [] }, invoices: [owed] },
    ],
  })
  expect((await programmes.service.call('GET', `/v1/programmes/${id}`)).body).toMatchObject({
    status: 'open',
    lastDay: '2025-05-01',
  })
})

test('a programme cannot be closed while goods are on their way, also where a receipt was taken back; it says which', async () => {
  const id = await define()
  await end(id)
  const [consignment, site, depot] = [idNumber('consignment', 1), idNumber('site', 1), idNumber('depot', 1)]
  const goods = { commodity: idNumber('item', 1), quantity: 5 }
  const plan = { programme: id, site, depot, lines: [goods], dueOn: '2025-05-01' }
  await programmes.service.record(consignment, { type: 'ConsignmentPlanned', data: plan })
  const close = () => post(`/v1/programmes/${id}/closure`, { reason: 'over' })
  const open = { status: 409, body: { code: 'consignments-open', consignments: [consignment] } }
  expect(await close()).toMatchObject(open)
  const lines = [{ ...goods, lot: `${depot}.2`, shortQuantity: 0, refusedQuantity: 0 }]
  const receipt = { programme: id, site, depot, lines, receivedOn: '2025-05-01' }
  const receivedBy = idNumber('worker', 1)
  await programmes.service.record(consignment, { type: 'ConsignmentReceived', data: { ...receipt, receivedBy } })
  const red = { ...receipt, corrects: `${consignment}.2`, reason: '未签收' }
  await programmes.service.record(consignment, { type: 'ReceiptReversed', data: red })
  expect(await close()).toMatchObject(open)
  await programmes.service.record(consignment, {
    type: 'ConsignmentReceived',
    data: { ...receipt, receivedBy },
  })
  expect(await close()).toMatchObject({ status: 201 })
})

test('a programme cannot be closed while meals of its last days can still be entered', async () => {
  const id = await define()
  const put = await programmes.service.call('PUT', `/v1/programmes/${id}/last-day`, {
    body: { lastDay: '2025-06-01', reason: 'over' },
  })
  expect(put).toMatchObject({ status: 200, body: { lastDay: '2025-06-01', lateEntriesUntil: '2025-06-04' } })
  expect(await post(`/v1/programmes/${id}/closure`, { reason: 'over' })).toMatchObject({
    status: 409,
    body: { code: 'late-entries-open', until: '2025-06-04' },
  })
})

/** A meal that is taken back after its statement was approved. */
function invoiced(programme: string, fund: string): WelfareEvent {
  const paper = { entry: `${idNumber('supplierinvoice', 1)}.1`, invoiceNumber: 'FP-1', invoicedOn: '2025-05-01' }
  const of = { merchant: idNumber('merchant', 2), programme, invoice: 1 }
  const lines = [{ line: 1, quantity: 3, amountFen: 90 }]
  return { type: 'GoodsInvoiced', data: { ...of, ...paper, lines, shares: [{ fund, amountFen: 90 }] } }
}

function claimed(id: string, batch: string, fund: string): WelfareEvent[] {
  const of = { programme: id, worker: idNumber('worker', 1), merchant: idNumber('merchant', 1) }
  const draw = { batch, credit: `${idNumber('wallet', 1)}.1`, window: 'w', shares: [{ fund, amountFen: 40 }] }
  const reversed = { ...of, redemption: `${idNumber('wallet', 1)}.1`, reason: '多记', balanceAfterFen: 0 }
  return [{ type: 'RedemptionReversed', data: { ...reversed, draws: [{ ...draw, to: 'claimed' }] } }]
}
