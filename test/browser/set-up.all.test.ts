import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { noBrowser } from './chromium.ts'
import { beginStory, PASSWORD, patience, type Seat, type Story } from './story.ts'

describe.skipIf(noBrowser)('an empty ledger', () => {
  let story: Story
  let seat: Seat
  let officersPassword: string
  beforeAll(async () => {
    story = await beginStory('2025-07-25T02:00:00Z')
    seat = await story.sitDown()
  })
  afterAll(() => story.close())

  it('opens at its set-up, which takes the code of the terminal and no other', async () => {
    const { page } = seat
    await page.goto('/')
    await page.getByRole('heading', { name: '初始设置' }).waitFor()
    expect(new URL(page.url()).pathname).toBe('/desk/set-up')
    await page.getByLabel('初始设置码').fill('0000-0000-0000')
    await page.getByLabel('新密码', { exact: true }).fill(PASSWORD)
    await page.getByLabel('再输一次新密码').fill('another password')
    await page.getByRole('button', { name: '建立首任管理员' }).click()
    await page.getByText('两次输入的新密码不一样').waitFor()
    await page.getByLabel('再输一次新密码').fill(PASSWORD)
    await page.getByRole('button', { name: '建立首任管理员' }).click()
    await page.getByRole('alert').getByText('set-up-code-unknown').waitFor()
    await seat.expectAccessible()
    await page.getByLabel('初始设置码').fill(String(story.ledger.ledger.identity.setupCode()))
    await page.getByRole('button', { name: '建立首任管理员' }).click()
    await page.getByRole('heading', { name: '开始使用' }).waitFor()
  })

  it('then takes the union and its division by name', async () => {
    const { page } = seat
    await page.getByLabel('工会全称').fill('玉树市总工会')
    await page.getByLabel('所属行政区划').fill('玉树市')
    await page.getByTitle('青海省玉树藏族自治州玉树市').click()
    await seat.expectAccessible()
    await page.getByRole('button', { name: '登记工会' }).click()
    await page.getByRole('button', { name: '开经办人账号' }).waitFor()
    const { items } = await story.ledger.api.get('/v1/unions')
    expect(items).toMatchObject([{ name: '玉树市总工会', division: '632701' }])
  })

  it('then an officer and an approver, each with a one-time password, and limits', async () => {
    const { page } = seat
    await page.getByRole('button', { name: '开经办人账号' }).click()
    await page.getByText('账号 officer 的一次性密码').waitFor()
    officersPassword = (await page.locator('.one-time-password').first().innerText()).trim()
    await page.getByRole('button', { name: '开审批人账号' }).click()
    await page.getByText('账号 approver 的一次性密码').waitFor()
    await page.getByRole('group', { name: '资金安排' }).getByLabel('单笔超过').fill('5,000')
    await page.getByRole('button', { name: '保存审批限额' }).click()
    await expect.poll(() => page.getByRole('img', { name: '已完成' }).count(), patience).toBe(5)
    await seat.expectAccessible()
    const { api } = story.ledger
    const { items } = await api.get('/v1/accounts', 'administrator/chief')
    const scope = { divisions: ['632701'] }
    expect(items).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ account: 'officer', role: 'officer', kind: 'person', scope }),
        expect.objectContaining({ account: 'approver', role: 'approver', kind: 'person', scope }),
      ]),
    )
    const limit = await api.get('/v1/approval-limits/632701')
    expect(limit.limits).toEqual({ allocation: { perAct: 500_000 } })
  })

  it('leads the officer, who chooses a password first, to the first meal', async () => {
    const office = await story.sitDown()
    const { page } = office
    await page.goto('/desk/first-steps')
    await page.getByLabel('账号').fill('officer')
    await page.getByLabel('密码', { exact: true }).fill(officersPassword)
    await page.getByRole('button', { name: '登录' }).click()
    await page.getByText('一次性密码只用这一次').waitFor()
    await page.getByLabel('新密码', { exact: true }).fill(PASSWORD)
    await page.getByLabel('再输一次新密码').fill(PASSWORD)
    await office.expectAccessible()
    await page.getByRole('button', { name: '设密码并登录' }).click()
    await page.getByRole('listitem').filter({ hasText: '登记捐赠' }).getByRole('link', { name: '去办理' }).waitFor()
    const donating = { receiptNumber: '1', donor: { kind: 'organisation', name: '虚构集团' }, amountFen: 100_000 }
    const fund = { name: '爱心餐专项', division: '632701', funder: { name: '玉树市总工会', kind: 'union' } }
    const { id } = await story.ledger.api.post('/v1/funds', fund)
    await story.ledger.api.post(`/v1/funds/${id}/donations`, donating)
    await page.reload()
    await page.getByRole('listitem').filter({ hasText: '建立项目' }).and(page.locator('[aria-current=step]')).waitFor()
    await expect.poll(() => page.getByRole('img', { name: '已完成' }).count(), patience).toBe(6)
    await office.expectAccessible()
  })

  it('says at the front door whose it is', async () => {
    const { page } = await story.sitDown({ size: 'phone' })
    await page.goto('/')
    await page.getByText('玉树市总工会').waitFor()
    await page.goto('/desk/set-up')
    await page.getByText('初始设置已完成').waitFor()
  })
})
