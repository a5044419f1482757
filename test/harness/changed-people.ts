import type { SimulatedClock } from '@welfare/process/clock.ts'
import type { Api } from './api.ts'
import { importRoster, issue, listCards, prepareMeals, rosterFile } from './meals.ts'

/** The day whose figures are corrected on a later one. */
export const CORRECTED_DAY = '2025-06-05'

/**
 * Two programmes that exclude each other and people who change: helped by the other one, merged, left, joined; a meal and a donation of one day
 * are taken back on the next.
 */
export async function playChangedPeople(api: Api, clock: SimulatedClock): Promise<readonly [string, string]> {
  const windows = [
    { window: 'june', from: '2025-06-01', until: '2025-06-30', creditFen: 2_000 },
    { window: 'july', from: '2025-07-01', until: '2025-07-31', creditFen: 1_000 },
  ]
  const plan = { workers: 5, windows, fundsFen: [100_000], division: '632722' }
  const lunches = await prepareMeals(api, plan, '互斥午餐')
  const breakfasts = await prepareMeals(api, plan, '互斥早餐')
  await importRoster(api, lunches.programme, await rosterFile(5, 700))
  await importRoster(api, breakfasts.programme, await rosterFile(6, 702))
  const { round } = await issue(api, lunches.programme, ['june'])
  const rules = { windows: windows.map((window) => ({ ...window, name: window.window })) }
  const bound = await api.send({
    method: 'PUT',
    path: `/v1/programmes/${breakfasts.programme}/rules`,
    body: { rules: { ...rules, exclusiveWith: [lunches.programme] }, reason: '二者只享其一' },
    headers: { 'if-match': '"3"' },
  })
  if (bound.status !== 200) throw new Error(`rules: ${bound.status} ${JSON.stringify(bound.body)}`)
  await issue(api, breakfasts.programme, ['june'])
  const [merchant] = lunches.merchants
  const cards = await listCards(api, lunches.programme)
  const meals: string[] = []
  for (const [index, amountFen] of [701, 503, 311].entries()) {
    const actor = `merchant-owner/lunches@000000,${merchant}`
    const body = { merchant, amountFen }
    meals.push((await api.post(`/v1/vouchers/${cards[index]?.code}/redemptions`, body, { actor })).id)
  }
  const [fund] = lunches.funds
  const paper = { donor: { kind: 'individual' }, receivedOn: CORRECTED_DAY }
  const wrong = await api.post(`/v1/funds/${fund}/donations`, { ...paper, receiptNumber: 'R-77', amountFen: 9_009 })
  clock.advanceTo(new Date('2025-06-06T10:00:00+08:00'))
  await api.post(`/v1/redemptions/${meals[1]}/reversal`, { merchant, reason: '录错' })
  const right = { ...paper, receiptNumber: 'R-77', amountFen: 909 }
  await api.post(`/v1/funds/${fund}/donation-corrections`, { donation: wrong.id, reason: '录错', right })
  const [, survivor, double, leaver, runningOn] = cards.map(({ worker }) => worker)
  await api.post(`/v1/workers/${survivor}/doubles`, { double, reason: '同一人' })
  await api.post(`/v1/rounds/${round}/leavers`, { workers: [leaver], credits: 'withdraw', reason: '离职' })
  await api.post(`/v1/rounds/${round}/leavers`, { workers: [runningOn], reason: '调离' })
  await importRoster(api, lunches.programme, await rosterFile(1, 790))
  const { items } = await api.get(`/v1/programmes/${lunches.programme}/roster`)
  const listed = new Set(cards.map(({ worker }) => worker))
  const joiners = items.map(({ worker }: { worker: string }) => worker).filter((worker: string) => !listed.has(worker))
  await api.post(`/v1/rounds/${round}/joiners`, { workers: joiners, reason: '新入职' })
  return [lunches.programme, breakfasts.programme]
}
