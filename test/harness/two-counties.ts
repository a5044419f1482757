import type { Api } from './api.ts'
import { createOneOfEverything, type KnownIds, type Somewhere } from './one-of-everything.ts'

/** Two counties and their prefecture, each with one of everything of its own; a `tag` stands in all names of its place. */
export const county: Somewhere = { division: '632701', tag: '甲甲', firstPerson: 0 }
export const neighbour: Somewhere = { division: '632722', tag: '乙乙', firstPerson: 1_000 }
export const prefecture: Somewhere = { division: '632700', tag: '丙丙', firstPerson: 2_000 }

const ADMINISTRATOR = 'administrator/administrator'

/** One of everything there, and what waits for an approver, a paired phone and a machine's token. */
export async function settle(api: Api, place: Somewhere): Promise<KnownIds> {
  const ids = await createOneOfEverything(api, place)
  const [programme] = ids.programme ?? []
  const [fund] = ids.fund ?? []
  const july = ids.round?.[2]
  const limits = {
    ...{ allocation: { perAct: 1_000 }, issuance: { perAct: 1_000 } },
    ...{ 'rule-change': { perAct: 0 }, 'write-off': { perAct: 0 }, 'price-list': { perAct: 0 } },
  }
  const path = `/v1/approval-limits/${place.division}`
  const { status } = await api.send({ method: 'PUT', path, body: { limits }, actor: ADMINISTRATOR })
  if (status !== 200) throw new Error(`limits: ${status}`)
  const donor = { kind: 'organisation', name: `${place.tag}出资方` }
  await api.post(`/v1/funds/${fund}/donations`, { receiptNumber: 'R-9', donor, amountFen: 7_000 })
  const allocation = await api.post(`/v1/funds/${fund}/allocations`, { programme, amountFen: 5_000 })
  const issuance = await api.post(`/v1/programmes/${programme}/issuances`, { round: july })
  const back = { fund, amountFen: 100, reason: '余款' }
  const returned = await api.post(`/v1/programmes/${programme}/allocation-returns`, back)
  const given = { donation: ids['fund.']?.[0], amountFen: 100, reason: '多付' }
  const refund = await api.post(`/v1/funds/${fund}/refunds`, given)
  const [allocated] = (await api.get(`/v1/funds/${fund}/allocations`)).items
  const waiting = await proposeEverywhere(api, ids)
  const { code } = await api.post(`/v1/merchants/${ids.merchant?.[0]}/pairings`, { label: '一号机' })
  const device = await api.post('/v1/pairings', { code })
  const token = await api.post(`/v1/accounts/${ids.account?.[0]}/tokens`, { label: '接口' }, { actor: ADMINISTRATOR })
  return {
    ...ids,
    ...waiting,
    ...{ 'budget.': [returned.id], refund: [refund.id], allocation: [allocated.id] },
    'proposals/funds': [allocation.proposal],
    'proposals/vouchers': [issuance.result.proposal],
    ...{ device: [device.id], token: [token.id] },
  }
}

/** An act of each area whose proposals are recorded as requests, waiting for another person. */
async function proposeEverywhere(api: Api, ids: KnownIds): Promise<KnownIds> {
  const path = `/v1/programmes/${ids.programme?.[0]}`
  const { body: programme, headers } = await api.send({ method: 'GET', path })
  // What would be refused, or change nothing, does not wait.
  const rules = { ...programme.rules, lateEntryDays: programme.rules.lateEntryDays + 1 }
  const changed = { method: 'PUT', path: `${path}/rules`, headers: { 'if-match': headers.get('etag') ?? '' } }
  const change = await api.send({ ...changed, body: { rules, reason: '补录' } })
  const lines = [{ lot: ids['depot.']?.[0], quantity: 1 }]
  const writeOff = await api.post(`/v1/depots/${ids.depot?.[0]}/write-offs`, { lines, reason: '受潮' })
  const items = [{ code: 'soup', name: '汤', listPriceFen: 900, agreedPriceFen: 800 }]
  const priceList = await api.post(`/v1/merchants/${ids.merchant?.[0]}/price-lists`, { validFrom: '2025-12-01', items })
  return {
    'proposals/programmes': [change.body.proposal],
    'proposals/deliveries': [writeOff.proposal],
    'proposals/registry': [priceList.proposal],
  }
}
