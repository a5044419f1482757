import { expect } from 'vitest'
import type { DeliveriesApplication } from './deliveries-process.fixture.ts'
import { fund, sampleId, site, worker } from './sample.fixture.ts'

export const programme = sampleId('programme', 1)
export const round = sampleId('round', 1)
export const openRound = sampleId('round', 2)
export const secondSite = sampleId('site', 2)
const employer = sampleId('employer', 1)

/** A depot with two items and a kit of them, and what the other services would have recorded: where the HTTP tests begin. */
export interface HttpContext extends DeliveriesApplication {
  readonly water: string
  readonly fan: string
  readonly kit: string
  readonly depot: string
  create(path: string, body: object): Promise<string>
  plan(lines: readonly object[], more?: object): Promise<string>
  stock(commodity: string, quantity: number, expiresOn?: string): Promise<string>
  stockOf(commodity: string): Promise<number>
}

export async function prepareContext(application: DeliveriesApplication): Promise<HttpContext> {
  const create = async (path: string, body: object): Promise<string> => {
    const answer = await application.call('POST', path, { body })
    expect(answer.status).toBe(201)
    return idOf(answer.body)
  }
  const water = await create('/v1/items', { name: '矿泉水', unit: '瓶' })
  const fan = await create('/v1/items', { name: '挂脖风扇', unit: '台' })
  const components = [
    { item: water, quantity: 2 },
    { item: fan, quantity: 1 },
  ]
  const kit = await create('/v1/kits', { name: '清凉礼包', trade: '快递', components })
  const depot = await create('/v1/depots', { name: '秦皇岛市总工会物资库', division: '130300' })
  await recordOtherServices(application, kit)
  return {
    ...application,
    water,
    fan,
    kit,
    depot,
    create,
    plan: (lines, more) => create('/v1/consignments', { site, depot, lines, dueOn: '2025-06-30', ...more }),
    stock: (...goods) => create(`/v1/depots/${depot}/receipts`, receiptOf(...goods)),
    async stockOf(commodity) {
      const { stock } = (await application.call('GET', `/v1/depots/${depot}`)).body as {
        stock: { commodity: string; quantity: number }[]
      }
      return stock.find((line) => line.commodity === commodity)?.quantity ?? 0
    },
  }
}

export function idOf(body: unknown): string {
  return (body as { id: string }).id
}

let papers = 0
export function receiptOf(commodity: string, quantity: number, expiresOn?: string) {
  papers += 1
  const source = { kind: 'donation', donor: { kind: 'organisation', name: '某饮料公司' } }
  return { commodity, quantity, source, receiptNumber: `R-${papers}`, receivedOn: '2025-07-01', expiresOn }
}

async function recordOtherServices(application: DeliveriesApplication, kit: string): Promise<void> {
  const restriction = { purposes: [], divisions: [] }
  const funder = { name: '市总工会', kind: 'union' } as const
  await application.record(fund, {
    type: 'FundOpened',
    data: { name: '专项资金', division: '130300', funder, restriction },
  })
  const where = { division: '130302', trade: '快递' }
  for (const id of [site, secondSite]) {
    const data = { name: '工会驿站', ...where, kind: 'union-station' as const, headCount: 38 }
    await application.record(id, { type: 'SiteRegistered', data })
  }
  const person = { identity: sampleId('identity', 1), employer, ...where, sealed: 'ciphertext', sealedFields: ['name'] }
  await application.record(worker, { type: 'WorkerRegistered', data: person })
  const rules = { windows: [], quota: {}, lateEntryDays: 0, sharing: 'in-proportion' as const }
  const definition = { name: '夏送清凉', kind: 'cool-summer', division: '130300', year: 2025, rules, rulesVersion: 1 }
  for (const number of [1, 2, 3]) {
    const closing = { type: 'ProgrammeClosed', data: { reason: '结束' } } as const
    const defined = { type: 'ProgrammeDefined', data: { ...definition, plan: 'sites' } } as const
    await application.record(sampleId('programme', number), defined, ...(number === 3 ? [closing] : []))
  }
  const goods = [{ commodity: `${kit}@1`, quantity: 38 }]
  const sites = [site, secondSite].map((id) => ({ site: id, ...where, headCount: 38, goods, dueOn: '2025-07-10' }))
  const open = (plan: 'sites' | 'people') => ({
    type: 'RoundOpened' as const,
    data: { programme, plan, name: '第一轮', windows: [], entries: 2, rosterReadThrough: 0 },
  })
  const sealed = { type: 'RoundSealed', data: { programme, entries: 2 } } as const
  await application.record(round, open('sites'), { type: 'SiteListFrozen', data: { programme, sites } }, sealed)
  await application.record(openRound, open('sites'))
  await application.record(sampleId('round', 3), open('people'), sealed)
}
