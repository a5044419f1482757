import { writeCardCode } from '@welfare/contracts/card-code.ts'
import type { Route } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { noBrowser } from './chromium.ts'
import { openShop, type Shop, showCard } from './shop.ts'
import { beginStory, PASSWORD, patience, type Seat, type Story } from './story.ts'
import { openWeakLine, type WeakLine } from './weak-line.ts'

const july = { window: 'july', from: '2025-07-01', until: '2025-07-31', creditFen: 16_000 }
const nothing = '00000000-0000-5000-8000-000000000000'
const unknownCard = writeCardCode(1)

/*
 * Every state of the pages, and where it is provoked where that is not here:
 *
 *                      desk                                  till
 * empty                here                                  here
 * loading              here                                  here
 * stale                here, kept-forms                      here
 * partial              roster, long-table                    till-network (waiting for an answer)
 * refused              here                                  here
 * no permission        here                                  here, shop-statements
 * not found            here                                  here (a card), till (a code)
 * lost network         here, kept-forms, lost-answer         here, till-network
 * changed by another   programmes, administrator, goods      shop-statements
 * session ended        session-end, home                     till
 * 5xx, 429             here                                  here
 * parts of the page    here                                  till-weight (service worker)
 * no pages at all      services/portal/src/pages.test.ts     the same
 */
describe.skipIf(noBrowser)('what goes wrong is said in a sentence', () => {
  let story: Story
  let shop: Shop
  let line: WeakLine
  let officer: Seat
  let phone: Seat
  beforeAll(async () => {
    story = await beginStory('2025-07-25T04:05:00Z')
    line = await openWeakLine(story.ledger.api.url)
    for (const role of ['officer', 'approver', 'auditor'] as const) await story.openAccount(role, role)
    shop = await openShop(story, { windows: [july], people: 2 })
    officer = await story.sitDown({ through: line.url })
    await officer.signIn('officer')
    phone = await story.sitDown({ through: line.url, size: 'phone' })
  }, 60_000)
  afterAll(async () => {
    await story.close()
    await line.close()
  })

  it.each([
    ['approver', '/desk/cards'],
    ['auditor', '/desk/new-programme'],
  ])('a page of another role: %s at %s', async (role, address) => {
    const { page, ...seat } = await story.sitDown()
    await seat.signIn(role)
    await page.goto(address)
    await page.getByText('您的角色不能查看这一页').waitFor()
    await page.getByText('可以查看的角色：经办人。').waitFor()
    await seat.expectAccessible()
    await seat.context.close()
  })

  it.each([
    ['/desk/nowhere'],
    [`/desk/funds/fund-${nothing}`],
    [`/desk/person/worker-${nothing}`],
    [`/desk/goods/depots/depot-${nothing}`],
    [`/desk/goods/purchases/purchase-${nothing}`],
  ])('an address of nothing: %s', async (address) => {
    const { page } = officer
    await page.goto(address)
    await page.getByText('没有找到这一页').waitFor()
    await page.getByRole('link', { name: '回到首页' }).waitFor()
  })

  it('a page of which nothing is there says what will be, and how to begin', async () => {
    const { page } = officer
    await page.goto('/desk/goods')
    await page.getByText('还没有配送单').waitFor()
    await officer.expectAccessible()
  })

  it('what comes late is a skeleton meanwhile', async () => {
    const { page, context } = officer
    let answer = (): void => undefined
    const held = new Promise<void>((resolve) => {
      answer = resolve
    })
    await context.route('**/v1/funds?**', async (route) => {
      await held
      await route.continue()
    })
    await page.goto('/desk/funds')
    await page.getByRole('status', { name: '正在读取' }).locator('.ant-skeleton').waitFor()
    await officer.expectAccessible()
    answer()
    await page.getByRole('link', { name: '测试餐补资金0' }).waitFor()
    await context.unroute('**/v1/funds?**')
  })

  it('a refusal says why, its code small below', async () => {
    const { page } = officer
    await page.getByRole('link', { name: '测试餐补资金0' }).click()
    await page.getByRole('button', { name: '登记捐赠' }).click()
    const form = page.getByRole('dialog')
    await form.getByLabel('票据号', { exact: true }).fill('1')
    await form.getByLabel('捐赠单位', { exact: true }).fill('虚构市总工会')
    await form.getByLabel('金额', { exact: true }).fill('100')
    await form.getByLabel('到账日', { exact: true }).fill('2026-01-01')
    await form.getByRole('alert').getByText('单据日期在今天之后。请改正日期。').waitFor()
    await form.getByText('代码 late-entry-in-the-future').waitFor()
    await officer.expectAccessible()
  })

  it('a server that is away: nothing typed is lost, and the same form is sent when it is back', async () => {
    const { page } = officer
    const form = page.getByRole('dialog')
    await form.getByLabel('到账日', { exact: true }).fill('2025-07-25')
    await form.getByText('+100.00').first().waitFor()
    line.become('down')
    await form.getByRole('button', { name: '登记捐赠' }).click()
    await form.getByText('没有收到账本的答复').first().waitFor()
    line.become('good')
    await form.getByRole('button', { name: '登记捐赠' }).click()
    await page.getByText('捐赠已登记').waitFor()
    expect((await story.ledger.api.get(`/v1/funds/${shop.funds[0]}/donations`)).items).toHaveLength(2)
  })

  it('what cannot be read again says of when it is, and stays', async () => {
    const { page, context } = officer
    const refusal = { status: 403, title: 'refused', code: 'out-of-scope', detail: '这项资金不在您的范围内。' }
    const away = (route: Route) =>
      route.request().method() === 'GET'
        ? route.fulfill({ status: 403, contentType: 'application/problem+json', body: JSON.stringify(refusal) })
        : route.continue()
    await page.getByRole('button', { name: '登记捐赠' }).click()
    const form = page.getByRole('dialog')
    await form.getByLabel('票据号', { exact: true }).fill('2')
    await form.getByLabel('捐赠单位', { exact: true }).fill('虚构市总工会')
    await form.getByLabel('金额', { exact: true }).fill('7')
    await form.getByText('+7.00').first().waitFor()
    await context.route('**/v1/funds/**', away)
    await form.getByRole('button', { name: '登记捐赠' }).click()
    const notice = page.getByRole('status').filter({ hasText: /所示为 \d\d:\d\d 的内容，之后没有读到新的内容/ })
    await notice.getByText('这项资金不在您的范围内。').waitFor()
    await page.getByRole('heading', { name: '测试餐补资金0' }).waitFor()
    await officer.expectAccessible()
    await context.unroute('**/v1/funds/**', away)
    await notice.getByRole('button', { name: '重试' }).click()
    await notice.waitFor({ state: 'detached' })
    await page.getByRole('row', { name: /7\.00/ }).first().waitFor()
  })

  it('a part of the page that is gone with an older version is said, and loaded anew', async () => {
    const { page, context, ...seat } = await story.sitDown()
    await seat.signIn('officer')
    const gone = '**/assets/catalogue-page-*.js'
    await context.route(gone, (route) => route.fulfill({ status: 404, body: 'not found' }))
    await page.goto('/desk/goods/catalogue')
    await page.getByText('这一页出错了').waitFor()
    await seat.expectAccessible()
    await context.unroute(gone)
    await page.getByRole('button', { name: '重试' }).click()
    await page.getByRole('heading', { name: '套装', exact: true }).waitFor()
    await context.close()
  })

  it('without a network the page says of when it is, and goes on by itself', async () => {
    const { page, context } = officer
    await context.setOffline(true)
    await page.getByText(/网络已断开，所示为 \d\d:\d\d 的内容。已填写的内容保留在本机/).waitFor()
    await page.getByRole('menuitem', { name: '商户' }).click()
    await context.setOffline(false)
    await page.getByRole('link', { name: '测试餐补饺子馆' }).waitFor()
  })

  it('a card that is not known, a proxy that answers instead of the ledger, and too many guesses', async () => {
    const { page, context } = officer
    await page.getByRole('menuitem', { name: '查人' }).click()
    await page.getByLabel('卡号').fill(unknownCard)
    const open = page.getByRole('button', { name: '按卡号打开' })
    const told = page.getByRole('alert')
    await context.route('**/v1/vouchers/**', (route) =>
      route.fulfill({ status: 503, contentType: 'text/html', body: '<h1>Service Unavailable</h1>' }),
    )
    await open.click()
    await told.getByText('账本没有正常答复').waitFor()
    await told.getByText('代码 http-503').waitFor()
    await context.unroute('**/v1/vouchers/**')
    await open.click()
    await told.getByText('没有这张餐补卡').waitFor()
    await told.getByText('代码 voucher-unknown').waitFor()
    await guess(page)
    await open.click()
    await told.getByText('输错次数过多').waitFor()
    await told.getByText('代码 too-many-attempts').waitFor()
    await officer.expectAccessible()
  })

  it('at the till: what comes late is said meanwhile', async () => {
    const { page, context } = await story.sitDown({ size: 'phone' })
    let answer = (): void => undefined
    const held = new Promise<void>((resolve) => {
      answer = resolve
    })
    await context.route('**/v1/session', async (route) => {
      await held
      await route.continue()
    })
    await page.goto('/till/')
    await page.getByRole('status').filter({ hasText: '正在打开' }).waitFor()
    answer()
    await page.getByLabel('绑定码').waitFor()
    await context.close()
  })

  it('at the till: an account of the union, an empty day, a server that is away, a card that is not known', async () => {
    const { page } = phone
    await page.goto('/till/')
    await page.getByRole('button', { name: '用账号登录' }).click()
    await page.getByLabel('账号').fill('officer')
    await page.getByLabel('密码').fill(PASSWORD)
    await page.getByRole('button', { name: '登录', exact: true }).click()
    await page.getByText('这个账号不属于商户，请到工会工作台登录。').waitFor()
    await phone.expectAccessible()
    await page.goto(await shop.pairing())
    await page.getByRole('button', { name: '今日' }).click()
    await page.getByText('还没有核销。').waitFor()
    await page.getByRole('button', { name: '历史' }).click()
    await page.getByText('还没有记录。核销后，这里按天列出笔数和金额。').waitFor()
    await page.getByRole('button', { name: '核销', exact: true }).click()
    line.become('down')
    await showCard(page, unknownCard)
    await page.getByRole('alert').filter({ hasText: '没有连上工会系统。请检查网络' }).waitFor()
    line.become('good')
    await page.getByRole('button', { name: '重试' }).click()
    const told = page.getByRole('alert')
    await told.getByText('没有这张餐补卡').waitFor()
    expect(await told.getByText('voucher-unknown').isVisible()).toBe(false)
    await told.getByText('给工会看的代码').click()
    await told.getByText('voucher-unknown').waitFor()
    await phone.expectAccessible()
  })

  it('at the till: a list that cannot be read anew says of when it is', async () => {
    const { page } = phone
    await showCard(page, shop.cards[0]?.code ?? '')
    await page.getByRole('button', { name: /加一份.*饺子/ }).click()
    await page.getByRole('button', { name: '确认核销 10.00 元' }).click()
    await page.getByRole('status').filter({ hasText: '核销成功' }).waitFor()
    await page.getByRole('button', { name: '今日' }).click()
    const undo = page.getByRole('button', { name: '撤销 12:05 的 10.00 元' })
    await undo.click()
    await page.route('**/meals?*', (route) => route.fulfill({ status: 503, body: 'busy' }))
    await page.getByRole('button', { name: '不撤销' }).click()
    await page.getByText('12:05的数据', { exact: true }).waitFor()
    await page.unroute('**/meals?*')
    await page.getByRole('button', { name: '重试' }).click()
    await page.getByText('12:05的数据', { exact: true }).waitFor({ state: 'detached' })
    await undo.click()
    await page.getByLabel('金额输错').check()
    line.become('down')
    await page.getByRole('button', { name: '确认撤销 10.00 元' }).click()
    await page.getByText('12:05的数据，没有连上工会系统').waitFor()
    await page.getByText('1 笔', { exact: true }).waitFor()
    await phone.expectAccessible()
    line.become('good')
    await page.getByRole('button', { name: '立即确认' }).click()
    await page.getByRole('status').filter({ hasText: '撤销 10.00 元，已记入工会系统' }).waitFor()
    await page.getByRole('button', { name: '重试' }).click()
    await page.getByText('12:05的数据，没有连上工会系统').waitFor({ state: 'detached' })
    expect((await shop.meals()).total).toMatchObject({ meals: 0, takenBack: 1 })
  })

  it('at the till: too many guesses', async () => {
    const { page } = phone
    await guess(page)
    await page.getByRole('button', { name: '核销', exact: true }).click()
    await showCard(page, unknownCard)
    await page.getByRole('alert').getByText('输错次数过多').waitFor()
    await phone.expectAccessible()
  })
})

/** As somebody would who tries cards by a program, signed in as this page is. */
async function guess(page: Seat['page']): Promise<void> {
  const ask = `fetch('/v1/vouchers/${unknownCard}', { headers: { 'welfare-credential': location.pathname.startsWith('/till') ? 'till' : '' } })`
  await expect.poll(() => page.evaluate<number>(`${ask}.then(({ status }) => status)`), patience).toBe(429)
}
