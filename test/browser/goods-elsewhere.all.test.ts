import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { noBrowser } from './chromium.ts'
import { choose, choosePerson, history, moves } from './goods-forms.ts'
import { balance, beginGoods, type Goods } from './prepared-goods.ts'
import { patience, type Seat, type Story } from './story.ts'

describe.skipIf(noBrowser)('goods that go another way than to people', { timeout: 120_000 }, () => {
  let story: Story
  let desk: Seat
  let goods: Goods

  beforeAll(async () => {
    ;({ story, desk, goods } = await beginGoods())
  })
  afterAll(() => story.close())

  const expectBalance = (amount: number, ...of: [account: string, commodity: string, depot?: string]) =>
    expect.poll(() => balance(story, ...of), patience).toBe(amount)

  it('fans go to another depot, which signs for what came: three are short, with a reason', async () => {
    const { page } = desk
    await page.goto(`/desk/goods/depots/${goods.depot}`)
    await page.getByRole('button', { name: '调拨', exact: true }).click()
    const sending = page.getByRole('dialog')
    await choose(page, '调入仓库', '开发区物资库')
    await choose(page, '物资', '挂脖风扇')
    await sending.getByLabel('数量').fill('20')
    await moves(page, '−20')
    await desk.expectAccessible()
    await sending.getByRole('button', { name: '调拨', exact: true }).click()
    await history(page).getByText('仓库调出').waitFor()
    await expectBalance(20, 'in-transit', goods.fan)

    await page.getByRole('navigation', { name: '物资各页' }).getByRole('link', { name: '仓库' }).click()
    await page.getByRole('link', { name: '开发区物资库' }).click()
    const tabs = page.getByRole('navigation', { name: '物资各页' })
    expect(await tabs.locator('[aria-current=page]').allInnerTexts()).toEqual(['仓库'])
    await page.getByText('来自海港区物资库，2025年7月10日（周四）调出，20 件').waitFor()
    await desk.expectAccessible()
    await page.getByRole('button', { name: '签收调拨' }).click()
    const arrival = page.getByRole('dialog')
    await arrival.getByLabel('实收 挂脖风扇（调出 20）').fill('17')
    await choosePerson(page, '签收人', '虚构1')
    await arrival.getByLabel('挂脖风扇 短少的原因').fill('途中破损')
    await moves(page, '+17')
    await desk.expectAccessible()
    await arrival.getByRole('button', { name: '签收调拨' }).click()
    await history(page).getByText('仓库调入').waitFor()
    expect(await page.getByRole('button', { name: '签收调拨' }).count()).toBe(0)
    await expectBalance(30, 'depot', goods.fan, goods.depot)
    await expectBalance(17, 'depot', goods.fan, goods.otherDepot)
    await expectBalance(3, 'lost', goods.fan)
    await expectBalance(0, 'in-transit', goods.fan)
  })

  it('a count finds two bottles more and a kit less; two people sign', async () => {
    const { page } = desk
    await page.goto(`/desk/goods/depots/${goods.depot}`)
    await page.getByRole('button', { name: '盘点', exact: true }).click()
    const form = page.getByRole('dialog')
    await form.getByLabel('实盘 矿泉水（账面 60）').fill('62')
    await form.getByLabel('实盘 清凉包（第1版）（账面 10）').fill('9')
    await choosePerson(page, '盘点人（两人）', '虚构0')
    await choosePerson(page, '盘点人（两人）', '虚构1')
    await moves(page, '+2')
    await moves(page, '−1')
    await desk.expectAccessible()
    await form.getByRole('button', { name: '盘点', exact: true }).click()
    await history(page).getByText('库存盘点').waitFor()
    await expectBalance(62, 'depot', goods.water, goods.depot)
    await expectBalance(9, 'depot', goods.kit, goods.depot)
    await expectBalance(-2, 'count-difference', goods.water)
    await expectBalance(1, 'count-difference', goods.kit)
    await desk.expectAccessible()
  })

  it('at the site, on a phone: two kits go back, which the depot takes in, and one is lost; the loss is taken back', async () => {
    const phone = await story.sitDown({ size: 'phone' })
    await phone.signIn('officer')
    const { page } = phone
    await page.goto(`/desk/goods/consignments/${goods.consignment}`)
    for (const [act, pieces, reason] of [
      ['退回仓库', '2', '现场多余'],
      ['登记损失', '1', '被雨淋坏'],
    ] as const) {
      await page.getByRole('button', { name: act, exact: true }).click()
      const form = page.getByRole('dialog')
      await form.getByLabel(/^清凉包（第1版）/).fill(pieces)
      await form.getByLabel('原因', { exact: true }).fill(reason)
      await moves(page, `−${pieces}`)
      await phone.expectAccessible()
      await form.getByRole('button', { name: act, exact: true }).click()
      await history(page).getByText(reason).waitFor()
    }
    expect(await story.ledger.api.get(`/v1/consignments/${goods.consignment}`)).toMatchObject({
      atSite: [{ quantity: 7 }],
    })
    await expectBalance(7, 'site', goods.kit)
    await expectBalance(11, 'depot', goods.kit, goods.depot)
    await expectBalance(1, 'lost', goods.kit)
    await page.getByRole('button', { name: '冲销损失' }).click()
    const reversal = page.getByRole('dialog')
    await reversal.getByLabel('原因', { exact: true }).fill('已找到')
    await moves(page, '−1')
    await reversal.getByRole('button', { name: '冲销损失' }).click()
    await history(page).getByText('红字更正 现场损失').waitFor()
    await expectBalance(8, 'site', goods.kit)
    await expectBalance(0, 'lost', goods.kit)
    await phone.expectAccessible()

    await desk.page.reload()
    await history(desk.page).getByText('退货入库').waitFor()
  })

  it('two change a kit: both are shown, and the second says what holds', async () => {
    const { page } = desk
    const kitId = goods.kit.replace(/@1$/, '')
    const path = `/v1/kits/${kitId}`
    await page.goto('/desk/goods/catalogue')
    await page.getByRole('button', { name: '改为新版本' }).click()
    const form = page.getByRole('dialog')
    await form.getByLabel('数量').first().fill('3')
    await desk.expectAccessible()
    const { name, components } = await story.ledger.api.get(path)
    const theirs = { name, components: [{ ...components[0], quantity: 5 }, components[1]] }
    await changeMeanwhile(story, path, theirs)
    await form.getByRole('button', { name: '改为新版本' }).click()
    await form.getByRole('region', { name: '对方保存的' }).getByText('矿泉水 × 5瓶、挂脖风扇 × 1台').waitFor()
    await form.getByRole('region', { name: '您填写的' }).getByText('矿泉水 × 3瓶、挂脖风扇 × 1台').waitFor()
    await desk.expectAccessible()
    await form.getByRole('button', { name: '用我的内容重新保存' }).click()
    await page.getByRole('region', { name: '套装' }).getByText('第3版').waitFor()
    await desk.expectAccessible()
    const ofWater = (await story.ledger.api.get(path)).versions.map((version: typeof theirs) => version.components[0])
    expect(ofWater).toMatchObject([{ quantity: 2 }, { quantity: 5 }, { quantity: 3 }])
  })

  it('a site is changed; of what another has changed meanwhile nothing is lost', async () => {
    const { page } = desk
    const path = `/v1/sites/${goods.site}`
    await page.getByRole('navigation', { name: '物资各页' }).getByRole('link', { name: '点位' }).click()
    const change = async (heads: string) => {
      await page.getByRole('button', { name: '修改', exact: true }).click()
      const form = page.getByRole('dialog')
      await form.getByLabel('人数').fill(heads)
      return form
    }
    const first = await change('35')
    await desk.expectAccessible()
    await first.getByRole('button', { name: '修改', exact: true }).click()
    await page.getByRole('region', { name: '点位' }).getByText('35', { exact: true }).waitFor()
    const { name, division, trade, kind, headCount } = await story.ledger.api.get(path)
    expect({ trade, headCount }).toEqual({ trade: '快递', headCount: 35 })

    const second = await change('40')
    await changeMeanwhile(story, path, { name, division, kind, headCount, trade: '快递、外卖' })
    await second.getByRole('button', { name: '修改', exact: true }).click()
    await second
      .getByRole('region', { name: '对方保存的' })
      .getByText(/快递、外卖 · 35 人/)
      .waitFor()
    await second
      .getByRole('region', { name: '您填写的' })
      .getByText(/快递 · 40 人/)
      .waitFor()
    await second.getByRole('button', { name: '采用对方的内容' }).click()
    await page.getByRole('region', { name: '点位' }).getByText('快递、外卖').waitFor()
    expect(await story.ledger.api.get(path)).toMatchObject({ trade: '快递、外卖', headCount: 35 })
    await page.getByRole('button', { name: '修改', exact: true }).click()
    await expect.poll(() => page.getByRole('dialog').getByLabel('人数').inputValue(), patience).toBe('35')
    await page.keyboard.press('Escape')
    await desk.expectAccessible()
  })
})

/** By another officer, on the version that stands there now. */
async function changeMeanwhile({ ledger: { api } }: Story, path: string, body: object): Promise<void> {
  const { headers } = await api.send({ method: 'GET', path })
  const version = { 'if-match': headers.get('etag') ?? '' }
  const { status } = await api.send({ method: 'PUT', path, body, actor: 'officer/second', headers: version })
  expect(status).toBe(200)
}
