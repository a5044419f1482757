import { afterAll, beforeAll, expect, test } from 'vitest'
import { sendWater } from './attachments.fixture.ts'
import { startDeliveriesApplication } from './deliveries-process.fixture.ts'
import { type HttpContext, prepareContext } from './http-context.fixture.ts'
import { sampleId, site, worker } from './sample.fixture.ts'

let context: HttpContext
beforeAll(async () => {
  context = await prepareContext(await startDeliveriesApplication())
})
afterAll(() => context.stop())

const preview = async (path: string, body: object) => {
  const before = (await context.all()).length
  const answer = await context.call('POST', `${path}?dryRun=true`, { body })
  expect(await context.all()).toHaveLength(before)
  return answer
}

test('an act of goods says what it would move, in pieces, and records nothing', async () => {
  const lot = await context.stock(context.water, 20)
  const body = { lines: [{ lot, quantity: 3 }], reason: '受潮' }
  expect(await preview(`/v1/depots/${context.depot}/write-offs`, body)).toMatchObject({
    status: 200,
    body: {
      needsApproval: false,
      moves: [
        { account: 'depot', commodity: context.water, depot: context.depot, change: -3 },
        { account: 'lost', commodity: context.water, change: 3 },
      ],
    },
  })
  const tooMuch = { lines: [{ lot, quantity: 30 }], reason: '受潮' }
  expect(await preview(`/v1/depots/${context.depot}/write-offs`, tooMuch)).toMatchObject({
    status: 409,
    body: { code: 'stock-insufficient' },
  })
})

test('a correction says the net of what it takes back and enters, and whether it waits', async () => {
  const lot = await context.stock(context.fan, 100)
  const limits = { division: '130300', limits: { 'write-off': { perAct: 50 } } }
  await context.record(sampleId('limit', 1), { type: 'ApprovalLimitSet', data: limits })
  const path = `/v1/depots/${context.depot}/receipts/${lot}/correction`
  expect(await preview(path, { quantity: 90, reason: '多录十台' })).toMatchObject({
    status: 200,
    body: {
      needsApproval: true,
      moves: expect.arrayContaining([
        expect.objectContaining({ account: 'depot', commodity: context.fan, change: -10 }),
      ]),
    },
  })
  expect(await preview(path, { quantity: 100, reason: '没有错' })).toMatchObject({ status: 200, body: { moves: [] } })
})

test('of a receipt at a site, too: what came, and what is lost', async () => {
  const id = await sendWater(context)
  const lines = [{ commodity: context.water, quantity: 8, shortReason: '破损' }]
  const receipt = { receivedBy: worker, receivedOn: '2025-07-01', lines }
  const { body } = await preview(`/v1/consignments/${id}/receipt`, receipt)
  const moves = (account: string, change: number) => expect.objectContaining({ account, change })
  expect(body).toMatchObject({
    moves: expect.arrayContaining([moves('site', 8), moves('lost', 2), moves('in-transit', -10)]),
  })
  expect(JSON.stringify(body)).toContain(site)
})

test('of a write-off that is taken back', async () => {
  const lot = await context.stock(context.water, 20)
  const body = { lines: [{ lot, quantity: 2 }], reason: '受潮' }
  const { body: made } = await context.call('POST', `/v1/depots/${context.depot}/write-offs`, { body })
  const path = `/v1/depots/${context.depot}/write-offs/${Object(made).id}/correction`
  expect(await preview(path, { reason: '录错' })).toMatchObject({
    status: 200,
    body: { moves: expect.arrayContaining([expect.objectContaining({ account: 'depot', change: 2 })]) },
  })
})

test('of a return that the depot has accepted: what is in transit again; the act is then as it was tried', async () => {
  const id = await sendWater(context)
  const returned = Object(
    (await context.call('POST', `/v1/consignments/${id}/return`, { body: { reason: '封路' } })).body,
  )
  const types = async () =>
    (await context.all()).filter(({ data }) => JSON.stringify(data).includes(returned.id)).map(({ type }) => type)
  await expect.poll(types).toContain('GoodsReturnAccepted')
  const path = `/v1/consignments/${id}/returns/${returned.id}/reversal`
  const tried = await preview(path, { reason: '没有退回' })
  expect(tried.status).toBe(200)
  const { moves } = Object(tried.body)
  expect(moves.map(({ account, change }: { account: string; change: number }) => [account, change])).toEqual([
    ['depot', -10],
    ['in-transit', 10],
  ])
  const reversed = await context.call('POST', path, { body: { reason: '没有退回' } })
  expect(reversed.status).toBe(201)
  expect(await types()).toContain('GoodsReturnReleased')
})
