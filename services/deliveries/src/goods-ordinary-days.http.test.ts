import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startDeliveriesApplication } from './deliveries-process.fixture.ts'
import { type HttpContext, idOf, prepareContext, programme, receiptOf } from './http-context.fixture.ts'
import { sampleId, site, worker } from './sample.fixture.ts'

let context: HttpContext
const otherWorker = sampleId('worker', 2)
const late = { lateEntry: { reason: '单据迟到' } }
const wrong = { reason: '录入有误', document: { kind: 'red-slip', number: '红-1' } }
beforeAll(async () => {
  context = await prepareContext(await startDeliveriesApplication())
  const person = {
    identity: sampleId('identity', 2),
    employer: sampleId('employer', 1),
    division: '130302',
    trade: '快递',
  }
  const data = { ...person, sealed: 'ciphertext', sealedFields: ['name' as const] }
  await context.record(otherWorker, { type: 'WorkerRegistered', data })
})
afterAll(() => context.stop())

const post = (path: string, body: object) => context.call('POST', path, { body })
const receive = (id: string, lines: object[], more: object = {}) =>
  post(`/v1/consignments/${id}/receipt`, { receivedBy: worker, receivedOn: '2025-07-05', lines, ...more })

async function lastEvent(type: string) {
  const found = (await context.all()).findLast((recorded) => recorded.type === type)
  return found ?? expect.fail(`there is no ${type}`)
}

/** A consignment of so many fans, sent on a day of July. */
async function sent(quantity: number, dispatchedOn: string, more: object = {}): Promise<string> {
  const id = await context.plan([{ commodity: context.fan, quantity }], more)
  const answer = await post(`/v1/consignments/${id}/dispatch`, { dispatchedOn, ...late })
  expect(answer.status).toBe(201)
  return id
}

describe('days', () => {
  it('goods count on the day of their paper; before today with a reason, within the limit, marked', async () => {
    await context.stock(context.fan, 500)
    context.goTo('2025-07-20')
    const paper = { ...receiptOf(context.fan, 10), receivedOn: '2025-07-18' }
    const path = `/v1/depots/${context.depot}/receipts`
    expect(await post(path, paper)).toMatchObject({ status: 422, body: { code: 'late-entry-needs-reason' } })
    const old = { ...paper, receivedOn: '2025-03-01', ...late }
    expect(await post(path, old)).toMatchObject({ status: 422, body: { code: 'late-entry-too-late' } })
    expect((await post(path, { ...paper, ...late })).status).toBe(201)
    const { metadata } = await lastEvent('GoodsReceived')
    expect(metadata).toMatchObject({ accountingDate: '2025-07-18', lateEntry: { reason: '单据迟到', days: 2 } })
  })
  it('a request sent again on a later day is answered as the first time', async () => {
    const body = { ...receiptOf(context.water, 5), receivedOn: '2025-07-20' }
    const first = await context.call('POST', `/v1/depots/${context.depot}/receipts`, { body, key: 'sent-on-the-20th' })
    context.goTo('2025-07-22')
    const again = await context.call('POST', `/v1/depots/${context.depot}/receipts`, { body, key: 'sent-on-the-20th' })
    expect([again.status, again.text]).toEqual([201, first.text])
  })
  it('nothing is received before it was sent, returned before, nor handed out before it was received', async () => {
    const id = await sent(10, '2025-07-10')
    const lines = [{ commodity: context.fan, quantity: 10 }]
    expect(await receive(id, lines, { receivedOn: '2025-07-09', ...late })).toMatchObject({
      status: 422,
      body: { code: 'received-before-dispatch', dispatchedOn: '2025-07-10' },
    })
    expect(
      await post(`/v1/consignments/${id}/return`, { reason: '封路', returnedOn: '2025-07-09', ...late }),
    ).toMatchObject({
      status: 422,
      body: { code: 'returned-before-dispatch' },
    })
    expect((await receive(id, lines, { receivedOn: '2025-07-12', ...late })).status).toBe(201)
    expect((await lastEvent('ConsignmentReceived')).metadata.accountingDate).toBe('2025-07-12')
    const handOut = { lines, heads: 10, handedOutOn: '2025-07-11', ...late }
    expect(await post(`/v1/consignments/${id}/handouts`, handOut)).toMatchObject({
      status: 422,
      body: { code: 'handed-out-before-receipt' },
    })
  })
  it('a dated decrease must fit on every day from its own: the refusal names the day and what there was', async () => {
    const lot = await context.create(`/v1/depots/${context.depot}/receipts`, {
      ...receiptOf(context.water, 100, '2025-12-31'),
      receivedOn: '2025-07-22',
    })
    const early = { lines: [{ lot, quantity: 1 }], reason: '破损', writtenOffOn: '2025-07-21', ...late }
    expect(await post(`/v1/depots/${context.depot}/write-offs`, early)).toMatchObject({
      status: 409,
      body: { code: 'stock-insufficient', day: '2025-07-21', available: 0, needed: 1 },
    })
    const id = await sent(30, '2025-07-05')
    await receive(id, [{ commodity: context.fan, quantity: 30 }], late)
    const back = {
      lines: [{ commodity: context.fan, quantity: 25 }],
      reason: '多发',
      returnedOn: '2025-07-15',
      ...late,
    }
    expect((await post(`/v1/consignments/${id}/site-returns`, back)).status).toBe(201)
    const handOut = { lines: [{ commodity: context.fan, quantity: 6 }], heads: 6, handedOutOn: '2025-07-08', ...late }
    expect(await post(`/v1/consignments/${id}/handouts`, handOut)).toMatchObject({
      status: 409,
      body: { code: 'site-stock-insufficient', day: '2025-07-15', available: 5, needed: 6 },
    })
  })
})

describe('wrong entries', () => {
  it('a receipt of 10,000 for 1,000 of which 800 are sent is corrected on its lot, and no further than they went', async () => {
    const item = await context.create('/v1/items', { name: '凉席', unit: '张' })
    const lot = await context.create(`/v1/depots/${context.depot}/receipts`, {
      ...receiptOf(item, 10_000),
      receivedOn: '2025-07-22',
    })
    const id = await context.plan([{ commodity: item, quantity: 800 }])
    await context.call('POST', `/v1/consignments/${id}/dispatch`)
    const path = `/v1/depots/${context.depot}/receipts/${lot}/correction`
    expect(await post(path, { quantity: 700, ...wrong })).toMatchObject({
      status: 409,
      body: { code: 'goods-have-left', least: 800, available: 9_200, gone: [{ to: id, quantity: 800 }] },
    })
    expect(await post(path, { quantity: 1_000, ...wrong })).toMatchObject({
      status: 201,
      body: { lot, difference: -9_000 },
    })
    expect(await context.stockOf(item)).toBe(200)
    const { metadata, data } = await lastEvent('GoodsReceiptCorrected')
    expect(metadata).toMatchObject({
      accountingDate: '2025-07-22',
      paperDay: '2025-07-22',
      document: { number: '红-1' },
    })
    expect(data).toMatchObject({ corrects: lot })
  })
  it('a receipt of other goods: the right entry first, under the same paper; its number is free of the wrong one', async () => {
    const paper = { ...receiptOf(context.water, 40), receivedOn: '2025-07-22' }
    const lot = await context.create(`/v1/depots/${context.depot}/receipts`, paper)
    const right = { ...paper, commodity: context.fan, expiresOn: undefined }
    const path = `/v1/depots/${context.depot}/receipts/${lot}/correction`
    expect(await post(path, { quantity: 4, right, ...wrong })).toMatchObject({
      status: 422,
      body: { code: 'correction-is-not-nothing' },
    })
    expect((await post(path, { quantity: 0, right, ...wrong })).status).toBe(201)
    const [entered, corrected] = (await context.all()).slice(-2)
    expect([entered?.type, corrected?.type]).toEqual(['GoodsReceived', 'GoodsReceiptCorrected'])
    expect(entered?.data).toMatchObject({ correctedFrom: lot, receiptNumber: paper.receiptNumber })
  })
  it('received, short and refused on one receipt; what was refused stands in the depot, and is released for a correction', async () => {
    const before = await context.stockOf(context.fan)
    const id = await sent(20, '2025-07-20')
    const line = { commodity: context.fan, quantity: 15, shortReason: '破损', refused: 3, refusedReason: '包装破损' }
    const received = await receive(id, [line], { receivedOn: '2025-07-22' })
    expect(received.body).toMatchObject({ lines: [{ quantity: 15, shortQuantity: 2, refusedQuantity: 3 }] })
    await context.settled()
    expect(await context.stockOf(context.fan)).toBe(before - 17)
    const right = {
      receivedBy: worker,
      receivedOn: '2025-07-22',
      lines: [{ ...line, quantity: 17, refused: 1 }],
      ...wrong,
    }
    const corrected = await post(`/v1/consignments/${id}/receipt/correction`, right)
    expect(corrected).toMatchObject({
      status: 201,
      body: { lines: [{ siteDifference: 2, lostDifference: 0, returnedDifference: -2 }], sentBack: [{ quantity: 1 }] },
    })
    await context.settled()
    expect(await context.stockOf(context.fan)).toBe(before - 19)
    expect((await context.call('GET', `/v1/consignments/${id}`)).body).toMatchObject({ atSite: [{ quantity: 17 }] })
    expect((await post(`/v1/consignments/${id}/receipt/reversal`, wrong)).status).toBe(201)
    expect((await post(`/v1/consignments/${id}/dispatch/reversal`, wrong)).status).toBe(201)
    expect(await context.stockOf(context.fan)).toBe(before)
    expect((await context.call('POST', `/v1/consignments/${id}/dispatch`)).status).toBe(201)
  })
  it('a hand-out is taken back with the right one in the same append; both bear the day they are made', async () => {
    const id = await sent(10, '2025-07-20')
    await receive(id, [{ commodity: context.fan, quantity: 10 }], { receivedOn: '2025-07-20', ...late })
    const path = `/v1/consignments/${id}/handouts`
    const all = { lines: [{ commodity: context.fan, quantity: 10 }], heads: 10, handedOutOn: '2025-07-21' }
    const handed = idOf((await post(path, { ...all, ...late })).body)
    const right = { ...all, lines: [{ commodity: context.fan, quantity: 8 }], heads: 8 }
    const corrected = await post(`${path}/${handed}/correction`, { right, ...wrong })
    expect(corrected).toMatchObject({ status: 201, body: { heads: 8, correctedFrom: handed } })
    const reversed = await lastEvent('HandOutReversed')
    expect(reversed.metadata).toMatchObject({ accountingDate: '2025-07-22', paperDay: '2025-07-21' })
    expect(reversed.data).toMatchObject({ corrects: handed, handedOutOn: '2025-07-21', heads: 10 })
    expect((await context.call('GET', `/v1/consignments/${id}`)).body).toMatchObject({
      headsServed: 8,
      atSite: [{ quantity: 2 }],
    })
    expect((await post(`${path}/${handed}/correction`, wrong)).body).toMatchObject({ code: 'hand-out-unknown' })
  })
})

describe('goods back, counted, sent on', () => {
  it('kits are unpacked into the lots of their components, in the lots that they came from', async () => {
    await context.create(`/v1/depots/${context.depot}/receipts`, {
      ...receiptOf(context.water, 20),
      receivedOn: '2025-07-22',
    })
    const before = [await context.stockOf(context.water), await context.stockOf(context.fan)]
    const packing = { kit: context.kit, kitVersion: 1, quantity: 9 }
    const lot = await context.create(`/v1/depots/${context.depot}/packings`, packing)
    expect((await post(`/v1/depots/${context.depot}/unpackings`, { lot, quantity: 4 })).status).toBe(201)
    const { stock } = Object((await context.call('GET', `/v1/depots/${context.depot}`)).body)
    const lots = stock.flatMap((of: { readonly lots: readonly object[] }) => of.lots)
    expect(lots).toContainEqual(expect.objectContaining({ lot, quantity: 5, packed: 5 }))
    expect((await post(`/v1/depots/${context.depot}/packings/${lot}/reversal`, wrong)).body).toMatchObject({
      quantity: 5,
    })
    expect([await context.stockOf(context.water), await context.stockOf(context.fan)]).toEqual(before)
  })
  it('a count is signed by two; its shortage is confirmed as lost, or found again', async () => {
    const item = await context.create('/v1/items', { name: '毛巾', unit: '条' })
    const lot = await context.create(`/v1/depots/${context.depot}/receipts`, {
      ...receiptOf(item, 50),
      receivedOn: '2025-07-22',
    })
    const path = `/v1/depots/${context.depot}`
    const count = { lines: [{ lot, quantity: 45 }], signedBy: [worker, worker] }
    expect(await post(`${path}/counts`, count)).toMatchObject({ status: 422, body: { code: 'signers-not-two' } })
    const counted = await post(`${path}/counts`, { ...count, signedBy: [worker, otherWorker] })
    expect(counted).toMatchObject({ status: 201, body: { lines: [{ booked: 50, shortage: 5, surplus: 0 }] } })
    expect(await context.stockOf(item)).toBe(45)
    const loss = { lines: [{ lot, quantity: 3 }], reason: '查无下落' }
    const lost = await post(`${path}/counts/${idOf(counted.body)}/losses`, loss)
    expect(lost.status).toBe(201)
    const found = { lines: [{ lot, quantity: 4 }], reason: '找到' }
    expect((await post(`${path}/losses/${idOf(lost.body)}/found`, found)).body).toMatchObject({
      code: 'found-more-than-lost',
    })
    const less = { lines: [{ lot, quantity: 1 }], reason: '找到' }
    expect((await post(`${path}/losses/${idOf(lost.body)}/found`, less)).status).toBe(201)
    expect(await context.stockOf(item)).toBe(46)
  })
  it('depot to depot: in transit until the other one signs, what is short is lost', async () => {
    const to = await context.create('/v1/depots', { name: '县库', division: '130303' })
    const transfer = { to, lines: [{ commodity: context.fan, quantity: 12 }] }
    expect((await post(`/v1/depots/${context.depot}/transfers`, transfer)).status).toBe(201)
    await context.settled()
    const { arriving, stock } = (await context.call('GET', `/v1/depots/${to}`)).body as {
      arriving: { id: string }[]
      stock: object[]
    }
    expect([arriving.length, stock.length]).toEqual([1, 0])
    const lines = [{ commodity: context.fan, quantity: 11, shortReason: '破损' }]
    const signed = { receivedBy: worker, receivedOn: '2025-07-22', lines }
    expect((await post(`/v1/depots/${to}/arrivals/${arriving[0]?.id}/receipt`, signed)).status).toBe(201)
    expect((await context.call('GET', `/v1/depots/${to}`)).body).toMatchObject({
      arriving: [],
      stock: [{ quantity: 11 }],
    })
  })
  it('goods that had expired are not handed out; people are no more than pieces; one person twice is one', async () => {
    const paper = { ...receiptOf(context.water, 30, '2025-07-23'), receivedOn: '2025-07-22' }
    await context.create(`/v1/depots/${context.depot}/receipts`, paper)
    const id = await context.plan([{ commodity: context.water, quantity: 30 }], { programme, site })
    await context.call('POST', `/v1/consignments/${id}/dispatch`)
    await receive(id, [{ commodity: context.water, quantity: 30 }], { receivedOn: '2025-07-22' })
    const path = `/v1/consignments/${id}/handouts`
    const one = { lines: [{ commodity: context.water, quantity: 1 }], handedOutOn: '2025-07-22' }
    expect(await post(path, { ...one, heads: 5_000 })).toMatchObject({
      status: 422,
      body: { code: 'more-people-than-pieces', people: 5_000, pieces: 1 },
    })
    expect(await post(path, { ...one, workers: [worker, worker] })).toMatchObject({
      status: 201,
      body: { workers: [worker], repeatedWorkers: [worker] },
    })
    context.goTo('2025-07-24')
    expect(await post(path, { ...one, heads: 1, handedOutOn: '2025-07-24' })).toMatchObject({
      status: 409,
      body: { code: 'lot-expired', expiresOn: '2025-07-23' },
    })
    expect((await post(path, { ...one, heads: 1, handedOutOn: '2025-07-23', ...late })).status).toBe(201)
  })
  it('the list of consignments follows what was taken back and corrected', async () => {
    await post(`/v1/depots/${context.depot}/receipts`, { ...receiptOf(context.fan, 60), receivedOn: '2025-07-24' })
    const lines = [{ commodity: context.fan, quantity: 20 }]
    const correct = (path: string, body: object = {}) => post(`/v1/consignments/${id}/${path}`, { ...body, ...wrong })
    const row = async () => {
      await context.settled()
      const { items } = (await context.call('GET', `/v1/consignments?site=${site}&limit=500`)).body as {
        items: { id: string }[]
      }
      const { id: _, ...found } = {
        status: '',
        received: 0,
        short: 0,
        handedOut: 0,
        ...items.find((one) => one.id === id),
      }
      return [found.status, found.received, found.short, found.handedOut]
    }
    const id = await context.plan(lines)
    await context.call('POST', `/v1/consignments/${id}/dispatch`)
    await correct('dispatch/reversal')
    expect(await row()).toEqual(['planned', 0, 0, 0])
    await context.call('POST', `/v1/consignments/${id}/dispatch`)
    const back = await post(`/v1/consignments/${id}/return`, { reason: '封路' })
    await context.settled()
    await correct(`returns/${idOf(back.body)}/reversal`)
    expect(await row()).toEqual(['dispatched', 0, 0, 0])
    const signed = { receivedBy: worker, receivedOn: '2025-07-24' }
    await receive(id, lines, signed)
    await correct('receipt/correction', { ...signed, lines: [{ ...lines[0], quantity: 17, shortReason: '破损' }] })
    expect(await row()).toEqual(['received', 17, 3, 0])
    const some = { lines: [{ commodity: context.fan, quantity: 9 }], heads: 9, handedOutOn: '2025-07-24' }
    const handedOut = idOf((await post(`/v1/consignments/${id}/handouts`, some)).body)
    await correct(`handouts/${handedOut}/correction`, {
      right: { ...some, heads: 4, lines: [{ commodity: context.fan, quantity: 4 }] },
    })
    expect(await row()).toEqual(['received', 17, 3, 4])
    const other = await sent(5, '2025-07-24')
    await receive(other, [{ commodity: context.fan, quantity: 5 }], signed)
    await post(`/v1/consignments/${other}/receipt/reversal`, wrong)
    await context.settled()
    const { items } = (await context.call('GET', `/v1/consignments?status=dispatched&limit=500`)).body as {
      items: object[]
    }
    expect(items).toContainEqual(expect.objectContaining({ id: other, received: 0, short: 0 }))
  })
  it('a kit is revised by the union that owns it, one without owner by the ledger root union', async () => {
    await context.record(sampleId('union', 1), {
      type: 'UnionRegistered',
      data: { division: '130300', name: '市总工会' },
    })
    const components = [{ item: context.water, quantity: 3 }]
    const call = (method: string, path: string, actor: string, body: object) =>
      context.call(method, path, { actor, body, ...(method === 'PUT' && { headers: { 'if-match': '"1"' } }) })
    const own = await call('POST', '/v1/kits', 'officer/a@130302', { name: '县包', components })
    expect(own).toMatchObject({ status: 201, body: { owner: '130302' } })
    const path = `/v1/kits/${idOf(own.body)}`
    expect((await call('PUT', path, 'officer/b@130303', { name: '改', components })).status).toBe(403)
    expect((await call('PUT', path, 'officer/a@130302', { name: '改', components })).status).toBe(200)
    expect((await call('PUT', `/v1/kits/${context.kit}`, 'officer/a@130302', { name: '改', components })).status).toBe(
      403,
    )
    expect((await call('PUT', `/v1/kits/${context.kit}`, 'officer/c@130300', { name: '改', components })).status).toBe(
      200,
    )
  })
})
