import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { noBrowser } from './chromium.ts'
import { keyboardOf } from './keyboard.ts'
import { beginStory, type Seat, type Story } from './story.ts'

describe.skipIf(noBrowser)('a fund, from its first donation to an allocation that needs an approver', () => {
  let story: Story
  let officer: Seat
  let fund: string
  let programme: string
  let proposal: string

  beforeAll(async () => {
    story = await beginStory('2025-07-25T02:00:00Z')
    const { api } = story.ledger
    await story.openAccount('officer', 'officer')
    const body = { name: '环卫工人餐补', kind: 'festival-meal', division: '632701', year: 2025 }
    programme = (await api.post('/v1/programmes', body)).id
    await api.post('/v1/programmes', {
      ...body,
      name: '夏送清凉',
      kind: 'cooling',
      plan: 'sites',
      rules: { windows: [] },
    })
    const limits = { allocation: { perAct: 5_000_000 } }
    await api.send({
      method: 'PUT',
      path: '/v1/approval-limits/632700',
      actor: 'administrator/chief',
      body: { limits },
    })
    officer = await story.sitDown()
    await officer.signIn('officer')
  })
  afterAll(() => story.close())

  it('is not offered to who may open none: the page says who can', async () => {
    const programmes = ['programme-0198f3c2-5b7e-7c3a-9d21-6f0e4a1b2c3d']
    await story.openAccount('of-one-programme', 'officer', { divisions: ['632701'], programmes })
    const { page, context, ...seat } = await story.sitDown()
    await seat.signIn('of-one-programme')
    await page.getByRole('menuitem', { name: '专项资金' }).click()
    await page.getByText('请找本区划不限项目的经办人').waitFor()
    expect(await page.getByRole('button', { name: '开立专项资金' }).count()).toBe(0)
    await context.close()
  })

  it('is opened with what the donor allows, and says it in a sentence', async () => {
    const { page } = officer
    await page.getByRole('menuitem', { name: '专项资金' }).click()
    await page.getByText('还没有专项资金').waitFor()
    await officer.expectAccessible()
    await page.getByRole('button', { name: '开立专项资金' }).click()
    const form = page.getByRole('dialog')
    await form.getByLabel('名称', { exact: true }).fill('北京帮扶资金')
    await choose('所属区划', '玉树', '青海省玉树藏族自治州（632700）')
    await form.getByLabel('出资方名称').fill('北京市总工会')
    await choose('只能用于', '节日', '节日餐补')
    // Going on by Tab leaves the choice as it is.
    await page.keyboard.press('Tab')
    await form.getByLabel('至（不填则不限）').fill('2025-12-31')
    await form.getByRole('button', { name: '开立专项资金' }).click()
    const once = page.getByRole('dialog', { name: '核对限定用途：北京帮扶资金' })
    await once.getByText('只能用于节日餐补').waitFor()
    await officer.expectAccessible()
    await once.getByRole('button', { name: '开立专项资金' }).click()
    await page.getByRole('heading', { name: '北京帮扶资金' }).waitFor()
    await page.getByText('只能用于节日餐补；有效期至2025年12月31日（周三），含当天').waitFor()
    const [opened] = (await story.ledger.api.get('/v1/funds')).items
    expect(opened).toMatchObject({ name: '北京帮扶资金', division: '632700', restriction: { until: '2025-12-31' } })
    fund = opened.id
  })

  it('is said whose money it is, by which the exported books show it', async () => {
    const { page } = officer
    await page.getByText('资金来源关系：待定').waitFor()
    await page.getByRole('button', { name: '确定来源关系' }).click()
    await choose('资金来源关系', '', '其他地区工会支援')
    await page.getByRole('dialog').getByRole('button', { name: '确定来源关系' }).click()
    await page.getByText('资金来源关系：其他地区工会支援').waitFor()
    expect(await story.ledger.api.get(`/v1/funds/${fund}`)).toMatchObject({ relation: 'peer' })
  })

  it('takes a donation that was mistyped, corrected in red with its net effect shown', async () => {
    const { page } = officer
    await page.getByRole('button', { name: '登记捐赠' }).click()
    const form = page.getByRole('dialog')
    await form.getByLabel('票据号', { exact: true }).fill('BJ-1')
    await form.getByLabel('捐赠单位', { exact: true }).fill('北京市总工会')
    await form.getByLabel('金额', { exact: true }).fill('2,000,000')
    await form.getByText('0.00 → 2,000,000.00').first().waitFor()
    await officer.expectAccessible()
    await form.getByRole('button', { name: '登记捐赠' }).click()
    await page.getByText('捐赠已登记').waitFor()
    await page.getByRole('button', { name: '红字更正' }).click()
    const correction = page.getByRole('dialog')
    await correction.getByLabel('原因').fill('多打一个零')
    await correction.getByLabel('金额', { exact: true }).fill('200000')
    await correction.getByText('净影响：-1,800,000.00 元').waitFor()
    await correction.getByText('2,000,000.00 → 200,000.00').first().waitFor()
    await officer.expectAccessible()
    await correction.getByRole('button', { name: '红字更正' }).click()
    await page.getByText('已红字更正', { exact: true }).first().waitFor()
    await page.getByText('更正后的新分录').waitFor()
    expect(await story.ledger.api.get(`/v1/funds/${fund}`)).toMatchObject({
      grantedFen: 20_000_000,
      availableFen: 20_000_000,
    })
  })

  it('gives a part back, which is another button than the correction', async () => {
    const { page } = officer
    await page.getByRole('button', { name: '退捐' }).first().click()
    const form = page.getByRole('dialog')
    await form.getByLabel('金额', { exact: true }).fill('10,000')
    await form.getByLabel('原因').fill('捐赠方要求')
    await form.getByText('200,000.00 → 190,000.00').first().waitFor()
    await officer.expectAccessible()
    await form.getByRole('button', { name: '退捐' }).click()
    await page.getByText('已退捐 10,000.00').waitFor()
  })

  it('is allocated with what remains shown before; above the limit it is sent for approval', async () => {
    const { page } = officer
    await page.getByRole('button', { name: '安排资金' }).click()
    const form = page.getByRole('dialog')
    await form.getByLabel('项目').click()
    const forbidden = page.getByTitle('夏送清凉（2025）（不可用：捐赠方限定了其他类别的项目）', { exact: true })
    await forbidden.waitFor()
    expect(await forbidden.getAttribute('class')).toContain('disabled')
    await choose('项目', '环卫', '环卫工人餐补（2025）')
    await form.getByLabel('金额', { exact: true }).fill('60000')
    await form.getByText('190,000.00 → 130,000.00').waitFor()
    await form.getByText('超过单笔审批限额 50,000.00 元').waitFor()
    await officer.picture('allocation')
    await officer.expectAccessible()
    await form.getByRole('button', { name: '送交审批' }).click()
    await page.getByText('已送交审批').waitFor()
    await page.getByRole('img', { name: /待审批（已预留） 60,000.00/ }).waitFor()
    const [waiting] = (await story.ledger.api.get('/v1/proposals/funds', 'approver/chair')).items
    expect(waiting).toMatchObject({ fund, programme, amountFen: 6_000_000, proposedBy: 'officer/officer' })
    proposal = waiting.id
  })

  it('whoever approves sees what the maker saw; then it stands in the programme', async () => {
    const { page } = officer
    const { api } = story.ledger
    const path = `/v1/proposals/funds/${proposal}`
    const { preview } = await api.get(path, 'approver/chair')
    expect(preview.moves).toMatchObject([
      { account: 'available', before: 19_000_000, after: 13_000_000 },
      { account: 'allocated', before: 0, after: 6_000_000 },
    ])
    const approval = { method: 'POST' as const, path: `${path}/approval`, body: { note: '同意' } }
    expect(await api.send({ ...approval, actor: 'approver/chair' })).toMatchObject({ status: 201 })
    await page.reload()
    await page.getByRole('img', { name: /已安排 60,000.00/ }).waitFor()
    await page.getByRole('tab', { name: '资金安排' }).click()
    await page.getByRole('tabpanel', { name: '资金安排' }).getByText('60,000.00').first().waitFor()
    await officer.expectAccessible()
  })

  it('keeps what was typed over a reload, and sends it once however often one clicks', async () => {
    const { page } = officer
    await page.getByRole('button', { name: '安排资金' }).click()
    await choose('项目', '环卫', '环卫工人餐补（2025）')
    await page.getByRole('dialog').getByLabel('金额', { exact: true }).fill('123.45')
    expect(await page.getByText('金额一律按元填写').count()).toBe(0)
    await page.evaluate('localStorage.setItem("welfare.unit", "wan")')
    await page.reload()
    await page.getByRole('button', { name: '安排资金' }).click()
    const form = page.getByRole('dialog')
    await form.getByText('已恢复上次没有提交的内容').waitFor()
    await form.getByText('金额一律按元填写，与显示用的“万元”无关。').waitFor()
    await page.evaluate('localStorage.setItem("welfare.unit", "yuan")')
    await page.reload()
    await page.getByRole('button', { name: '安排资金' }).click()
    await form.getByText('130,000.00 → 129,876.55').waitFor()
    await form.getByRole('button', { name: '安排资金' }).dblclick()
    await page.getByText('资金已安排').waitFor()
    const { items } = await story.ledger.api.get(`/v1/funds/${fund}/allocations`)
    expect(items.map(({ amountFen }: { amountFen: number }) => amountFen)).toEqual([6_000_000, 12_345])
  })

  it('a refund that was entered wrongly is put right among the movements; what a programme gives back comes home', async () => {
    const { page } = officer
    await page.getByRole('tab', { name: '流水' }).click()
    await page.getByRole('row', { name: /退捐/ }).getByRole('button', { name: '红字更正' }).click()
    const form = page.getByRole('dialog')
    await form.getByLabel('正确金额').fill('8000')
    await form.getByLabel('原因').fill('退款单看错')
    await form.getByText('129,876.55 → 131,876.55').waitFor()
    await form.getByRole('button', { name: '红字更正' }).click()
    await page
      .getByText(/已被 .* 更正/)
      .first()
      .waitFor()
    await officer.expectAccessible()
    await page.getByRole('tab', { name: '资金安排' }).click()
    await page.getByRole('button', { name: '退回资金' }).click()
    const back = page.getByRole('dialog')
    await back.getByLabel('金额', { exact: true }).fill('0.45')
    await back.getByLabel('原因').fill('余款')
    await back.getByText('60,123.45 → 60,123.00').waitFor()
    await back.getByRole('button', { name: '退回资金' }).click()
    await page.getByRole('img', { name: /已安排 60,123.00/ }).waitFor()
    expect(await story.ledger.api.get(`/v1/funds/${fund}`)).toMatchObject({
      grantedFen: 19_200_000,
      availableFen: 13_187_700,
    })
  })

  it('is allocated by keyboard alone', async () => {
    const { page } = officer
    const by = keyboardOf(page)
    await by.press(page.getByRole('button', { name: '安排资金' }))
    const form = page.getByRole('dialog')
    await by.choose(form.getByLabel('项目'), '环卫')
    await by.type(form.getByLabel('金额', { exact: true }), '1')
    await form.getByText('131,877.00 → 131,876.00').waitFor()
    await by.press(form.getByRole('button', { name: '安排资金' }))
    await page.getByRole('img', { name: /已安排 60,124.00/ }).waitFor()
    const { items } = await story.ledger.api.get(`/v1/funds/${fund}/allocations`)
    expect(items.at(-1)).toMatchObject({ programme, amountFen: 100 })
  })

  it('has a statement to print: opening, movements with their papers, closing', async () => {
    const { page, context } = officer
    await page.getByRole('button', { name: '打印对账单' }).click()
    await page.getByRole('link', { name: 'A4 打印页' }).waitFor()
    await officer.expectAccessible()
    const [paper] = await Promise.all([
      context.waitForEvent('page'),
      page.getByRole('link', { name: 'A4 打印页' }).click(),
    ])
    const text = await paper.textContent('body')
    for (const said of ['专项资金对账单', '北京帮扶资金', '红字更正到账', 'BJ-1', '期末']) expect(text).toContain(said)
    await paper.close()
    await page.keyboard.press('Escape')
    await page.getByRole('menuitem', { name: '专项资金' }).click()
    await page.getByRole('link', { name: '北京帮扶资金' }).waitFor()
    await officer.expectAccessible()
  })

  /** As one does it: a word is typed, the line chosen. */
  async function choose(label: string, typed: string, option: string): Promise<void> {
    const { page } = officer
    const field = page.getByRole('dialog').getByLabel(label)
    await field.click()
    await field.pressSequentially(typed)
    await page.getByTitle(option, { exact: true }).click()
  }
})
