import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { importRoster, issue, listCards, prepareMeals, rosterFile } from '../harness/meals.ts'
import { noBrowser } from './chromium.ts'
import { beginStory, PASSWORD, patience, type Story } from './story.ts'

const doors = ['officer', 'approver', 'auditor', 'administrator', 'shop-owner']

describe.skipIf(noBrowser)('a demonstration', () => {
  let story: Story
  let programme: string
  beforeAll(async () => {
    story = await beginStory('2025-07-25T02:00:00Z', { ledger: { openDoors: doors, clockName: 'simulated (a story)' } })
    const { api } = story.ledger
    for (const role of ['officer', 'approver', 'auditor', 'administrator'] as const) await story.openAccount(role, role)
    const windows = [{ window: 'duanwu', from: '2025-07-01', until: '2025-07-28', creditFen: 10_000 }]
    const meals = await prepareMeals(api, { workers: 3, windows, fundsFen: [100_000] }, '环卫工人餐补')
    programme = meals.programme
    await importRoster(api, programme, await rosterFile(3))
    await issue(api, programme)
    const [card] = await listCards(api, programme)
    const [merchant] = meals.merchants
    await api.post(
      `/v1/vouchers/${card?.code}/redemptions`,
      { merchant, amountFen: 2_500 },
      { actor: `merchant-till/till@632701,${merchant}` },
    )
    const shop = { divisions: ['632701'], merchants: merchant === undefined ? [] : [merchant] }
    await story.openAccount('shop-owner', 'merchant-owner', shop)
    const limits = { limits: { allocation: { perAct: 1_000 } } }
    await api.send({ method: 'PUT', path: '/v1/approval-limits/000000', body: limits, actor: 'administrator/chief' })
    const donation = { receiptNumber: 'R-9', donor: { kind: 'organisation', name: '虚构集团' }, amountFen: 5_000 }
    await api.post(`/v1/funds/${meals.funds[0]}/donations`, donation)
    await api.post(
      `/v1/funds/${meals.funds[0]}/allocations`,
      { programme, amountFen: 2_000 },
      { actor: 'officer/desk-1' },
    )
  }, 120_000)
  afterAll(() => story.close())

  it('tells its date and lets anybody in by one click, in the role of the door', async () => {
    const seat = await story.sitDown({ size: 'phone' })
    const { page } = seat
    await page.goto('/')
    await page.getByText('演示账本，模拟日期：2025年7月25日').waitFor()
    await seat.expectAccessible()
    await page.getByRole('button', { name: '以审计身份进入' }).click()
    await page.getByText('auditor · 审计').waitFor()
    await page.goto('/')
    await page.getByRole('button', { name: '以审批人身份进入' }).click()
    await page.getByText('approver · 审批人').waitFor()
    await page.getByRole('link', { name: '1 件事项等您审批' }).click()
    await page.getByRole('heading', { name: '审批' }).waitFor()
    await page.goto('/')
    await page.getByRole('button', { name: '以商户负责人身份进入' }).click()
    await expect.poll(() => new URL(page.url()).pathname, patience).toBe('/till/')
    await page.getByText('今日').first().waitFor()
    await seat.context.close()
  })

  it('shows at home what waits, the money and people of each programme, and the meals of each day', async () => {
    const seat = await story.sitDown()
    const { page } = seat
    await page.goto('/')
    await page.getByRole('button', { name: '以经办人身份进入' }).click()
    await page.getByText('1 件事项正在等待审批').waitFor()
    await page.getByText('环卫工人餐补：duanwu，3 天后结束，还有 275.00 元 没有用').waitFor()
    await page.getByText('已有 1 人用餐，应享 3 人（33.3%）').waitFor()
    await page.getByRole('img', { name: /环卫工人餐补的资金：.*已核销（用餐） 25.00/ }).waitFor()
    await page.getByRole('img', { name: '近 31 天共核销 1 餐，最多一天 1 餐' }).waitFor()
    await page.getByText('以表格显示').click()
    await page.getByRole('row').filter({ hasText: '25.00' }).waitFor()
    await seat.expectAccessible()
    await page.getByRole('link', { name: /duanwu，3 天后结束/ }).click()
    await expect.poll(() => new URL(page.url()).pathname, patience).toBe(`/desk/programmes/${programme}`)
  })

  it('opens what of a programme was used into its postings, and who was reached into one who was not', async () => {
    const seat = await story.sitDown()
    const { page } = seat
    await page.goto('/')
    await page.getByRole('button', { name: '以审计身份进入' }).click()
    await page.getByRole('menuitem', { name: '报表' }).click()
    await page.getByRole('link', { name: '覆盖' }).click()
    await page.getByTitle('环卫工人餐补 · 已核销（用餐）').click()
    const drawer = page.getByRole('dialog')
    await drawer.getByText('与分录合计一致').waitFor()
    await drawer.getByRole('button', { name: /HX-1$/ }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('combobox', { name: '项目' }).click()
    await page.locator('.ant-select-item-option').filter({ hasText: '环卫工人餐补' }).click()
    await page.getByTitle('环卫工人餐补 · 还有谁没有享受到，为什么').click()
    await page.getByRole('heading', { name: '缺口', level: 1 }).waitFor()
    await seat.expectAccessible()
    await page
      .getByRole('link', { name: /^打开此人/ })
      .first()
      .click()
    await page.getByRole('heading', { name: /^虚\*/ }).waitFor()
    await seat.context.close()
  }, 60_000)

  it('keeps a half-filled form where the session ends over it, and goes on with it', async () => {
    const seat = await story.sitDown()
    const { page } = seat
    await seat.signIn('administrator')
    await page.getByRole('menuitem', { name: '账号' }).click()
    await page.getByRole('button', { name: '开账号' }).click()
    const form = page.getByRole('dialog', { name: '开账号' })
    await form.getByLabel('账号').fill('desk-9')
    await form.getByLabel('角色').click()
    await page.getByTitle('经办人', { exact: true }).click()
    await form.getByLabel('范围').click()
    await page.getByTitle('整个账本', { exact: true }).click()
    // Elsewhere, an administrator has closed every session of the account.
    const [cookie] = await seat.context.cookies()
    const headers = {
      cookie: `${cookie?.name}=${cookie?.value}`,
      'idempotency-key': 'end-of-session',
      'sec-fetch-site': 'same-origin',
    }
    expect((await fetch(`${story.ledger.api.url}/v1/session`, { method: 'DELETE', headers })).status).toBe(204)
    await form.getByRole('button', { name: '开账号' }).click()
    const over = page.getByRole('dialog', { name: '登录工作台' })
    await over.getByText('登录已过期').waitFor()
    await seat.expectAccessible()
    expect(await over.getByLabel('账号').inputValue()).toBe('administrator')
    await over.getByLabel('密码', { exact: true }).fill(PASSWORD)
    await over.getByRole('button', { name: '登录' }).click()
    await over.waitFor({ state: 'hidden' })
    expect(await form.getByLabel('账号').inputValue()).toBe('desk-9')
    await form.getByRole('button', { name: '开账号' }).click()
    await form.getByText('账号 desk-9 的一次性密码').waitFor()
    const { items } = await story.ledger.api.get('/v1/accounts?limit=100', 'administrator/chief')
    expect(items).toContainEqual(
      expect.objectContaining({ account: 'desk-9', role: 'officer', scope: { divisions: ['000000'] } }),
    )
  })

  it('forgets drafts with the sign-out', async () => {
    const { page, ...seat } = await story.sitDown()
    await seat.signIn('administrator')
    await page.goto('/desk/accounts')
    await page.getByRole('button', { name: '开账号' }).click()
    await page.getByRole('dialog').getByLabel('账号').fill('half-typed')
    const drafts = () =>
      page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('welfare.draft.')))
    await expect.poll(drafts, patience).toHaveLength(1)
    await page.reload()
    await page.getByRole('button', { name: '开账号' }).click()
    expect(await page.getByRole('dialog').getByLabel('账号').inputValue()).toBe('half-typed')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: '退出登录' }).click()
    await page.getByRole('link', { name: '打开收银页' }).waitFor()
    expect(await drafts()).toEqual([])
  })
})
