import type { Locator } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { noBrowser } from './chromium.ts'
import { choose, history, moves } from './goods-forms.ts'
import { balance, beginGoods, type Goods } from './prepared-goods.ts'
import { patience, type Seat, type Story } from './story.ts'

interface Case {
  /** Of the newest entry that has such a button. */
  readonly act: string
  fill(form: Locator): Promise<void>
  /** A drawer that no act before it has opened. */
  readonly isNewDrawer?: true
  /** Of one account, as shown before it is sent. */
  readonly change: string
  /** What is then in the books. */
  readonly booked: readonly [amount: number, account: string, commodity: keyof Goods][]
}

const state = (label: RegExp, pieces: string) => (form: Locator) => form.getByLabel(label).fill(pieces)

const cases: readonly Case[] = [
  {
    act: '确认盘亏',
    isNewDrawer: true,
    fill: state(/^确认损失 清凉包/, '1'),
    change: '+1',
    booked: [
      [1, 'lost', 'kit'],
      [0, 'count-difference', 'kit'],
    ],
  },
  {
    act: '找回',
    fill: state(/^找回 清凉包/, '1'),
    change: '−1',
    booked: [
      [0, 'lost', 'kit'],
      [10, 'depot', 'kit'],
    ],
  },
  {
    act: '更正盘点',
    fill: state(/^实盘 矿泉水/, '61'),
    change: '−1',
    booked: [
      [-1, 'count-difference', 'water'],
      [91, 'depot', 'water'],
    ],
  },
  {
    act: '更正报损',
    fill: state(/^实际报损 挂脖风扇/, '1'),
    change: '−1',
    booked: [
      [1, 'lost', 'fan'],
      [44, 'depot', 'fan'],
    ],
  },
  {
    act: '冲销调拨',
    fill: async () => {},
    change: '+5',
    booked: [
      [0, 'in-transit', 'fan'],
      [49, 'depot', 'fan'],
    ],
  },
  {
    act: '拆包',
    isNewDrawer: true,
    fill: state(/^拆包 清凉包/, '3'),
    change: '−3',
    booked: [
      [7, 'depot', 'kit'],
      [97, 'depot', 'water'],
      [52, 'depot', 'fan'],
    ],
  },
  {
    act: '更正收货',
    isNewDrawer: true,
    async fill(form) {
      await form.getByText('物资或来源', { exact: true }).click()
      await choose(form.page(), '物资', '挂脖风扇（台）')
    },
    change: '+30',
    booked: [
      [67, 'depot', 'water'],
      [82, 'depot', 'fan'],
    ],
  },
]

describe.skipIf(noBrowser)('what was entered wrongly in a depot, or turned out otherwise', { timeout: 120_000 }, () => {
  let story: Story
  let desk: Seat
  let goods: Goods

  beforeAll(async () => {
    ;({ story, desk, goods } = await beginGoods(goWrong))
    await desk.page.goto(`/desk/goods/depots/${goods.depot}`)
  })
  afterAll(() => story.close())

  it.each(cases)('$act: with what moves shown before', async ({ act, fill, change, booked, isNewDrawer }) => {
    const { page } = desk
    const entries = history(page).getByRole('row')
    await page.getByRole('button', { name: act, exact: true }).first().click()
    const shown = await entries.count()
    const form = page.getByRole('dialog')
    await fill(form)
    await form.getByLabel(/^原因/).fill('复核后更正')
    await moves(page, change)
    if (isNewDrawer) await desk.expectAccessible()
    await form.getByRole('button', { name: act, exact: true }).click()
    await form.waitFor({ state: 'hidden' })
    for (const [amount, account, commodity] of booked)
      await expect.poll(() => balance(story, account, String(goods[commodity])), patience).toBe(amount)
    // The act after it is offered by this one's entry, not by an older one.
    await expect.poll(() => entries.count(), patience).toBeGreaterThan(shown)
  })

  it('what is done with is offered no more', async () => {
    const { page } = desk
    await history(page).getByText('红字更正 物资入库').waitFor()
    const offered = (act: string) => page.getByRole('button', { name: act, exact: true }).count()
    expect([await offered('确认盘亏'), await offered('冲销调拨')]).toEqual([0, 0])
    // Of the right write-off alone.
    expect([await offered('找回'), await offered('更正报损')]).toEqual([1, 1])
    await desk.expectAccessible()
  })

  it('a correction begins from what a colleague has corrected meanwhile, and asks for nothing that is not sent', async () => {
    const { page } = desk
    const form = page.getByRole('dialog')
    const begin = () => page.getByRole('button', { name: '更正收货', exact: true }).first().click()
    const quantity = form.getByLabel('数量')
    await begin()
    await quantity.fill('29')
    await form.getByRole('button', { name: '取消' }).click()
    await form.waitFor({ state: 'hidden' })
    await begin()
    await form.getByText('已恢复上次没有提交的内容。').waitFor()
    expect(await quantity.inputValue()).toBe('29')

    const { api } = story.ledger
    const { events } = await api.get(`/v1/trail/${goods.depot}?order=newest`)
    const { stream, version } = events.find(({ type }: { readonly type: string }) => type === 'GoodsReceived')
    const theirs = { quantity: 28, receiptNumber: 'S-3', expiresOn: '2026-01-31', reason: '点数有误' }
    await api.post(`/v1/depots/${goods.depot}/receipts/${stream}.${version}/correction`, theirs)
    await page.reload()
    await history(page).getByText('点数有误').waitFor()
    await begin()
    await expect.poll(() => quantity.inputValue(), patience).toBe('28')
    expect(await form.getByText('已恢复上次没有提交的内容。').count()).toBe(0)

    const expiresOn = form.getByRole('textbox', { name: '到期日' })
    await form.getByLabel(/^原因/).fill('没有到期日')
    await expiresOn.fill('')
    await form.getByText(/^还不能提交：已登记的不能清空/).waitFor()
    expect(await form.getByRole('button', { name: '更正收货' }).isDisabled()).toBe(true)
    await form.getByText('物资或来源', { exact: true }).click()
    await choose(page, '物资', '矿泉水（瓶）')
    await form.getByLabel('收货日期').fill('2025-07-09')
    await moves(page, '+28')
    expect(await form.getByLabel(/补录原因/).count()).toBe(0)
    await desk.expectAccessible()
    await form.getByRole('button', { name: '更正收货' }).click()
    await form.waitFor({ state: 'hidden' })
    await expect.poll(() => balance(story, 'depot', goods.water), patience).toBe(67 + 28)
    const { events: after } = await api.get(`/v1/trail/${goods.depot}?order=newest`)
    const { data } = after.find(({ type }: { readonly type: string }) => type === 'GoodsReceived')
    expect(data).toMatchObject({ commodity: goods.water, quantity: 28, receivedOn: '2025-07-09' })
    expect(data).not.toHaveProperty('expiresOn')
  })

  it('a long history begins with the newest hundred, and goes back on demand', async () => {
    const { page } = desk
    const { otherDepot: depot, water: commodity } = goods
    const source = { kind: 'donation', donor: { kind: 'individual' } }
    for (let number = 1; number <= 100; number++) {
      const paper = { receiptNumber: `T-${number}`, receivedOn: '2025-07-10' }
      await story.ledger.api.post(`/v1/depots/${depot}/receipts`, { commodity, quantity: 1, source, ...paper })
    }
    await page.goto(`/desk/goods/depots/${depot}`)
    const entries = history(page).getByRole('row')
    const shown = 1 + 100
    await expect.poll(() => entries.count(), patience).toBe(shown)
    expect(await history(page).getByText('设立仓库').count()).toBe(0)
    await page.getByRole('button', { name: '载入更多' }).click()
    await history(page).getByText('设立仓库').waitFor()
    // Opened, told of a transfer, and of its end.
    expect(await entries.count()).toBe(shown + 3)
    expect(await page.getByRole('button', { name: '载入更多' }).count()).toBe(0)
  })
})

/** A count, a write-off, a transfer and a receipt that somebody will have to come back to. */
async function goWrong({ ledger: { api } }: Story, { depot, otherDepot, water, fan, kit, workers }: Goods) {
  const { stock } = await api.get(`/v1/depots/${depot}`)
  const lotOf = (of: string) =>
    stock.find(({ commodity }: { readonly commodity: string }) => commodity === of).lots[0].lot
  const counted = [
    { lot: lotOf(water), quantity: 62 },
    { lot: lotOf(kit), quantity: 9 },
  ]
  await api.post(`/v1/depots/${depot}/counts`, { lines: counted, signedBy: workers })
  const spoilt = [{ lot: lotOf(fan), quantity: 2 }]
  await api.post(`/v1/depots/${depot}/write-offs`, { lines: spoilt, reason: '受潮' })
  await api.post(`/v1/depots/${depot}/transfers`, { to: otherDepot, lines: [{ commodity: fan, quantity: 5 }] })
  await api.post(`/v1/depots/${depot}/receipts`, {
    ...{ commodity: water, quantity: 30, receiptNumber: 'S-3', receivedOn: '2025-07-10' },
    source: { kind: 'donation', donor: { kind: 'organisation', name: '某饮料公司' } },
  })
}
