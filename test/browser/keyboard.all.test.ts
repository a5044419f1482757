import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { XLSX } from '../harness/api.ts'
import { importRoster, listCards, prepareMeals, rosterFile } from '../harness/meals.ts'
import { setPayee, untilPayment } from '../harness/settle.ts'
import { noBrowser } from './chromium.ts'
import { keyboardOf } from './keyboard.ts'
import { sendGoods } from './prepared-goods.ts'
import { beginStory, PASSWORD, patience, type Seat, type Story } from './story.ts'

const windows = [{ window: 'july', from: '2025-07-01', until: '2025-07-31', creditFen: 16_000 }]

describe.skipIf(noBrowser)('without a mouse', () => {
  let story: Story
  let programme: string
  let merchant: string
  let officer: Seat
  let approver: Seat
  let auditor: Seat
  let goods: { readonly consignment: string }

  beforeAll(async () => {
    story = await beginStory('2025-07-25T04:05:00Z')
    const { api } = story.ledger
    for (const role of ['officer', 'approver', 'auditor', 'administrator'] as const) await story.openAccount(role, role)
    const meals = await prepareMeals(api, { workers: 3, windows, fundsFen: [100_000] }, '环卫餐补')
    programme = meals.programme
    merchant = meals.merchants[0] ?? ''
    await importRoster(api, programme, await rosterFile(3))
    const limits = { limits: { issuance: { perAct: 1_000 } } }
    await api.send({ method: 'PUT', path: '/v1/approval-limits/000000', body: limits, actor: 'administrator/chief' })
    await setPayee(api, merchant, { account: '6217000999000005417', holder: '虚构店主' })
    goods = await sendGoods(story, '2025-07-25')
    officer = await story.sitDown()
  }, 60_000)
  afterAll(() => story.close())

  /** From the front door, by its fields. */
  async function enter({ page }: Seat, account: string): Promise<void> {
    const by = keyboardOf(page)
    await page.goto('/desk')
    await by.type(page.getByLabel('账号'), account)
    await by.type(page.getByLabel('密码', { exact: true }), PASSWORD)
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: '退出登录' }).waitFor()
  }

  /** Down the menu by arrows. */
  async function go({ page }: Seat, name: string): Promise<void> {
    const line = page.getByRole('menuitem', { name, exact: true })
    await keyboardOf(page).walk(page.getByRole('menu'), line, 'ArrowDown')
    await page.keyboard.press('Enter')
    // Until then the page before stands there, with fields of the same names: Tab would lead into it.
    await page.locator('.ant-menu-item-selected').and(line).waitFor()
  }

  it('a stop whose focus nobody sees is found, though the next one shows its own around it', async () => {
    const { page } = await story.sitDown()
    const [plain, ring] = ['outline: none', 'outline: 2px solid teal']
    await page.setContent(`<style>
      * { outline: none } button:focus { ${plain} } .seen:focus, p:has(.seen:focus) { ${ring} }
    </style><p><button>one</button><button class="seen">two</button><button class="seen">three</button></p>`)
    const by = keyboardOf(page)
    await by.to(page.getByRole('button', { name: 'one' }))
    await expect(by.to(page.getByRole('button', { name: 'two' }))).rejects.toThrow('cannot be seen')
    await by.to(page.getByRole('button', { name: 'three' }))
    await page.context().close()
  })

  /** A form that is closed gives the focus back to what opened it. @returns once it has it */
  async function sendFrom({ page }: Seat, opener: string, act: string): Promise<void> {
    const by = keyboardOf(page)
    await by.press(page.getByRole('dialog').getByRole('button', { name: act }))
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await by.has(page.getByRole('button', { name: opener, exact: true }).first())
  }

  it('an officer signs in, opens a programme, freezes its list and sends the issuance for approval', async () => {
    const { page } = officer
    const by = keyboardOf(page)
    await enter(officer, 'officer')
    await go(officer, '项目')
    await by.press(page.getByRole('link', { name: '环卫餐补' }))
    await by.press(page.getByRole('link', { name: '发放餐补' }))
    await by.type(page.getByLabel('新的核定名单'), '七月名单')
    await by.press(page.getByRole('button', { name: '核定今天的名册' }))
    await by.press(page.getByRole('button', { name: '核定这份名单' }))
    await page
      .getByRole('row', { name: /虚构出资方0|环卫餐补资金0/ })
      .getByText('520.00')
      .waitFor()
    await by.press(page.getByRole('button', { name: '送交审批' }))
    await page.getByText('已送交审批').waitFor()
  })

  it('an approver reads what the maker saw, and refuses with a note that the maker finds', async () => {
    approver = await story.sitDown({ size: 'phone' })
    const { page } = approver
    const by = keyboardOf(page)
    await enter(approver, 'approver')
    await by.press(page.getByRole('link', { name: '1 件事项等您审批' }))
    const waiting = page.getByRole('article', { name: '发放餐补' })
    await waiting.getByText('480.00').first().waitFor()
    await waiting.getByText('3 人', { exact: true }).waitFor()
    await waiting.getByText('七月名单（3 人）').waitFor()
    await waiting.getByRole('list', { name: '资金变化' }).getByText('1,000.00 → 520.00').waitFor()
    await by.press(waiting.getByRole('button', { name: '不同意' }))
    await page.keyboard.type('名单少一人，请核对')
    await by.press(waiting.getByRole('button', { name: '不同意' }))
    await page.getByText('没有待审批的事项').waitFor()

    await officer.page.reload()
    await officer.page.getByRole('cell', { name: '未获批准' }).waitFor()
    await go(officer, '审批')
    const states = officer.page.getByRole('radiogroup', { name: '事项状态' }).getByRole('radio')
    const refused = officer.page.getByRole('radio', { name: '未同意' })
    await keyboardOf(officer.page).walk(states.first(), refused, 'ArrowRight')
    await officer.page.getByText('名单少一人，请核对').waitFor()
  })

  it('is issued once an approver agrees', async () => {
    await go(officer, '发放餐补')
    await keyboardOf(officer.page).press(officer.page.getByRole('button', { name: '送交审批' }))
    await officer.page.getByText('已送交审批').waitFor()
    const { page } = approver
    await page.reload()
    await keyboardOf(page).press(page.getByRole('button', { name: '同意', exact: true }))
    await page.getByText('没有待审批的事项').waitFor()
    await officer.page.getByText('已发放给 3 人').waitFor()
  })

  it('chosen cards are made, and a lost card is replaced with a reason; the focus comes back', async () => {
    const { page } = officer
    const by = keyboardOf(page)
    await by.press(page.getByRole('link', { name: '打印餐补卡' }))
    await by.press(page.getByRole('checkbox', { name: '选择 虚*0' }), 'Space')
    await by.press(page.getByRole('button', { name: '制作 1 张卡' }))
    await page.getByText('1 张卡已排好').waitFor()
    await by.press(page.getByRole('button', { name: '打印卡片和签收单' }))
    await page.getByText('1 张卡已登记为打印').waitFor()
    const [card] = await listCards(story.ledger.api, programme)
    await go(officer, '查人')
    await by.type(page.getByLabel('卡号'), card?.code ?? '')
    await page.keyboard.press('Enter')
    const replace = page.getByRole('button', { name: '补换餐补卡' })
    await by.press(replace)
    const dialog = page.getByRole('dialog')
    await by.to(dialog.getByLabel('理由'))
    await page.keyboard.press('Escape')
    await by.has(replace)
    await page.keyboard.press('Enter')
    await by.type(dialog.getByLabel('理由'), '卡片遗失')
    await by.press(dialog.getByRole('button', { name: '补换餐补卡' }))
    await page.getByRole('button', { name: '制作 1 张卡' }).waitFor()
    expect(await story.ledger.api.get(`/v1/vouchers/${card?.code}`)).toMatchObject({ status: 'replaced' })
  })

  it('a shop types a code, confirms and takes back, on 360 px', async () => {
    const { code: pairing } = await story.ledger.api.post(`/v1/merchants/${merchant}/pairings`, { label: '前台' })
    const { page } = await story.sitDown({ size: 'phone' })
    const by = keyboardOf(page)
    const [, card] = await listCards(story.ledger.api, programme)
    await page.goto('/till/')
    await by.type(page.getByLabel('绑定码'), pairing)
    await by.press(page.getByRole('button', { name: '设为收银手机' }))
    for (const kept of [true, false]) {
      await by.type(page.getByRole('textbox', { name: '卡号' }), card?.code ?? '')
      await by.press(page.getByRole('button', { name: /加一份.*饺子/ }))
      await by.press(page.getByRole('button', { name: '确认核销 10.00 元' }))
      await page.getByRole('status').filter({ hasText: '核销成功' }).waitFor()
      if (kept) continue
      await by.press(page.getByRole('button', { name: '撤销', exact: true }))
      // No reason is given by itself: without one nothing is taken back.
      await by.press(page.getByRole('button', { name: '确认撤销 10.00 元' }), 'Space')
      await by.press(page.getByLabel('金额输错'), 'Space')
      await by.press(page.getByRole('button', { name: '确认撤销 10.00 元' }), 'Space')
      await page.getByText('已撤销，10.00 元退回卡里').waitFor()
    }
    const { total } = await story.ledger.api.get(`/v1/merchants/${merchant}/meals`)
    expect(total).toMatchObject({ meals: 1, takenBack: 1, amountFen: 1_000 })
  })

  it('an auditor opens a figure down to its event and comes back to it, and follows the donation', async () => {
    const seat = await story.sitDown()
    auditor = seat
    const { page } = seat
    const by = keyboardOf(page)
    await enter(seat, 'auditor')
    await go(seat, '报表')
    const figure = page.getByTitle('合计 · 已核销（用餐）')
    await by.press(figure)
    const drawer = page.getByRole('dialog').first()
    await drawer.getByText('与分录合计一致').waitFor()
    await by.press(drawer.getByRole('button', { name: '显示的列' }))
    await by.press(drawer.getByRole('checkbox', { name: '记账日期' }), 'Space')
    await drawer.getByRole('columnheader', { name: '记账日期' }).waitFor({ state: 'detached' })
    // Of the two that are open the one above.
    await page.keyboard.press('Escape')
    await drawer.getByRole('checkbox').first().waitFor({ state: 'hidden' })
    const table = drawer.getByRole('region')
    await by.press(table, 'ArrowRight')
    await expect.poll(() => table.evaluate(({ scrollLeft }) => scrollLeft), patience).toBeGreaterThan(0)
    const posting = drawer.getByRole('button', { name: /HX-1$/ })
    await by.press(posting)
    const event = page.getByRole('dialog').last()
    await event.getByText('核销用餐').waitFor()
    await by.to(event.getByRole('link', { name: '这一餐是谁出的钱' }))
    await page.keyboard.press('Escape')
    await by.has(posting)
    await page.keyboard.press('Escape')
    await by.has(figure)
    await go(seat, '资金去向')
    await by.choose(page.getByLabel('专项资金', { exact: true }), '环卫餐补资金0')
    await by.choose(page.getByLabel('捐赠', { exact: true }), '虚构出资方0')
    const section = page.getByRole('region', { name: '捐赠' })
    await section.getByText('已用于用餐 10.00').waitFor()
  }, 90_000)

  it('an officer takes a donation in and allocates it; the focus comes back each time', async () => {
    const { page } = officer
    const by = keyboardOf(page)
    const form = page.getByRole('dialog')
    await go(officer, '专项资金')
    await by.press(page.getByRole('link', { name: '环卫餐补资金0' }))
    await by.press(page.getByRole('button', { name: '登记捐赠' }))
    await by.type(form.getByLabel('票据号', { exact: true }), 'JP-1')
    await by.type(form.getByLabel('捐赠单位', { exact: true }), '虚构市总工会')
    await by.type(form.getByLabel('金额', { exact: true }), '500')
    await form.getByText('+500.00').first().waitFor()
    await sendFrom(officer, '登记捐赠', '登记捐赠')
    await by.press(page.getByRole('button', { name: '安排资金' }))
    await by.choose(form.getByLabel('项目'), '环卫餐补')
    await by.type(form.getByLabel('金额', { exact: true }), '100')
    await form.getByText('500.00 → 400.00').waitFor()
    await sendFrom(officer, '安排资金', '安排资金')
    const [fund] = (await story.ledger.api.get('/v1/funds')).items
    expect(await story.ledger.api.get(`/v1/funds/${fund.id}`)).toMatchObject({ availableFen: 40_000 })
  })

  it('a roster is chosen, looked at and imported', async () => {
    const { page } = officer
    const by = keyboardOf(page)
    await go(officer, '名册')
    const chosen = page.waitForEvent('filechooser')
    await by.press(page.getByRole('button', { name: /把名册文件拖到这里/ }))
    const buffer = Buffer.from(await rosterFile(2, 3))
    await (await chosen).setFiles({ name: '名册.xlsx', mimeType: XLSX, buffer })
    await by.press(page.getByRole('button', { name: '导入 2 人' }))
    await page.getByText('导入完成：新增 2 人').waitFor()
    expect(await page.evaluate('document.activeElement !== document.body')).toBe(true)
    expect((await story.ledger.api.get(`/v1/workers?programme=${programme}`)).items).toHaveLength(5)
  })

  it('goods are received at the site and handed out', async () => {
    const { page } = officer
    const by = keyboardOf(page)
    const form = page.getByRole('dialog')
    const { consignment } = goods
    await go(officer, '物资')
    await by.press(page.getByRole('region', { name: '在途' }).getByRole('link', { name: '港城大街驿站' }))
    await by.press(page.getByRole('button', { name: '签收', exact: true }))
    await by.type(form.getByLabel('签收人'), '虚构1')
    await by.press(form.getByRole('button', { name: '查找' }))
    await by.press(form.getByRole('button', { name: /^选择 / }).first())
    await by.press(form.getByRole('button', { name: '确认签收' }))
    const handOut = page.getByRole('button', { name: '发放到人', exact: true })
    await by.press(handOut)
    await by.type(form.getByLabel('发放 清凉包（第1版）（现场结存 4）'), '4')
    await by.type(form.getByLabel('按人数（未具名）'), '4')
    await by.press(form.getByRole('button', { name: '确认发放' }))
    await page.getByRole('region', { name: '办理记录' }).getByText('发放到人').waitFor()
    expect(await page.evaluate('document.activeElement !== document.body')).toBe(true)
    expect(await story.ledger.api.get(`/v1/consignments/${consignment}`)).toMatchObject({ headsServed: 4 })
  })

  it('what the shop is owed is proposed, confirmed by its paper, approved and paid', async () => {
    const { page } = officer
    const by = keyboardOf(page)
    const form = page.getByRole('dialog')
    await go(officer, '结算')
    await by.press(page.getByRole('button', { name: '编制结算单' }))
    await by.choose(form.getByLabel('项目'), '环卫餐补')
    await sendFrom(officer, '编制结算单', '提交 1 张结算单')
    await by.press(page.getByRole('link', { name: '环卫餐补饺子馆' }))
    await by.press(page.getByRole('button', { name: '登记商户确认' }))
    await by.type(form.getByLabel('凭证号'), 'JS-1')
    await by.press(form.getByRole('button', { name: '登记商户确认' }))
    await page.getByText('待审批').first().waitFor()

    const seen = keyboardOf(approver.page)
    await approver.page.reload()
    await seen.press(approver.page.getByRole('button', { name: '同意第 1 号结算单，应付 10.00 元' }))
    await approver.page.getByText('已审批，待付款').waitFor()

    await go(officer, '结算')
    await by.press(page.getByRole('link', { name: '付款', exact: true }))
    await by.press(page.getByRole('button', { name: '发起付款' }))
    await by.choose(form.getByLabel('商户'), '环卫餐补饺子馆')
    await by.type(form.getByLabel('付款编号'), 'ZF-1')
    await by.press(form.getByRole('button', { name: '提交付款审批' }))
    await page.getByRole('heading', { name: '付款：环卫餐补饺子馆（ZF-1）' }).waitFor()
    await approver.page.reload()
    await seen.press(approver.page.getByRole('button', { name: '同意付款 10.00 元，尾号 5417' }))
    await approver.page.getByText('已审批，待送银行').waitFor()
    await page.reload()
    await by.press(page.getByRole('button', { name: '登记送交银行' }))
    await by.press(form.getByRole('button', { name: '登记送交银行' }))
    await by.press(page.getByRole('button', { name: '登记银行结果' }))
    await by.type(form.getByLabel('银行金额'), '10')
    await by.type(form.getByLabel('银行流水号'), 'B-1')
    await by.press(form.getByRole('button', { name: '登记银行结果' }))
    await page.getByText('B-1').waitFor()
    const { items } = await story.ledger.api.get(`/v1/payments?merchant=${merchant}`)
    await untilPayment(story.ledger.api, items[0].id, 'paid')
  }, 60_000)

  it('a programme is made from a template', async () => {
    const { page } = officer
    const by = keyboardOf(page)
    await go(officer, '项目')
    await by.press(page.getByRole('button', { name: '新建项目' }))
    await by.press(page.getByRole('button', { name: '用“节日餐补”' }))
    await by.choose(page.getByLabel('所属区划'), '玉树市')
    await by.press(page.getByRole('button', { name: '建立项目' }))
    await page.getByRole('heading', { name: /^节日餐补/ }).waitFor()
    const { items } = await story.ledger.api.get('/v1/programmes')
    expect(items).toContainEqual(expect.objectContaining({ kind: 'festival-meal', division: '632701', year: 2025 }))
  })

  it('an auditor verifies the whole log in the browser', async () => {
    const { page } = auditor
    await go(auditor, '验证账本')
    await keyboardOf(page).press(page.getByRole('button', { name: '开始验证' }))
    await page.getByText(/账本完整：\d+ 条事件与签名的检查点一致/).waitFor()
  })

  it('an administrator opens an account, changes it with a reason and closes it', async () => {
    const seat = await story.sitDown()
    const { page } = seat
    const by = keyboardOf(page)
    await enter(seat, 'administrator')
    await go(seat, '账号')
    const open = page.getByRole('button', { name: '开账号' })
    await by.press(open)
    const form = page.getByRole('dialog')
    await by.type(form.getByLabel('账号'), 'desk-7')
    await by.pick(form.getByLabel('角色'), '审计')
    await by.choose(form.getByLabel('范围'), '曲麻莱')
    await by.press(form.getByRole('button', { name: '开账号' }))
    await form.getByText('账号 desk-7 的一次性密码').waitFor()
    await page.keyboard.press('Escape')
    await by.press(page.getByRole('button', { name: '已记下，离开' }))
    await by.has(open)
    const account = page.getByRole('button', { name: 'desk-7' })
    await by.press(account)
    await by.press(form.getByRole('button', { name: '停用账号' }).first())
    await by.type(form.getByLabel('原因'), '离岗')
    await by.press(form.getByRole('button', { name: '停用账号' }).last())
    await form.getByText('已停用').waitFor()
    await page.keyboard.press('Escape')
    await by.has(account)
    const { items } = await story.ledger.api.get('/v1/accounts', 'administrator/chief')
    expect(items).toContainEqual(expect.objectContaining({ account: 'desk-7', closed: true }))
  }, 60_000)
})
