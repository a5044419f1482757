import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { noBrowser } from './chromium.ts'
import { openShop, type Shop, showCard } from './shop.ts'
import { beginStory, patience, type Seat, type Story } from './story.ts'

const july = { window: 'july', from: '2025-07-01', until: '2025-07-31', creditFen: 16_000 }

describe.skipIf(noBrowser)('a slip at the till costs nobody anything', () => {
  let story: Story
  let shop: Shop
  let phone: Seat
  beforeAll(async () => {
    story = await beginStory('2025-07-25T04:05:00Z')
    shop = await openShop(story, { windows: [july], rules: { ownSharePerRedemptionFen: 100 } })
    phone = await story.sitDown({ size: 'phone' })
    await phone.page.goto(await shop.pairing())
    await phone.page.getByRole('textbox', { name: '卡号' }).waitFor()
  }, 60_000)
  afterAll(() => story.close())

  const code = (card: number) => shop.cards[card]?.code ?? ''
  const confirm = (page: Page) => page.getByRole('button', { name: /^确认核销/ })

  it('in the code: it is mended where it is, the next number is typed over a refused one, one thing is said', async () => {
    const { page } = phone
    const box = page.getByRole('textbox', { name: '卡号' })
    const slip = `${code(0).slice(0, 2)}${code(0)[2] === 'Q' ? 'R' : 'Q'}${code(0).slice(3)}`
    await showCard(page, slip)
    await page.getByRole('alert').filter({ hasText: '有一位输错了' }).waitFor()
    await box.evaluate((input: { setSelectionRange(from: number, to: number): void }) => input.setSelectionRange(3, 3))
    await page.keyboard.press('Backspace')
    await page.keyboard.type(code(0)[2] ?? '')
    await page.getByRole('heading', { name: /持卡人 虚/ }).waitFor()
    await page.getByRole('button', { name: '换一张卡' }).click()

    await page.keyboard.type(code(0).slice(0, 9))
    await page.keyboard.press('Enter')
    await page.getByRole('alert').filter({ hasText: '卡号还差 1 位' }).waitFor()
    await page.getByRole('button', { name: '清空卡号' }).click()
    expect(await page.getByRole('alert').count()).toBe(0)
    await page.keyboard.type('0000000000')
    await page.getByRole('alert').filter({ hasText: '没有这张餐补卡' }).waitFor()
    await page.keyboard.type('U')
    await page.getByRole('alert').filter({ hasText: '没有字母 U' }).waitFor()
    expect(await page.getByRole('alert').count()).toBe(1)
    expect(await box.inputValue()).toBe('U')
    await page.getByRole('button', { name: '清空卡号' }).click()
  })

  it('in the amount: a comma is no point, and an own share of another amount is not taken', async () => {
    const { page } = phone
    await showCard(page, code(0))
    await page.getByRole('button', { name: '按金额' }).click()
    const amount = page.getByLabel('餐费（元）')
    await expect.poll(() => amount.evaluate((input) => input.matches(':focus')), patience).toBe(true)
    await page.keyboard.type('12,5')
    await page.getByRole('alert').filter({ hasText: '不要用逗号' }).waitFor()
    expect(await confirm(page).count()).toBe(0)
    await amount.fill('300')
    await page.getByRole('button', { name: '改为职工自付 140.00 元' }).click()
    await page.getByRole('button', { name: '确认核销 160.00 元' }).waitFor()
    await amount.fill('50')
    await page.getByRole('button', { name: '确认核销 49.00 元' }).waitFor()
    const own = page.getByLabel('职工自付（元）')
    expect(await own.inputValue()).toBe('1.00')
    await own.click()
    await page.keyboard.type('60')
    await page.getByRole('alert').filter({ hasText: '自付不能超过餐费' }).waitFor()
    await own.fill('0.5')
    await page.getByRole('alert').filter({ hasText: '每餐至少自付 1.00 元' }).waitFor()
    await own.fill('5')
    await page.getByRole('button', { name: '确认核销 45.00 元' }).waitFor()
    expect((await shop.meals()).total).toMatchObject({ meals: 0 })
  })

  it('nothing lies over what is typed or read, with a keyboard open as without', async () => {
    const { page } = phone
    const before = page.viewportSize()
    for (const height of [440, 740]) {
      await page.setViewportSize({ width: 360, height })
      const amount = page.getByLabel('餐费（元）')
      await amount.click()
      await amount.fill('300')
      expect(await isInSight(page, '#amount')).toBe(true)
      await page.getByText('卡里余额不够，还差 139.00 元').waitFor()
      for (const seen of ['#amount', '.settle p', '.settle .refusal button', '.confirm'])
        await expect.poll(() => isInSight(page, seen), { ...patience, message: `${seen} at ${height} px` }).toBe(true)
    }
    if (before) await page.setViewportSize(before)
    const [away, act] = await Promise.all([
      page.getByRole('button', { name: '换一张卡' }).boundingBox(),
      page.locator('.confirm').boundingBox(),
    ])
    expect((act?.y ?? 0) - (away?.y ?? 0) - (away?.height ?? 0)).toBeGreaterThanOrEqual(16)
  })

  it('of the finger: leaving a card asks first; the box of the next card is ready', async () => {
    const { page } = phone
    await page.getByRole('button', { name: '换一张卡' }).click()
    const asked = page.getByRole('dialog')
    await phone.expectAccessible()
    await asked.getByRole('button', { name: '取消' }).click()
    expect(await page.getByLabel('餐费（元）').inputValue()).toBe('300')
    await page.getByRole('button', { name: '换一张卡', exact: true }).click()
    await asked.getByRole('button', { name: '不核销，换一张卡' }).click()
    const box = page.getByRole('textbox', { name: '卡号' })
    await expect.poll(() => box.evaluate((input) => input.matches(':focus')), patience).toBe(true)
  })

  it('a refusal keeps the card and what was typed', async () => {
    const { page } = phone
    await showCard(page, code(1))
    await page.getByRole('button', { name: '按金额' }).click()
    await page.getByLabel('餐费（元）').fill('150')
    // Meanwhile the same card pays at another counter.
    const { api } = story.ledger
    await api.post(`/v1/vouchers/${code(1)}/redemptions`, {
      ...{ merchant: shop.id, amountFen: 2_000, document: { kind: 'slip', number: 'X-1' }, reason: '停电' },
    })
    await page.getByRole('button', { name: '确认核销 149.00 元' }).click()
    await page.getByRole('heading', { name: '没有核销' }).waitFor()
    await page.getByText('卡里余额不够，还差 8.00 元').waitFor()
    expect(await page.getByLabel('餐费（元）').inputValue()).toBe('150')
    await page.getByLabel('餐费（元）').fill('30')
    await page.getByRole('button', { name: '确认核销 29.00 元' }).click()
    const done = page.getByRole('status').filter({ hasText: '核销成功' })
    await done.getByText('请另收现金 1.00 元').waitFor()
    await done.getByText(/虚\*.*卡尾号/).waitFor()
  })

  it('what was taken back in the list of the day is done no more, and the own share goes back', async () => {
    const { page } = phone
    await page.getByRole('button', { name: '今日' }).click()
    await page.getByRole('button', { name: /^撤销 .* 29\.00 元/ }).click()
    await page.getByText('撤销后请退还现金 1.00 元').waitFor()
    await page.getByLabel('金额输错').check()
    await page.getByRole('button', { name: '确认撤销 29.00 元' }).click()
    await page.getByRole('status').filter({ hasText: '已撤销' }).getByText('请退还现金 1.00 元').waitFor()
    await page.getByRole('button', { name: '知道了', exact: true }).click()
    await page.getByRole('button', { name: '核销', exact: true }).click()
    await page.getByText('已撤销，29.00 元退回卡里').waitFor()
    expect(await page.getByText('核销成功', { exact: true }).count()).toBe(0)
    expect(await page.getByRole('button', { name: '撤销', exact: true }).count()).toBe(0)
    expect((await shop.meals()).total).toMatchObject({ takenBack: 1 })
  })

  it('a refused card that is looked up late does not come back over the next guest', async () => {
    const { page } = phone
    await showCard(page, code(2))
    await page.getByRole('button', { name: '按金额' }).click()
    await page.getByLabel('餐费（元）').fill('150')
    const { api } = story.ledger
    await api.post(`/v1/vouchers/${code(2)}/redemptions`, {
      ...{ merchant: shop.id, amountFen: 2_000, document: { kind: 'slip', number: 'X-2' }, reason: '停电' },
    })
    const held = Promise.withResolvers<void>()
    const lookUp = `**/v1/vouchers/${code(2)}?*`
    await page.route(lookUp, async (route) => {
      await held.promise
      await route.continue()
    })
    const [late] = await Promise.all([
      page.waitForRequest(lookUp),
      page.getByRole('button', { name: '确认核销 149.00 元' }).click(),
    ])
    await page.getByRole('heading', { name: '没有核销' }).waitFor()
    await page.getByRole('button', { name: '换一张卡', exact: true }).click()
    await page.getByRole('button', { name: '不核销，换一张卡' }).click()
    await showCard(page, code(3))
    await page.getByRole('heading', { name: '持卡人 虚' }).waitFor()
    held.resolve()
    await (await late.response())?.finished()
    await page.getByRole('button', { name: '按金额' }).click()
    await page.getByLabel('餐费（元）').fill('31')
    await page.getByRole('button', { name: '确认核销 30.00 元' }).click()
    await page
      .getByRole('status')
      .filter({ hasText: '核销成功' })
      .getByText(`卡尾号 ${code(3).slice(-4)}`)
      .waitFor()
    expect(await api.get(`/v1/vouchers/${code(3)}`)).toMatchObject({ balanceFen: 13_000 })
    expect(await api.get(`/v1/vouchers/${code(2)}`)).toMatchObject({ balanceFen: 14_100 })
  })
})

/** Whether the whole height of it is in the window, with nothing over it. */
function isInSight(page: Page, selector: string): Promise<boolean> {
  return page.evaluate<boolean>(`(() => {
    const seen = document.querySelector(${JSON.stringify(selector)})
    const { left, top, bottom, width } = seen.getBoundingClientRect()
    if (top < 0 || bottom > innerHeight) return false
    return [top + 2, (top + bottom) / 2, bottom - 2].every((y) => {
      const found = document.elementFromPoint(left + width / 2, y)
      return found !== null && (found === seen || seen.contains(found))
    })
  })()`)
}
