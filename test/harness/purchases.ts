import type { Api } from './api.ts'
import { until } from './settle.ts'

/** A programme that hands out goods, with one fund's money, a supplier, a depot and two kinds of goods. */
export interface Goods {
  readonly programme: string
  readonly fund: string
  readonly supplier: string
  readonly depot: string
  readonly water: string
  readonly fan: string
}

export async function prepareGoods(
  api: Api,
  { allocatedFen, division = '632701', tag = '', restriction = {} }: GoodsPlan,
): Promise<Goods> {
  const named = {
    name: `${tag}虚构送清凉`,
    kind: 'cooling',
    division,
    plan: 'sites',
    year: 2025,
    rules: { windows: [] },
  }
  const programme = (await api.post('/v1/programmes', named)).id
  const funder = { name: `${tag}虚构购货出资方`, kind: 'union' }
  const fund = (
    await api.post('/v1/funds', {
      name: `${tag}虚构购货资金`,
      division,
      funder,
      restriction: { purposes: [], divisions: [], ...restriction },
    })
  ).id
  const donor = { kind: 'organisation', name: funder.name }
  await api.post(`/v1/funds/${fund}/donations`, { receiptNumber: 'R-1', donor, amountFen: allocatedFen })
  await api.post(`/v1/funds/${fund}/allocations`, { programme, amountFen: allocatedFen })
  const supplier = (await api.post('/v1/merchants', { name: `${tag}虚构供应商`, division })).id
  const depot = (await api.post('/v1/depots', { name: `${tag}虚构购货仓库`, division })).id
  const water = (await api.post('/v1/items', { name: '矿泉水', unit: '瓶' })).id
  const fan = (await api.post('/v1/items', { name: '挂脖风扇', unit: '台' })).id
  return { programme, fund, supplier, depot, water, fan }
}

interface GoodsPlan {
  readonly allocatedFen: number
  readonly division?: string
  /** Stands in every name. */
  readonly tag?: string
  readonly restriction?: object
}

/** 300 bottles at 0.50 yuan and 20 fans at 30.00 yuan: 750.00 yuan. */
export function orderOf({ programme, fund, supplier: merchant, depot, water, fan }: Goods) {
  const lines = [
    { commodity: water, depot, quantity: 300, unitPriceFen: 50 },
    { commodity: fan, depot, quantity: 20, unitPriceFen: 3_000 },
  ]
  return { merchant, programme, fund, lines }
}

/** Its programme's budget has answered. */
export async function orderGoods(api: Api, body: object, then = 'open'): Promise<string> {
  const { id } = await api.post('/v1/purchases', body)
  await untilPurchase(api, id, then)
  return id
}

export function untilPurchase(api: Api, id: string, status: string) {
  return until(id, status, () => api.get(`/v1/purchases/${id}`))
}

interface OrderedReceipt {
  readonly purchase: string
  readonly line: number
  readonly quantity: number
  readonly receivedOn?: string
}

/** Goods that came by a line of the order. */
export function receiveOrdered(
  api: Api,
  { fund, depot, water, fan }: Goods,
  { purchase, line, quantity, receivedOn = '2025-07-01' }: OrderedReceipt,
) {
  return api.post(`/v1/depots/${depot}/receipts`, {
    ...{ commodity: line === 1 ? water : fan, quantity, order: { purchase, line } },
    ...{ source: { kind: 'purchase', fund }, receiptNumber: `入库-${purchase.slice(-6)}-${line}` },
    receivedOn,
  })
}
