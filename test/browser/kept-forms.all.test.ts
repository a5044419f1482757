import { statementId } from '@welfare/facts/statement-id.ts'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { noBrowser } from './chromium.ts'
import { beginGoods, type Goods } from './prepared-goods.ts'
import { openShop, type Shop } from './shop.ts'
import { patience, type Seat, type Story } from './story.ts'
import { openWeakLine, type WeakLine } from './weak-line.ts'

const july = { window: 'july', from: '2025-07-01', until: '2025-07-31', creditFen: 16_000 }

interface Desk {
  readonly account: string
  address(): string
  /** Opens a form. @returns a field of it */
  open(page: Page): Promise<Locator>
  /** Of what no browser keeps: it stays with its page alone. */
  readonly isOfPage?: true
}

describe.skipIf(noBrowser)('what is typed stays', () => {
  let story: Story
  let line: WeakLine
  let shop: Shop
  let goods: Goods
  beforeAll(async () => {
    const begun = await beginGoods(async (story) => {
      for (const role of ['approver', 'auditor', 'administrator'] as const) await story.openAccount(role, role)
      shop = await openShop(story, { windows: [july] })
      const { api } = story.ledger
      const meal = { merchant: shop.id, amountFen: 1_000 }
      await api.post(`/v1/vouchers/${shop.cards[0]?.code}/redemptions`, meal, {
        actor: `merchant-till/till-1@632701,${shop.id}`,
      })
      const limits = { limits: { allocation: { perAct: 1_000 } } }
      const machine = { account: 'machine', kind: 'machine', role: 'auditor', scope: { divisions: ['000000'] } }
      await api.send({ method: 'POST', path: '/v1/accounts', body: machine, actor: 'administrator/chief' })
      await api.send({ method: 'PUT', path: '/v1/approval-limits/632701', body: limits, actor: 'administrator/chief' })
      const donor = { kind: 'organisation', name: '虚构出资方' }
      await api.post(`/v1/funds/${shop.funds[0]}/donations`, { receiptNumber: 'R-9', donor, amountFen: 100_000 })
      await api.post(`/v1/funds/${shop.funds[0]}/allocations`, { programme: shop.programme, amountFen: 2_000 })
    })
    story = begun.story
    goods = begun.goods
    line = await openWeakLine(story.ledger.api.url)
  }, 60_000)
  afterAll(async () => {
    await story.close()
    await line.close()
  })

  const press = async (page: Page, ...names: string[]) => {
    for (const name of names) await page.getByRole('button', { name, exact: true }).first().click()
  }
  const officer = { account: 'officer' }
  /** One for each feature that has a form over what is read. */
  const desks: Readonly<Record<string, Desk>> = {
    funds: {
      ...officer,
      address: () => `/desk/funds/${shop.funds[0]}`,
      async open(page) {
        await press(page, '登记捐赠')
        return page.getByLabel('票据号', { exact: true })
      },
    },
    programmes: {
      ...officer,
      address: () => `/desk/programmes/${shop.programme}`,
      async open(page) {
        await page.getByRole('tab', { name: '规则' }).click()
        await press(page, '修改规则')
        return page.getByLabel('原因')
      },
    },
    'a round': {
      ...officer,
      address: () => `/desk/programmes/${shop.programme}`,
      async open(page) {
        await page.getByRole('tab', { name: '核定名单' }).click()
        return page.getByLabel('名单名称')
      },
    },
    issue: {
      ...officer,
      address: () => `/desk/issue?programme=${shop.programme}`,
      open: async (page) => page.getByLabel('新的核定名单'),
    },
    cards: {
      isOfPage: true,
      ...officer,
      address: () => `/desk/cards?programme=${shop.programme}`,
      async open(page) {
        await page.getByText('全名', { exact: true }).click()
        return page.getByLabel('用途', { exact: true })
      },
    },
    roster: {
      isOfPage: true,
      ...officer,
      address: () => `/desk/roster?programme=${shop.programme}`,
      open: async (page) => page.getByLabel('用途', { exact: true }),
    },
    merchants: {
      ...officer,
      address: () => `/desk/merchants/${shop.id}`,
      open: async (page) => page.getByLabel('手机名称'),
    },
    'a merchant': {
      ...officer,
      address: () => `/desk/merchants/${shop.id}`,
      async open(page) {
        await press(page, '修改商户')
        return page.getByRole('dialog').getByLabel('名称')
      },
    },
    'a last day': {
      ...officer,
      address: () => `/desk/programmes/${shop.programme}`,
      async open(page) {
        await page.getByRole('tab', { name: '结项' }).click()
        return page.getByLabel('原因')
      },
    },
    depots: {
      ...officer,
      address: () => `/desk/goods/depots/${goods.depot}`,
      async open(page) {
        await press(page, '登记收货')
        return page.getByLabel('收货单号')
      },
    },
    consignments: {
      ...officer,
      address: () => `/desk/goods/consignments/${goods.consignment}`,
      async open(page) {
        await press(page, '登记损失')
        return page.getByLabel('原因')
      },
    },
    person: {
      ...officer,
      address: () => `/desk/person/${shop.cards[1]?.worker}`,
      async open(page) {
        await press(page, '补换餐补卡')
        return page.getByLabel('理由')
      },
    },
    settlement: {
      ...officer,
      address: () => `/desk/settlement/statements/${statementId(shop.id, shop.programme)}`,
      async open(page) {
        await press(page, '提出争议')
        return page.getByLabel('原因')
      },
    },
    approvals: {
      account: 'approver',
      address: () => '/desk/approvals',
      open: async (page) => page.getByLabel('意见（不同意时必填）'),
    },
    administrator: {
      account: 'administrator',
      address: () => '/desk/limits',
      async open(page) {
        await press(page, '修改')
        return page.getByRole('group', { name: '资金安排' }).getByLabel('单笔超过')
      },
    },
    'an account': {
      account: 'administrator',
      address: () => '/desk/accounts',
      async open(page) {
        await press(page, 'auditor')
        await page.getByText('变更角色或范围').first().click()
        return page.getByLabel('原因')
      },
    },
    'a token': {
      account: 'administrator',
      address: () => '/desk/accounts',
      async open(page) {
        await press(page, 'machine')
        return page.getByLabel('用途')
      },
    },
    verify: {
      isOfPage: true,
      account: 'auditor',
      address: () => '/desk/verify',
      open: async (page) => page.getByLabel('账本的验证密钥'),
    },
  }

  const seats = new Map<string, Seat>()
  async function seatOf(account: string): Promise<Seat> {
    const known = seats.get(account)
    if (known) return known
    const seat = await story.sitDown({ through: line.url })
    await seat.context.clock.install()
    await seat.signIn(account)
    seats.set(account, seat)
    return seat
  }

  it.each(Object.keys(desks))(
    '%s: where the network is cut, and after a reload',
    async (name) => {
      const { account, address, open, isOfPage } = desks[name] as Desk
      const { page } = await seatOf(account)
      await page.goto(address())
      const field = await open(page)
      await field.fill('12345')
      line.become('down')
      await page.clock.fastForward(15_000)
      await page.evaluate('document.dispatchEvent(new Event("visibilitychange"))')
      await isSaid(page, 1)
      expect(await field.inputValue()).toBe('12345')
      line.become('good')
      await isSaid(page, 0)
      expect(await field.inputValue()).toBe('12345')

      await page.reload()
      const again = await open(page)
      await again.waitFor()
      if (!isOfPage) await page.getByText('已恢复上次没有提交的内容。').last().waitFor()
      expect((await again.inputValue()) === '12345').toBe(!isOfPage)
    },
    60_000,
  )

  /** Whether what is shown is said to be old, without anybody doing anything; time goes by quicker meanwhile. */
  async function isSaid(page: Page, count: 0 | 1): Promise<void> {
    const look = async () => {
      await page.clock.fastForward(5_000)
      return page.getByText(/所示为 \d\d:\d\d 的内容，之后没有读到新的内容/).count()
    }
    await expect.poll(look, { ...patience, interval: 250 }).toBe(count)
  }
})
