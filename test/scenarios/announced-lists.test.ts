import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { importRoster, listCards, prepareMeals, rosterFile } from '../harness/meals.ts'
import { openTestLedger, type TestLedger } from '../harness/test-ledger.ts'
import { moneyOf } from './money-of.ts'

const chair = 'approver/chair'
const nationalDay = { window: 'national-day', from: '2025-10-09', until: '2025-10-20', creditFen: 40_000 }
let application: TestLedger

beforeAll(async () => {
  // The Friday before a Sunday that is worked.
  application = await openTestLedger('2025-09-26T02:00:00Z')
})
afterAll(() => application.close())

const send = (method: 'POST' | 'GET', path: string, body?: object, actor?: string) =>
  application.api.send({ method, path, ...(body && { body }), ...(actor && { actor }) })

test('a list is announced for five working days before it is issued to, and an objection holds back one person', async () => {
  const { api, clock } = application
  const { programme } = await prepareMeals(api, {
    ...{ workers: 5, windows: [nationalDay], fundsFen: [20_000_000] },
    rules: { announcementDays: 5 },
  })
  await importRoster(api, programme, await rosterFile(500))
  const round = (await api.post(`/v1/programmes/${programme}/rounds`, { name: '首批' })).id
  const order = (query = '') => send('POST', `/v1/programmes/${programme}/issuances${query}`, { round })
  const roster: { worker: string }[] = (await api.get(`/v1/programmes/${programme}/roster?limit=500`)).items
  const [first, second] = roster.map(({ worker }) => worker)

  expect(await order()).toMatchObject({ status: 409, body: { code: 'round-not-announced' } })
  const objection = { worker: first, reason: '群众反映已离岗' }
  expect(await send('POST', `/v1/rounds/${round}/objections`, objection)).toMatchObject({
    ...{ status: 409, body: { code: 'round-not-announced' } },
  })
  const announced = await api.post(`/v1/rounds/${round}/announcements`, {})
  expect(announced).toMatchObject({ announcedOn: '2025-09-26', until: '2025-10-10', workingDays: 5, entries: 500 })
  const lines = roster.map(({ worker }) => `${worker}\n`).sort()
  expect(announced.listHash).toBe(createHash('sha256').update(lines.join('')).digest('hex'))
  expect(await send('POST', `/v1/rounds/${round}/announcements`, {})).toMatchObject({
    ...{ status: 409, body: { code: 'already-announced', until: '2025-10-10' } },
  })
  expect(await order('?dryRun=true')).toMatchObject({ body: { code: 'announcement-runs', until: '2025-10-10' } })

  expect(await send('POST', `/v1/rounds/${round}/objections`, objection)).toMatchObject({
    ...{ status: 201, body: { objection: 1, worker: first } },
  })
  await api.post(`/v1/rounds/${round}/objections`, { worker: second, reason: '已享受同类待遇' })
  expect(await send('POST', `/v1/rounds/${round}/objections`, objection)).toMatchObject({
    ...{ status: 409, body: { code: 'objection-stands', objection: 1 } },
  })
  clock.advanceTo(new Date('2025-10-10T02:00:00Z'))
  expect(await order()).toMatchObject({ status: 409, body: { code: 'announcement-runs' } })

  clock.advanceTo(new Date('2025-10-11T02:00:00Z'))
  expect((await order('?dryRun=true')).body).toMatchObject({ workers: 498, heldBack: 2, alreadyIssued: 0 })
  expect(await api.finishJob((await order()).body.id)).toMatchObject({
    result: { workers: 498, issuedFen: 19_920_000, skipped: 0 },
  })
  expect(await order()).toMatchObject({ status: 409, body: { code: 'held-by-objection', workers: 2 } })

  const decide = (number: number, outcome: string, actor: string) =>
    send('POST', `/v1/rounds/${round}/objections/${number}/decision`, { outcome, reason: '经核实' }, actor)
  expect(await decide(3, 'upheld', chair)).toMatchObject({ status: 404, body: { code: 'objection-unknown' } })
  expect(await decide(1, 'rejected', chair)).toMatchObject({ status: 200, body: { objection: 1, outcome: 'rejected' } })
  expect(await decide(1, 'upheld', chair)).toMatchObject({ status: 409, body: { code: 'objection-decided' } })
  expect(await decide(2, 'upheld', chair)).toMatchObject({ status: 200 })
  expect(await api.finishJob((await order()).body.id)).toMatchObject({ result: { workers: 1, issuedFen: 40_000 } })
  expect(await order()).toMatchObject({ status: 409, body: { code: 'held-by-objection', workers: 1 } })
  expect(await moneyOf(application, programme)).toMatchObject({ allocated: 40_000, committed: 0, issued: 19_960_000 })
  expect((await listCards(api, programme)).some(({ worker }) => worker === second)).toBe(false)
  expect((await send('GET', `/v1/rounds/${round}/announcements`)).body).toMatchObject({
    announcements: [announced],
    objections: [
      { worker: first, outcome: 'rejected' },
      { worker: second, outcome: 'upheld' },
    ],
  })
}, 60_000)

test('who joined an announced list is issued to after an announcement of their own, everybody else before it', async () => {
  const { api, clock } = application
  const { programme } = await prepareMeals(
    api,
    {
      ...{ workers: 3, windows: [{ ...nationalDay, until: '2025-12-20' }], fundsFen: [1_000_000], firstPerson: 600 },
      rules: { announcementDays: 1 },
    },
    '补入',
  )
  await importRoster(api, programme, await rosterFile(3, 600))
  const round = (await api.post(`/v1/programmes/${programme}/rounds`, { name: '首批' })).id
  expect(await api.post(`/v1/rounds/${round}/announcements`, {})).toMatchObject({ until: '2025-10-13' })
  await importRoster(api, programme, await rosterFile(4, 600))
  const members: { worker: string }[] = (await api.get(`/v1/programmes/${programme}/roster`)).items
  const workers = members.map(({ worker }) => worker)
  await api.post(`/v1/rounds/${round}/joiners`, { workers, reason: '新入职' })
  clock.advanceTo(new Date('2025-10-14T02:00:00Z'))
  const order = async () => (await send('POST', `/v1/programmes/${programme}/issuances`, { round })).body
  expect(await api.finishJob((await order()).id)).toMatchObject({ result: { workers: 3 } })
  expect(await order()).toMatchObject({ code: 'round-not-announced' })
  expect(await api.post(`/v1/rounds/${round}/announcements`, {})).toMatchObject({ until: '2025-10-15', entries: 4 })
  expect(await order()).toMatchObject({ code: 'announcement-runs', until: '2025-10-15' })
  clock.advanceTo(new Date('2025-10-16T02:00:00Z'))
  expect(await api.finishJob((await order()).id)).toMatchObject({ result: { workers: 1 } })
}, 60_000)

test('a term that ends in a year without published days off is refused', async () => {
  const { api, clock } = application
  const { programme } = await prepareMeals(
    api,
    {
      ...{ workers: 1, windows: [{ ...nationalDay, from: '2027-01-01', until: '2027-01-20' }], fundsFen: [100_000] },
      rules: { announcementDays: 5 },
    },
    '跨年',
  )
  await importRoster(api, programme, await rosterFile(1, 700))
  const round = (await api.post(`/v1/programmes/${programme}/rounds`, { name: '首批' })).id
  clock.advanceTo(new Date('2026-12-28T02:00:00Z'))
  expect(await send('POST', `/v1/rounds/${round}/announcements`, {})).toMatchObject({
    ...{ status: 409, body: { code: 'working-days-unknown', year: '2027' } },
  })
}, 60_000)
