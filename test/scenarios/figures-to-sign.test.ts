import { afterAll, beforeAll, expect, test } from 'vitest'
import { importRoster, issue, listCards, prepareMeals, rosterFile } from '../harness/meals.ts'
import { openTestLedger, type TestLedger } from '../harness/test-ledger.ts'

let application: TestLedger
let programme: string
/** By the name of the employer. */
const employers = new Map<string, string>()

const people = async (query = '') =>
  await application.api.get(
    `/v1/coverage?programme=${programme}&after=${(await application.ledger.store.head())?.position}${query}`,
  )

/**
 * Seven people, three windows: two change their employer before the second round; in the first window three eat (one of them twice), in the
 * second one of those who moved; afterwards one leaves, one loses the card.
 */
beforeAll(async () => {
  application = await openTestLedger('2025-06-02T10:00:00+08:00')
  const { api, clock } = application
  const windows = [
    { window: 'w1', from: '2025-06-01', until: '2025-06-10', creditFen: 3_000 },
    { window: 'w2', from: '2025-06-11', until: '2025-06-20', creditFen: 2_000 },
    { window: 'w3', from: '2025-07-01', until: '2025-07-10', creditFen: 1_000 },
  ]
  const meals = await prepareMeals(api, { workers: 7, windows, fundsFen: [200_000] }, '签字')
  programme = meals.programme
  const [merchant] = meals.merchants
  await importRoster(api, programme, await rosterFile(7, 300))
  await issue(api, programme, ['w1'])
  const all = await listCards(api, programme)
  const roster = (await api.get(`/v1/programmes/${programme}/roster`)).items
  const cards = roster.map(({ worker }: { worker: string }) => all.find((card) => card.worker === worker))
  const eat = (index: number, amountFen: number) =>
    api.post(
      `/v1/vouchers/${cards[index]?.code}/redemptions`,
      { merchant, amountFen },
      { actor: `merchant-owner/shop@000000,${merchant}` },
    )
  const moved = [cards[0], cards[3]].map((card) => card?.worker)
  for (const [index, amountFen] of [
    [0, 700],
    [0, 800],
    [2, 501],
    [3, 999],
  ] as const)
    await eat(index, amountFen)
  clock.advanceTo(new Date('2025-06-11T10:00:00+08:00'))
  const employer = await api.post('/v1/employers', { name: '虚构园林公司', division: '632722', trade: '园林' })
  for (const worker of moved)
    await api.post(`/v1/workers/${worker}/corrections`, { employer: employer.id, division: '632722', reason: '调动' })
  const { round } = await issue(api, programme, ['w2', 'w3'])
  await eat(0, 400)
  const [leaver, lost] = [cards[4], cards[5]]
  await api.post(`/v1/rounds/${round}/leavers`, { workers: [leaver?.worker], credits: 'withdraw', reason: '离职' })
  await api.post(`/v1/vouchers/${lost?.code}/suspension`, { reason: '挂失' })
  const { items } = await api.get('/v1/employers')
  for (const { id, name } of items) employers.set(name, id)
}, 60_000)
afterAll(() => application.close())

test('people count once, meals each, and who moved where they were in each window; rows fit the total', async () => {
  const { rows, total } = await people('&by=employer')
  const figures = ({ people: of }: typeof total) => [of.eligible, of.amended, of.reached, of.visits]
  const of = (name: string) => figures(rows.find(({ key }: { key: string }) => key === employers.get(name)))
  expect([of('虚构环卫公司'), of('虚构园林公司'), figures(total)]).toEqual([
    [7, 7, 3, 4],
    [2, 2, 1, 1],
    [7, 7, 3, 5],
  ])
  const byWindow = (await people('&by=window')).rows.map(({ key, people: at }: typeof total) => [
    ...[key, at.eligible, at.amended, at.reached, at.visits, at.reachedOfEligible.percentage],
  ])
  expect(byWindow).toEqual([
    ['w1', 7, 7, 3, 4, '42.8%'],
    ['w2', 7, 6, 1, 1, '14.2%'],
    ['w3', 7, 6, 0, 0, '0.0%'],
  ])
  expect(total.people.usedOfIssued).toEqual({ numerator: 3_400, denominator: 42_000, percentage: '8.0%' })
})

test('gaps say not yet begun, left and card suspended, and who still holds credit that ends soon', async () => {
  const counts = async (query: string) =>
    (await application.api.get(`/v1/gaps?programme=${programme}&limit=100${query}`)).counts.map(
      ({ reason, count }: { reason: string; count: number }) => [reason, count],
    )
  expect(await counts('&window=w2')).toEqual([
    ['card-suspended', 1],
    ['issued-not-used', 4],
    ['left', 1],
  ])
  expect(await counts('&window=w3')).toEqual([
    ['left', 1],
    ['not-yet-begun', 6],
  ])
  expect(await counts('&endsWithin=9&window=w2')).toEqual([
    ['card-suspended', 1],
    ['holds-credit', 1],
    ['issued-not-used', 4],
  ])
})

test('the printouts say what they are about, under which rule, with names of divisions, by one clock', async () => {
  const page = (name: string, query = '') =>
    application.api.get(`/v1/printouts/${name}.html?programme=${programme}${query}`, 'auditor/print')
  const coverage: string = await page('coverage', '&by=division')
  for (const said of [
    '按行政区划',
    '玉树市',
    '杂多县',
    '变动后人数',
    '42.8%',
    '百分比保留一位小数',
    '每人在一个项目中只计一次',
  ])
    expect(coverage).toContain(said)
  expect(coverage).not.toMatch(/<td[^>]*>6327\d\d<\/td>/)
  const gaps: string = await page('gaps', '&window=w2&division=632722')
  for (const said of ['签字', '使用期：w2', '行政区划：', '杂多县（含所属）', '查看日期 2025-06-11'])
    expect(gaps).toContain(said)
  expect(gaps).toContain('截至 2025-06-11 10:00 已记录（北京时间）')
  expect(gaps).not.toMatch(/2025-06-11T|02:00:00/)
  const purpose = `window=w2&purpose=${encodeURIComponent('现场签收')}`
  const sheet: string = await application.api.get(`/v1/programmes/${programme}/sign-off-sheet.html?${purpose}`)
  expect(sheet).toContain('行政区划：玉树藏族自治州玉树市')
  const listed = [...sheet.matchAll(/虚构(环卫|园林)公司/g)].map(([, kind]) => kind)
  expect(listed.join('')).toMatch(/^(园林){2}(环卫){5}$|^(环卫){5}(园林){2}$/)
})
