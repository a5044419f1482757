import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { balancesComeTo, balancesOf } from '../harness/account-balances.ts'
import { setPayee, settleWith } from '../harness/settle.ts'
import { openShopIn, type ShopLedger } from '../harness/shop-ledger.ts'
import { noBrowser } from './chromium.ts'
import { beginStory, type Story } from './story.ts'

/** 60.00 from two funds that were paid for a meal that was none. */
describe.skipIf(noBrowser)('a shop that owes what it was paid', () => {
  let story: Story
  let town: ShopLedger

  beforeAll(async () => {
    story = await beginStory('2025-07-02T02:00:00Z')
    const { api } = story.ledger
    for (const role of ['officer', 'approver'] as const) await story.openAccount(role, role)
    town = await openShopIn(story.ledger, { workers: 1, fundsFen: [20_000, 20_000] })
    await setPayee(api, town.shop, { account: '6217000999000005417', holder: '虚构店主' })
    const meal = await town.eat(6_000)
    await settleWith(api, town.meals.programme, town.shop, 6_000)
    expect(await town.takeBack(meal, { reason: '没有这个人' })).toMatchObject({ status: 201 })
  }, 60_000)
  afterAll(() => story.close())

  it('what a shop cannot give back is a loss, once a second person agrees', async () => {
    const desk = await story.sitDown()
    await desk.signIn('officer')
    const { page } = desk
    await page.goto(`/desk/settlement/statements/${town.statement}`)
    await page.getByText('应收商户退款 60.00 元').waitFor()
    await page.getByRole('button', { name: '确认坏账' }).click()
    const form = page.getByRole('dialog')
    await form.getByLabel('原因').fill('店已关门')
    await form.getByText('+30.00').first().waitFor()
    await desk.expectAccessible()
    await form.getByRole('button', { name: '送交审批' }).click()
    await page.getByText('已送交审批').waitFor()
    await balancesComeTo(story.ledger, { claimed: 6_000 })
    const chair = await story.sitDown({ size: 'phone' })
    await chair.signIn('approver')
    await chair.page.goto('/desk/approvals')
    const card = chair.page.getByRole('article', { name: '应收商户退款坏账' })
    await card.getByText('测试餐补饺子馆', { exact: true }).waitFor()
    await card.getByText('+30.00').first().waitFor()
    await chair.expectAccessible()
    await card.getByRole('button', { name: '同意', exact: true }).click()
    await balancesComeTo(story.ledger, { claimed: 0, 'written-off': 6_000, loss: 6_000 })
    await page.reload()
    await page.getByRole('region', { name: '结算表' }).waitFor()
    expect(await page.getByText('应收商户退款 60.00 元').count()).toBe(0)
  })

  it('what comes back after it was written off is entered where the loss is seen', async () => {
    const desk = await story.sitDown()
    await desk.signIn('officer')
    const { page } = desk
    await page.goto(`/desk/settlement/statements/${town.statement}`)
    await page.getByText('已作坏账 60.00 元').waitFor()
    await desk.expectAccessible()
    await page.getByRole('button', { name: '登记坏账收回' }).click()
    const form = page.getByRole('dialog')
    await form.getByLabel('收回：测试餐补资金0').fill('10')
    await form.getByLabel('收回：测试餐补资金1').fill('5')
    await form.getByLabel('凭证号').fill('YH-9')
    await form.getByText('+10.00').first().waitFor()
    await desk.expectAccessible()
    const before = await balancesOf(story.ledger)
    await form.getByRole('button', { name: '登记坏账收回' }).click()
    await page.getByText('坏账收回已登记').waitFor()
    await balancesComeTo(story.ledger, {
      ...{ 'written-off': 4_500, loss: 4_500 },
      ...{ bank: before.bank + 1_500, allocated: before.allocated + 1_500 },
    })
    await page.getByText('已作坏账 45.00 元').waitFor()
    const { writtenOff } = await story.ledger.api.get(`/v1/programmes/${town.meals.programme}/budget`)
    expect(writtenOff.map((one: { readonly writtenOffFen: number }) => one.writtenOffFen)).toEqual([2_000, 2_500])
  })
})
