import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { balancesComeTo } from '../harness/account-balances.ts'
import { approveStatement, payApproved, setPayee, untilPayment } from '../harness/settle.ts'
import { openShopIn, type ShopLedger } from '../harness/shop-ledger.ts'
import { noBrowser } from './chromium.ts'
import { beginStory, patience, type Seat, type Story } from './story.ts'

/** 200.00 that came before accounts were named; what the books come to was written down before. */
describe.skipIf(noBrowser)('the money of a fund lies on accounts of unions', () => {
  let story: Story
  let officer: Seat
  let town: ShopLedger
  let fund: string
  const ours = '帮扶专户（青海银行玉树支行 尾号 7731）'
  const theirs = '州级专户（青海银行玉树支行 尾号 0042）'

  beforeAll(async () => {
    story = await beginStory('2025-07-02T02:00:00Z')
    const { api } = story.ledger
    await story.openAccount('officer', 'officer')
    await story.openAccount('county', 'officer', { divisions: ['632701'] })
    await story.openAccount('approver', 'approver')
    town = await openShopIn(story.ledger, { workers: 1, fundsFen: [20_000] })
    ;[fund = ''] = town.meals.funds
    await setPayee(api, town.shop, { account: '6217000999000005417', holder: '虚构店主' })
    officer = await story.sitDown()
    await officer.signIn('officer')
  }, 60_000)
  afterAll(() => story.close())

  it('two accounts are registered, by their bank and last four digits', async () => {
    const { page } = officer
    await page.getByRole('menuitem', { name: '专项资金' }).click()
    await page.getByRole('link', { name: '银行账户' }).click()
    await page.getByText('还没有银行账户').waitFor()
    await officer.expectAccessible()
    await register('帮扶专户', '7731', '玉树市', '青海省玉树藏族自治州玉树市（632701）')
    await officer.expectAccessible()
    await page.getByRole('row', { name: /帮扶专户.*玉树市.*7731.*0\.00.*0\.00.*0\.00/ }).waitFor()
    await register('州级专户', '0042', '玉树', '青海省玉树藏族自治州（632700）')
    await page.getByRole('row', { name: /州级专户.*0042/ }).waitFor()
    expect((await story.ledger.api.get('/v1/bank-accounts')).items).toMatchObject([
      { name: '帮扶专户', division: '632701', bank: '青海银行玉树支行', lastDigits: '7731', funds: [] },
      { name: '州级专户', division: '632700', lastDigits: '0042', funds: [] },
    ])
  }, 60_000)

  it('what was there before is assigned, once no payment is under way that names no account', async () => {
    const { page } = officer
    const payment = await preparedWithoutAccount()
    await page.goto(`/desk/funds/${fund}`)
    await page.getByRole('heading', { name: '存放账户' }).waitFor()
    await page.getByRole('row', { name: /未归入账户.*200\.00/ }).waitFor()
    await officer.expectAccessible()
    await page.getByRole('button', { name: '归入账户' }).click()
    const form = page.getByRole('dialog')
    await choose('归入账户', ours)
    await form.getByText('+200.00').waitFor()
    await form.getByRole('button', { name: '归入账户' }).click()
    await form.getByText('还有没写付款账户的付款没有办完').waitFor()
    await form.getByRole('link', { name: payment.reference }).waitFor()
    await officer.expectAccessible()
    const withdrawal = { reason: '账户未填' }
    await story.ledger.api.post(`/v1/payments/${payment.id}/withdrawal`, withdrawal)
    await expect
      .poll(async () => {
        await form.getByRole('button', { name: '归入账户' }).click()
        return (await moneyOf()).status
      }, patience)
      .toBe('on-accounts')
    await page.getByRole('row', { name: /帮扶专户.*200\.00.*0\.00.*200\.00/ }).waitFor()
    await balancesComeTo(story.ledger, { bank: 20_000, payable: 2_000 })
    expect(await moneyOf()).toMatchObject({ unassignedFen: 0, accounts: [{ balanceFen: 20_000, heldFen: 0 }] })
  }, 60_000)

  it('a payment is prepared from the account that has enough, which then holds its money', async () => {
    const { page } = officer
    await page.goto('/desk/settlement/payments')
    await page.getByRole('button', { name: '发起付款' }).click()
    const form = page.getByRole('dialog')
    await form.getByLabel('商户').click()
    await page.getByTitle('测试餐补饺子馆', { exact: true }).click()
    await form.getByRole('checkbox', { name: /第 1 号/ }).check()
    await form.getByTitle(`${ours}：可用 200.00 元`).waitFor()
    await choose('付款账户', `${theirs}：可用 0.00 元`)
    await form.getByText('测试餐补资金0在此账户可用 0.00 元，需要 20.00 元').waitFor()
    await officer.expectAccessible()
    await form.getByRole('button', { name: '提交付款审批' }).click()
    expect((await story.ledger.api.get('/v1/payments')).items).toHaveLength(1)
    await choose('付款账户', `${ours}：可用 200.00 元`)
    await form.getByRole('button', { name: '提交付款审批' }).click()
    await page.getByText(ours).first().waitFor()
    const [, prepared] = (await story.ledger.api.get('/v1/payments')).items
    expect(prepared.bankAccount).toBe((await moneyOf()).accounts[0]?.bankAccount)
    await untilPayment(story.ledger.api, prepared.id, 'ready')
    expect(await moneyOf()).toMatchObject({ accounts: [{ balanceFen: 20_000, heldFen: 2_000 }] })
  }, 60_000)

  it('its approver sees from which; what is paid has left it', async () => {
    const { page } = officer
    const [, prepared] = (await story.ledger.api.get('/v1/payments')).items
    const approver = await story.sitDown({ size: 'phone' })
    await approver.signIn('approver')
    await approver.page.goto('/desk/approvals')
    const card = approver.page.getByRole('article', { name: /付款：测试餐补饺子馆/ })
    await card.getByText(ours).waitFor()
    await approver.expectAccessible()
    await card.getByRole('button', { name: /同意付款 20\.00 元/ }).click()
    await untilPayment(story.ledger.api, prepared.id, 'approved')
    await payApproved(story.ledger.api, prepared.id, 2_000)
    await balancesComeTo(story.ledger, { bank: 18_000, payable: 0 })
    await approver.context.close()
    await page.goto('/desk/funds/accounts')
    await page.getByRole('row', { name: /帮扶专户.*玉树市.*180\.00/ }).waitFor()
    await officer.expectAccessible()
  }, 60_000)

  it('what came back of a payment lies where it was paid from, or where the bank says', async () => {
    const { page } = officer
    const [, { id, bankAccount }] = (await story.ledger.api.get('/v1/payments')).items
    await page.goto(`/desk/settlement/payments/${id}`)
    await page.getByRole('button', { name: '登记款项退回' }).click()
    const form = page.getByRole('dialog')
    await form.getByTitle(ours).waitFor()
    await form.getByLabel('原因').fill('账号已注销')
    await form.getByLabel('凭证号').fill('H-1')
    await form.getByText('+20.00').first().waitFor()
    await officer.expectAccessible()
    await form.getByRole('button', { name: '登记款项退回' }).click()
    await page.getByText('款项退回已登记').waitFor()
    await balancesComeTo(story.ledger, { bank: 20_000, payable: 2_000 })
    expect(await moneyOf()).toMatchObject({ accounts: [{ bankAccount, balanceFen: 20_000, heldFen: 0 }] })
  }, 60_000)

  it('a transfer is previewed and waits for another person', async () => {
    const { page } = officer
    await page.goto(`/desk/funds/${fund}`)
    await page.getByRole('heading', { name: '存放账户' }).waitFor()
    await page.getByRole('button', { name: '转账' }).click()
    const form = page.getByRole('dialog')
    await choose('转入账户', theirs)
    await form.getByLabel('金额', { exact: true }).fill('50')
    await form.getByLabel('汇款凭证号').fill('HK-1')
    await form.getByText('−50.00').waitFor()
    await officer.expectAccessible()
    await form.getByRole('button', { name: '送交审批' }).click()
    await page.getByText('已送交审批').waitFor()
    await balancesComeTo(story.ledger, { bank: 20_000, transit: 0 })
  }, 60_000)

  it('its approver sees from where and to where; then it is in transit', async () => {
    const approver = await story.sitDown({ size: 'phone' })
    await approver.signIn('approver')
    await approver.page.goto('/desk/approvals')
    const card = approver.page.getByRole('article', { name: '账户间转账' })
    for (const said of [ours, theirs]) await card.getByText(said, { exact: true }).waitFor()
    await approver.expectAccessible()
    await card.getByRole('button', { name: '同意', exact: true }).click()
    await balancesComeTo(story.ledger, { bank: 15_000, transit: 5_000 })
    await approver.context.close()
  }, 60_000)

  it('on its way for more than three days it waits for an officer, who enters its arrival', async () => {
    const { page } = officer
    story.ledger.clock.advanceTo(new Date('2025-07-06T02:00:00Z'))
    await officer.signIn('officer')
    await page.getByText('1 笔账户间转账在途，共 50.00 元；其中 1 笔汇出已超过 3 天').click()
    const sent = page.getByRole('row', { name: /帮扶专户.*州级专户.*50\.00.*在途/ })
    await sent.waitFor()
    await officer.expectAccessible()
    await sent.getByRole('button', { name: '登记到账' }).click()
    const arrival = page.getByRole('dialog')
    await arrival.getByLabel('凭证号').fill('H-2')
    await arrival.getByText('+50.00').waitFor()
    await officer.expectAccessible()
    await arrival.getByRole('button', { name: '登记到账' }).click()
    await page.getByText('转账已到账').waitFor()
    await balancesComeTo(story.ledger, { bank: 20_000, transit: 0 })
    expect((await story.ledger.api.get(`/v1/funds/${fund}/transfers`)).items).toMatchObject([
      { amountFen: 5_000, reference: 'HK-1', sentOn: '2025-07-02', endedOn: '2025-07-06', status: 'arrived' },
    ])
    expect(await moneyOf()).toMatchObject({
      inTransitFen: 0,
      accounts: [{ balanceFen: 15_000 }, { balanceFen: 5_000 }],
    })
    await page.goto(`/desk/funds/${fund}`)
    await page.getByRole('heading', { name: '存放账户' }).waitFor()
    await page.getByRole('row', { name: /HK-1.*已到账/ }).waitFor()
    await officer.expectAccessible()
  }, 60_000)

  it('a donation reaches an account, is corrected onto the right one, and a part of it leaves that again', async () => {
    const { page } = officer
    await page.getByRole('button', { name: '登记捐赠' }).click()
    const form = page.getByRole('dialog')
    await form.getByLabel('票据号', { exact: true }).fill('R-77')
    await form.getByLabel('捐赠单位', { exact: true }).fill('玉树市总工会')
    await form.getByLabel('金额', { exact: true }).fill('30')
    await choose('到账账户', theirs)
    await form.getByText('+30.00').first().waitFor()
    await officer.expectAccessible()
    await form.getByRole('button', { name: '登记捐赠' }).click()
    await page.getByText('捐赠已登记').waitFor()
    expect(await lyingOn()).toEqual([15_000, 8_000])
    await page.getByRole('row', { name: /R-77/ }).getByRole('button', { name: '红字更正' }).click()
    await form.getByLabel('原因').fill('账户选错')
    await form.getByTitle(theirs).waitFor()
    await choose('到账账户', ours)
    await form.getByText('+30.00').first().waitFor()
    await officer.expectAccessible()
    await form.getByRole('button', { name: '红字更正' }).click()
    await page.getByText('更正后的新分录').waitFor()
    expect(await lyingOn()).toEqual([18_000, 5_000])
    await page
      .getByRole('row', { name: /R-77.*更正后的新分录/ })
      .getByRole('button', { name: '退捐' })
      .click()
    await form.getByLabel('金额', { exact: true }).fill('10')
    await form.getByLabel('原因').fill('捐赠方要求')
    await form.getByTitle(`${ours}：可用 180.00 元`).waitFor()
    await form.getByText('−10.00').first().waitFor()
    await officer.expectAccessible()
    await form.getByRole('button', { name: '退捐' }).click()
    await page.getByText('已退捐 10.00').waitFor()
    expect(await lyingOn()).toEqual([17_000, 5_000])
    await balancesComeTo(story.ledger, { bank: 22_000 })
  }, 60_000)

  it('what a shop gives back reaches an account', async () => {
    const { page } = officer
    const { api } = story.ledger
    const due = await approveStatement(api, town.meals.programme, town.shop)
    const [{ bankAccount }] = (await moneyOf()).accounts
    const { id } = await api.post('/v1/payments', { merchant: town.shop, parts: [due], bankAccount })
    const { payee } = await untilPayment(api, id, 'ready')
    await api.post(`/v1/payments/${id}/approval`, { payeeVersion: payee.version }, { actor: 'approver/of-payments' })
    await payApproved(api, id, 2_000)
    expect(await town.takeBack(meal, { reason: '没有这个人' })).toMatchObject({ status: 201 })
    await page.goto(`/desk/settlement/statements/${town.statement}`)
    await page.getByRole('button', { name: '登记商户退款' }).click()
    const form = page.getByRole('dialog')
    await form.getByLabel('凭证号').fill('H-3')
    await choose('到账账户', theirs)
    await form.getByText('+20.00').first().waitFor()
    await officer.expectAccessible()
    await form.getByRole('button', { name: '登记商户退款' }).click()
    await expect.poll(lyingOn, patience).toEqual([15_000, 7_000])
  }, 60_000)

  it('where the money lies is told in all, as of any day, and taken away with its total; legs name their account', async () => {
    const { page } = officer
    await page.goto('/desk/reports/bank')
    await page.getByRole('row', { name: /合计 220\.00/ }).waitFor()
    await officer.expectAccessible()
    const file = page.waitForEvent('download')
    await page.getByRole('link', { name: '下载 CSV' }).click()
    const lines = readFileSync(await (await file).path(), 'utf8')
      .trimEnd()
      .split('\r\n')
    expect(lines[0]).toContain('余额（元）')
    expect(lines.at(-2)).toMatch(/^合计,,,,,220\.00,/)
    expect(lines.at(-1)).toMatch(/^截至 2025-07-06 10:00 已记录/)
    await page.goto('/desk/reports/bank?effective=2025-07-02')
    await page.getByRole('row', { name: /合计 150\.00/ }).waitFor()
    await page.getByRole('row', { name: /合计 50\.00/ }).waitFor()
    await page.goto('/desk/reports/journal')
    await page.getByLabel('银行账户').first().click()
    await page.getByTitle(theirs).click()
    await page
      .getByRole('row', { name: /州级专户/ })
      .first()
      .waitFor()
    await expect.poll(() => page.getByRole('row', { name: /帮扶专户/ }).count(), patience).toBe(0)
    await officer.expectAccessible()
  }, 60_000)

  it('a county does not see what lies on another union’s account', async () => {
    const county = await story.sitDown()
    await county.signIn('county')
    await county.page.goto('/desk/funds/accounts')
    await county.page.getByRole('row', { name: /帮扶专户.*玉树市.*150\.00/ }).waitFor()
    await county.page.getByRole('row', { name: /州级专户 其他工会的账户，不显示金额/ }).waitFor()
    expect(await county.page.getByText('70.00').count()).toBe(0)
    await county.expectAccessible()
  }, 60_000)

  let meal: string

  async function preparedWithoutAccount(): Promise<{ readonly id: string; readonly reference: string }> {
    const { api } = story.ledger
    meal = await town.eat(2_000)
    const due = await approveStatement(api, town.meals.programme, town.shop)
    const { id, reference } = await api.post('/v1/payments', { merchant: town.shop, parts: [due] })
    await untilPayment(api, id, 'ready')
    return { id, reference }
  }

  async function moneyOf() {
    const [money] = (await story.ledger.api.get(`/v1/bank-money?fund=${fund}`)).items
    return money
  }

  async function lyingOn(): Promise<number[]> {
    return (await moneyOf()).accounts.map(({ balanceFen }: { readonly balanceFen: number }) => balanceFen)
  }

  async function register(name: string, lastDigits: string, typed: string, division: string): Promise<void> {
    const { page } = officer
    await page.getByRole('button', { name: '登记银行账户' }).click()
    const form = page.getByRole('dialog')
    const field = form.getByLabel('所属区划')
    await field.click()
    await field.pressSequentially(typed)
    await page.getByTitle(division, { exact: true }).click()
    await form.getByLabel('开户行').fill('青海银行玉树支行')
    await form.getByLabel('账号后四位').fill(lastDigits)
    await form.getByLabel('账户名称').fill(name)
    await form.getByRole('button', { name: '登记银行账户' }).click()
    await form.waitFor({ state: 'detached' })
  }

  async function choose(label: string, option: string): Promise<void> {
    const { page } = officer
    await page.getByRole('dialog').getByLabel(label).click()
    await page.locator('.ant-select-dropdown:visible').getByTitle(option, { exact: true }).click()
  }
})
