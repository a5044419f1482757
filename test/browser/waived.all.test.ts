import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { approveStatement } from '../harness/settle.ts'
import { openShopIn, type ShopLedger } from '../harness/shop-ledger.ts'
import { noBrowser } from './chromium.ts'
import { beginStory, patience, type Seat, type Story } from './story.ts'

describe.skipIf(noBrowser)('a shop does without what it is owed, as the programme comes to its end', () => {
  let story: Story
  let town: ShopLedger
  let officer: Seat

  beforeAll(async () => {
    story = await beginStory('2025-07-02T02:00:00Z')
    const { api } = story.ledger
    for (const role of ['officer', 'approver'] as const) await story.openAccount(role, role)
    town = await openShopIn(story.ledger, { workers: 1, fundsFen: [20_000] })
    await town.eat(1_000)
    await approveStatement(api, town.meals.programme, town.shop)
    const path = `/v1/programmes/${town.meals.programme}/last-day`
    const ended = { lastDay: '2025-07-31', reason: '到期' }
    expect((await api.send({ method: 'PUT', path, body: ended })).status).toBe(200)
  }, 60_000)
  afterAll(() => story.close())

  it('the officer sees it before the closing, and sends what the shop waives to be approved', async () => {
    officer = await story.sitDown()
    await officer.signIn('officer')
    const { page } = officer
    await page.goto(`/desk/programmes/${town.meals.programme}`)
    await page.getByRole('tab', { name: '结项' }).click()
    const outstanding = page.getByRole('list', { name: /尚欠商户的款项/ })
    await outstanding.getByText(/饺子馆/).waitFor()
    await officer.expectAccessible()
    await outstanding.getByRole('link', { name: '第 1 号未付' }).click()
    await page.getByRole('button', { name: '登记商户放弃' }).click()
    const form = page.getByRole('dialog')
    await form.getByLabel('原因').fill('商户自愿放弃')
    await form.getByLabel('凭证号').fill('FQ-1')
    await form.getByLabel(/^放弃：/).fill('11')
    await form.getByText('这一号应付的不足此数').waitFor()
    expect(await form.getByRole('button', { name: '登记商户放弃' }).isDisabled()).toBe(true)
    await form.getByLabel(/^放弃：/).fill('4')
    await officer.expectAccessible()
    await form.getByRole('button', { name: '送交审批' }).click()
    await page.getByText('已送交审批').waitFor()
  })

  it('a look again that fails closes no form', async () => {
    const { page } = officer
    await page.getByRole('button', { name: '登记商户放弃' }).click()
    const reason = page.getByRole('dialog').getByLabel('原因')
    await reason.fill('再放弃一部分')
    const again = new RegExp(`/v1/statements/${town.statement}(\\?|$)`)
    await page.route(again, (route) => route.abort())
    await page.getByText('没有收到账本的答复').waitFor({ timeout: 40_000 })
    expect(await reason.inputValue()).toBe('再放弃一部分')
  }, 60_000)

  it('it is not paid any more once a second person agrees', async () => {
    const approver = await story.sitDown()
    await approver.signIn('approver')
    const { page } = approver
    await page.goto('/desk/approvals')
    const card = page.getByRole('article', { name: '商户放弃结算款' })
    await card.getByText('测试餐补饺子馆', { exact: true }).waitFor()
    await approver.expectAccessible()
    await card.getByRole('button', { name: '同意', exact: true }).click()
    const numbers = async () => (await story.ledger.api.get(`/v1/statements/${town.statement}`)).numbers
    await expect
      .poll(numbers, patience)
      .toMatchObject([{ status: 'approved', payFen: 600, waived: [{ amountFen: 400 }] }])
    await page.goto(`/desk/settlement/statements/${town.statement}?number=1`)
    const sheet = page.getByRole('region', { name: '结算表' })
    await sheet.getByRole('columnheader', { name: '商户放弃' }).waitFor()
    await sheet
      .getByRole('row', { name: /4\.00.*6\.00/ })
      .first()
      .waitFor()
  })
})
