import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { noBrowser } from './chromium.ts'
import { beginStory, type Seat, type Story } from './story.ts'

describe.skipIf(noBrowser)('a programme, from the festival template to its first admitted merchant', () => {
  let story: Story
  let officer: Seat
  let programme: string
  let merchant: string

  beforeAll(async () => {
    story = await beginStory('2025-07-25T02:00:00Z')
    await story.openAccount('officer', 'officer')
    await story.openAccount('colleague', 'officer')
    await story.openAccount('approver', 'approver')
    officer = await story.sitDown()
    await officer.signIn('officer')
  })
  afterAll(() => story.close())

  it('begins as the template says, with an example that the till’s own arithmetic makes', async () => {
    const { page } = officer
    await page.getByRole('menuitem', { name: '项目', exact: true }).click()
    await page.getByRole('button', { name: '新建项目' }).click()
    await page.getByRole('button', { name: '用“节日餐补”' }).click()
    const example = page.getByRole('region', { name: '举例' })
    await example
      .getByText('一名有 120.00 元的职工用餐 23.50 元：餐补支付 23.50 元，个人支付 0.00 元，余额 96.50 元。')
      .waitFor()
    await page.getByLabel('第 1 个使用期每人金额').fill('160')
    await example.getByText('一名有 160.00 元的职工用餐 23.50 元：餐补支付 23.50 元').waitFor()
    await page.getByLabel('每次最少自付').fill('3')
    await example.getByText('餐补支付 20.50 元，个人支付 3.00 元，余额 139.50 元').waitFor()
    await page.getByLabel('每天最多次数').fill('1')
    await example.getByText('不能核销').waitFor()
    await officer.expectAccessible()
  })

  it('is defined with its windows on the calendar, and nothing that was typed is lost by a reload', async () => {
    const { page } = officer
    await page.reload()
    await page.getByLabel('名称', { exact: true }).fill('玉树环卫节日餐补')
    const division = page.getByLabel('所属区划')
    await division.click()
    await division.pressSequentially('玉树市')
    await page.getByTitle('青海省玉树藏族自治州玉树市（632701）', { exact: true }).click()
    await page.getByRole('table', { name: '2025年10月' }).waitFor()
    await page.getByRole('button', { name: '建立项目' }).click()
    await page.getByRole('heading', { name: '玉树环卫节日餐补' }).waitFor()
    const [defined] = (await story.ledger.api.get('/v1/programmes')).items
    expect(defined).toMatchObject({
      ...{ name: '玉树环卫节日餐补', kind: 'festival-meal', division: '632701', year: 2025, plan: 'people' },
      rules: {
        windows: [
          // Spring Festival of this year is over.
          { window: 'national-day', creditFen: 16_000 },
          { window: 'mid-autumn', from: '2025-10-06' },
        ],
        quota: { redemptionsPerDay: 1 },
        ownSharePerRedemptionFen: 300,
      },
    })
    programme = defined.id
    await page.getByRole('table', { name: '2025年10月' }).getByText('国庆').first().waitFor({ state: 'attached' })
    await officer.expectAccessible()
  })

  it('two officers change its rules: the second sees both, chooses, and nothing is lost', async () => {
    const { page } = officer
    await page.getByRole('tab', { name: '规则' }).click()
    await page.getByRole('button', { name: '修改规则' }).click()
    await page.getByLabel('补录天数').fill('7')
    await page.getByLabel('原因').fill('山路不通')
    const { api } = story.ledger
    const { rules } = await api.get(`/v1/programmes/${programme}`)
    const theirs = { rules: { ...rules, quota: { redemptionsPerDay: 3 } }, reason: '节日加餐' }
    const path = `/v1/programmes/${programme}/rules`
    expect(
      await api.send({ method: 'PUT', path, actor: 'officer/colleague', headers: { 'if-match': '"1"' }, body: theirs }),
    ).toMatchObject({ status: 200 })
    await page.getByRole('button', { name: '保存规则' }).click()
    await page.getByText('这里刚被别人改过').waitFor()
    await page.getByRole('region', { name: '对方保存的' }).getByText('每人每天最多用餐 3 次').waitFor()
    await page.getByRole('region', { name: '您填写的' }).getByText('使用期结束后 7 天内').waitFor()
    await officer.expectAccessible()
    await page.getByRole('button', { name: '用我的内容重新保存' }).click()
    await page.getByText('规则已修改').waitFor()
    const { items } = await api.get(path)
    expect(items).toMatchObject([
      { rulesVersion: 3, rules: { lateEntryDays: 7, quota: { redemptionsPerDay: 1 } }, changedBy: 'officer/officer' },
      { rulesVersion: 2, rules: { quota: { redemptionsPerDay: 3 } }, changedBy: 'officer/colleague' },
      { rulesVersion: 1 },
    ])
    await page.getByText('第 3 版').waitFor()
  })

  it('a merchant is registered with a price list', async () => {
    const { page } = officer
    await page.getByRole('menuitem', { name: '商户' }).click()
    await page.getByRole('button', { name: '登记商户' }).click()
    const form = page.getByRole('dialog')
    await form.getByLabel('名称', { exact: true }).fill('虚构面片馆')
    await page.reload()
    await page.getByRole('button', { name: '登记商户' }).click()
    expect(await form.getByLabel('名称', { exact: true }).inputValue()).toBe('虚构面片馆')
    await form.getByLabel('所属区划').click()
    await form.getByLabel('所属区划').pressSequentially('玉树市')
    await page.getByTitle('青海省玉树藏族自治州玉树市（632701）', { exact: true }).click()
    await form.getByRole('button', { name: '登记商户' }).click()
    await page.getByRole('heading', { name: '虚构面片馆' }).waitFor()
    merchant = (await story.ledger.api.get('/v1/merchants')).items[0].id
    await page.getByRole('tab', { name: '价目表' }).click()
    await page.getByRole('button', { name: '发布新价目表' }).click()
    await page.getByLabel('第 1 道菜名称').fill('面片')
    await page.getByLabel('第 1 道菜标价').fill('12')
    await page.reload()
    await page.getByRole('tab', { name: '价目表' }).click()
    await page.getByRole('button', { name: '发布新价目表' }).click()
    expect(await page.getByLabel('第 1 道菜标价').inputValue()).toBe('12.00')
    await page.getByText('已恢复上次没有提交的内容。').waitFor()
    await page.getByLabel('第 1 道菜协议价').fill('10')
    await page.getByRole('button', { name: '发布价目表' }).click()
    await page.getByText('价目表已发布').waitFor()
    await page
      .getByRole('region', { name: /第 1 版/ })
      .getByText('面片')
      .waitFor()
    await officer.expectAccessible()
  })

  it('its account is entered, approved by another, and shown by its last four digits', async () => {
    const { page } = officer
    await page.getByRole('tab', { name: '收款账户' }).click()
    await page.getByRole('button', { name: '登记收款账户' }).click()
    await page.getByLabel('收款账号').fill('6217 0009 9900 0000 417')
    await page.getByLabel('户名').fill('虚构店主')
    await page.getByLabel('开户行').fill('虚构银行玉树支行')
    await page.getByLabel('统一社会信用代码').fill('91350100M000100Y43')
    await page.getByText('将付到：虚**主，虚构银行玉树支行，尾号 0417。').waitFor()
    await page.getByText('账户户名与商户名称不同').waitFor()
    await officer.expectAccessible()
    await page.getByRole('button', { name: '送交审批' }).click()
    await page.getByText('收款账户已送交审批').waitFor()
    await page.getByText('还没有收款账户').waitFor()

    const approver = await story.sitDown()
    await approver.signIn('approver')
    await approver.page.getByRole('menuitem', { name: '审批', exact: true }).click()
    const card = approver.page.getByRole('article', { name: '商户收款账户' })
    await card.getByText('虚构银行玉树支行 · **** 0417 · 91350100M000100Y43').waitFor()
    await card.getByText('户名与商户名称不同').waitFor()
    expect(await approver.page.content()).not.toMatch(/6217|虚构店主/)
    await approver.expectAccessible()
    await card.getByRole('button', { name: '同意', exact: true }).click()
    await card.getByText('已同意并执行', { exact: true }).waitFor()

    await page.reload()
    await page.getByRole('tab', { name: '收款账户' }).click()
    const payee = page.getByRole('region', { name: '收款账户' })
    await payee.getByText('**** 0417').waitFor()
    await payee.getByText(/officer 经办，approver 审批/).waitFor()
    await officer.expectAccessible()
    expect(await story.ledger.api.get(`/v1/merchants/${merchant}/payee`)).toMatchObject({
      versions: [{ payeeVersion: 1, lastDigits: '0417', approvedBy: 'approver/approver' }],
    })
  })

  it('the merchant is admitted', async () => {
    const { page } = officer
    await page.getByRole('menuitem', { name: '项目', exact: true }).click()
    await page.getByRole('link', { name: '玉树环卫节日餐补' }).waitFor()
    await officer.expectAccessible()
    await page.getByRole('link', { name: '玉树环卫节日餐补' }).click()
    await page.getByRole('tab', { name: '商户' }).click()
    await page.getByLabel('选择商户').click()
    await page.getByTitle('虚构面片馆').click()
    await page.getByRole('button', { name: '把商户加入项目' }).click()
    await page.getByRole('link', { name: '虚构面片馆' }).waitFor()
    expect(await story.ledger.api.get(`/v1/programmes/${programme}/merchants`)).toMatchObject({ items: [merchant] })
    await officer.expectAccessible()
    await page.getByRole('link', { name: '查看结算单' }).click()
    await page.getByRole('heading', { name: '虚构面片馆 第 1 号结算单' }).waitFor()
    await page.getByText('这一号还没有提交').waitFor()
    await page.getByRole('button', { name: '登记确认约定' }).waitFor()
    await officer.expectAccessible()
    await page.goBack()
    await page.getByRole('tab', { name: '商户' }).click()
    await page.getByRole('navigation', { name: '本项目的其他页面' }).getByRole('link', { name: '名册' }).click()
    await page.waitForURL(`**/desk/roster?programme=${programme}`)
    await page.goBack()
  })

  it('its end is set, and what closing it would give back is shown before it can be closed', async () => {
    const { page } = officer
    await page.getByRole('tab', { name: '结项' }).click()
    await page.getByLabel('截止日', { exact: true }).fill('2025-12-31')
    await page.getByLabel('原因').fill('年度结束')
    await page.getByRole('button', { name: '设定截止日' }).click()
    const closing = page.getByRole('region', { name: '结项' })
    await closing.getByText('现在还不能结项').waitFor()
    expect(await story.ledger.api.get(`/v1/programmes/${programme}`)).toMatchObject({ lastDay: '2025-12-31' })
    await officer.expectAccessible()
  })

  it('its phone is paired by a code that a QR code holds in the fragment of an address', async () => {
    const { page } = officer
    await page.getByRole('menuitem', { name: '商户' }).click()
    await page.getByRole('link', { name: '虚构面片馆' }).waitFor()
    await officer.expectAccessible()
    await page.getByRole('link', { name: '虚构面片馆' }).click()
    await page.getByRole('button', { name: '绑定手机' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('img', { name: '绑定二维码' }).waitFor()
    await dialog.getByText(`${story.ledger.api.url}/till/`).waitFor()
    await officer.expectAccessible()
    const code = await dialog.locator('.pairing-code').textContent()
    const paired = await story.ledger.api.send({ method: 'POST', path: '/v1/pairings', body: { code } })
    expect(paired).toMatchObject({ status: 201, body: { merchant } })
    await dialog.getByText('「收银 1」已绑定，可以收银了').waitFor()
    await dialog.getByText('关闭').click()
    await page.getByRole('region', { name: '手机' }).getByText('收银 1').waitFor()
    await page.getByRole('button', { name: '停用手机' }).click()
    await page.getByRole('dialog').getByRole('button', { name: '停用手机' }).click()
    await page.getByText('已停用', { exact: true }).waitFor()
    const { items } = await story.ledger.api.get(`/v1/merchants/${merchant}/devices`)
    expect(items).toMatchObject([{ label: '收银 1', revoked: true }])
  })
})
