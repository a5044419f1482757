import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Balances, balancesComeTo } from '../harness/account-balances.ts'
import { type Card, importRoster, issue, listCards, type Meals, prepareMeals, rosterFile } from '../harness/meals.ts'
import { approvePayment, approveStatement, setPayee, untilPayment } from '../harness/settle.ts'
import { noBrowser } from './chromium.ts'
import { beginStory, patience, type Seat, type Story } from './story.ts'

const july = { window: 'july', from: '2025-07-01', until: '2025-07-31', creditFen: 20_000 }

/** Two shops, two funds; what the books come to was written down before. */
describe.skipIf(noBrowser)('two shops are settled, by an officer, an approver and the bank', () => {
  let story: Story
  let officer: Seat
  let approver: Seat
  let meals: Meals
  let cards: readonly Card[]
  let dumplings: string
  let noodles: string
  let doubtful: string
  let wrong: string

  const eat = async (merchant: string, card: number, amountFen: number): Promise<string> => {
    const meal = { merchant, amountFen }
    const actor = `merchant-till/till-${card}-${merchant.slice(-4)}@632701,${merchant}`
    return (await story.ledger.api.post(`/v1/vouchers/${cards[card]?.code}/redemptions`, meal, { actor })).id
  }
  const balancesAre = (expected: Balances): Promise<void> => balancesComeTo(story.ledger, expected)
  const statementOf = async (merchant: string): Promise<string> =>
    (await story.ledger.api.get(`/v1/statements?merchant=${merchant}`)).items[0].id

  beforeAll(async () => {
    story = await beginStory('2025-07-02T02:00:00Z')
    const { api } = story.ledger
    await story.openAccount('officer', 'officer')
    await story.openAccount('approver', 'approver')
    await story.openAccount('auditor', 'auditor')
    meals = await prepareMeals(api, { workers: 2, windows: [july], fundsFen: [20_000, 20_000] })
    const [first = '', second = ''] = meals.merchants
    ;[dumplings, noodles] = [first, second]
    await importRoster(api, meals.programme, await rosterFile(2))
    await issue(api, meals.programme)
    cards = await listCards(api, meals.programme)
    wrong = await eat(dumplings, 0, 4_000)
    await eat(dumplings, 0, 6_000)
    doubtful = await eat(dumplings, 0, 500)
    await eat(noodles, 1, 3_000)
    await setPayee(api, dumplings, { account: '6217000999000005417', holder: '虚构店主' })
    await setPayee(api, noodles, { account: '6217000999000008888', holder: '虚构店主' })
    officer = await story.sitDown()
    await officer.signIn('officer')
  }, 60_000)
  afterAll(() => story.close())

  it('what is due to each is looked at, and proposed', async () => {
    const { page } = officer
    await page.getByRole('menuitem', { name: '结算' }).click()
    await page.getByText('没有结算单').waitFor()
    await page.getByRole('button', { name: '编制结算单' }).click()
    const form = page.getByRole('dialog')
    await form.getByLabel('项目').click()
    await page.getByTitle('测试餐补 · 2025').click()
    await form.getByRole('row', { name: /饺子馆.*105\.00.*可以提交/ }).waitFor()
    await form.getByRole('row', { name: /面片馆.*30\.00.*可以提交/ }).waitFor()
    await officer.expectAccessible()
    await form.getByRole('button', { name: '提交 2 张结算单' }).click()
    await page.getByText('已提交 2 张结算单').waitFor()
    await page.getByRole('row', { name: /饺子馆.*待商户确认.*105\.00/ }).waitFor()
    await page.getByText('本月').click()
    await expect.poll(() => page.url(), patience).toContain('from=2025-07-01&to=2025-07-31')
    await page.getByRole('row', { name: /面片馆.*30\.00/ }).waitFor()
    await officer.expectAccessible()
  })

  it('a meal that nobody agrees about is disputed: the rest of the statement is what is to pay', async () => {
    const { page } = officer
    await page.getByRole('link', { name: '测试餐补饺子馆' }).click()
    await page.getByRole('heading', { name: '测试餐补饺子馆 第 1 号结算单' }).waitFor()
    await page
      .getByRole('row', { name: /用餐 5\.00/ })
      .getByRole('button', { name: '提出争议' })
      .click()
    const form = page.getByRole('dialog')
    await form.getByText('2025年7月2日（周三）的一笔用餐，5.00 元').waitFor()
    await form.getByLabel('原因').fill('没有小票')
    await officer.expectAccessible()
    await form.getByRole('button', { name: '提出争议' }).click()
    await page.getByRole('heading', { name: '争议中的用餐' }).waitFor()
    const { disputes } = await story.ledger.api.get(`/v1/statements/${await statementOf(dumplings)}`)
    expect(disputes).toMatchObject([{ redemption: doubtful }])
    await sheetIs(page, '合计', ['0.00', '105.00', '0.00', '0.00', '5.00', '100.00', '0.00'])
    await sheetIs(page, '测试餐补资金0 未付', ['0.00', '52.50', '0.00', '0.00', '2.50', '50.00', '0.00'])
    for (const fund of meals.funds.keys())
      await page.getByRole('columnheader', { name: `测试餐补资金${fund}` }).waitFor()
    await balancesAre({ payable: 13_000, disputed: 500 })
  })

  it('what waits for the shops and what is disputed stands on the first page, with the sum and the way there', async () => {
    const { page } = officer
    const statement = page.url()
    await page.goto('/desk')
    await page.getByRole('link', { name: '2 张结算单等商户确认，共 135.00 元' }).waitFor()
    await page.getByRole('link', { name: '1 笔用餐有争议还没有了结，共 5.00 元' }).click()
    await page.getByText('共 1 笔，争议款合计 5.00 元').waitFor()
    await page.getByRole('row', { name: /饺子馆.*5\.00.*没有小票/ }).waitFor()
    await officer.expectAccessible()
    await page.goto(statement)
  })

  it('one is confirmed by a signed paper, the other by its owner', async () => {
    const { page } = officer
    await page.getByRole('button', { name: '登记商户确认' }).click()
    const form = page.getByRole('dialog')
    await form.getByText('第 1 号结算单，应付 100.00 元').waitFor()
    await form.getByLabel('凭证号').fill('JS-1')
    await officer.expectAccessible()
    await form.getByRole('button', { name: '登记商户确认' }).click()
    await page.getByText('待审批').first().waitFor()
    await officer.expectAccessible()
    const owner = { actor: `merchant-owner/owner@632701,${noodles}` }
    await story.ledger.api.post(
      `/v1/statements/${await statementOf(noodles)}/confirmation`,
      { number: 1, revision: 1 },
      owner,
    )
  })

  it('another person approves both on a phone, by the sums and the funds', async () => {
    approver = await story.sitDown({ size: 'phone' })
    await approver.signIn('approver')
    const { page } = approver
    await page.getByRole('link', { name: '2 张结算单或付款等您审批' }).click()
    const card = page.getByRole('article', { name: '测试餐补饺子馆 第 1 号结算单' })
    for (const said of [
      '105.00 元',
      '5.00 元',
      '测试餐补资金0 50.00 元',
      'officer（经办人），2025年7月2日（周三）',
      '没有，这是第一张',
    ])
      await card.getByText(said, { exact: true }).waitFor()
    await approver.expectAccessible()
    await card.getByRole('button', { name: '同意第 1 号结算单，应付 100.00 元' }).click()
    // It stays in its place, so that the next one does not come under the finger.
    await card.getByText('已审批，待付款').waitFor()
    await card.getByText('105.00 元', { exact: true }).waitFor()
    expect(await card.getByRole('button').count()).toBe(0)
    await page.getByRole('button', { name: '同意第 1 号结算单，应付 30.00 元' }).click()
    await page.getByText('没有待审批的事项').waitFor()
    for (const [shop, payFen] of [
      [dumplings, 10_000],
      [noodles, 3_000],
    ] as const)
      expect((await story.ledger.api.get(`/v1/statements?merchant=${shop}`)).items).toMatchObject([
        { number: 1, status: 'approved', payFen },
      ])
  })

  it('a payment is prepared to the account that is shown', async () => {
    const { page } = officer
    await page.goto('/desk')
    await page.getByRole('link', { name: '2 张结算单已审批，还没有付款' }).click()
    await page.getByRole('link', { name: '付款', exact: true }).click()
    await page.getByRole('button', { name: '发起付款' }).click()
    const form = page.getByRole('dialog')
    await form.getByLabel('商户').click()
    await page.getByTitle('测试餐补饺子馆').click()
    await form.getByText('虚**主，虚构银行，尾号 5417').waitFor()
    await form.getByLabel('测试餐补 第 1 号，3 笔，100.00 元').check()
    await form.getByText('合计 100.00 元，1 张结算单').waitFor()
    await form.getByLabel('付款编号').fill('ZF-1')
    await officer.expectAccessible()
    await form.getByRole('button', { name: '提交付款审批' }).click()
    await page.getByRole('heading', { name: '付款：测试餐补饺子馆（ZF-1）' }).waitFor()
    await page.getByText('测试餐补资金1 50.00').waitFor()
    await officer.expectAccessible()
  })

  it('its approver sees the same, and cannot refuse without a reason', async () => {
    const seen = approver.page
    await seen.reload()
    const card = seen.getByRole('article', { name: '付款：测试餐补饺子馆（ZF-1）' })
    await card.getByText('虚**主，虚构银行，尾号 5417').waitFor()
    await card.getByText('测试餐补资金1 50.00').waitFor()
    await card.getByRole('button', { name: '不同意' }).click()
    await card.getByText('请写明不同意的原因').waitFor()
    await approver.expectAccessible()
    await card.getByRole('button', { name: '同意付款 100.00 元，尾号 5417' }).click()
    await card.getByText('已审批，待送银行').waitFor()
  })

  it('an approved payment goes on from its row, the last one above', async () => {
    const { page } = officer
    await approvePayment(story.ledger.api, noodles, { statement: await statementOf(noodles), number: 1 })
    await page.goto('/desk')
    await page.getByRole('link', { name: '2 笔付款已审批，还没有送银行，共 130.00 元' }).click()
    const rows = page.getByRole('row', { name: /已审批，待送银行/ })
    await rows.nth(1).waitFor()
    expect(await rows.allTextContents()).toEqual([
      expect.stringMatching(/面片馆/),
      expect.stringMatching(/ZF-1.*饺子馆/),
    ])
    await officer.expectAccessible()
    await rows.nth(0).getByRole('button', { name: '登记送交银行' }).click()
    await page.getByRole('dialog').getByText('取消').click()
  })

  it('both go to the bank in one file, taken once it is written', async () => {
    const { page } = officer
    const { api } = story.ledger
    await page.getByRole('button', { name: '生成付款文件' }).first().click()
    const form = page.getByRole('dialog')
    await form.getByText('2 笔，合计 130.00 元').waitFor()
    await form.getByRole('button', { name: '生成付款文件' }).click()
    await form.getByText('付款文件已生成').waitFor()
    await officer.expectAccessible()
    const saved = page.waitForEvent('download')
    await form.getByRole('button', { name: '下载付款文件' }).click()
    const file = await readFile(await (await saved).path(), 'utf8')
    expect(file).toContain('ZF-1,虚构店主,6217000999000005417,虚构银行,100.00,餐费结算')
    expect(await page.content()).not.toContain('6217000999000005417')
    await page.keyboard.press('Escape')
    const [other] = (await api.get(`/v1/payments?merchant=${noodles}`)).items
    await untilPayment(api, other.id, 'sent')
    const hall = await story.sitDown()
    await hall.signIn('auditor')
    await hall.page.goto('/desk/audit/access')
    await hall.page.getByRole('row', { name: /officer.*付款文件.*付款/ }).waitFor()
    await hall.context.close()
  })

  it('which shops are still owed money, and how much in all, stands on one page', async () => {
    const { page } = officer
    await page.getByRole('navigation', { name: '结算的页面' }).getByRole('link', { name: '应付商户' }).click()
    await page.getByRole('row', { name: '测试餐补饺子馆 测试餐补 0.00 0.00 100.00 100.00 0.00 5.00' }).waitFor()
    await page.getByRole('row', { name: '合计 0.00 0.00 130.00 130.00 0.00 5.00' }).waitFor()
    await officer.expectAccessible()
    await page.getByRole('radiogroup', { name: '按' }).getByText('商户', { exact: true }).click()
    await page.getByRole('row', { name: '测试餐补面片馆 0.00 0.00 30.00 30.00 0.00 0.00' }).waitFor()
    await page.goto('/desk/settlement/payments')
  })

  it('of the bank’s file what matches is entered, and what differs is told', async () => {
    const { page, context } = officer
    const { api } = story.ledger
    const [other] = (await api.get(`/v1/payments?merchant=${noodles}`)).items
    await page.getByRole('button', { name: '导入银行结果文件' }).click()
    const lines = [
      '付款编号,收款账号,金额（元）,结果,日期,银行流水号,失败原因',
      'ZF-1,****5417,100.00,成功,2025-07-02,B-1,',
      `${other.reference},****8888,29.00,成功,2025-07-02,B-2,`,
    ]
    const buffer = Buffer.from(lines.join('\n'))
    const chosen = page.waitForEvent('filechooser')
    await page.getByText('把银行的 CSV 文件拖到这里').click()
    await (await chosen).setFiles({ name: '银行结果.csv', mimeType: 'text/csv', buffer })
    await page.getByText('共 2 行：1 行相符，1 行不符').waitFor()
    await page.getByRole('row', { name: /3 金额与付款不一致/ }).waitFor()
    await officer.expectAccessible()
    await page.getByRole('button', { name: '登记 1 笔结果' }).click()
    await page.getByText('已登记 1 笔结果，1 行不符').waitFor()
    await untilPayment(api, (await payment('ZF-1')).id, 'paid')
    await balancesAre({ bank: 30_000, payable: 3_000, disputed: 500 })
    expect(context.pages()).toHaveLength(1)
  })

  it('sent without a result is unknown; the bank’s written no frees its statement for another payment', async () => {
    const { page } = officer
    await page.goto('/desk')
    await page.getByRole('link', { name: '1 笔付款已送银行，还没有结果' }).click()
    await page
      .getByRole('row', { name: /面片馆.*8888.*已送银行，等结果/ })
      .getByRole('link')
      .click()
    await page.getByText('款项是否付出还不清楚，不能重复付款').waitFor()
    await page.getByRole('button', { name: '登记银行结果' }).click()
    const form = page.getByRole('dialog')
    await form.getByLabel('银行金额').fill('30')
    await form.getByText('−15.00').first().waitFor()
    await form.getByLabel('银行书面答复：未付').check()
    await form.getByLabel('原因').fill('账户已销户')
    await form.getByLabel('凭证号').fill('YH-7')
    await officer.expectAccessible()
    await form.getByRole('button', { name: '登记银行结果' }).click()
    await page.getByText('付款失败').first().waitFor()
    await officer.expectAccessible()
    const approved = () => story.ledger.api.get(`/v1/statements?merchant=${noodles}&status=approved`)
    await expect.poll(async () => (await approved()).items.length, patience).toBe(1)
    await balancesAre({ bank: 30_000, payable: 3_000 })
  })

  it('the dispute ends, and a meal that is taken back after its payment is owed', async () => {
    const { page } = officer
    const { api } = story.ledger
    const statement = await statementOf(dumplings)
    await page.goto(`/desk/settlement/statements/${statement}`)
    await page.getByRole('region', { name: '争议中的用餐' }).getByRole('button', { name: '了结争议' }).click()
    const form = page.getByRole('dialog')
    await form.getByLabel('维持：这笔用餐属实').check()
    await form.getByLabel('原因').fill('小票找到了')
    await form.getByText('−2.50').first().waitFor()
    await officer.expectAccessible()
    await form.getByRole('button', { name: '了结争议' }).click()
    await page.getByText('争议已了结').waitFor()
    await balancesAre({ payable: 3_500, disputed: 0 })
    expect((await api.get(`/v1/statements/${statement}`)).disputes).toEqual([])

    const paper = { kind: 'slip', number: 'S-1' }
    await api.post(`/v1/redemptions/${wrong}/reversal`, { merchant: dumplings, reason: '录错', document: paper })
    await eat(dumplings, 1, 7_000)
    await page.reload()
    await page.getByText('应收商户退款 40.00 元').waitFor()
    await sheetIs(page, '合计', ['0.00', '70.00', '40.00', '5.00', '0.00', '35.00', '0.00'])
    await officer.expectAccessible()
    await balancesAre({ bank: 30_000, payable: 6_500, claimed: 4_000 })
  })

  it('what is owed is set off with the next statement; another amount of the bank’s pays nothing', async () => {
    const { page } = officer
    const { api } = story.ledger
    const form = page.getByRole('dialog')
    const statement = await statementOf(dumplings)
    const { id } = await approvePayment(api, dumplings, await approveStatement(api, meals.programme, dumplings))
    await page.goto(`/desk/settlement/payments/${id}`)
    await page.getByRole('button', { name: '登记送交银行' }).click()
    await form.getByRole('button', { name: '登记送交银行' }).click()
    await page.getByRole('button', { name: '登记银行结果' }).click()
    await form.getByLabel('银行金额').fill('34')
    await form.getByRole('button', { name: '登记银行结果' }).click()
    await form.getByText(/不符，未登记/).waitFor()
    expect(await api.get(`/v1/payments/${id}`)).toMatchObject({ status: 'sent' })
    await form.getByLabel('银行金额').fill('35')
    await form.getByLabel('银行流水号').fill('B-9')
    await form.getByLabel('银行书面答复：未付').check()
    await form.getByLabel('已到账').check()
    expect(await form.getByLabel('银行流水号').inputValue()).toBe('B-9')
    await form.getByRole('button', { name: '登记银行结果' }).click()
    await page.getByText('B-9').waitFor()
    await balancesAre({
      ...{ granted: 40_000, available: 0, allocated: 4_000, issued: 19_500, used: 16_500, claimed: 0 },
      ...{ bank: 26_500, cost: 16_500, payable: 3_000, disputed: 0 },
    })
    await page.goto(`/desk/settlement/statements/${statement}?number=2`)
    await page.getByText('已付款').first().waitFor()
    expect(await page.getByText('应收商户退款').count()).toBe(0)
    const opened = officer.context.waitForEvent('page')
    await page.getByRole('link', { name: 'A4 打印页' }).click()
    const paper = await opened
    expect(await paper.textContent('body')).toContain('35.00')
    await paper.close()
  })

  it('money that comes back is due again in the next number, and the sheet is printed', async () => {
    const { page } = officer
    await page.getByRole('link', { name: '查看付款' }).click()
    await page.getByRole('button', { name: '登记款项退回' }).click()
    const form = page.getByRole('dialog')
    await form.getByLabel('原因').fill('账号已注销')
    await form.getByLabel('凭证号').fill('YH-8')
    await form.getByRole('button', { name: '登记款项退回' }).click()
    await page.getByText('款项退回已登记').waitFor()
    await balancesAre({ bank: 30_000, payable: 6_500, claimed: 0 })
    await page.goto(`/desk/settlement/statements/${await statementOf(dumplings)}`)
    await sheetIs(page, '合计', ['0.00', '0.00', '0.00', '35.00', '0.00', '35.00', '0.00'])
    await page.getByRole('row', { name: /第 2 号.*款项被退回/ }).waitFor()
    await page.getByRole('button', { name: '打印' }).click()
    expect(await page.evaluate('window.sheetsPrinted')).toBe(1)
    await page.emulateMedia({ media: 'print' })
    await page.getByText('商户签字').waitFor()
    for (const name of ['打印', '编制结算单', '登记确认约定', '显示的列'])
      expect(await page.getByRole('button', { name }).count(), name).toBe(0)
    expect(await page.getByRole('navigation').count()).toBe(0)
    await page.emulateMedia({ media: 'screen' })
  })

  it('silence confirms where that was agreed, once its days are over', async () => {
    const { api, clock } = story.ledger
    await eat(noodles, 1, 1_000)
    const statement = await statementOf(noodles)
    const path = `/desk/settlement/statements/${statement}`
    const { page } = officer
    await page.goto(path)
    await page.getByRole('button', { name: '登记确认约定' }).click()
    await page.getByLabel('多少天没有异议视同确认').fill('3')
    await page.getByLabel('凭证号').fill('XY-1')
    await officer.expectAccessible()
    await page.getByRole('dialog').getByRole('button', { name: '登记确认约定' }).click()
    await page.getByText('3 天内没有异议，视同确认').waitFor()
    await api.post(`/v1/programmes/${meals.programme}/statements`, { merchants: [noodles] })
    await page.reload()
    await page.getByText('2025年7月5日（周六）之后仍无异议，可按约定视同确认').waitFor()
    clock.advanceTo(new Date('2025-07-06T02:00:00Z'))
    const later = await story.sitDown()
    await later.signIn('officer')
    await later.page.goto(path)
    await later.page.getByRole('button', { name: '登记商户确认' }).click()
    const form = later.page.getByRole('dialog')
    expect(await form.getByLabel('2025年7月5日（周六）已过，商户没有异议').isChecked()).toBe(true)
    await form.getByRole('button', { name: '登记商户确认' }).click()
    await later.page.getByText('已登记商户确认').waitFor()
    const { events } = await api.get(`/v1/trail/${statement}?order=newest`)
    expect(events[0]).toMatchObject({ type: 'StatementConfirmed', data: { by: 'silence', silenceDays: 3 } })
  })

  async function payment(reference: string): Promise<{ readonly id: string }> {
    const { items } = await story.ledger.api.get('/v1/payments')
    return items.find((one: { readonly reference: string }) => one.reference === reference)
  }

  /** Of the number that is shown: what was carried in, meals, taken back, come back, disputed, to pay, carried on. */
  async function sheetIs(place: Seat['page'], line: string, figures: readonly string[]): Promise<void> {
    const row = place.getByRole('region', { name: '结算表' }).getByRole('row', { name: line })
    await expect.poll(async () => (await row.getByRole('cell').allTextContents()).slice(1), patience).toEqual(figures)
  }
})
