import { importRoster, issue, listCards, prepareMeals, rosterFile } from '../harness/meals.ts'
import type { Story } from './story.ts'

export const plan = {
  workers: 2,
  windows: [{ window: 'festival', from: '2025-07-25', until: '2025-07-31', creditFen: 10_000 }],
  fundsFen: [9_000],
}

/** 90.00 and then 200.00 into one fund, all of it allocated; meals of 16.00 twelve times: both paid for the sixth, and so many at once are found. @returns the second donation */
export async function playTwoDonations({ ledger: { api } }: Story): Promise<string> {
  const meals = await prepareMeals(api, plan, '餐补')
  const [fund] = meals.funds
  const donor = { kind: 'organisation', name: '第二笔捐赠方' }
  const { id: second } = await api.post(`/v1/funds/${fund}/donations`, {
    receiptNumber: 'R-二',
    donor,
    amountFen: 20_000,
  })
  await api.post(`/v1/funds/${fund}/allocations`, { programme: meals.programme, amountFen: 20_000 })
  await importRoster(api, meals.programme, await rosterFile(2))
  await issue(api, meals.programme)
  const cards = await listCards(api, meals.programme)
  const actor = `merchant-till/shop@000000,${meals.merchants[0]}`
  for (let meal = 0; meal < 12; meal += 1) {
    const card = cards[meal % 2]
    const body = { merchant: meals.merchants[0], amountFen: 1_600, deviceSequence: meal + 1 }
    await api.post(`/v1/vouchers/${card?.code}/redemptions`, body, { actor })
  }
  return second
}
