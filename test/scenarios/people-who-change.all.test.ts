import { expect, test } from 'vitest'
import { importRoster, issue, listCards, prepareMeals, rosterFile } from '../harness/meals.ts'
import { openTestLedger } from '../harness/test-ledger.ts'

test('a merged double’s credits go back, a leaver’s are withdrawn when that is said, and who joined is issued to in the same round', async () => {
  const fixture = await openTestLedger('2025-06-01T09:00:00+08:00')
  const { api } = fixture
  const windows = [{ window: 'june', from: '2025-06-01', until: '2025-06-30', creditFen: 10_000 }]
  const { programme, merchants } = await prepareMeals(api, { workers: 4, windows, fundsFen: [1_000_000] })
  await importRoster(api, programme, await rosterFile(4))
  const { round } = await issue(api, programme, ['june'])
  const cards = await listCards(api, programme)
  const [survivor, double, leaver] = cards.map(({ worker }) => worker)
  const budget = async () => {
    const { total } = await api.get(`/v1/budget?programme=${programme}`)
    return [total.balances.allocatedFen, total.balances.issuedFen]
  }
  expect(await budget()).toEqual([960_000, 40_000])
  await api.post(`/v1/workers/${survivor}/doubles`, { double, reason: '同一人' })
  await expect.poll(budget, { timeout: 10_000 }).toEqual([970_000, 30_000])
  await api.post(`/v1/rounds/${round}/leavers`, { workers: [leaver], credits: 'withdraw', reason: '离职' })
  await expect.poll(budget, { timeout: 10_000 }).toEqual([980_000, 20_000])
  await importRoster(api, programme, await rosterFile(1, 50))
  const roster = (await api.get(`/v1/programmes/${programme}/roster`)).items.map(
    ({ worker }: { worker: string }) => worker,
  )
  const [joiner] = roster.filter((worker: string) => !cards.some((card) => card.worker === worker))
  await api.post(`/v1/rounds/${round}/joiners`, { workers: [joiner], reason: '新入职' })
  const ordered = await api.post(`/v1/programmes/${programme}/issuances`, { round, windows: ['june'] })
  await api.finishJob(ordered.id)
  await expect.poll(budget, { timeout: 10_000 }).toEqual([970_000, 30_000])
  const people = async () => (await api.get(`/v1/coverage?programme=${programme}`)).total.people
  expect(await people()).toMatchObject({ eligible: 3, amended: 3, issued: 4 })
  // Both records stand in the round: the person leaves with both.
  await api.post(`/v1/rounds/${round}/leavers`, { workers: [survivor], credits: 'withdraw', reason: '离职' })
  await expect.poll(budget, { timeout: 10_000 }).toEqual([980_000, 20_000])
  expect(await people()).toMatchObject({ eligible: 3, amended: 2, issued: 4 })
  const again = await api.send({ method: 'POST', path: `/v1/programmes/${programme}/issuances`, body: { round } })
  expect(again.body).toMatchObject({ code: 'already-issued' })
  // What is not to go back runs on: out of the plan, and eaten all the same.
  const stayer = cards[3]
  await api.post(`/v1/rounds/${round}/leavers`, { workers: [stayer?.worker], credits: 'run-on', reason: '离职' })
  expect(await people()).toMatchObject({ eligible: 3, amended: 1, issued: 4 })
  expect(await budget()).toEqual([980_000, 20_000])
  const paper = { document: { kind: 'slip', number: 'S-1' }, reason: '停电' }
  const meal = { merchant: merchants[0], amountFen: 10_000, ...paper }
  await api.post(`/v1/vouchers/${stayer?.code}/redemptions`, meal)
  expect(await budget()).toEqual([980_000, 10_000])
  await fixture.close()
}, 60_000)
