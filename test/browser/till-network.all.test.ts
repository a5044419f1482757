import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { noBrowser } from './chromium.ts'
import { openShop, type Shop, showCard } from './shop.ts'
import { beginStory, type Seat, type Story } from './story.ts'
import { openWeakLine, type WeakLine } from './weak-line.ts'

/** Two festivals, one after the other: what was tapped in the first is not paid by the second. */
const autumn = { window: 'autumn', from: '2025-09-29', until: '2025-10-06', creditFen: 10_000 }
const national = { window: 'national', from: '2025-10-07', until: '2025-10-12', creditFen: 10_000 }

describe.skipIf(noBrowser)('a weak network loses nothing', () => {
  let story: Story
  let shop: Shop
  let phone: Seat
  let line: WeakLine
  beforeAll(async () => {
    story = await beginStory('2025-10-06T04:00:00Z')
    shop = await openShop(story, { windows: [autumn, national], people: 6 })
    line = await openWeakLine(story.ledger.api.url)
    phone = await story.sitDown({ size: 'phone', through: line.url })
    await phone.page.goto(await shop.pairing())
    await phone.page.getByRole('textbox', { name: '卡号' }).waitFor()
    // From here on the till opens without a network, too.
    await phone.page.evaluate('navigator.serviceWorker.ready.then(() => true)')
  }, 60_000)
  afterAll(async () => {
    await story.close()
    await line.close()
  })

  const waiting = (page: Page) => page.getByRole('status').filter({ hasText: '请勿重复核销' })
  const confirmed = (page: Page, amount: string) =>
    page
      .getByRole('status')
      .filter({ hasText: `已确认：` })
      .filter({ hasText: `核销 ${amount} 元，已记入工会系统` })
  const total = async (day?: string) => (await shop.meals(day)).total

  /** All but the last tap. */
  async function fill(page: Page, card: number, yuan: string) {
    await showCard(page, shop.cards[card]?.code ?? '')
    await page.getByRole('heading', { name: /虚/ }).waitFor()
    await page.getByRole('button', { name: '按金额' }).click()
    await page.getByLabel('餐费（元）').fill(yuan)
    return page.getByRole('button', { name: /^确认核销/ })
  }

  /** As a phone's radio tells the page. */
  async function comeBack(): Promise<void> {
    line.become('good')
    await phone.context.setOffline(true)
    await phone.context.setOffline(false)
  }

  it('an answer that is cut off: the meal is recorded, is not shown as done, and is not done twice', async () => {
    const { page } = phone
    const confirm = await fill(page, 0, '12')
    await page.getByLabel('职工自付（元）').fill('1')
    line.become('answers-lost')
    await confirm.click()
    await waiting(page).waitFor()
    await waiting(page).getByText('可以先给职工出餐').waitFor()
    line.become('down')
    await page.getByRole('button', { name: '立即确认' }).click()
    await waiting(page).getByText('12:00试过，还没有连上网络').waitFor()
    expect(await total()).toMatchObject({ meals: 1, amountFen: 1_100 })
    expect(await page.getByText('核销成功', { exact: true }).count()).toBe(0)
    await phone.expectAccessible()
    line.become('good')
    // Somebody on the way is there, and has no answer of the ledger.
    await page.route('**/redemptions', (route) => route.fulfill({ status: 503, body: 'busy' }))
    await page.getByRole('button', { name: '立即确认' }).click()
    await waiting(page).getByText('12:00试过，还没有确认').waitFor()
    await page.unroute('**/redemptions')
    await page.getByRole('button', { name: '立即确认' }).click()
    await confirmed(page, '11.00').getByText('请另收现金 1.00 元').waitFor()
    expect(await total()).toMatchObject({ meals: 1, amountFen: 1_100 })
    await page.getByRole('button', { name: '撤销', exact: true }).click()
    await page.getByText('撤销后请退还现金 1.00 元').waitFor()
    await phone.expectAccessible()
    await page.getByRole('button', { name: '不撤销' }).click()
    await page.getByRole('button', { name: '知道了', exact: true }).click()
    await confirmed(page, '11.00').waitFor({ state: 'detached' })
    await page.reload()
    await page.getByRole('textbox', { name: '卡号' }).waitFor()
    expect(await confirmed(page, '11.00').count()).toBe(0)
  })

  it('no network at all: kept over a reload, and sent by itself once the network is back', async () => {
    const { page } = phone
    const confirm = await fill(page, 1, '12')
    line.become('down')
    await confirm.click()
    await waiting(page).waitFor()
    await page.reload()
    await page.getByRole('heading', { name: '测试餐补饺子馆 前台手机' }).waitFor()
    await waiting(page)
      .getByText(/核销 12\.00 元（虚\*.* · 卡尾号 .{4}）/)
      .waitFor()
    expect(await total()).toMatchObject({ meals: 1 })
    await comeBack()
    await confirmed(page, '12.00').waitFor()
    expect(await total()).toMatchObject({ meals: 2, amountFen: 2_300 })
    await page.getByRole('button', { name: '知道了', exact: true }).click()
  })

  it('the same card is not redeemed again before the ledger has answered', async () => {
    const { page } = phone
    const confirm = await fill(page, 5, '11')
    await page.getByLabel('职工自付（元）').fill('1')
    // Held for longer than a till waits.
    line.become('answers-held')
    await confirm.click()
    await waiting(page).waitFor()
    await page.route('**/redemptions', (route) => route.abort())
    line.become('good')
    await showCard(page, shop.cards[5]?.code ?? '')
    await page.getByText('这张卡有一笔核销正在向工会系统确认').waitFor()
    expect(await page.getByRole('button', { name: /^确认核销/ }).count()).toBe(0)
    await page.getByRole('button', { name: '换一张卡' }).click()
    await page.unroute('**/redemptions')
    await page.getByRole('button', { name: '立即确认' }).click()
    await confirmed(page, '10.00').waitFor()
    expect(await total()).toMatchObject({ meals: 3, amountFen: 3_300 })
    await page.getByRole('button', { name: '撤销', exact: true }).click()
    await page.getByLabel('重复核销').check()
    await page.getByRole('button', { name: '确认撤销 10.00 元' }).click()
    const back = page.getByRole('status').filter({ hasText: /撤销 10\.00 元，已记入工会系统（虚\*.* · 卡尾号 .{4}）/ })
    await back.getByText('请退还现金 1.00 元').waitFor()
    expect(await confirmed(page, '10.00').count()).toBe(0)
    expect(await total()).toMatchObject({ meals: 2, takenBack: 1, amountFen: 2_300 })
    await page.getByRole('button', { name: '知道了', exact: true }).click()
    await back.waitFor({ state: 'detached' })
  })

  it('a page that crashes in the middle of it: sent again by the next one, with its key', async () => {
    const { page, context } = await story.sitDown({ size: 'phone', through: line.url })
    await page.goto(await shop.pairing('后厨'))
    const confirm = await fill(page, 2, '13')
    line.become('answers-held')
    const answered = line.answered()
    await confirm.click()
    await answered
    expect(await total()).toMatchObject({ meals: 3 })
    const session = await context.newCDPSession(page)
    const crashed = page.waitForEvent('crash')
    void session.send('Page.crash').catch(() => undefined)
    await crashed
    line.become('good')
    const next = await context.newPage()
    await next.goto('/till/')
    await confirmed(next, '13.00').waitFor()
    expect(await total()).toMatchObject({ meals: 3, amountFen: 3_600 })
    await context.close()
  })

  it('undo is kept in the same way', async () => {
    const { page } = phone
    await page.getByRole('button', { name: '今日' }).click()
    await page.getByRole('button', { name: '撤销 12:00 的 12.00 元' }).click()
    await page.getByLabel('金额输错').check()
    line.become('answers-lost')
    await page.getByRole('button', { name: '确认撤销 12.00 元' }).click()
    await waiting(page)
      .getByText(/12:00 撤销 12\.00 元（卡尾号 .{4}）/)
      .waitFor()
    line.become('good')
    await page.getByRole('button', { name: '立即确认' }).click()
    await page.getByRole('status').filter({ hasText: '撤销 12.00 元，已记入工会系统' }).waitFor()
    expect(await total()).toMatchObject({ meals: 2, amountFen: 2_400 })
    await page.getByRole('button', { name: '知道了', exact: true }).click()
    await page.getByRole('button', { name: '核销', exact: true }).click()
  })

  it('the next day: nothing is recorded any more, and the phone says what to do', async () => {
    const { page } = phone
    const confirm = await fill(page, 3, '14')
    line.become('down')
    await confirm.click()
    await waiting(page).waitFor()
    story.ledger.clock.advanceTo(new Date('2025-10-06T16:00:00Z'))
    const head = await story.ledger.head()
    await comeBack()
    const refused = page.locator('.settled.refused')
    await refused.getByText('没有记入：12:00 核销 14.00 元').waitFor()
    await refused.getByText('请补写小票交工会，由工会补录。').waitFor()
    await phone.expectAccessible()
    expect(await story.ledger.head()).toBe(head)
    // The union enters the slip: it counts on its day, and is paid by that day's credit.
    await story.ledger.api.post(`/v1/vouchers/${shop.cards[3]?.code}/redemptions`, {
      ...{ merchant: shop.id, amountFen: 1_400, document: { kind: 'slip', number: 'X-1' } },
      lateEntry: { occurredAt: '2025-10-06T13:00:00Z', reason: '断网' },
    })
    expect(await total('2025-10-06')).toMatchObject({ meals: 3, amountFen: 3_800 })
    expect(await total()).toMatchObject({ meals: 0 })
  })

  it('a phone that is revoked meanwhile says that it can no longer ask', async () => {
    const { page } = phone
    await page.getByRole('button', { name: '知道了', exact: true }).click()
    const confirm = await fill(page, 4, '15')
    line.become('down')
    await confirm.click()
    await waiting(page).waitFor()
    const { api } = story.ledger
    const { items } = await api.get(`/v1/merchants/${shop.id}/devices`)
    const device = items.find(({ label }: { label: string }) => label === '前台手机')
    await api.send({ method: 'DELETE', path: `/v1/merchants/${shop.id}/devices/${device.id}` })
    await comeBack()
    await page.getByText('这部手机已不是收银手机').waitFor()
    const foreign = page.getByRole('alert').filter({ hasText: '本机已不能确认' })
    await foreign.waitFor()
    await phone.expectAccessible()
    await page.goto(await shop.pairing('新手机'))
    await page.getByRole('textbox', { name: '卡号' }).waitFor()
    // Under another pairing its key would be another act: it is not sent.
    await foreign.getByRole('button', { name: '已核对' }).click()
    await foreign.waitFor({ state: 'detached' })
    expect(await total()).toMatchObject({ meals: 0 })
  })
})
