import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { noBrowser } from './chromium.ts'
import { beginStory, patience, type Seat, type Story } from './story.ts'

/**
 * 100 and 30 were given; the bank has the 100, and interest of 1 that the books do not know; the 30 came too late for its paper. Books 130, bank 101,
 * both 131 adjusted.
 */
describe.skipIf(noBrowser)('an account is reconciled with its bank', () => {
  let story: Story
  let officer: Seat
  let account: string
  let fund: string
  const gifts: string[] = []

  beforeAll(async () => {
    story = await beginStory('2025-07-02T02:00:00Z')
    const { api, clock } = story.ledger
    await story.openAccount('officer', 'officer')
    await story.openAccount('auditor', 'auditor')
    await story.openAccount('approver', 'approver')
    const opened = { name: '帮扶专户', division: '632701', bank: '青海银行玉树支行', lastDigits: '7731' }
    account = (await api.post('/v1/bank-accounts', opened)).id
    const named = { name: '帮扶资金', division: '632701', funder: { name: '市总工会', kind: 'union' } }
    fund = (await api.post('/v1/funds', named)).id
    await give('R-1', 10_000)
    clock.advanceTo(new Date('2025-07-31T02:00:00Z'))
    await give('R-2', 3_000)
    clock.advanceTo(new Date('2025-08-01T02:00:00Z'))
    officer = await story.sitDown()
    await officer.signIn('officer')
  }, 60_000)
  afterAll(() => story.close())

  it('the bank’s file is looked at line by line, and taken in', async () => {
    const { page } = officer
    await page.goto('/desk/funds/accounts')
    await page.getByRole('link', { name: '开始对账' }).click()
    await page.getByRole('heading', { name: /对账：帮扶专户/ }).waitFor()
    await page.getByText('还没有导入对账单').waitFor()
    await officer.expectAccessible()
    await page.getByRole('button', { name: '导入对账单' }).click()
    const form = page.getByRole('dialog')
    await form.locator('input[type=file]').setInputFiles(fileOf(july))
    await form.getByRole('row', { name: /2025-07-02.*L1.*5417.*100\.00.*100\.00/ }).waitFor()
    await form.getByRole('row', { name: /2025-07-21.*L2.*1\.00.*101\.00/ }).waitFor()
    expect(await form.getByText('虚构捐赠人').count()).toBe(0)
    await form.getByLabel('起始日').fill('2025-07-01')
    await form.getByLabel('截止日').fill('2025-07-31')
    await form.getByLabel('期末余额').fill('102')
    await officer.expectAccessible()
    await form.getByRole('button', { name: '导入 2 行' }).click()
    await form.getByText(/期末余额为 ?102\.00/).waitFor()
    await form.getByLabel('期末余额').fill('101')
    await form.getByRole('button', { name: '导入 2 行' }).click()
    await page.getByText('对账单已导入，共 2 行').waitFor()
    expect((await read('statements')).items).toMatchObject([{ openingFen: 0, closingFen: 10_100, lines: 2 }])
  }, 60_000)

  it('home says how many lines wait; what is certain is confirmed in one act', async () => {
    const { page } = officer
    await page.goto('/desk')
    await page.getByText('2 条银行流水还没有与账面勾对').click()
    await page.getByRole('link', { name: /已对到 2025-07-31，未达 4 项/ }).click()
    await page.getByRole('row', { name: /L1.*账面 1 笔.*100\.00.*金额和日期/ }).waitFor()
    await officer.expectAccessible()
    await page.getByRole('button', { name: '确认这 1 项勾对' }).click()
    await page.getByText('已勾对 1 项').waitFor()
    await expect.poll(async () => (await read('matches')).items.length, patience).toBe(1)
    expect((await read('lines?state=open')).items).toMatchObject([{ reference: 'L2' }])
    expect((await read('movements?state=open')).items).toMatchObject([{ event: gifts[1], amountFen: 3_000 }])
  }, 60_000)

  it('the month’s table says both balances and what each side lacks', async () => {
    const { page } = officer
    const table = page.getByRole('region', { name: '银行存款余额调节表' })
    await table.getByRole('row', { name: /单位银行存款账面余额.*130\.00/ }).waitFor()
    await table.getByRole('row', { name: /加：银行已收、单位未收.*L2.*1\.00/ }).waitFor()
    await table.getByRole('row', { name: /单位调节后余额.*131\.00/ }).waitFor()
    await table.getByRole('row', { name: /银行对账单余额.*101\.00/ }).waitFor()
    await table.getByRole('row', { name: /加：单位已收、银行未收.*30\.00/ }).waitFor()
    await table.getByRole('row', { name: /银行调节后余额.*131\.00/ }).waitFor()
    await page.getByText('调节后余额相符').waitFor()
    await officer.expectAccessible()
    const link = await page.getByRole('link', { name: '打印 A4' }).getAttribute('href')
    const paper = await story.ledger.api.get(link ?? '')
    for (const said of ['银行存款余额调节表', '131.00', 'L2']) expect(paper).toContain(said)
  }, 60_000)

  it('a match is taken back with a reason, and made again by hand, where both sides are the same', async () => {
    const { page } = officer
    await page.getByRole('button', { name: '撤销勾对' }).click()
    const form = page.getByRole('dialog')
    await form.getByLabel('原因').fill('对错了一笔')
    await form.getByRole('button', { name: '撤销勾对' }).click()
    await page.getByText('勾对已撤销').waitFor()
    await page.getByRole('checkbox', { name: '选择流水 L1' }).check()
    await page.getByRole('checkbox', { name: /选择分录 .* 30\.00/ }).check()
    await page.getByText('两边金额相等才能勾对').waitFor()
    expect(await page.getByRole('button', { name: '勾对所选' }).isDisabled()).toBe(true)
    await page.getByRole('checkbox', { name: /选择分录 .* 30\.00/ }).uncheck()
    await page.getByRole('checkbox', { name: /选择分录 .* 100\.00/ }).check()
    await page.getByText('已选：银行 100.00，账面 100.00').waitFor()
    await officer.expectAccessible()
    await page.getByRole('button', { name: '勾对所选' }).click()
    await page.getByRole('row', { name: /L1.*账面 1 笔.*100\.00/ }).waitFor()
    await expect
      .poll(async () => (await read('matches')).items, patience)
      .toMatchObject([{ lines: ['L1'], movements: [gifts[0]], amountFen: 10_000 }])
  }, 60_000)

  it('the table is signed by its maker, and checked by another person', async () => {
    const { page } = officer
    await page.getByRole('button', { name: '制表签名' }).click()
    await page.getByText(/制表：officer/).waitFor()
    await page.getByText('待另一人审核').waitFor()
    await officer.expectAccessible()
    const approver = await story.sitDown()
    await approver.signIn('approver')
    await approver.page.goto(`/desk/funds/accounts/${account}`)
    await approver.page.getByRole('button', { name: '审核签名' }).click()
    await approver.page.getByText(/审核：approver/).waitFor()
    const answer = await story.ledger.api.get(`/v1/bank-reconciliation?bankAccount=${account}&month=2025-07`)
    expect(answer).toMatchObject({ madeBy: { by: 'officer/officer' }, checkedBy: { by: 'approver/approver' } })
  }, 60_000)

  it('an auditor sees the same, and changes nothing', async () => {
    const auditor = await story.sitDown()
    await auditor.signIn('auditor')
    await auditor.page.goto(`/desk/funds/accounts/${account}`)
    await auditor.page.getByText('调节后余额相符').waitFor()
    for (const name of ['导入对账单', '撤销勾对', '勾对所选', '审核签名'])
      expect(await auditor.page.getByRole('button', { name }).count()).toBe(0)
    await auditor.expectAccessible()
  }, 60_000)

  it('a line of the bank opens the form of what it is, filled in; once entered both are matched', async () => {
    const { page } = officer
    await story.ledger.api.post(`/v1/bank-accounts/${account}/own-fund`, { fund })
    await page.reload()
    await page.getByRole('button', { name: '登记利息：流水 L2' }).click()
    const form = page.getByRole('dialog')
    expect(await form.getByLabel('金额', { exact: true }).inputValue()).toBe('1.00')
    expect(await form.getByLabel('回单号').inputValue()).toBe('L2')
    expect(await form.getByLabel('入账日').inputValue()).toBe('2025-07-21')
    await form.getByText('+1.00').first().waitFor()
    await officer.expectAccessible()
    await form.getByRole('button', { name: '登记利息' }).click()
    await page.getByText('已登记，并与银行流水勾对').waitFor()
    await page.getByText('银行流水都已勾对').waitFor()
    await expect
      .poll(async () => (await read('matches')).items.at(-1), patience)
      .toMatchObject({ lines: ['L2'], movements: [expect.stringContaining(fund)], amountFen: 100 })
    expect((await read('lines?state=open')).items).toEqual([])
  }, 60_000)

  it('another opens the form of a donation: its fund is chosen, the rest stands there', async () => {
    const { page } = officer
    const august = { from: '2025-08-01', until: '2025-08-01', openingFen: 10_100, closingFen: 15_100 }
    const lines = [{ reference: 'L3', day: '2025-08-01', amountFen: 5_000 }]
    await story.ledger.api.post(`/v1/bank-accounts/${account}/statements`, {
      ...{ ...august, lines, fileHash: 'b'.repeat(64) },
    })
    await page.reload()
    await page.getByRole('button', { name: '登记捐赠：流水 L3' }).click()
    const form = page.getByRole('dialog')
    await form.getByLabel('到账的专项资金').click()
    await page.getByTitle('帮扶资金', { exact: true }).click()
    await form.getByLabel('票据号', { exact: true }).fill('R-3')
    expect(await form.getByLabel('金额', { exact: true }).inputValue()).toBe('50.00')
    await form.getByText('+50.00').first().waitFor()
    await officer.expectAccessible()
    await form.getByRole('button', { name: '登记捐赠' }).click()
    await page.getByText('已登记，并与银行流水勾对').waitFor()
    await expect
      .poll(async () => (await read('matches')).items.at(-1), patience)
      .toMatchObject({ lines: ['L3'], movements: [expect.stringContaining(fund)], amountFen: 5_000 })
  }, 60_000)

  it('the bank’s own file is erased on a ground, and its lines stay', async () => {
    const { page } = officer
    await page.getByRole('button', { name: '清除原文件' }).click()
    const form = page.getByRole('dialog')
    await form.getByText('备份里也不能恢复').waitFor()
    await form.getByLabel('保存期已满').check()
    await officer.expectAccessible()
    await form.getByRole('button', { name: '清除原文件' }).click()
    await page.getByText('原文件已清除').waitFor()
    await page.getByRole('cell', { name: '已清除' }).waitFor()
    expect((await read('statements')).items[0]).toMatchObject({ isFileErased: true, lines: 2 })
  }, 60_000)

  const july = [
    '交易日期,流水号,借方发生额,贷方发生额,余额,对方账号,对方户名,摘要',
    '2025-07-02,L1,,100.00,100.00,6217000999000005417,虚构捐赠人,捐款',
    '2025-07-21,L2,,1.00,101.00,,,利息',
  ]

  function fileOf(lines: readonly string[]) {
    return { name: '七月对账单.csv', mimeType: 'text/csv', buffer: Buffer.from(lines.join('\n')) }
  }

  async function give(receiptNumber: string, amountFen: number): Promise<void> {
    const gift = { receiptNumber, donor: { kind: 'individual' }, amountFen, bankAccount: account }
    gifts.push((await story.ledger.api.post(`/v1/funds/${fund}/donations`, gift)).id)
  }

  function read(what: string) {
    return story.ledger.api.get(`/v1/bank-accounts/${account}/${what}`)
  }
})
