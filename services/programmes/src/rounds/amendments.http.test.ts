import type { DataOf } from '@welfare/contracts/catalogue.ts'
import { beforeEach, expect, test } from 'vitest'
import { group, idNumber } from '../sample.fixture.ts'
import { servedProgrammes } from '../served-programmes.fixture.ts'
import type { PersonGroup } from './round-parts.ts'

const worker = (n: number) => idNumber('worker', n)
const programmes = servedProgrammes()
let programme: string
let round: string

beforeEach(async () => {
  programme = await programmes.define()
  await importRows(group(1, [1, 2, 3]))
  round = (await post(`/v1/programmes/${programme}/rounds`, { name: '首批' })).body.id
})

async function post(path: string, body: object, key?: string) {
  const answer = await programmes.post(path, body, key)
  return { status: answer.status, body: Object(answer.body) }
}
const importRows = (...groups: PersonGroup[]) => programmes.importRows(programme, ...groups)
const join = (workers: string[], more: object = {}, key?: string) =>
  post(`/v1/rounds/${round}/joiners`, { workers, reason: '新入职', ...more }, key)
const leave = (workers: string[], more: object = {}, key?: string) =>
  post(`/v1/rounds/${round}/leavers`, { workers, reason: '已离职', ...more }, key)
const read = async () => Object((await programmes.service.call('GET', `/v1/rounds/${round}`)).body)
const left = async () =>
  (await programmes.service.everything()).flatMap(({ type, data, metadata }) =>
    type === 'WorkersLeftRound' ? [{ ...(data as DataOf<'WorkersLeftRound'>), ...metadata }] : [],
  )

test('who joins after the freezing amends the plan; what was frozen stays', async () => {
  expect(await join([worker(4)])).toMatchObject({
    status: 422,
    body: { code: 'worker-not-on-roster', worker: worker(4) },
  })
  await importRows(group(2, [4, 5]))
  expect(await join([worker(4), worker(5), worker(4)], {}, 'join-two')).toEqual({
    status: 200,
    body: { round, workers: 2 },
  })
  expect(await join([worker(4), worker(5), worker(4)], {}, 'join-two')).toEqual({
    status: 200,
    body: { round, workers: 2 },
  })
  expect((await join([worker(4), worker(1)])).body).toEqual({ round, workers: 0 })
  expect(await read()).toMatchObject({ entries: 3, frozen: 3, entriesNow: 5 })
  expect(Object((await programmes.service.call('GET', `/v1/programmes/${programme}/rounds`)).body).items).toMatchObject(
    [{ entries: 3, entriesNow: 5 }],
  )
})

test('who leaves is told apart by what becomes of the credits, and may come back', async () => {
  expect(await leave([worker(9)])).toMatchObject({
    status: 422,
    body: { code: 'worker-not-in-round', worker: worker(9) },
  })
  expect((await leave([worker(1)], { credits: 'withdraw' })).body).toEqual({ round, workers: 1 })
  expect((await leave([worker(1), worker(2)])).body).toEqual({ round, workers: 1 })
  expect(await left()).toMatchObject([
    { workers: [worker(1)], credits: 'withdraw' },
    { workers: [worker(2)], credits: 'run-on' },
  ])
  expect((await join([worker(1)])).body).toEqual({ round, workers: 1 })
  expect(await read()).toMatchObject({ entries: 3, entriesNow: 2 })
})

test('two who add the same person at once add one', async () => {
  await importRows(group(2, [4]))
  const answers = await Promise.all([join([worker(4)]), join([worker(4)]), join([worker(4)])])
  expect(answers.map(({ body }) => body.workers).sort()).toEqual([0, 0, 1])
})

test('a day before today needs a reason; people go by it, money by today', async () => {
  const today = Object((await leave([worker(1)])).body)
  expect(today).toEqual({ round, workers: 1 })
  const [{ leftOn = '' } = {}] = await left()
  const earlier = new Date(Date.parse(leftOn) - 3 * 86_400_000).toISOString().slice(0, 10)
  expect((await leave([worker(2)], { leftOn: earlier })).body).toMatchObject({ code: 'late-entry-needs-reason' })
  expect((await leave([worker(2)], { leftOn: earlier, lateEntry: { reason: '晚报' } })).status).toBe(200)
  expect((await left())[1]).toMatchObject({
    leftOn: earlier,
    paperDay: earlier,
    accountingDate: leftOn,
    lateEntry: { days: 3 },
  })
  expect((await leave([worker(3)], { leftOn: '2099-01-01' })).body).toMatchObject({ code: 'late-entry-in-the-future' })
})

test('how late, and from when on it takes a second person, is what the division says', async () => {
  await programmes.service.record(idNumber('limit', 632701), {
    type: 'ApprovalLimitSet',
    data: { division: '632701', limits: {}, lateEntry: { days: 10, secondPersonAboveDays: 3 } },
  })
  const before = (days: number) =>
    new Date(programmes.service.clock.now().getTime() - days * 86_400_000).toISOString().slice(0, 10)
  const late = (days: number) => leave([worker(1)], { leftOn: before(days), lateEntry: { reason: '晚报' } })
  expect(await late(11)).toMatchObject({ status: 422, body: { code: 'late-entry-too-late', days: 10 } })
  const waiting = await late(5)
  expect(waiting).toMatchObject({ status: 202, body: { kind: 'late-entry', because: [{ limit: 3, value: 5 }] } })
  expect(await left()).toEqual([])
  const approval = await programmes.service.call('POST', `/v1/proposals/programmes/${waiting.body.proposal}/approval`, {
    body: {},
    actor: 'approver/zhao-min',
  })
  expect(Object(approval.body)).toMatchObject({ status: 'performed' })
  expect(await left()).toMatchObject([{ leftOn: before(5), workers: [worker(1)], lateEntry: { days: 5 } }])
})

test('who approves is told that credits stay, or that what goes back is found out only then', async () => {
  await programmes.service.record(idNumber('limit', 632701), {
    type: 'ApprovalLimitSet',
    data: { division: '632701', limits: {}, lateEntry: { days: 10, secondPersonAboveDays: 3 } },
  })
  const leftOn = new Date(programmes.service.clock.now().getTime() - 5 * 86_400_000).toISOString().slice(0, 10)
  const previewOf = async (credits: string) => {
    const waiting = await leave([worker(1)], { leftOn, lateEntry: { reason: '晚报' }, credits })
    const path = `/v1/proposals/programmes/${waiting.body.proposal}`
    return Object((await programmes.service.call('GET', path, { actor: 'approver/zhao-min' })).body).preview
  }
  expect(await previewOf('run-on')).toEqual({ moves: [] })
  expect(await previewOf('withdraw')).toEqual({})
})

test('who is missing on a roster that took the place of the one before leaves its rounds', async () => {
  const workers = [worker(2), worker(3), worker(8)]
  const data = { programme, workers, credits: 'withdraw' as const }
  await programmes.service.record(idNumber('import', 2), { type: 'RosterWorkersLeft', data })
  await expect.poll(left, { timeout: 5_000 }).toMatchObject([
    {
      workers: [worker(2), worker(3)],
      credits: 'withdraw',
      reason: 'roster-replaced',
      actor: 'process/leave-rounds',
    },
  ])
  const { items } = Object((await programmes.service.call('GET', `/v1/programmes/${programme}/roster`)).body)
  expect(items.map((entry: { worker: string }) => entry.worker)).toEqual([worker(1)])
})

test('rounds of sites, and rounds that are not there, have no joiners', async () => {
  round = idNumber('round', 77)
  expect(await leave([worker(1)])).toMatchObject({ status: 404, body: { code: 'round-unknown' } })
  expect(await join([worker(1)])).toMatchObject({ status: 404, body: { code: 'round-unknown' } })
})

test('a worker who is corrected or merged keeps the place on the roster, as it is right', async () => {
  const right = { employer: idNumber('employer', 9), division: '632701', trade: '快递' }
  const was = { employer: idNumber('employer', 1), division: '632701', trade: '环卫' }
  const sealed = { sealed: 'v1.a.b.c', sealedFields: ['name'], sealedReason: 'v1.a.b.c' }
  await programmes.service.record(worker(1), {
    type: 'WorkerCorrected',
    data: { ...right, ...sealed, corrected: ['employer', 'trade'], was },
  })
  await programmes.service.record(worker(2), {
    type: 'WorkerMergedInto',
    data: { survivor: worker(7), sealedReason: 'v1.a.b.c' },
  })
  await programmes.service.record(worker(3), {
    type: 'WorkerMergedInto',
    data: { survivor: worker(1), sealedReason: 'v1.a.b.c' },
  })
  const { items } = Object((await programmes.service.call('GET', `/v1/programmes/${programme}/roster`)).body)
  expect(items).toEqual([
    { worker: worker(1), ...right },
    { worker: worker(7), ...was },
  ])
  expect((await leave([worker(7)])).body).toEqual({ round, workers: 1 })
})

test('who joined under a record that was merged leaves with it, asked by name or by a roster; nobody else is kept waiting', async () => {
  await importRows(group(2, [4, 5]))
  await join([worker(4), worker(5)])
  const merged = { survivor: worker(7), sealedReason: 'v1.a.b.c' }
  for (const double of [1, 4])
    await programmes.service.record(worker(double), { type: 'WorkerMergedInto', data: merged })
  await programmes.service.record(worker(5), { type: 'WorkerMergedInto', data: { ...merged, survivor: worker(8) } })
  expect((await leave([worker(7)])).status).toBe(200)
  const replaced = { programme, workers: [worker(7), worker(8), worker(2)], credits: 'run-on' as const }
  await programmes.service.record(idNumber('import', 2), { type: 'RosterWorkersLeft', data: replaced })
  await expect.poll(left, { timeout: 5_000 }).toMatchObject([
    { workers: [worker(1), worker(4)], reason: '已离职' },
    { workers: [worker(2), worker(5)], reason: 'roster-replaced' },
  ])
  expect(await read()).toMatchObject({ entries: 3, entriesNow: 1 })
})

test('a roster that was replaced takes nobody out of a round that was opened after it, however often it is read', async () => {
  const data = { programme, workers: [worker(2)], credits: 'withdraw' as const }
  await programmes.service.record(idNumber('import', 2), { type: 'RosterWorkersLeft', data })
  await expect.poll(left, { timeout: 5_000 }).toMatchObject([{ workers: [worker(2)] }])
  await programmes.service.record(idNumber('import', 3), {
    type: 'RosterRowsImported',
    data: { programme, groups: [group(1, [2])] },
  })
  const { id } = (await post(`/v1/programmes/${programme}/rounds`, { name: '二批' })).body
  await programmes.service.restart({ dropCopies: true })
  // Read after the first of its kind, in the same order.
  const later = { programme, workers: [worker(3)], credits: 'run-on' as const }
  await programmes.service.record(idNumber('import', 4), { type: 'RosterWorkersLeft', data: later })
  await expect.poll(async () => (await left()).length, { timeout: 5_000 }).toBeGreaterThanOrEqual(3)
  expect((await left()).filter(({ workers }) => workers.includes(worker(2)))).toHaveLength(1)
  expect((await programmes.service.recorded(id)).filter(({ type }) => type === 'WorkersLeftRound')).toMatchObject([
    { data: { workers: [worker(3)] } },
  ])
})
