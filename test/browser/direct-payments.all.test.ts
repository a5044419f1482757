import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { balancesComeTo } from '../harness/account-balances.ts'
import { importRoster, issue, listCards, type Meals, prepareMeals, rosterFile } from '../harness/meals.ts'
import { approveStatement, payApproved, setPayee, untilPayment } from '../harness/settle.ts'
import { noBrowser } from './chromium.ts'
import { beginStory, patience, type Seat, type Story } from './story.ts'

/** 100.00 of the union, 120.00 that a treasury pays itself; what the books come to was written down before. */
describe.skipIf(noBrowser)('a treasury pays shops itself', () => {
  let story: Story
  let officer: Seat
  let meals: Meals
  let fund: string
  let shop: string
  const treasury = '玉树市国库支付中心'

  beforeAll(async () => {
    story = await beginStory('2025-07-02T02:00:00Z')
    const { api } = story.ledger
    await story.openAccount('officer', 'officer')
    await story.openAccount('approver', 'approver')
    const window = { window: 'july', from: '2025-07-01', until: '2025-07-20', creditFen: 20_000 }
    meals = await prepareMeals(api, { workers: 1, windows: [window], fundsFen: [10_000] })
    ;[shop = ''] = meals.merchants
    const funder = { name: '玉树市财政局', kind: 'government' }
    fund = (await api.post('/v1/funds', { name: '早餐补助额度', division: '632701', funder })).id
    await setPayee(api, shop, { account: '6217000999000005417', holder: '虚构店主' })
    officer = await story.sitDown()
    await officer.signIn('officer')
  }, 60_000)
  afterAll(() => story.close())

  it('it is registered beside the bank accounts', async () => {
    const { page } = officer
    await page.goto('/desk/funds/accounts')
    await page.getByRole('button', { name: '登记付款单位' }).click()
    const form = page.getByRole('dialog')
    const field = form.getByLabel('所属区划')
    await field.click()
    await field.pressSequentially('玉树市')
    await page.getByTitle('青海省玉树藏族自治州玉树市（632701）', { exact: true }).click()
    await form.getByLabel('单位名称').fill(treasury)
    await officer.expectAccessible()
    await form.getByRole('button', { name: '登记付款单位' }).click()
    await page.getByRole('row', { name: /玉树市国库支付中心.*国库支付机构.*玉树市/ }).waitFor()
    await officer.expectAccessible()
    expect((await story.ledger.api.get('/v1/payers')).items).toMatchObject([
      { name: treasury, kind: 'treasury', division: '632701' },
    ])
  }, 60_000)

  it('its notice is entered on the page of the fund, which then has a quota and no bank account', async () => {
    const { page } = officer
    await page.goto(`/desk/funds/${fund}`)
    await page.getByRole('button', { name: '登记授权支付额度' }).click()
    const form = page.getByRole('dialog')
    await choose('付款单位', treasury)
    await form.getByLabel('额度通知号').fill('玉财额〔2025〕12号')
    await form.getByLabel('金额', { exact: true }).fill('120')
    await form.getByText('+120.00').first().waitFor()
    await officer.expectAccessible()
    await form.getByRole('button', { name: '登记授权支付额度' }).click()
    await page.getByText('授权支付额度已登记').waitFor()
    await page.getByRole('row', { name: /玉树市国库支付中心.*120\.00.*0\.00.*120\.00/ }).waitFor()
    await page.getByRole('row', { name: /玉财额〔2025〕12号.*120\.00/ }).waitFor()
    expect(await page.getByRole('button', { name: '登记捐赠' }).count()).toBe(0)
    await officer.expectAccessible()
    await balancesComeTo(story.ledger, { quota: 12_000, bank: 10_000 })
  }, 60_000)

  it('what is in no programme it takes back', async () => {
    const { page } = officer
    const { api } = story.ledger
    await api.post(`/v1/funds/${fund}/allocations`, { programme: meals.programme, amountFen: 10_000 })
    await page
      .getByRole('row', { name: /玉财额/ })
      .getByRole('button', { name: '收回额度' })
      .click()
    const form = page.getByRole('dialog')
    await form.getByLabel('金额', { exact: true }).fill('20')
    await form.getByLabel('原因').fill('年底收回')
    await form.getByText('−20.00').first().waitFor()
    await officer.expectAccessible()
    await form.getByRole('button', { name: '收回额度' }).click()
    await page.getByText('额度收回已登记').waitFor()
    await balancesComeTo(story.ledger, { quota: 10_000, granted: 20_000 })
  }, 60_000)

  it('a statement of both is paid by both, each what is its own', async () => {
    const { page } = officer
    const { api } = story.ledger
    await importRoster(api, meals.programme, await rosterFile(1))
    await issue(api, meals.programme)
    const [card] = await listCards(api, meals.programme)
    const meal = { merchant: shop, amountFen: 4_000 }
    await api.post(`/v1/vouchers/${card?.code}/redemptions`, meal, { actor: `merchant-till/till-1@${shop}` })
    await approveStatement(api, meals.programme, shop)
    await page.goto('/desk/settlement/payments')
    await prepare(`${treasury}，20.00 元（额度可用 100.00 元）`)
    await prepare(undefined)
    const payments = (await api.get('/v1/payments')).items
    expect(payments).toMatchObject([{ payer: expect.stringMatching(/^payer-/), totalFen: 2_000 }, { totalFen: 2_000 }])
    expect(payments[1].payer).toBeUndefined()
    for (const [at, { id }] of payments.entries()) {
      const { payee } = await untilPayment(api, id, 'ready')
      await api.post(`/v1/payments/${id}/approval`, { payeeVersion: payee.version }, { actor: 'approver/of-payments' })
      await payApproved(api, id, 2_000, at === 0 ? 'assigned' : 'paid')
    }
    await balancesComeTo(story.ledger, { quota: 8_000, bank: 8_000, payable: 0 })
    await page.goto('/desk/settlement/payments')
    await page.getByRole('row', { name: /玉树市国库支付中心.*20\.00/ }).waitFor()
    await officer.expectAccessible()
  }, 60_000)

  it('the journal opens what a payer granted, took back and paid', async () => {
    const { page } = officer
    await page.goto('/desk/reports/journal')
    await page.getByLabel('付款单位').click()
    await page.locator('.ant-select-dropdown:visible').getByTitle('玉树市国库支付中心', { exact: true }).click()
    await page.getByRole('row', { name: /下达授权支付额度.*玉树市国库支付中心/ }).waitFor()
    await expect.poll(() => page.getByRole('row', { name: /专项资金到账|资金到账/ }).count(), patience).toBe(0)
    await officer.expectAccessible()
  }, 60_000)

  /** @param payer as it is offered; undefined: nobody else is left, and none is asked for */
  async function prepare(payer: string | undefined): Promise<void> {
    const { page } = officer
    await page.goto('/desk/settlement/payments')
    await page.getByRole('button', { name: '发起付款' }).click()
    const form = page.getByRole('dialog')
    await form.getByLabel('商户').click()
    await page.getByTitle('测试餐补饺子馆', { exact: true }).click()
    const before = (await story.ledger.api.get('/v1/payments')).items.length
    await form.getByRole('checkbox', { name: payer ? /第 1 号.*40\.00/ : /第 1 号.*20\.00/ }).check()
    if (payer) await choose('由谁付款', payer)
    await officer.expectAccessible()
    await form.getByRole('button', { name: '提交付款审批' }).click()
    await expect
      .poll(async () => {
        const { items } = await story.ledger.api.get('/v1/payments')
        return items.length
      }, patience)
      .toBe(before + 1)
    const { items } = await story.ledger.api.get('/v1/payments')
    await untilPayment(story.ledger.api, items.at(-1).id, 'ready')
  }

  async function choose(label: string, option: string): Promise<void> {
    const { page } = officer
    await page.getByRole('dialog').getByLabel(label).click()
    await page.locator('.ant-select-dropdown:visible').getByTitle(option, { exact: true }).click()
  }
})
