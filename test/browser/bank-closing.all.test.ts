import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { noBrowser } from './chromium.ts'
import { beginStory, type Seat, type Story } from './story.ts'

/** Two accounts of a union: the one with money on it cannot be closed, the other one is, by two persons. */
describe.skipIf(noBrowser)('a bank account is closed', () => {
  let story: Story
  let officer: Seat

  beforeAll(async () => {
    story = await beginStory('2025-07-02T02:00:00Z')
    const { api } = story.ledger
    await story.openAccount('officer', 'officer')
    await story.openAccount('approver', 'approver')
    const division = '632701'
    const at = { division, bank: '青海银行玉树支行' }
    const basic = (await api.post('/v1/bank-accounts', { ...at, name: '基本户', lastDigits: '7731' })).id
    await api.post('/v1/bank-accounts', { ...at, name: '旧专户', lastDigits: '0042' })
    const funder = { name: '玉树市总工会', kind: 'union' }
    const fund = (await api.post('/v1/funds', { name: '帮扶资金', division, funder })).id
    const donor = { kind: 'organisation', name: '某企业' }
    const gift = { receiptNumber: 'R-1', donor, amountFen: 10_000, bankAccount: basic }
    await api.post(`/v1/funds/${fund}/donations`, gift)
    officer = await story.sitDown()
    await officer.signIn('officer')
  }, 60_000)
  afterAll(() => story.close())

  it('what stands in the way is listed before a reason is typed', async () => {
    const { page } = officer
    await page.goto('/desk/funds/accounts')
    await page
      .getByRole('row', { name: /基本户.*7731/ })
      .getByRole('button', { name: '登记销户' })
      .click()
    const form = page.getByRole('dialog')
    await form.getByText('账上还有').waitFor()
    await form.getByText('2025-07 及以后还没有余额为零并经复核的银行存款余额调节表').waitFor()
    await form.getByLabel('原因').fill('并入其他账户')
    await form.getByText('该账户还不能销户').waitFor()
    await expect.poll(() => form.getByRole('button', { name: '登记销户' }).isDisabled()).toBe(true)
    await officer.expectAccessible()
    await form.getByRole('button', { name: '取消' }).click()
  }, 60_000)

  it('an account with nothing on it is closed once another person agrees, and stands last, out of sight', async () => {
    const { page } = officer
    await page
      .getByRole('row', { name: /旧专户.*0042/ })
      .getByRole('button', { name: '登记销户' })
      .click()
    const form = page.getByRole('dialog')
    await form.getByLabel('原因').fill('已在银行销户')
    await form.getByRole('button', { name: '送交审批' }).click()
    await page.getByText('已送交审批').waitFor()
    const approver = await story.sitDown({ size: 'phone' })
    await approver.signIn('approver')
    await approver.page.goto('/desk/approvals')
    const card = approver.page.getByRole('article', { name: '银行账户销户' })
    await card.getByText('旧专户（青海银行玉树支行 尾号 0042）', { exact: true }).waitFor()
    await card.getByText('已在银行销户').waitFor()
    await approver.expectAccessible()
    await card.getByRole('button', { name: '同意', exact: true }).click()
    await expect
      .poll(async () => (await story.ledger.api.get('/v1/bank-accounts')).items)
      .toMatchObject([{ lastDigits: '7731' }, { lastDigits: '0042', closedOn: '2025-07-02' }])
    await approver.context.close()
    await page.reload()
    await page
      .getByRole('row', { name: /基本户.*7731/ })
      .first()
      .waitFor()
    expect(await page.getByRole('row', { name: /旧专户/ }).count()).toBe(0)
    await page.getByLabel('显示已销户的账户（1）').check()
    const row = page.getByRole('row', { name: /旧专户 已于 .*7月2日.* 销户/ })
    await row.waitFor()
    expect(await row.getByRole('button', { name: '登记销户' }).count()).toBe(0)
    await officer.expectAccessible()
  }, 60_000)
})
