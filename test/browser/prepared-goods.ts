import { listAll } from '../harness/api.ts'
import { importRoster, rosterFile } from '../harness/meals.ts'
import { beginStory, type Story } from './story.ts'

export type Goods = Awaited<ReturnType<typeof prepareGoods>>

/** An officer at the desk. @param before what else has happened by then */
export async function beginGoods(before?: (story: Story, goods: Goods) => Promise<void>) {
  const story = await beginStory('2025-07-10T02:00:00Z')
  await story.openAccount('officer', 'officer')
  const goods = await prepareGoods(story)
  await before?.(story, goods)
  const desk = await story.sitDown()
  await desk.signIn('officer')
  return { story, desk, goods }
}

/** Sixty bottles, fifty fans and ten kits in a depot, ten kits at a site, and another depot with nothing. */
export async function prepareGoods({ ledger: { api } }: Story, receivedOn = '2025-07-10') {
  const [division, name] = ['130302', '夏送清凉']
  const rules = { windows: [] }
  const { id: programme } = await api.post('/v1/programmes', {
    ...{ name, kind: 'cooling', division, plan: 'sites', year: 2025, rules },
  })
  await importRoster(api, programme, await rosterFile(2))
  const workers: string[] = (await api.get('/v1/workers')).items.map(({ id }: { id: string }) => id)
  const { id: water } = await api.post('/v1/items', { name: '矿泉水', unit: '瓶' })
  const { id: fan } = await api.post('/v1/items', { name: '挂脖风扇', unit: '台' })
  const components = [
    { item: water, quantity: 2 },
    { item: fan, quantity: 1 },
  ]
  const { id: kit } = await api.post('/v1/kits', { name: '清凉包', components })
  const { id: depot } = await api.post('/v1/depots', { name: '海港区物资库', division })
  const { id: otherDepot } = await api.post('/v1/depots', { name: '开发区物资库', division })
  const source = { kind: 'donation', donor: { kind: 'organisation', name: '某饮料公司' } }
  for (const [commodity, quantity, receiptNumber] of [
    [water, 100, 'S-1'],
    [fan, 70, 'S-2'],
  ])
    await api.post(`/v1/depots/${depot}/receipts`, { commodity, quantity, source, receiptNumber, receivedOn })
  await api.post(`/v1/depots/${depot}/packings`, { kit, kitVersion: 1, quantity: 20 })
  const place = { name: '港城大街驿站', division, trade: '快递', kind: 'union-station', headCount: 20 }
  const { id: site } = await api.post('/v1/sites', place)
  const lines = [{ commodity: `${kit}@1`, quantity: 10 }]
  const { id: consignment } = await api.post('/v1/consignments', { site, depot, programme, dueOn: receivedOn, lines })
  await api.post(`/v1/consignments/${consignment}/dispatch`, {})
  await api.post(`/v1/consignments/${consignment}/receipt`, { receivedBy: workers[0], receivedOn, lines })
  return { water, fan, kit: `${kit}@1`, depot, otherDepot, site, consignment, workers }
}

/** Of all that was ever posted there. */
export async function balance({ ledger: { api } }: Story, account: string, commodity: string, depot?: string) {
  const legs = await listAll(api, `/v1/journal?book=goods&account=${account}`, 'legs')
  const there = legs.filter((leg) => leg.commodity === commodity && (!depot || leg.depot === depot))
  return there.reduce((sum, { amount }) => sum + amount, 0)
}

/** Four kits on their way to that site. */
export async function sendGoods(story: Story, day: string): Promise<{ readonly consignment: string }> {
  const { api } = story.ledger
  const { site, depot, kit } = await prepareGoods(story, day)
  const lines = [{ commodity: kit, quantity: 4 }]
  const { id: consignment } = await api.post('/v1/consignments', { site, depot, dueOn: day, lines })
  await api.post(`/v1/consignments/${consignment}/dispatch`, {})
  return { consignment }
}
