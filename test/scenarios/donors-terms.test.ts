import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { inParallel } from '../harness/api.ts'
import { openTestLedger, type TestLedger } from '../harness/test-ledger.ts'

const SUMMER = { window: 'summer', name: '夏季', from: '2025-06-01', until: '2025-09-30', creditFen: 10_000 }
let house: TestLedger

beforeEach(async () => {
  house = await openTestLedger('2025-07-01T09:00:00+08:00')
})
afterEach(() => house.close())

describe('a programme holds money of so many funds', () => {
  test('the next one is refused at once, one that was emptied makes room', async () => {
    const programme = await defineProgramme()
    const funds = await inParallel(
      Array.from({ length: 51 }, (_, n) => n),
      4,
      (n) => openFund(`R-${n}`),
    )
    for (const fund of funds.slice(0, 50)) expect((await allocate(fund, programme, 100)).status).toBe(201)
    const [first = '', last = ''] = [funds[0], funds[50]]
    expect(await allocate(last, programme, 100)).toMatchObject({
      status: 409,
      body: { code: 'too-many-funds', largest: 50 },
    })
    expect(await house.api.get(`/v1/funds/${last}`)).toMatchObject({ availableFen: 1_000 })
    expect((await allocate(first, programme, 100)).status).toBe(201)
    const back = { fund: first, amountFen: 200, reason: '另有安排' }
    await house.api.post(`/v1/programmes/${programme}/allocation-returns`, back)
    expect((await allocate(last, programme, 100)).status).toBe(201)
    expect((await allocate(first, programme, 100)).status).toBe(409)
    expect(await house.api.get(`/v1/programmes/${programme}/budget`)).toMatchObject({ allocatedFen: 5_000 })
  })
})

async function defineProgramme(more: object = {}): Promise<string> {
  const rules = { windows: [SUMMER] }
  const named = { name: '夏季餐补', kind: 'festival-meal', division: '632701', year: 2025, rules, ...more }
  return (await house.api.post('/v1/programmes', named)).id
}

async function openFund(receiptNumber: string, restriction?: object): Promise<string> {
  const funder = { name: '虚构企业', kind: 'enterprise' }
  const fund = { name: `资金${receiptNumber}`, division: '632701', funder, ...(restriction && { restriction }) }
  const { id } = await house.api.post('/v1/funds', fund)
  const donor = { kind: 'organisation', name: '虚构企业' }
  await house.api.post(`/v1/funds/${id}/donations`, { amountFen: 1_000, receiptNumber, donor })
  return id
}

function allocate(fund: string, programme: string, amountFen: number) {
  return house.api.send({ method: 'POST', path: `/v1/funds/${fund}/allocations`, body: { programme, amountFen } })
}
