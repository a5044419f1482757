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
    await page.reload()
    await page.getByLabel('给另一个区划设限额').click()
    await page.getByTitle('整个账本').click()
    expect(await allocation.getByLabel('单笔超过').inputValue()).toBe('5,000.50')
    await form.getByText('已恢复上次没有提交的内容。').waitFor()
    await seat.expectAccessible()
    await form.getByRole('button', { name: '保存审批限额' }).click()
    await page.getByText('资金安排：单笔超过 5,000.50 元').waitFor()
    const { limits } = await story.ledger.api.get('/v1/approval-limits/000000')
    expect(limits).toEqual({ allocation: { perAct: 500_050 } })
    await seat.expectAccessible()
  })

  it('two set the same limits: the second sees both, and chooses', async () => {
    const { page } = seat
    const { api } = story.ledger
    await page.getByRole('button', { name: '修改' }).click()
    const form = page.getByRole('dialog')
    const ofRefunds = form.getByRole('group', { name: '退捐' }).getByLabel('单笔超过')
    await ofRefunds.fill('300')
    const path = '/v1/approval-limits/000000'
    const set = (perAct: number) =>
      api.send({ method: 'PUT', path, body: { limits: { allocation: { perAct } } }, actor: 'administrator/colleague' })
    expect(await set(700_000)).toMatchObject({ status: 200 })
    await form.getByRole('button', { name: '保存审批限额' }).click()
    await form.getByText('这里刚被别人改过').waitFor()
    await form.getByRole('region', { name: '对方保存的' }).getByText('单笔超过 7,000.00 元').waitFor()
    await form.getByRole('region', { name: '您填写的' }).getByText('退捐：单笔超过 300.00 元').waitFor()
    await seat.expectAccessible()
    await form.getByRole('button', { name: '用我的内容重新保存' }).click()
    await page.getByText('退捐：单笔超过 300.00 元').waitFor()
    expect((await api.get(path)).limits).toEqual({ allocation: { perAct: 500_050 }, refund: { perAct: 30_000 } })
    await page.getByRole('button', { name: '修改' }).click()
    await ofRefunds.fill('400')
    expect(await set(800_000)).toMatchObject({ status: 200 })
    await form.getByRole('button', { name: '保存审批限额' }).click()
    await form.getByRole('button', { name: '采用对方的内容' }).click()
    await page.getByText('资金安排：单笔超过 8,000.00 元').waitFor()
    expect((await api.get(path)).limits).toEqual({ allocation: { perAct: 800_000 } })
  })

  it('two change one account: the second sees both', async () => {
    const { page } = seat
    const { api } = story.ledger
    await story.openAccount('desk-8', 'officer')
    await page.getByRole('menuitem', { name: '账号' }).click()
    await page.getByRole('button', { name: 'desk-8' }).click()
    const drawer = page.getByRole('dialog')
    await drawer.getByText('变更角色或范围').first().click()
    await drawer.getByLabel('原因').fill('只管一个县')
    const { id, version } = await accountOf('desk-8')
    const body = { role: 'auditor', scope: { divisions: ['000000'] }, reason: '轮岗' }
    const headers = { 'if-match': `"${version}"` }
    const path = `/v1/accounts/${id}/authority`
    expect(await api.send({ method: 'PUT', path, body, headers, actor: 'administrator/colleague' })).toMatchObject({
      status: 200,
    })
    await drawer.getByRole('button', { name: '变更角色或范围' }).last().click()
    await drawer.getByRole('region', { name: '对方保存的' }).getByText('审计 · 整个账本').waitFor()
    await drawer.getByRole('region', { name: '您填写的' }).getByText('经办人 · 整个账本').waitFor()
    await seat.expectAccessible()
    await drawer.getByRole('button', { name: '用我的内容重新保存' }).click()
    await expect.poll(async () => (await accountOf('desk-8')).role, patience).toBe('officer')
    await page.keyboard.press('Escape')
    await drawer.waitFor({ state: 'hidden' })
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
