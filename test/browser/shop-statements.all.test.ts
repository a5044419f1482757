import { totalOf } from '@welfare/contracts/shares.ts'
import { statementId } from '@welfare/facts/statement-id.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { approvePayment, setPayee } from '../harness/settle.ts'
import { noBrowser } from './chromium.ts'
import { openShop, placesToPress, type Shop } from './shop.ts'
import { beginStory, PASSWORD, patience, type Seat, type Story } from './story.ts'

const july = { window: 'july', from: '2025-07-01', until: '2025-07-31', creditFen: 16_000 }
const prices = [1_200, 2_000, 3_000] as const

describe.skipIf(noBrowser)('a shop is paid what its owner has confirmed, on a phone of 360 px', () => {
  let story: Story
  let shop: Shop
  let phone: Seat
  let statement: string
  let meals: string[]

  beforeAll(async () => {
    story = await beginStory('2025-07-25T04:05:00Z')
    const { api } = story.ledger
    shop = await openShop(story, { windows: [july], fundsFen: [600_000, 400_000] })
    statement = statementId(shop.id, shop.programme)
    const of = { divisions: ['632701'], merchants: [shop.id] }
    await story.openAccount('boss', 'merchant-owner', of)
    await story.openAccount('cashier', 'merchant-till', of)
    await setPayee(api, shop.id, { account: '0000990001632701417', holder: '虚构店主' })
    meals = []
    for (const [index, amountFen] of prices.entries()) {
      const path = `/v1/vouchers/${shop.cards[index]?.code}/redemptions`
      const meal = await api.post(path, { merchant: shop.id, amountFen }, { actor: `merchant-till/till-1@${shop.id}` })
      meals.push(meal.id)
    }
    await api.post(`/v1/programmes/${shop.programme}/statements`, {})
    phone = await signIn('boss')
  }, 60_000)
  afterAll(() => story.close())

  async function signIn(account: string): Promise<Seat> {
    const seat = await story.sitDown({ size: 'phone' })
    await seat.page.goto('/till/')
    await seat.page.getByRole('button', { name: '用账号登录' }).click()
    await seat.page.getByLabel('账号').fill(account)
    await seat.page.getByLabel('密码').fill(PASSWORD)
    await seat.page.getByRole('button', { name: '登录', exact: true }).click()
    await seat.page.getByRole('heading', { name: '测试餐补饺子馆' }).waitFor()
    await seat.page.getByRole('button', { name: '店主', exact: true }).click()
    return seat
  }
  const payersAre = async (status: string) => {
    const payers = phone.page.getByRole('list', { name: '谁付多少' }).getByRole('listitem')
    const said = [`测试餐补资金0 ${status}25.20 元`, `测试餐补资金1 ${status}16.80 元`]
    await expect.poll(async () => (await payers.allTextContents()).sort(), patience).toEqual(said)
  }
  const standing = () => story.ledger.api.get(`/v1/statements/${statement}`)

  it('looks through what waits for it, says which meal is not right, and confirms the rest', async () => {
    const { page } = phone
    await page.getByText('付到：虚构银行，尾号 1417').waitFor()
    await phone.expectAccessible()
    await page.getByRole('button', { name: /第 1 号结算单.*62\.00 元.*等您确认/ }).click()
    await page.getByText('请核对：没有问题就确认').waitFor()
    await page.getByRole('listitem').filter({ hasText: '用餐 3 笔' }).getByText('62.00 元').waitFor()
    const dispute = page.getByRole('button', { name: /的 20\.00 元有异议/ })
    const places = () => page.evaluate<unknown>(placesToPress(' 20.00 元'))
    await dispute.scrollIntoViewIfNeeded()
    let before = await places()
    await dispute.click()
    await page.getByLabel('同一餐记了两次').check()
    expect(await places(), 'the form moves nothing that can be pressed').toEqual(before)
    await page.getByLabel('说明').fill('小票只有一张')
    await page.reload()
    await page.getByRole('button', { name: '店主', exact: true }).click()
    await page.getByRole('button', { name: /第 1 号结算单/ }).click()
    await dispute.click()
    await page.getByText('已恢复上次没有提交的内容。').waitFor()
    expect(await page.getByLabel('同一餐记了两次').isChecked()).toBe(true)
    await phone.expectAccessible()
    const line = page.getByRole('listitem').filter({ hasText: `卡尾号 ${shop.cards[1]?.code.slice(-4)}` })
    await line.filter({ hasText: '12:05' }).getByText('20.00 元', { exact: true }).waitFor()
    before = await places()
    await page.getByRole('button', { name: '提出异议' }).click()
    await line.getByRole('status').getByText('有异议，先不付').waitFor()
    await page.getByRole('listitem').filter({ hasText: '有异议，先不付' }).getByText('20.00 元').first().waitFor()
    await page.getByRole('button', { name: '确认无误，42.00 元' }).waitFor()
    expect(await places(), 'nor does its end').toEqual(before)
    await page.getByText('同一餐记了两次：小票只有一张').waitFor()
    const { api } = story.ledger
    await api.post(`/v1/statements/${statement}/withdrawal`, { number: 1, reason: '重新核对' })
    await api.post(`/v1/programmes/${shop.programme}/statements`, {})
    const asked = page.getByRole('dialog', { name: '确认第 1 号结算单？' })
    const confirm = async () => {
      await page.getByRole('button', { name: '确认无误，42.00 元' }).click()
      await asked.getByText('应付 42.00 元').waitFor()
      await phone.expectAccessible()
      await asked.getByRole('button', { name: '确认无误' }).click()
    }
    await confirm()
    await page.getByRole('alert').getByText('已重新提交，现为第2稿。请重新查看。').waitFor()
    await page.getByRole('button', { name: '返回' }).click()
    await page.getByRole('button', { name: /第 1 号结算单/ }).click()
    await confirm()
    await page.getByText('等工会另一人审批').waitFor()
    await payersAre('未付')
    await page.getByText('测试餐补资金0 7.20 元 · 测试餐补资金1 4.80 元').waitFor()
    expect(await page.getByRole('button', { name: /确认无误|有异议/ }).count()).toBe(0)
    expect(await standing()).toMatchObject({
      open: {
        ...{ number: 1, status: 'confirmed', payFen: 4_200 },
        funds: expect.arrayContaining([
          expect.objectContaining({ mealsFen: 3_720, disputedFen: 1_200 }),
          expect.objectContaining({ mealsFen: 2_480, disputedFen: 800 }),
        ]),
      },
      disputes: [{ redemption: meals[1], shares: [{ amountFen: 1_200 }, { amountFen: 800 }] }],
    })
    const { items } = await story.ledger.api.get(`/v1/statements/${statement}/lines?number=1`)
    expect(items.at(-1)).toMatchObject({ kind: 'disputed', reason: 'one-meal-twice: 小票只有一张' })
  })

  it('sees that the bank has it, then that it was paid, and what is not paid yet', async () => {
    const { api } = story.ledger
    const part = { statement, number: 1 }
    await api.post(`/v1/statements/${statement}/approval`, { number: 1, revision: 2 }, { actor: 'approver/wang' })
    const { id } = await approvePayment(api, shop.id, part)
    await api.post(`/v1/payments/${id}/sending`, {})
    const { page } = phone
    const look = async () => {
      await page.getByRole('button', { name: '返回' }).click()
      await page.getByRole('button', { name: /第 1 号结算单/ }).click()
    }
    await look()
    await page.getByText('已交银行，等银行回单').waitFor()
    await api.post(`/v1/payments/${id}/result`, { outcome: 'paid', amountFen: 4_200, bankReference: 'B-1' })
    await expect.poll(async () => (await standing()).numbers[0].status, patience).toBe('paid')
    await look()
    await page.getByText('2025年7月25日（周五）已付到尾号 1417 的账户').waitFor()
    await payersAre('2025年7月25日（周五）已付')
    expect(await page.getByRole('button', { name: /有异议/ }).count()).toBe(0)
    await phone.expectAccessible()
    await page.getByRole('button', { name: '返回' }).click()
    await page.getByText('已付 42.00 元 · 有异议、先不付 20.00 元').waitFor()
  })

  it('a meal of a statement that was approved: it is told that taking it back is kept from the next one', async () => {
    const { page } = phone
    await page.getByRole('button', { name: '今日', exact: true }).click()
    await expect.poll(() => page.getByText('已进入第 1 号结算单').count(), patience).toBe(3)
    await page.getByRole('button', { name: /撤销 12:05 的 12\.00 元/ }).click()
    await page.getByText('撤销后，这 12.00 元从下次结算中扣').waitFor()
    await page.getByLabel('重复核销').check()
    await phone.expectAccessible()
    await page.getByRole('button', { name: '确认撤销 12.00 元' }).click()
    await page.getByText('已撤销，12.00 元退回卡里').waitFor()
    await page.getByRole('button', { name: '知道了', exact: true }).click()
    const claimsFen = async () => totalOf((await standing()).claims)
    await expect.poll(claimsFen, patience).toBe(1_200)
    const next = await story.ledger.api.get(`/v1/statements/${statement}/lines?number=2`)
    expect(next.items.at(-1)).toMatchObject({ kind: 'taken-back', reason: 'entered-twice' })
    await page.getByRole('button', { name: '店主', exact: true }).click()
    await page.locator('.total').getByText('本店应退 12.00 元').waitFor()
    await page.getByText('付款后又撤销 12.00 元，从下次结算中扣').waitFor()
    story.ledger.clock.advanceTo(new Date('2025-07-26T04:10:00Z'))
    const again = await signIn('boss')
    await again.page.getByRole('button', { name: '历史', exact: true }).click()
    await again.page.getByRole('button', { name: /2025年7月25日/ }).click()
    await again.page.getByText('已进入第 1 号结算单，不能在收银端撤销；有误请告诉工会').first().waitFor()
    expect(await again.page.getByRole('button', { name: /撤销/ }).count()).toBe(0)
  })

  it('the owner of two shops sees of each its own', async () => {
    const [, other = ''] = shop.merchants
    await story.openAccount('of-two', 'merchant-owner', { divisions: ['632701'], merchants: [shop.id, other] })
    const { page, expectAccessible } = await signIn('of-two')
    await page.getByRole('button', { name: /第 1 号结算单/ }).click()
    await page.getByText('已付到尾号 1417 的账户').waitFor()
    await page.getByRole('combobox', { name: '商户' }).selectOption(other)
    await page.getByText('还没有结算单').waitFor()
    await page.getByText('工会还没有登记本店的收款账户').waitFor()
    expect(await page.getByText(/第 1 号结算单|尾号 1417/).count()).toBe(0)
    const path = `/v1/vouchers/${shop.cards[0]?.code}/redemptions`
    const meal = { merchant: other, amountFen: 900 }
    await story.ledger.api.post(path, meal, { actor: `merchant-till/till-2@${other}` })
    await page.getByRole('button', { name: '今日', exact: true }).click()
    await page.getByRole('button', { name: '店主', exact: true }).click()
    await page.getByRole('button', { name: /还没有进结算单的.*9\.00 元.*1 笔/ }).click()
    await page.getByText('这一号还没有提交，数字还会变').waitFor()
    await page.getByRole('listitem').filter({ hasText: '12:10' }).getByText('9.00 元').waitFor()
    await expectAccessible()
  })

  it('who only works at the till sees none of it', async () => {
    const { page } = await signIn('cashier')
    await page.getByText('手机、应付金额由店主查看').waitFor()
    expect(await page.getByText('结算单').count()).toBe(0)
    const actor = `merchant-till/till-1@${shop.id}`
    for (const path of ['/v1/statements', `/v1/statements/${statement}`, '/v1/payments'])
      expect(await story.ledger.api.send({ method: 'GET', path, actor })).toMatchObject({ status: 403 })
  })
})
