import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { noBrowser } from './chromium.ts'
import { openShop, type Shop, showCard } from './shop.ts'
import { beginStory, type Seat, type Story } from './story.ts'

/** 120 days with 6.00 each, of dumplings alone: from the template to the guest. */
describe.skipIf(noBrowser)('an amount for each day, of named dishes', () => {
  let story: Story
  let shop: Shop
  let officer: Seat
  const season = { window: 'season', from: '2025-06-01', until: '2025-09-28', creditFen: 72_000 }

  beforeAll(async () => {
    story = await beginStory('2025-06-02T02:00:00Z')
    await story.openAccount('officer', 'officer')
    const rules = { eachDayFen: 600, allowedItems: ['dumplings'] }
    shop = await openShop(story, { windows: [season], people: 2, rules })
    const items = [
      { code: 'dumplings', name: '饺子', listPriceFen: 600, agreedPriceFen: 600 },
      { code: 'beer', name: '啤酒', listPriceFen: 600, agreedPriceFen: 600 },
    ]
    await story.ledger.api.post(`/v1/merchants/${shop.id}/price-lists`, { validFrom: '2025-06-02', items })
  }, 60_000)
  afterAll(() => story.close())

  it('an officer reads in the templates what they mean', async () => {
    officer = await story.sitDown()
    await officer.signIn('officer')
    const { page } = officer
    await page.goto('/desk/new-programme')
    await page.getByText(/120 天，每人每天 6 元，一次发放/).waitFor()
    await page.getByText(/编码为 breakfast-set 的菜品，不能按金额核销/).waitFor()
    await officer.expectAccessible()
  }, 60_000)

  it('and begins with either: the rules and an example stand there', async () => {
    const { page } = officer
    await page.getByRole('button', { name: '用“爱心早餐·指定菜品”' }).click()
    await page.getByTitle('breakfast-set').waitFor()
    await page.getByRole('button', { name: '用“爱心早餐·当天有效”' }).click()
    expect(await page.getByLabel('每人每天金额').inputValue()).toBe('6.00')
    // What is left of the 120 days from today on.
    await page.getByRole('region', { name: '举例' }).getByText('714.00').first().waitFor()
    await officer.expectAccessible()
  }, 60_000)

  it('120 days were one order: each person has one credit, of which a day is worth 6.00', async () => {
    const log = await story.ledger.ledger.store.readAll({ limit: 10_000 })
    expect(log.filter(({ type }) => type === 'IssuanceOrdered')).toHaveLength(1)
    expect(log.filter(({ type }) => type === 'CreditReceived')).toHaveLength(2)
  })

  it('the till shows the allowed dish alone, and no amount; tomorrow’s 6.00 are tomorrow’s', async () => {
    const phone = await story.sitDown({ size: 'phone' })
    const { page } = phone
    await page.goto(await shop.pairing())
    await showCard(page, shop.cards[0]?.code ?? '')
    await page.getByRole('button', { name: /饺子/ }).first().waitFor()
    expect(await page.getByText('啤酒').count()).toBe(0)
    expect(await page.getByRole('button', { name: '按金额' }).count()).toBe(0)
    await phone.expectAccessible()
    await page.getByRole('button', { name: /饺子/ }).first().click()
    await page.getByRole('button', { name: '确认核销 6.00 元' }).click()
    await page.getByRole('status').filter({ hasText: '核销成功' }).waitFor()
    expect(await shop.meals()).toMatchObject({ total: { meals: 1, amountFen: 600 } })
    const looked = () => story.ledger.api.get(`/v1/vouchers/${shop.cards[0]?.code}?merchant=${shop.id}`)
    expect(await looked()).toMatchObject({ usableNowFen: 0 })
    story.ledger.clock.advanceTo(new Date('2025-06-03T02:00:00Z'))
    expect(await looked()).toMatchObject({ usableNowFen: 600 })
  }, 60_000)
})
