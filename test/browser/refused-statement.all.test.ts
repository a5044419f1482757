import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { setPayee, untilPayment } from '../harness/settle.ts'
import { openShopIn, type ShopLedger } from '../harness/shop-ledger.ts'
import { noBrowser } from './chromium.ts'
import { beginStory, patience, type Seat, type Story } from './story.ts'

describe.skipIf(noBrowser)('a statement that its approver does not agree with', () => {
  let story: Story
  let approver: Seat
  let town: ShopLedger

  const standing = async () => story.ledger.api.get(`/v1/statements/${town.statement}`)
  const confirm = async (revision: number) =>
    expect(await town.act('confirmation', { number: 1, revision }, `merchant-owner/owner@${town.shop}`)).toMatchObject({
      status: 201,
    })

  beforeAll(async () => {
    story = await beginStory('2025-07-02T02:00:00Z')
    await story.openAccount('officer', 'officer')
    await story.openAccount('approver', 'approver')
    town = await openShopIn(story.ledger, { workers: 1, fundsFen: [20_000] })
    await town.eat(3_000)
    await story.ledger.api.post(`/v1/programmes/${town.meals.programme}/statements`, {})
    await confirm(1)
  }, 60_000)
  afterAll(() => story.close())

  it('is refused on a phone, with a reason', async () => {
    approver = await story.sitDown({ size: 'phone' })
    await approver.signIn('approver')
    const { page } = approver
    await page.getByRole('link', { name: '1 张结算单或付款等您审批' }).click()
    const card = page.getByRole('article', { name: '测试餐补饺子馆 第 1 号结算单' })
    await card.getByRole('button', { name: '不同意' }).click()
    await card.getByText('请写明不同意的原因').waitFor()
    await card.getByLabel('原因（不同意时必填）').fill('与店里日报不符')
    await approver.expectAccessible()
    await card.getByRole('button', { name: '不同意' }).click()
    await page.getByText('没有待审批的事项').waitFor()
    expect((await standing()).open).toMatchObject({ status: 'draft', refusal: { reason: '与店里日报不符' } })
  })

  it('waits for the officer with that reason, goes to the merchant again, and is approved', async () => {
    const officer = await story.sitDown()
    await officer.signIn('officer')
    const { page } = officer
    await page.getByRole('link', { name: '测试餐补饺子馆第 1 号结算单未获同意。审批意见：与店里日报不符' }).click()
    await page.getByText('审批人不同意（2025年7月2日（周三））：与店里日报不符').waitFor()
    await page.getByRole('region', { name: '经过' }).getByText('不同意结算单').waitFor()
    await officer.expectAccessible()
    await page.getByRole('button', { name: '编制结算单' }).click()
    await page.getByRole('dialog').getByRole('button', { name: '提交 1 张结算单' }).click()
    await page.getByText('第 2 稿').waitFor()
    expect(await page.getByText('审批人不同意').count()).toBe(0)
    await confirm(2)
    await approver.page.reload()
    await approver.page.getByRole('button', { name: '同意第 1 号结算单，应付 30.00 元' }).click()
    await approver.page.getByText('没有待审批的事项').waitFor()
    expect((await standing()).numbers).toMatchObject([{ number: 1, revision: 2, status: 'approved', payFen: 3_000 }])
    await officer.context.close()
  })

  it('a refused payment of it waits for its officer until another one is prepared', async () => {
    const { api } = story.ledger
    await setPayee(api, town.shop, { account: '6217000999000005417', holder: '虚构店主' })
    const part = { statement: town.statement, number: 1 }
    const { id } = await api.post('/v1/payments', { merchant: town.shop, parts: [part] })
    await untilPayment(api, id, 'ready')
    await api.post(`/v1/payments/${id}/refusal`, { reason: '下月一起付' }, { actor: 'approver/of-payments' })
    const officer = await story.sitDown()
    await officer.signIn('officer')
    const { page } = officer
    await page.getByRole('link', { name: '1 笔付款审批人已拒绝，所列单据还没有另行付款，共 30.00 元' }).click()
    await page
      .getByRole('row', { name: /饺子馆.*已拒绝.*30\.00/ })
      .getByRole('link')
      .click()
    await page.getByText('下月一起付').first().waitFor()
    await officer.expectAccessible()
    await api.post('/v1/payments', { merchant: town.shop, parts: [part] })
    await page.goto('/desk')
    await page.getByRole('link', { name: '1 张结算单或付款正在等待审批，共 30.00 元' }).waitFor()
    await expect.poll(() => page.getByText('审批人已拒绝').count(), patience).toBe(0)
  })
})
