import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { importRoster, issue, listCards, type Meals, prepareMeals, rosterFile } from '../harness/meals.ts'
import { compareOutsideBooks, missingPrograms } from '../harness/outside-books.ts'
import { checkAccountingTables } from '../harness/recompute.ts'
import { approvePayment, approveStatement, giveUpClaim, setPayee, untilPayment } from '../harness/settle.ts'
import { openTestLedger, type TestLedger } from '../harness/test-ledger.ts'

/**
 * 200 given; 40 and 60 eaten and paid; the 40 taken back; 70 eaten, 10 more disputed; paid, less the 40; 5 of the 60 taken back, 3 of
 * them given up, of which 1 comes after all. What has to come out was written down before.
 */
const written = {
  ...{ grantedFen: 20_000, availableFen: 0, reservedFen: 0, allocatedFen: 4_100, committedFen: 0, issuedFen: 2_000 },
  ...{ usedFen: 13_500, claimedFen: 200, writtenOffFen: 200, bankFen: 7_100, donatedFen: 20_000, carriedFen: 0 },
  ...{ costFen: 13_500, lossFen: 200, payableFen: -200, disputedFen: 1_000 },
}
const missing = missingPrograms()
const window = { window: 'july', from: '2025-07-01', until: '2025-07-20', creditFen: 20_000 }
const document = { kind: 'slip', number: 'S-1' }
let application: TestLedger
let meals: Meals
let shop: string
let card: string

beforeAll(async () => {
  application = await openTestLedger('2025-07-02T02:00:00Z')
  const { api } = application
  meals = await prepareMeals(api, { workers: 1, windows: [window], fundsFen: [20_000] })
  shop = meals.merchants[0] ?? ''
  await importRoster(api, meals.programme, await rosterFile(1))
  await issue(api, meals.programme)
  card = (await listCards(api, meals.programme))[0]?.code ?? ''
  await setPayee(api, shop, { account: '6217000999000000417', holder: '康巴早餐店' })
  const first = await eat(4_000)
  const second = await eat(6_000)
  await settle(10_000)
  await takeBack(first)
  await eat(7_000)
  const disputed = await eat(1_000)
  const { items } = await api.get(`/v1/statements?programme=${meals.programme}`)
  await api.post(`/v1/statements/${items[0].id}/disputes`, { redemption: disputed, reason: '没有小票' })
  await settle(3_000)
  await takeBack(second, { amountFen: 500 })
  const [fund = ''] = meals.funds
  await giveUpClaim(api, items[0].id, [{ fund, amountFen: 300 }])
  const path = `/v1/programmes/${meals.programme}`
  await vi.waitFor(async () => expect((await api.get(`${path}/budget`)).writtenOff).toHaveLength(1), {
    timeout: 20_000,
  })
  await api.post(`${path}/recoveries`, { merchant: shop, shares: [{ fund, amountFen: 100 }], document })
  await vi.waitFor(async () => expect(await balances()).toEqual(written), { timeout: 20_000 })
}, 60_000)
afterAll(() => application.close())

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
    const { exitCode, text } = await checkAccountingTables(application.api, 2025)
    expect(text).toContain(' 0 faults')
    expect(exitCode).toBe(0)
    const xml = await readText('/v1/exports/gbt24589/ledger.xml?year=2025')
    for (const summary of ['支付结算款', '结算单争议', '确认坏账', '坏账收回']) expect(xml).toContain(summary)
  })
})

async function balances() {
  const { rows } = await application.api.get('/v1/budget?by=fund')
  return rows[0].balances
}

async function readText(path: string): Promise<string> {
  const body = await application.api.get(path, 'auditor/outside')
  return typeof body === 'string' ? body : JSON.stringify(body)
}

async function eat(amountFen: number): Promise<string> {
  const given = { merchant: shop, amountFen }
  const actor = `merchant-till/till-1@${shop}`
  return (await application.api.post(`/v1/vouchers/${card}/redemptions`, given, { actor })).id
}

function takeBack(meal: string, part: { readonly amountFen?: number } = {}) {
  return application.api.post(`/v1/redemptions/${meal}/reversal`, { merchant: shop, reason: '录错', document, ...part })
}

async function settle(amountFen: number): Promise<void> {
  const { api } = application
  const { id } = await approvePayment(api, shop, await approveStatement(api, meals.programme, shop))
  await api.post(`/v1/payments/${id}/sending`, {})
  await api.post(`/v1/payments/${id}/result`, { outcome: 'paid', amountFen, bankReference: 'B-1' })
  await untilPayment(api, id, 'paid')
}
