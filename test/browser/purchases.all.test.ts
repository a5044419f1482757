import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Goods, orderGoods, orderOf, prepareGoods } from '../harness/purchases.ts'
import { payApproved, setPayee, untilInvoice, untilPayment } from '../harness/settle.ts'
import { noBrowser } from './chromium.ts'
import { beginStory, type Seat, type Story } from './story.ts'

/** Ten bottles at 0.50 yuan: ordered, received, invoiced and paid. */
describe.skipIf(noBrowser)('goods that are bought', () => {
  let story: Story
  let officer: Seat
  let goods: Goods

  beforeAll(async () => {
    story = await beginStory('2025-07-01T02:00:00Z')
    await story.openAccount('officer', 'officer')
    goods = await prepareGoods(story.ledger.api, { allocatedFen: 100_000, division: '130302' })
    await setPayee(story.ledger.api, goods.supplier, { account: '6217000999000000417', holder: '虚构供应商' })
    officer = await story.sitDown()
    await officer.signIn('officer')
  }, 60_000)
  afterAll(() => story.close())

  const choose = async (label: string, option: string) => {
    const form = officer.page.getByRole('dialog')
    await form.getByLabel(label).click()
    await officer.page.getByTitle(option, { exact: true }).last().click()
  }

  it('are ordered: the programme’s budget keeps the money, and the order stands in the list', async () => {
    const { page } = officer
    await page.goto('/desk/goods/purchases')
    await page.getByText('还没有采购订单').waitFor()
    await page.getByRole('button', { name: '下采购订单' }).click()
    await choose('供应商', '虚构供应商')
    await choose('项目', '虚构送清凉')
    await choose('专项资金', '虚构购货资金')
    await choose('物资', '矿泉水（瓶）')
    await choose('送达仓库', '虚构购货仓库')
    const form = page.getByRole('dialog')
    await form.getByLabel('数量').fill('10')
    await form.getByLabel('单价').fill('0.50')
    await officer.expectAccessible()
    await form.getByRole('button', { name: '下采购订单' }).click()
    await page.getByRole('row', { name: /虚构供应商.*执行中/ }).waitFor()
    await officer.expectAccessible()
  })

  it('are received by their line of the order', async () => {
    const { page } = officer
    await page.getByRole('link', { name: '虚构供应商' }).click()
    const check = page.getByRole('region', { name: '订货、到货、发票核对' })
    await check.getByRole('row', { name: /矿泉水.*到货少于订货/ }).waitFor()
    await check.getByRole('button', { name: '登记第1行到货' }).click()
    const receipt = page.getByRole('dialog')
    await receipt.getByLabel('数量').fill('10')
    await receipt.getByLabel('收货单号').fill('RK-1')
    await officer.expectAccessible()
    await receipt.getByRole('button', { name: '登记第1行到货' }).click()
    await check.getByRole('row', { name: /矿泉水.*开票少于到货/ }).waitFor()
  })

  it('are invoiced, and order, receipt and invoice agree', async () => {
    const { page } = officer
    const check = page.getByRole('region', { name: '订货、到货、发票核对' })
    await page.getByRole('button', { name: '登记发票' }).click()
    const invoice = page.getByRole('dialog').filter({ hasText: '发票号码' })
    await invoice.getByLabel('发票号码').fill('25637000000012345678')
    await invoice.getByLabel('开票日期').fill('2025-07-01')
    await invoice.getByLabel('第1行开票数量').fill('10')
    await invoice.getByLabel('第1行开票金额').fill('5')
    await officer.expectAccessible()
    await invoice.getByRole('button', { name: '登记发票' }).click()
    await check.getByRole('row', { name: /矿泉水.*一致/ }).waitFor()
    await page.getByText('已全部开票').waitFor()
    await officer.expectAccessible()
  })

  it('are paid as a shop is', async () => {
    const { page } = officer
    const { api } = story.ledger
    await page.getByRole('button', { name: '办理付款' }).click()
    const form = page.getByRole('dialog')
    await form.getByText('付给虚构供应商 5.00 元').waitFor()
    await form.getByRole('button', { name: '办理付款' }).click()
    await page.waitForURL(/settlement\/payments\/payment-/)
    await page.getByRole('heading', { name: '所付发票' }).waitFor()
    await page.getByText('采购订单第 1 张发票').waitFor()
    await officer.expectAccessible()
    const id = page.url().replace(/^.*(payment-[0-9a-f-]+).*$/, '$1')
    const { payee } = await untilPayment(api, id, 'ready')
    await api.post(`/v1/payments/${id}/approval`, { payeeVersion: payee.version }, { actor: 'approver/of-payments' })
    await untilPayment(api, id, 'approved')
    await payApproved(api, id, 500)
    const { items } = await api.get(`/v1/purchases?merchant=${goods.supplier}`)
    await untilInvoice(api, items[0].id, 1, 'paid')
    expect((await api.get(`/v1/payables?merchant=${goods.supplier}`)).payables).toMatchObject([
      { owedFen: 0, paidFen: 500 },
    ])
  })

  it('say why the budget kept nothing for them', async () => {
    const { page } = officer
    const { api } = story.ledger
    const order = orderOf(goods)
    const dear = order.lines.map((line) => ({ ...line, unitPriceFen: 1_000_000 }))
    const refused = await orderGoods(api, { ...order, lines: dear }, 'ended')
    await page.goto(`/desk/goods/purchases/${refused}`)
    await page.getByText('该资金在项目中剩余 995.00 元，需要 3,200,000.00 元。').waitFor()
    expect(await page.getByRole('button', { name: /登记/ }).count()).toBe(0)
  })

  it('are ordered less of, and more of as far as the budget goes', async () => {
    const { page } = officer
    const id = await orderGoods(story.ledger.api, orderOf(goods))
    await page.goto(`/desk/goods/purchases/${id}`)
    await page.getByRole('button', { name: '减少订货' }).click()
    const less = page.getByRole('dialog')
    await less.getByLabel('第1行改后数量').fill('100')
    await less.getByLabel('原因').fill('人数减少')
    await officer.expectAccessible()
    await less.getByRole('button', { name: '减少订货' }).click()
    const check = page.getByRole('region', { name: '订货、到货、发票核对' })
    await check.getByRole('row', { name: /矿泉水.*100/ }).waitFor()
    await page.getByRole('button', { name: '增加订货或提价' }).click()
    const more = page.getByRole('dialog').filter({ hasText: '改后单价' })
    await more.getByLabel('第2行改后单价').fill('31')
    await more.getByLabel('原因').fill('供应商调价')
    await officer.expectAccessible()
    await more.getByRole('button', { name: '增加订货或提价' }).click()
    await page.getByText('670.00 元').first().waitFor()
    await page.getByRole('button', { name: '增加订货或提价' }).click()
    const beyond = page.getByRole('dialog').filter({ hasText: '改后单价' })
    await beyond.getByLabel('第2行改后数量').fill('20000')
    await beyond.getByLabel('原因').fill('虚构追加')
    await beyond.getByRole('button', { name: '增加订货或提价' }).click()
    await page.getByText(/该资金在项目中剩余/).waitFor()
    const { api } = story.ledger
    expect((await api.get(`/v1/purchases/${id}`)).committedFen).toBe(67_000)
    await api.post(`/v1/purchases/${id}/cancellation`, { reason: '虚构取消' })
  })

  it('are cancelled with a reason', async () => {
    const { page } = officer
    const id = await orderGoods(story.ledger.api, orderOf(goods))
    await page.goto(`/desk/goods/purchases/${id}`)
    await page.getByRole('button', { name: '取消订单' }).click()
    const form = page.getByRole('dialog')
    await form.getByText('占用的 750.00 元退回项目').waitFor()
    await form.getByLabel('原因').fill('虚构供应商停产')
    await officer.expectAccessible()
    await form.getByRole('button', { name: '取消订单' }).click()
    await page.getByText('虚构供应商停产').waitFor()
    await page.getByText('已取消', { exact: true }).waitFor()
    await officer.expectAccessible()
  })
})
