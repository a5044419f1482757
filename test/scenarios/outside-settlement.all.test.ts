import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { compareOutsideBooks, missingPrograms } from '../harness/outside-books.ts'
import { checkAccountingTables } from '../harness/recompute.ts'
import { approveStatement, giveUpClaim, setPayee, settleWith, waivePayable } from '../harness/settle.ts'
import { slip as document, openShopLedger, type ShopLedger } from '../harness/shop-ledger.ts'

/**
 * 200 given; 40 and 60 eaten and paid; the 40 taken back; 70 eaten, 10 more disputed; paid, less the 40; 5 of the 60 taken back, 3 of
 * them given up, of which 1 comes after all; 10 eaten, of which 8 are due, and waived; 2 more of the 60 taken back. What has to come out was
 * written down before.
 */
const written = {
  ...{ grantedFen: 20_000, availableFen: 0, reservedFen: 0, allocatedFen: 5_100, committedFen: 0, issuedFen: 1_000 },
  ...{
    usedFen: 13_500,
    claimedFen: 200,
    writtenOffFen: 200,
    bankFen: 7_100,
    quotaFen: 0,
    suspenseFen: 0,
    transitFen: 0,
    donatedFen: 20_000,
    carriedFen: 0,
  },
  ...{ costFen: 13_500, lossFen: 200, payableFen: -200, disputedFen: 1_000 },
}
const missing = missingPrograms()
let town: ShopLedger

beforeAll(async () => {
  town = await openShopLedger({ workers: 1, fundsFen: [20_000] })
  const { meals, shop, statement, eat } = town
  const { api } = town.application
  await setPayee(api, shop, { account: '6217000999000000417', holder: '康巴早餐店' })
  const first = await eat(4_000)
  const second = await eat(6_000)
  await settleWith(api, meals.programme, shop, 10_000)
  await takeBack(first)
  await eat(7_000)
  const disputed = await eat(1_000)
  await api.post(`/v1/statements/${statement}/disputes`, { redemption: disputed, reason: '没有小票' })
  await settleWith(api, meals.programme, shop, 3_000)
  await takeBack(second, { amountFen: 500 })
  const [fund = ''] = meals.funds
  await giveUpClaim(api, statement, [{ fund, amountFen: 300 }])
  const path = `/v1/programmes/${meals.programme}`
  await vi.waitFor(async () => expect((await api.get(`${path}/budget`)).writtenOff).toHaveLength(1), {
    timeout: 20_000,
  })
  await api.post(`${path}/recoveries`, { merchant: shop, shares: [{ fund, amountFen: 100 }], document })
  await eat(1_000)
  await waivePayable(api, await approveStatement(api, meals.programme, shop), [{ fund, amountFen: 800 }])
  await takeBack(second, { amountFen: 200 })
  await vi.waitFor(async () => expect(await balances()).toEqual(written), { timeout: 20_000 })
}, 60_000)
afterAll(() => town.application.close())

describe('a merchant who was paid, disputes and owes', () => {
  test.skipIf(missing.length > 0).each(['hledger', 'beancount'] as const)(
    `is in %s's own balances as in the API's${missing.length > 0 ? `: left out, no ${missing.join(', ')} here` : ''}`,
    async (program) => {
      const { accounts, differences } = await compareOutsideBooks(readText, program)
      expect(differences).toEqual([])
      expect(accounts).toBeGreaterThan(9)
    },
  )

  test('is in the accounting tables: what it owes is the debit side of what others are owed', async () => {
    const { exitCode, text } = await checkAccountingTables(town.application.api, 2025)
    expect(text).toContain(' 0 faults')
    expect(exitCode).toBe(0)
    const xml = await readText('/v1/exports/gbt24589/ledger.xml?year=2025')
    for (const summary of ['支付结算款', '结算单争议', '确认坏账', '坏账收回', '商户放弃结算款'])
      expect(xml).toContain(summary)
  })
})

async function balances() {
  const { rows } = await town.application.api.get('/v1/budget?by=fund')
  return rows[0].balances
}

async function readText(path: string): Promise<string> {
  const body = await town.application.api.get(path, 'auditor/outside')
  return typeof body === 'string' ? body : JSON.stringify(body)
}

async function takeBack(meal: string, part: { readonly amountFen?: number } = {}): Promise<void> {
  expect(await town.takeBack(meal, part)).toMatchObject({ status: 201 })
}
