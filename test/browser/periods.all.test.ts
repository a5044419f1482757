import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { noBrowser } from './chromium.ts'
import { beginStory, patience, type Seat, type Story } from './story.ts'

/** A gift of July on an account whose bank was never asked: told before the month is closed, and no obstacle. */
describe.skipIf(noBrowser)('a month is closed by two persons', () => {
  let story: Story
  let officer: Seat
  let account: string

  beforeAll(async () => {
    story = await beginStory('2025-07-30T02:00:00Z')
    const { api, clock } = story.ledger
    for (const role of ['officer', 'approver', 'auditor'] as const) await story.openAccount(role, role)
    const at = { division: '632701', bank: '青海银行玉树支行' }
    account = (await api.post('/v1/bank-accounts', { ...at, name: '帮扶专户', lastDigits: '7731' })).id
    const funder = { name: '玉树市总工会', kind: 'union' }
    const fund = (await api.post('/v1/funds', { name: '帮扶资金', division: '632701', funder })).id
    const gift = { receiptNumber: 'R-1', donor: { kind: 'individual' }, amountFen: 10_000, bankAccount: account }
    await api.post(`/v1/funds/${fund}/donations`, gift)
    clock.advanceTo(new Date('2025-08-01T02:00:00Z'))
    await story.openAccount('county', 'officer', { divisions: ['632701'] })
    officer = await story.sitDown()
    await officer.signIn('officer')
  }, 60_000)
  afterAll(() => story.close())

  it('what would count in a later month is listed, each with the page where it is brought to its end', async () => {
    const { page } = officer
    await page.goto('/desk/funds')
    await page.getByRole('link', { name: '结账' }).click()
    await page.getByRole('heading', { name: '下一个待结月份' }).waitFor()
    await page.getByText('还没有结账的月份').waitFor()
    await page.getByText('2025-07 的银行存款余额调节表还没有编制').waitFor()
    await page.getByRole('button', { name: '申请 2025-07 结账' }).waitFor()
    await officer.expectAccessible()
    await page.getByRole('link', { name: /帮扶专户（青海银行玉树支行 尾号 7731）：2025-07/ }).click()
    await page.getByRole('heading', { name: /对账：帮扶专户/ }).waitFor()
  }, 60_000)

  it('an officer asks for it with a reason, another person agrees, and it closes by itself', async () => {
    const { page } = officer
    await page.goto('/desk/funds/periods')
    await page.getByRole('button', { name: '申请 2025-07 结账' }).click()
    const form = page.getByRole('dialog')
    await form.getByLabel('原因').fill('七月业务已办完')
    await officer.expectAccessible()
    await form.getByRole('button', { name: '送交审批' }).click()
    await page.getByText('已送交审批').waitFor()
    const approver = await story.sitDown({ size: 'phone' })
    await approver.signIn('approver')
    await approver.page.goto('/desk/approvals')
    const card = approver.page.getByRole('article', { name: '月份结账' })
    await card.getByText('2025-07', { exact: true }).waitFor()
    await card.getByText('七月业务已办完').waitFor()
    await approver.expectAccessible()
    await card.getByRole('button', { name: '同意', exact: true }).click()
    const months = async () => (await story.ledger.api.get('/v1/periods')).items
    await expect
      .poll(months, patience)
      .toMatchObject([{ month: '2025-07', status: 'closed', firstOpenDay: '2025-08-01' }])
    await approver.context.close()
    const [{ closed }] = await months()
    await page.reload()
    const row = page.getByRole('row', { name: /2025-07.*已结账/ })
    await row.getByText(String(closed.throughSequence), { exact: true }).waitFor()
    await row.getByText(closed.root).waitFor()
    await page.getByText('2025-08', { exact: true }).waitFor()
    await page.getByText('起可以结账').waitFor()
    expect(await page.getByRole('button', { name: /申请/ }).count()).toBe(0)
    await officer.expectAccessible()
  }, 60_000)

  it('an auditor and an officer of one county read it, and close nothing', async () => {
    story.ledger.clock.advanceTo(new Date('2025-09-01T02:00:00Z'))
    for (const account of ['auditor', 'county']) {
      const seat = await story.sitDown()
      await seat.signIn(account)
      await seat.page.goto('/desk/funds/periods')
      await seat.page.getByRole('row', { name: /2025-07.*已结账/ }).waitFor()
      await seat.page.getByText('2025-08 的银行存款余额调节表还没有编制').waitFor()
      if (account === 'county') await seat.page.getByText('由负责全部区划的经办人申请').waitFor()
      expect(await seat.page.getByRole('button', { name: /申请/ }).count()).toBe(0)
      const href = await seat.page.getByRole('link', { name: '打印年度报告' }).getAttribute('href')
      const html = await (await seat.page.request.get(href ?? '')).text()
      for (const line of ['年度报告', '2025 年度', '<td class="text">帮扶资金</td>']) expect(html).toContain(line)
      await seat.context.close()
    }
  }, 60_000)
})
