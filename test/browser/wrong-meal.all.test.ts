import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { noBrowser } from './chromium.ts'
import { openShop, type Shop } from './shop.ts'
import { beginStory, patience, type Seat, type Story } from './story.ts'

const july = { window: 'july', from: '2025-07-01', until: '2025-07-31', creditFen: 16_000 }

describe.skipIf(noBrowser)('an officer to whom a worker comes with a slip', () => {
  let story: Story
  let shop: Shop
  let officer: Seat
  let till: { readonly actor: string }
  const meals = async () =>
    (await story.ledger.api.get(`/v1/workers/${shop.cards[0]?.worker}/vouchers`)).items[0].meals as readonly object[]
  beforeAll(async () => {
    story = await beginStory('2025-07-22T04:05:00Z')
    await story.openAccount('officer', 'officer')
    shop = await openShop(story, { windows: [july], people: 1 })
    till = { actor: `merchant-till/till@632701,${shop.id}` }
    const eat = (amountFen: number) =>
      story.ledger.api.post(
        `/v1/vouchers/${shop.cards[0]?.code}/redemptions`,
        { merchant: shop.id, amountFen, ownShareFen: 0 },
        till,
      )
    story.ledger.clock.advanceTo(new Date('2025-07-24T04:05:00Z'))
    await eat(2_300)
    story.ledger.clock.advanceTo(new Date('2025-07-25T04:05:00Z'))
    await eat(1_000)
    officer = await story.sitDown()
    await officer.signIn('officer')
    await officer.page.goto(`/desk/person/${shop.cards[0]?.worker}`)
  }, 60_000)
  afterAll(() => story.close())

  it('puts right yesterday’s 23 that were 13, seeing first what comes back; today’s meal stays', async () => {
    const { page } = officer
    const form = page.getByRole('dialog')
    await page
      .getByRole('row', { name: /7月24日/ })
      .getByRole('button', { name: '更正这次用餐' })
      .click()
    await form.getByLabel('餐费').fill('13')
    await form.getByLabel('凭据号').fill('X-24')
    await form.getByLabel('理由').fill('收银多打 10 元')
    await form.getByText('−10.00').first().waitFor()
    await officer.expectAccessible()
    await form.getByRole('button', { name: '更正用餐' }).click()
    await page.getByText('用餐已更正').waitFor()
    await form.waitFor({ state: 'detached' })
    expect(await meals()).toMatchObject([
      { day: '2025-07-24', amountFen: 2_300, keptFen: 0 },
      { day: '2025-07-25', amountFen: 1_000, keptFen: 1_000 },
      { day: '2025-07-24', amountFen: 1_300, keptFen: 1_300, enteredBy: 'union' },
    ])
    await page.getByText('137.00', { exact: true }).first().waitFor()
  })

  it('enters the day before yesterday’s meal that the till had not recorded, by dishes of another shop', async () => {
    const { page } = officer
    const form = page.getByRole('dialog')
    await page.getByRole('button', { name: '补录用餐' }).click()
    await form.getByLabel('商户').click()
    await page.getByTitle('测试餐补面片馆').click()
    await form.getByLabel('用餐日期').fill('2025-07-23')
    await form.getByText('按菜品').click()
    await form.getByLabel('饺子几份').fill('2')
    await form.getByLabel('凭据号').fill('S-7')
    await form.getByLabel('理由').fill('停电，未能扫码')
    await form.getByText('+20.00').first().waitFor()
    await officer.expectAccessible()
    await form.getByRole('button', { name: '补录这次用餐' }).click()
    await page.getByText('用餐已补录').waitFor()
    await expect
      .poll(async () => (await meals()).at(-1), patience)
      .toMatchObject({ day: '2025-07-23', merchant: shop.merchants[1], amountFen: 2_000, enteredBy: 'union' })
    await page.getByRole('row', { name: /7月23日/ }).waitFor()
  })
})
