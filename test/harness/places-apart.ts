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
  const limits = { allocationFen: 1_000, issuanceFen: 1_000 }
  const path = `/v1/approval-limits/${place.division}`
  const { status } = await api.send({ method: 'PUT', path, body: limits, actor: ADMINISTRATOR })
  if (status !== 200) throw new Error(`limits: ${status}`)
  const donor = { kind: 'organisation', name: `${place.tag}出资方` }
  await api.post(`/v1/funds/${fund}/donations`, { receiptNumber: 'R-9', donor, amountFen: 7_000 })
  const proposal = await api.post(`/v1/funds/${fund}/allocations`, { programme, amountFen: 5_000 })
  const proposed = await api.post(`/v1/programmes/${programme}/issuances`, { round: july })
  const { code } = await api.post(`/v1/merchants/${ids.merchant?.[0]}/pairings`, { label: '一号机' })
  const device = await api.post('/v1/pairings', { code })
  const token = await api.post(`/v1/accounts/${ids.account?.[0]}/tokens`, { label: '接口' }, { actor: ADMINISTRATOR })
  return { ...ids, proposal: [proposal.id], proposed: [proposed.id], device: [device.id], token: [token.id] }
}
