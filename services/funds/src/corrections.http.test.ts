import type { WelfareEvent } from '@welfare/contracts/catalogue.ts'
import { type ServedService, serveService } from '@welfare/http/edge/serve-service.fixture.ts'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { fundsFacts } from './funds.facts.ts'
import { createFundsService } from './funds.service.ts'
import { idNumber } from './sample.fixture.ts'

const programme = idNumber('programme', 1)
const batch = idNumber('batch', 1)
const donor = { kind: 'organisation', name: '某企业' }
const programmeDefined: WelfareEvent = {
  type: 'ProgrammeDefined',
  data: {
    ...{ name: '节日餐补', kind: 'festival-meal', division: '632701', plan: 'people', year: 2025, rulesVersion: 1 },
    rules: { windows: [], quota: {}, lateEntryDays: 3, sharing: 'in-proportion' },
  },
}

let service: ServedService
let fund: string

// Today is 2025-06-02.
beforeEach(async () => {
  service = await serveService(createFundsService, [fundsFacts])
  await service.record(programme, programmeDefined)
  const body = { name: '帮扶资金', division: '110000', funder: { name: '北京市总工会', kind: 'union' } }
  fund = ((await post('/v1/funds', body)).body as { id: string }).id
})
afterEach(() => service.stop())

describe('a paper that arrives later', () => {
  test('counts on the day that it states, with a reason, and is marked', async () => {
    const body = {
      receiptNumber: 'R-1',
      donor,
      amountFen: 100_000,
      receivedOn: '2025-05-02',
      receiptDate: '2025-04-30',
    }
    expect(await post(`/v1/funds/${fund}/donations`, body)).toMatchObject({
      status: 422,
      body: { code: 'late-entry-needs-reason', day: '2025-05-02', today: '2025-06-02' },
    })
    const lateEntry = { reason: '收据晚到' }
    expect(await post(`/v1/funds/${fund}/donations`, { ...body, lateEntry })).toMatchObject({ status: 201 })
    const [, donation] = (await service.everything()).filter(({ stream }) => stream === fund)
    expect(donation?.metadata).toMatchObject({
      accountingDate: '2025-05-02',
      lateEntry: { reason: '收据晚到', days: 31 },
      document: { kind: 'receipt', number: 'R-1', date: '2025-04-30' },
    })
    expect(await post(`/v1/funds/${fund}/allocations`, { programme, amountFen: 60_000 })).toMatchObject({ status: 201 })
    const early = { programme, amountFen: 40_001, allocatedOn: '2025-05-10', lateEntry }
    expect(await post(`/v1/funds/${fund}/allocations`, early)).toMatchObject({
      status: 409,
      body: { code: 'funds-not-available', availableFen: 40_000, requestedFen: 40_001 },
    })
    expect(
      await post(`/v1/funds/${fund}/allocations`, { ...early, allocatedOn: '2025-05-01', amountFen: 1 }),
    ).toMatchObject({
      body: { code: 'funds-not-available', availableFen: 0, day: '2025-05-01' },
    })
    expect(await post(`/v1/funds/${fund}/allocations`, { ...early, amountFen: 40_000 })).toMatchObject({ status: 201 })
    const events = await service.everything()
    expect(
      events.filter(({ type }) => type === 'AllocationReceived').map(({ metadata }) => metadata.accountingDate),
    ).toEqual(['2025-06-02', '2025-05-10'])
    const listed = await service.call('GET', `/v1/funds/${fund}/allocations`)
    expect(listed.body).toMatchObject({ items: [{ allocatedOn: '2025-06-02' }, { allocatedOn: '2025-05-10' }] })
  })

  test.each([
    ['late-entry-in-the-future', { receivedOn: '2025-06-03' }],
    ['late-entry-too-late', { receivedOn: '2025-03-31', lateEntry: { reason: '旧单' } }],
  ])('is refused as %s, and leaves nothing', async (code, stated) => {
    const answer = await post(`/v1/funds/${fund}/donations`, { receiptNumber: 'R-1', donor, amountFen: 1, ...stated })
    expect(answer).toMatchObject({ status: 422, body: { code } })
    expect(await service.recorded(fund)).toHaveLength(1)
  })
})

describe('2,000,000 typed for 200,000, of which 150,000 is allocated', () => {
  beforeEach(async () => {
    await post(`/v1/funds/${fund}/donations`, { receiptNumber: 'R-1', donor, amountFen: 200_000_000 })
    await post(`/v1/funds/${fund}/allocations`, { programme, amountFen: 15_000_000 })
  })

  test('is put right in one act', async () => {
    const right = { receiptNumber: 'R-1', donor, amountFen: 20_000_000, receivedOn: '2025-06-02' }
    const answer = await correct('donation', { donation: `${fund}.2`, reason: '多打一个零', right })
    expect(answer).toMatchObject({
      status: 201,
      body: { id: `${fund}.5`, corrects: `${fund}.2`, fund, reversedFen: 200_000_000, right: `${fund}.4` },
    })
    const [black, red] = (await service.everything()).filter(({ stream }) => stream === fund).slice(-2)
    expect(black).toMatchObject({ type: 'DonationReceived', data: { correctedFrom: `${fund}.2` } })
    expect(red).toMatchObject({
      type: 'DonationReversed',
      metadata: { accountingDate: '2025-06-02', paperDay: '2025-06-02' },
    })
    expect((await service.call('GET', `/v1/funds/${fund}`)).body).toMatchObject({
      grantedFen: 20_000_000,
      availableFen: 5_000_000,
    })
    expect((await service.call('GET', `/v1/funds/${fund}/donations`)).body).toMatchObject({
      items: [
        { id: `${fund}.2`, amountFen: 200_000_000, correctedBy: `${fund}.5` },
        { id: `${fund}.4`, amountFen: 20_000_000, correctedFrom: `${fund}.2` },
      ],
    })
  })

  test('where not even the sum fits, the refusal says where the money is', async () => {
    const shares = [{ fund, amountFen: 4_000_000 }]
    await service.record(batch, { type: 'CreditDeclined', data: declined(shares) })
    const right = { receiptNumber: 'R-1', donor, amountFen: 14_000_000, receivedOn: '2025-06-02' }
    const answer = await correct('donation', { donation: `${fund}.2`, reason: '多打一个零', right })
    expect(answer).toMatchObject({
      status: 409,
      body: {
        code: 'correction-does-not-fit',
        availableFen: 185_000_000,
        missingFen: 1_000_000,
        moneyIsIn: expect.arrayContaining([{ programme, account: 'allocated', amountFen: 19_000_000 }]),
      },
    })
    expect(await service.recorded(fund)).toHaveLength(3)
  })

  test('an allocation goes down to what was right, at most what nobody has spent', async () => {
    const wrong = { allocation: `${fund}.3`, reason: '金额录错', rightAmountFen: 1_500_000 }
    expect(await correctIn('allocation', wrong)).toMatchObject({ status: 201, body: { reversedFen: 13_500_000 } })
    await expect
      .poll(async () => (await service.call('GET', `/v1/funds/${fund}`)).body)
      .toMatchObject({ availableFen: 198_500_000 })
    expect(await correctIn('allocation', wrong)).toMatchObject({ body: { code: 'correction-changes-nothing' } })
    expect((await service.call('GET', `/v1/funds/${fund}/allocations`)).body).toMatchObject({
      items: [{ amountFen: 15_000_000, reversedFen: 13_500_000 }],
    })
    expect(await correctIn('allocation', { ...wrong, allocation: `${fund}.2` })).toMatchObject({ status: 404 })
  })

  test('a return that was too high goes back to the programme', async () => {
    const returned = await post(`/v1/programmes/${programme}/allocation-returns`, {
      fund,
      amountFen: 900,
      reason: '结余',
    })
    const { id: allocationReturn } = returned.body as { id: string }
    const wrong = { allocationReturn, reason: '多退', rightAmountFen: 300 }
    expect(await correctIn('allocation-return', wrong)).toMatchObject({ status: 201, body: { reversedFen: 600 } })
    await expect
      .poll(async () => (await service.call('GET', `/v1/programmes/${programme}/budget`)).body)
      .toMatchObject({ allocatedFen: 15_000_000 - 300 })
    expect(await correctIn('allocation-return', wrong)).toMatchObject({ body: { code: 'correction-changes-nothing' } })
  })
})

test('a refund that went wrong is no refund, and its donation can be given back whole', async () => {
  await post(`/v1/funds/${fund}/donations`, { receiptNumber: 'R-1', donor, amountFen: 1_000 })
  const refund = { donation: `${fund}.2`, amountFen: 400, reason: '多汇' }
  await post(`/v1/funds/${fund}/refunds`, refund)
  const key = 'correct-refund-once'
  const first = await correct('refund', { refund: `${fund}.3`, reason: '退错人' }, key)
  expect(first).toMatchObject({ status: 201, body: { id: `${fund}.4`, reversedFen: 400 } })
  expect(await correct('refund', { refund: `${fund}.3`, reason: '退错人' }, key)).toMatchObject({ body: first.body })
  expect(await correct('refund', { refund: `${fund}.3`, reason: '退错人' })).toMatchObject({
    body: { code: 'already-corrected', by: `${fund}.4` },
  })
  expect(await post(`/v1/funds/${fund}/refunds`, { ...refund, amountFen: 1_000 })).toMatchObject({ status: 201 })
  expect(await correct('donation', { donation: `${fund}.2`, reason: '录错' })).toMatchObject({
    body: { code: 'donation-has-refunds' },
  })
})

function post(path: string, body: unknown, key?: string) {
  return service.call('POST', path, { body, ...(key !== undefined && { key }) })
}

function correct(what: 'donation' | 'refund', body: object, key?: string) {
  return post(`/v1/funds/${fund}/${what}-corrections`, body, key)
}

function correctIn(what: 'allocation' | 'allocation-return', body: object) {
  return post(`/v1/programmes/${programme}/${what}-corrections`, body)
}

function declined(shares: { fund: string; amountFen: number }[]) {
  const ids = { programme, worker: idNumber('worker', 1), batch, window: 'w' }
  return { ...ids, shares, code: 'voucher-missing' }
}
