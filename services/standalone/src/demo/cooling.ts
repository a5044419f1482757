import { inParallel } from '@welfare/process/in-parallel.ts'
import { writeRoster } from '@welfare/registry/spreadsheet/roster-writer.ts'
import { inventPeople } from './people.ts'
import { type Created, importRoster, type ScenarioContext, type Step } from './steps.ts'
import { cooling } from './summer-2025.ts'

type District = (typeof cooling.districts)[number]

interface PlannedSite {
  readonly site: string
  readonly district: District
  readonly heads: number
}

interface Consignment {
  readonly id: string
  readonly site: string
}

/** Kits that differ by trade, to 38 + 8 sites and Funing's paper mills, more than 10,000 in all. */
export function coolingSteps({ api, random }: ScenarioContext): Step[] {
  const sites: PlannedSite[] = []
  const kits = new Map<string, string>()
  const items = new Map<string, string>()
  let programme = ''
  let depot = ''
  let receivers: string[] = []
  let consignments: Consignment[] = []

  const setUp = async () => {
    programme = (await api.post<Created>('/v1/programmes', cooling.programme)).id
    for (const { key, name, unit } of cooling.items)
      items.set(key, (await api.post<Created>('/v1/items', { name, unit })).id)
    for (const { key, name, trade, components } of cooling.kits) {
      const parts = Object.entries(components).map(([item, quantity]) => ({ item: items.get(item), quantity }))
      kits.set(key, (await api.post<Created>('/v1/kits', { name, trade, components: parts })).id)
    }
    depot = (await api.post<Created>('/v1/depots', { name: '秦皇岛市总工会物资库', division: '130300' })).id
    for (const district of cooling.districts) {
      for (let ordinal = 0; ordinal < district.sites; ordinal += 1) sites.push(await registerSite(district, ordinal))
    }
    const people = inventPeople(
      cooling.districts.length * 2,
      { employer: '秦皇岛市总工会站点联络员(虚构)', trade: '工会', division: '130300', first: 5_000 },
      random,
    )
    await importRoster(api, programme, await writeRoster(people))
    receivers = (await api.get<{ items: { worker: string }[] }>(`/v1/programmes/${programme}/roster`)).items.map(
      ({ worker }) => worker,
    )
  }
  const registerSite = async (district: District, ordinal: number): Promise<PlannedSite> => {
    const named = district.division === '130303' ? cooling.namedSites['130303'][ordinal] : undefined
    const name = named ?? `${district.name}虚构单位${ordinal + 1}`
    const trade = district.trades[ordinal % district.trades.length]
    const { division, heads } = district
    const employer = await api.post<Created>('/v1/employers', { name, division, trade, headCount: heads })
    const site = await api.post<Created>('/v1/sites', {
      name: `${name}现场`,
      division,
      trade,
      kind: 'workplace',
      employer: employer.id,
      headCount: heads,
    })
    return { site: site.id, district, heads }
  }

  const commodityOf = (district: District) => `${kits.get(district.kit)}@1`
  const stock = async () => {
    for (const { key, components } of cooling.kits) {
      const needed = sites.filter(({ district }) => district.kit === key).reduce((sum, { heads }) => sum + heads, 0)
      for (const [item, each] of Object.entries(components)) {
        await api.post(`/v1/depots/${depot}/receipts`, {
          commodity: items.get(item),
          quantity: needed * each,
          receiptNumber: `QHD-${key}-${item}`,
          receivedOn: '2025-07-04',
          source: { kind: 'donation', donor: { kind: 'organisation', name: '秦皇岛市爱心企业(虚构)' } },
          ...(item !== 'fan' && item !== 'towel' && { expiresOn: '2026-06-30' }),
        })
      }
      await api.post(`/v1/depots/${depot}/packings`, { kit: kits.get(key), kitVersion: 1, quantity: needed })
    }
  }
  const plan = async () => {
    const listed = sites.map(({ site, district, heads }) => ({
      site,
      goods: [{ commodity: commodityOf(district), quantity: heads }],
      dueOn: cooling.dueOn,
    }))
    const round = await api.post<Created>(`/v1/programmes/${programme}/rounds`, {
      name: '2025年夏送清凉站点清单',
      sites: listed,
    })
    consignments = (await api.post<{ consignments: Consignment[] }>(`/v1/rounds/${round.id}/consignments`, { depot }))
      .consignments
  }
  const districtOf = ({ site }: Consignment) => sites.find((planned) => planned.site === site)
  const dispatchTo = (division: string) => async () => {
    await inParallel(
      consignments.filter((consignment) => districtOf(consignment)?.district.division === division),
      8,
      ({ id }) => api.post(`/v1/consignments/${id}/dispatch`, {}),
    )
  }
  const arriveAt = (division: string, day: string) => async () => {
    const arriving = consignments.filter((consignment) => districtOf(consignment)?.district.division === division)
    await inParallel(arriving, 8, (consignment, index) => arrive(consignment, index, day))
  }
  /** Two sites of Haigang received short, the offshore wind site was not reached; one hands out only later. */
  const arrive = async (consignment: Consignment, index: number, day: string) => {
    const planned = districtOf(consignment)
    if (!planned) throw new Error(`no site was planned for ${consignment.id}`)
    const { district, heads } = planned
    if (district.division === '130303' && index === 1) {
      await api.post(`/v1/consignments/${consignment.id}/return`, { reason: '海上大风停航,未能送达' })
      return
    }
    const short = district.division === '130302' && (index === 4 || index === 17) ? 20 : 0
    const commodity = commodityOf(district)
    const line = { commodity, quantity: heads - short, ...(short > 0 && { shortReason: '运输途中破损,数量不足' }) }
    await api.post(`/v1/consignments/${consignment.id}/receipt`, {
      receivedBy: receivers[index % receivers.length],
      receivedOn: day,
      lines: [line],
    })
    await api.post(`/v1/consignments/${consignment.id}/handouts`, {
      lines: [{ commodity, quantity: heads - short }],
      heads: heads - short,
      handedOutOn: day,
    })
  }
  return [
    { at: '2025-07-01T09:00:00+08:00', play: setUp },
    { at: '2025-07-04T09:00:00+08:00', play: stock },
    { at: '2025-07-07T09:00:00+08:00', play: plan },
    { at: '2025-07-09T08:00:00+08:00', play: dispatchTo('130302') },
    { at: '2025-07-10T10:00:00+08:00', play: arriveAt('130302', '2025-07-10') },
    { at: '2025-07-14T08:00:00+08:00', play: dispatchTo('130303') },
    { at: '2025-07-15T10:00:00+08:00', play: arriveAt('130303', '2025-07-15') },
    { at: '2025-07-17T08:00:00+08:00', play: dispatchTo('130306') },
    { at: '2025-07-21T10:00:00+08:00', play: arriveAt('130306', '2025-07-21') },
  ]
}
