import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { balancesComeTo } from '../harness/account-balances.ts'
import { noBrowser } from './chromium.ts'
import { beginStory, type Seat, type Story } from './story.ts'

/** What a bank itself puts on an account of a union and takes from it; what the books come to was written down before. */
describe.skipIf(noBrowser)('what else happens on an account', () => {
  let story: Story
  let officer: Seat
  let account: string
  let own: string
  const said = '基本户（青海银行玉树支行 尾号 7731）'

  beforeAll(async () => {
    story = await beginStory('2025-07-02T02:00:00Z')
    const { api } = story.ledger
    await story.openAccount('officer', 'officer')
    await story.openAccount('approver', 'approver')
    const division = '632701'
    account = (
      await api.post('/v1/bank-accounts', { name: '基本户', division, bank: '青海银行玉树支行', lastDigits: '7731' })
    ).id
    const funder = { name: '玉树市总工会', kind: 'union' }
    own = (await api.post('/v1/funds', { name: '市总自有资金', division, funder, relation: 'own' })).id
    officer = await story.sitDown()
    await officer.signIn('officer')
  }, 60_000)
  afterAll(() => story.close())

  it('a fund is said to be the own money on it', async () => {
    const { page } = officer
    await page.goto('/desk/funds/accounts')
    const row = page.getByRole('row', { name: /基本户.*7731/ })
    await row.getByRole('button', { name: '确定自有资金' }).click()
    const form = page.getByRole('dialog')
    await form.getByText(said).waitFor()
    await form.getByLabel('自有资金').click()
    await page.getByTitle('市总自有资金', { exact: true }).click()
    await officer.expectAccessible()
    await form.getByRole('button', { name: '确定自有资金' }).click()
    await page.getByText('自有资金已确定').waitFor()
    await page.getByRole('row', { name: /基本户.*市总自有资金/ }).waitFor()
    await officer.expectAccessible()
  }, 60_000)

  it('interest is entered by the bank’s paper', async () => {
    const { page } = officer
    await page.getByRole('button', { name: '登记利息' }).click()
    const form = page.getByRole('dialog')
    await form.getByLabel('金额', { exact: true }).fill('12.34')
    await form.getByLabel('回单号').fill('LX-0630')
    await form.getByText('+12.34').first().waitFor()
    await officer.expectAccessible()
    await form.getByRole('button', { name: '登记利息' }).click()
    await page.getByText('利息已登记').waitFor()
    await page.getByRole('row', { name: /7731 12\.34/ }).waitFor()
    await balancesComeTo(story.ledger, { bank: 1_234, available: 1_234, donated: 1_234 })
  }, 60_000)

  it('a charge of the bank is refused beyond that, and otherwise waits for another person', async () => {
    const { page } = officer
    await page.getByRole('button', { name: '登记手续费' }).click()
    const form = page.getByRole('dialog')
    await form.getByLabel('金额', { exact: true }).fill('20')
    await form.getByRole('alert').getByText('12.34').waitFor()
    await officer.expectAccessible()
    await form.getByLabel('金额', { exact: true }).fill('2')
    await form.getByText('−2.00').first().waitFor()
    await form.getByRole('button', { name: '送交审批' }).click()
    await page.getByText('已送交审批').waitFor()
    const approver = await story.sitDown({ size: 'phone' })
    await approver.signIn('approver')
    await approver.page.goto('/desk/approvals')
    const card = approver.page.getByRole('article', { name: '银行手续费' })
    await card.getByText(said, { exact: true }).waitFor()
    await approver.expectAccessible()
    await card.getByRole('button', { name: '同意', exact: true }).click()
    await balancesComeTo(story.ledger, { bank: 1_034, available: 1_034, used: 200, cost: 200 })
    await approver.context.close()
    expect((await story.ledger.api.get('/v1/bank-accounts')).items).toMatchObject([
      { id: account, ownFund: own, funds: [{ fund: own, balanceFen: 1_034 }] },
    ])
  }, 60_000)

  it('a charge that was mistyped is taken back in red, with what is right', async () => {
    const { page } = officer
    await page.goto(`/desk/funds/accounts/${account}`)
    const row = page.getByRole('row', { name: /银行手续费.*2\.00/ })
    await row.getByRole('button', { name: '红字更正' }).click()
    const form = page.getByRole('dialog')
    await form.getByText(`原登记：2.00 元，${said}`).waitFor()
    await form.getByLabel('更正原因').fill('金额录错')
    await form.getByLabel('金额', { exact: true }).fill('1.50')
    await form.getByText('+0.50').first().waitFor()
    await officer.expectAccessible()
    await form.getByRole('button', { name: '红字更正' }).click()
    await page.getByText('已红字更正').waitFor()
    await page.getByRole('row', { name: /银行手续费.*1\.50/ }).waitFor()
    await balancesComeTo(story.ledger, { bank: 1_084, available: 1_084, used: 150, cost: 150, donated: 1_234 })
  }, 60_000)

  it('what nobody knows waits to be identified, and turns out to be a gift', async () => {
    const { page } = officer
    await page.goto('/desk/funds/accounts')
    await page.getByText('没有待查明的款项').waitFor()
    await page.getByRole('button', { name: '登记待查明款' }).click()
    const form = page.getByRole('dialog')
    await form.getByLabel('金额', { exact: true }).fill('50')
    await form.getByLabel('回单号').fill('LZ-1')
    await form.getByLabel('对方账号后四位').fill('0417')
    await form.getByText('+50.00').first().waitFor()
    await officer.expectAccessible()
    await form.getByRole('button', { name: '登记待查明款' }).click()
    await page.getByText('待查明款已登记').waitFor()
    await balancesComeTo(story.ledger, { bank: 6_084, suspense: 5_000, available: 1_084 })
    await page.getByRole('menuitem', { name: '首页' }).click()
    await page.getByRole('link', { name: '1 笔到账款还没有查明来源，共 50.00 元' }).click()
    const row = page.getByRole('row', { name: /基本户.*50\.00.*LZ-1.*0417/ })
    await row.getByRole('button', { name: '登记查明结果' }).click()
    await form.getByLabel('专项资金').click()
    await page.getByTitle('市总自有资金', { exact: true }).click()
    await form.getByLabel('票据号').fill('QY-1')
    await form.getByLabel('捐赠单位').fill('某企业')
    await form.getByText('−50.00').first().waitFor()
    await officer.expectAccessible()
    await form.getByRole('button', { name: '登记查明结果' }).click()
    await page.getByText('查明结果已登记').waitFor()
    await page.getByText('没有待查明的款项').waitFor()
    await officer.expectAccessible()
    await balancesComeTo(story.ledger, { bank: 6_084, suspense: 0, available: 6_084, donated: 6_234 })
    expect((await story.ledger.api.get(`/v1/funds/${own}/donations`)).items).toMatchObject([
      { receiptNumber: 'QY-1', amountFen: 5_000, bankAccount: account },
    ])
  }, 60_000)
})
