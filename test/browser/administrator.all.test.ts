import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { noBrowser } from './chromium.ts'
import { beginStory, PASSWORD, patience, type Seat, type Story } from './story.ts'

describe.skipIf(noBrowser)('an administrator', () => {
  let story: Story
  let seat: Seat
  let once: string
  const accounts = async () => (await story.ledger.api.get('/v1/accounts', 'administrator/chief')).items
  const accountOf = async (account: string) =>
    (await accounts()).find((one: { account: string }) => one.account === account)

  beforeAll(async () => {
    story = await beginStory('2025-07-25T02:00:00Z')
    await story.openAccount('admin', 'administrator')
    seat = await story.sitDown()
    await seat.signIn('admin')
  })
  afterAll(() => story.close())

  it('opens an account where it shall hold, and hands its one-time password over', async () => {
    const { page } = seat
    await page.getByRole('menuitem', { name: '账号' }).click()
    await page.getByRole('heading', { name: '账号' }).waitFor()
    await seat.expectAccessible()
    await page.getByRole('button', { name: '开账号' }).click()
    const form = page.getByRole('dialog')
    await form.getByLabel('账号').fill('desk-7')
    await form.getByLabel('角色').click()
    await page.getByTitle('审计', { exact: true }).click()
    await form.getByLabel('范围').fill('曲麻莱')
    await page.getByTitle('青海省玉树藏族自治州曲麻莱县').click()
    await form.getByRole('button', { name: '开账号' }).click()
    await form.getByText('账号 desk-7 的一次性密码').waitFor()
    once = (await form.locator('.one-time-password').innerText()).trim()
    await seat.expectAccessible()
    expect(await accountOf('desk-7')).toMatchObject({
      role: 'auditor',
      kind: 'person',
      scope: { divisions: ['632726'] },
    })
  })

  it('whose owner signs in with it once, and never again', async () => {
    const { page, context } = await story.sitDown()
    await page.goto('/desk')
    await page.getByLabel('账号').fill('desk-7')
    await page.getByLabel('密码', { exact: true }).fill(once)
    await page.getByRole('button', { name: '登录' }).click()
    await page.getByLabel('新密码', { exact: true }).fill(PASSWORD)
    await page.getByLabel('再输一次新密码').fill(PASSWORD)
    await page.getByRole('button', { name: '设密码并登录' }).click()
    await page.getByText('desk-7 · 审计').waitFor()
    await page.getByRole('button', { name: '退出登录' }).click()
    await page.getByRole('link', { name: '登录' }).first().click()
    await page.getByLabel('账号').fill('desk-7')
    await page.getByLabel('密码', { exact: true }).fill(once)
    await page.getByRole('button', { name: '登录' }).click()
    await page.getByRole('alert').getByText('sign-in-failed').waitFor()
    await context.close()
  })

  it('changes what it may, with a reason, and closes it', async () => {
    const { page } = seat
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: '留在本页' }).click()
    await page.getByText('账号 desk-7 的一次性密码', { exact: true }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: '已记下，离开' }).click()
    await page.getByRole('button', { name: 'desk-7' }).click()
    const drawer = page.getByRole('dialog')
    await drawer.getByText('曲麻莱县').first().waitFor()
    await drawer.getByText('变更角色或范围').first().click()
    await drawer.getByLabel('角色').click()
    await page.getByTitle('审批人', { exact: true }).click()
    await drawer.getByLabel('原因').fill('换岗')
    await drawer.getByRole('button', { name: '变更角色或范围' }).last().click()
    await expect.poll(async () => (await accountOf('desk-7')).role, patience).toBe('approver')
    await seat.expectAccessible()
    await drawer.getByText('停用账号').first().click()
    await drawer.getByLabel('原因').last().fill('离岗')
    await drawer.getByRole('button', { name: '停用账号' }).last().click()
    await drawer.getByText('已停用').waitFor()
    expect(await accountOf('desk-7')).toMatchObject({ closed: true })
    await page.keyboard.press('Escape')
    await drawer.waitFor({ state: 'hidden' })
  })

  it('sets limits in yuan', async () => {
    const { page } = seat
    await page.getByRole('menuitem', { name: '审批限额' }).click()
    await page.getByText('还没有限额').waitFor()
    await page.getByLabel('给另一个区划设限额').click()
    await page.getByTitle('整个账本').click()
    const form = page.getByRole('dialog')
    const allocation = form.getByRole('group', { name: '资金安排' })
    await allocation.getByLabel('单笔超过').fill('五千')
    await form.getByRole('button', { name: '保存审批限额' }).click()
    await form.getByText('请填写金额').waitFor()
    await allocation.getByLabel('单笔超过').fill('5,000.50')
    await seat.expectAccessible()
    await form.getByRole('button', { name: '保存审批限额' }).click()
    await page.getByText('资金安排：单笔超过 5,000.50 元').waitFor()
    const { limits } = await story.ledger.api.get('/v1/approval-limits/000000')
    expect(limits).toEqual({ allocation: { perAct: 500_050 } })
    await seat.expectAccessible()
  })

  it('sees how the ledger is, and makes a backup', async () => {
    const { page } = seat
    await page.getByRole('menuitem', { name: '运行状况' }).click()
    await page.getByText('账本运行正常').waitFor()
    await page.getByText('这里还没有做过备份').waitFor()
    await page.getByText('没有接入统一身份').waitFor()
    await page.getByRole('button', { name: '立即备份' }).click()
    await page.getByText('备份已写入服务器上的').waitFor()
    await page.getByText('上次备份：').waitFor()
    const { ledger } = await story.ledger.api.get('/v1/health', 'administrator/chief')
    expect(ledger.lastBackup).toMatchObject({ madeAt: '2025-07-25T02:00:00.000Z' })
    await seat.expectAccessible()
  })
})
