import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readXlsx } from 'hucre/xlsx'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inventPerson, listCards, prepareMeals } from '../harness/meals.ts'
import { noBrowser } from './chromium.ts'
import { beginStory, type Seat, type Story } from './story.ts'

const windows = [
  { window: 'summer', from: '2025-07-01', until: '2025-07-31', creditFen: 12_000 },
  { window: 'national', from: '2025-10-01', until: '2025-10-03', creditFen: 12_000 },
  { window: 'mid-autumn', from: '2025-10-04', until: '2025-10-08', creditFen: 12_000 },
]
const PEOPLE = 120
const noPaperReader = spawnSync('pdftotext', ['-v']).error && 'pdftotext is not installed'
if (noPaperReader) process.stdout.write(`The story of cards on paper is skipped: ${noPaperReader}.\n`)

/**
 * A list as an employer sends it: a title, merged employers, a header again, a total, a signature line; of 120 people one has a number that
 * cannot be, one stands there twice under two names, two have no telephone that can be read, and the column of trades is missing.
 */
function messySheet(): string {
  const lines = ['2025年虚构环卫公司职工花名册', '序号,姓名(必填),身份证号码,联系电话,工作单位']
  for (let at = 0; at < PEOPLE; at++) {
    const { name, identityNumber, phone } = inventPerson(at)
    const number = at === 30 ? '990001196001011' : identityNumber
    const reached = at === 50 ? '无' : at === 60 ? '13800000001/13800000002' : phone
    lines.push([at + 1, name, number, reached, at % 10 === 0 ? '虚构环卫公司' : ''].join(','))
    if (at === 59) lines.push('序号,姓名(必填),身份证号码,联系电话,工作单位')
  }
  const { identityNumber, phone } = inventPerson(70)
  lines.push([PEOPLE + 1, '虚构别名', identityNumber, phone, '虚构环卫公司'].join(','))
  return `\ufeff${[...lines, '合计,121人,,,', '单位负责人(签字):,,,,'].join('\r\n')}\r\n`
}

describe.skipIf(noBrowser ?? noPaperReader)('an officer with a list of 120', () => {
  let story: Story
  let seat: Seat
  let page: Page
  let programme: string
  let folder: string
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'people-story-'))
    story = await beginStory('2025-10-02T02:00:00Z')
    await story.openAccount('officer', 'officer')
    const plan = { workers: PEOPLE, windows, fundsFen: [2_000_000, 1_000_000] }
    programme = (await prepareMeals(story.ledger.api, plan, '国庆中秋餐补')).programme
    seat = await story.sitDown()
    page = seat.page
    await seat.signIn('officer')
  })
  afterAll(async () => {
    rmSync(folder, { recursive: true })
    await story.close()
  })

  it('sees how the sheet was read, says what it leaves out, confirms row by row, and imports the rest', async () => {
    const file = join(folder, '花名册.csv')
    writeFileSync(file, messySheet())
    await page.goto(`/desk/roster?programme=${programme}`)
    await page.getByText('这个项目还没有导入过名册').waitFor()
    await seat.expectAccessible()
    await page.locator('input[type=file]').setInputFiles(file)
    await page.getByText('文件是这样读的').waitFor()
    await page.getByRole('textbox', { name: '工种' }).fill('环卫')
    await page.getByRole('radio', { name: '与上一行相同' }).check()
    await page.getByRole('button', { name: '按此重新核对' }).click()

    await page.getByText('错误 1', { exact: true }).click()
    const wrong = page.getByRole('row', { name: /990001196001011/ })
    await wrong.getByRole('cell', { name: '33', exact: true }).waitFor()
    await seat.expectAccessible()
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: '下载标注错误的文件' }).click()
    const { sheets } = await readXlsx(readFileSync(await (await download).path()))
    expect((await download).suggestedFilename()).toBe('花名册-错误.xlsx')
    const marked = sheets[0]?.rows.map((cells) => cells.join()) ?? []
    expect(marked[1]).toContain('错误')
    expect(marked[33 - 1]).toMatch(/^31,虚构30,990001196001011,.*身份证/)
    expect(marked).toHaveLength(PEOPLE + 6)
    await page.getByText('待确认 4', { exact: true }).click()
    // The sheet's own rows: two without a telephone that can be read; of the double neither row is taken for standing first.
    for (const row of [74, 124]) await page.getByRole('checkbox', { name: `确认第 ${row} 行` }).waitFor()
    await page.getByRole('checkbox', { name: '确认第 53 行' }).check()
    await page.getByRole('checkbox', { name: '确认第 64 行' }).check()
    await page.getByRole('checkbox', { name: '先导入其余的人，这 3 行以后再补' }).check()
    await page.getByRole('button', { name: '导入 118 人' }).click()
    await page.getByText('导入完成：新增 118 人').waitFor()
    // Whoever looks elsewhere finds the errors again.
    await page.getByRole('menuitem', { name: '首页' }).click()
    await page.getByRole('heading', { name: '首页' }).waitFor()
    await page.goBack()
    await page.getByText('导入完成：新增 118 人').waitFor()
    const later = page.waitForEvent('download')
    await page.getByRole('button', { name: '下载标注错误的文件' }).click()
    expect((await later).suggestedFilename()).toBe('花名册-错误.xlsx')

    const { items } = await story.ledger.api.get(`/v1/roster-imports?programme=${programme}`)
    expect(items).toMatchObject([{ status: 'done', counts: { new: 118, error: 1, warning: 2, passedOver: 4 } }])
    expect(page.url()).not.toMatch(/990001|1380000/)
    expect(await page.evaluate<string>('JSON.stringify(localStorage)')).not.toMatch(/990001|1380000/)
  })

  it('issues to the frozen roster, seeing first what each fund gives', async () => {
    const round = { name: '全年名单', windows: windows.map(({ window }) => window) }
    await story.ledger.api.post(`/v1/programmes/${programme}/rounds`, round)
    await page.getByRole('link', { name: '去发放餐补' }).click()
    const over = page.getByRole('checkbox', { name: 'summer（已结束，不能再发放）' })
    await over.waitFor()
    expect([await over.isDisabled(), await over.isChecked()]).toEqual([true, false])
    expect(await page.getByRole('checkbox', { name: 'national' }).isChecked()).toBe(true)
    await page.getByLabel('新的核定名单').fill('国庆中秋名单')
    await page.getByRole('button', { name: '核定今天的名册' }).click()
    await page.getByText('用于这些使用期：national、mid-autumn').waitFor()
    await page.getByRole('button', { name: '核定这份名单' }).click()
    await page.getByRole('cell', { name: '28,320.00' }).waitFor()
    await page.getByRole('cell', { name: '18,880.00' }).waitFor()
    await page.getByText('不需要审批').waitFor()
    await seat.expectAccessible()
    await page.getByRole('button', { name: '发放餐补', exact: true }).click()
    await page.getByText('已发放给 118 人').waitFor({ timeout: 60_000 })
    const budget = await story.ledger.api.get(`/v1/programmes/${programme}/budget`)
    expect(budget.allocatedFen).toBe(3_000_000 - 118 * 24_000)
  })

  it('looks at the cards with full names: no code is shown, and no print recorded', async () => {
    await page.getByRole('link', { name: '打印餐补卡' }).first().click()
    await page.getByRole('radio', { name: '全名' }).check()
    await page.getByRole('button', { name: '印制餐补卡' }).click()
    await seat.expectAccessible()
    await page.getByRole('button', { name: '制作 118 张卡' }).click()
    await page.getByText('118 张卡已排好').waitFor()
    await seat.expectAccessible()
    const cards = await listCards(story.ledger.api, programme)
    expect(cards).toHaveLength(118)
    // A look at the sheets records no print, and shows no code.
    const preview = await readPaper(page, folder)
    for (const card of cards) expect(preview).not.toContain(codeOf(card))
    expect(cards.map(({ printed }) => printed)).toEqual(cards.map(() => 0))
  })

  it('prints them: the paper holds every code, the ledger who printed and whom they read', async () => {
    const cards = await listCards(story.ledger.api, programme)
    await page.getByRole('button', { name: '返回选择' }).click()
    await page.getByRole('button', { name: '制作 118 张卡' }).click()
    await page.getByRole('button', { name: '打印卡片和签收单' }).click()
    await page.getByText('118 张卡已登记为打印').waitFor()
    await seat.expectAccessible()
    const printed = await readPaper(page, folder)
    // After a paper jam, the same sheets again are the same print.
    await page.getByRole('button', { name: '打印卡片和签收单' }).click()
    expect(await readPaper(page, folder)).toBe(printed)
    expect(await page.evaluate('sheetsPrinted')).toBe(2)
    expect((await listCards(story.ledger.api, programme)).map((card) => card.printed)).toEqual(cards.map(() => 1))
    for (const card of cards) expect(printed).toContain(codeOf(card))
    for (const said of ['餐补 240.00 元', '2025年10月1日至10月8日使用', '签收单第 118 号'])
      expect(printed).toContain(said)
    expect(printed).toContain('共 118 张，28,320.00 元')
    // In the order of the employer's sheet, each with the end of the number: who has which card is told at a glance.
    const list = printed.slice(printed.indexOf('领卡签收单'))
    const lines = [...list.matchAll(/^ *(\d+) +(虚构\d+) +(\d{3}[\dX]) +虚构环卫公司 +240\.00 /gm)]
    const sheet = Array.from({ length: PEOPLE }, (_, at) => at).filter((at) => at !== 30 && at !== 70)
    expect(lines.map(([, line, name, digits]) => [Number(line), name, digits])).toEqual(
      sheet.map((at, index) => [index + 1, inventPerson(at).name, String(inventPerson(at).identityNumber).slice(-4)]),
    )
    expect(printed).not.toContain('补打')
    expect(printed).toContain('国庆中秋餐补 领卡签收单')
    // Twelve sheets of cards and five of the list, at full size: a page that is too wide would shrink them all.
    expect(printed.split('\f').length - 1).toBe(12 + 5)
    expect(rightmostWord(folder)).toBeGreaterThan(500)
    const { items } = await story.ledger.api.get('/v1/access-records', 'auditor/inspector')
    const read = items.filter(({ operation }: { operation: string }) => operation === 'listWorkers')
    // Looked at twice.
    expect(read.reduce((sum: number, { count }: { count: number }) => sum + count, 0)).toBe(2 * 118)
    expect(read[0]).toMatchObject({ account: 'officer/officer', purpose: 'printing' })
  })

  it('replaces a lost card: found by initials, the old code is dead, the new card is printed once and then again', async () => {
    const [lost] = await listCards(story.ledger.api, programme)
    await page.goto('/desk/person')
    await page.getByLabel('卡号').fill(lost?.code ?? '')
    await page.getByRole('button', { name: '按卡号打开' }).click()
    await page.getByRole('heading', { name: '全部经过' }).waitFor()
    await page.getByText('打印餐补卡').last().waitFor()
    await page
      .getByText(/· officer（经办人） · #/)
      .first()
      .waitFor()
    await seat.expectAccessible()
    await page.getByRole('button', { name: '补换餐补卡' }).click()
    await page.getByRole('dialog').getByLabel('理由').fill('卡片遗失')
    await page.getByRole('dialog').getByRole('button', { name: '补换餐补卡' }).click()
    await page.getByRole('button', { name: '制作 1 张卡' }).click()
    await page.getByText('1 张卡已排好').waitFor()
    await page.getByRole('button', { name: '打印卡片和签收单' }).click()
    await page.getByText('1 张卡已登记为打印').waitFor()
    const first = await readPaper(page, folder)
    expect(first).toContain('换卡')
    expect(first).not.toContain('补打')
    await page.getByRole('button', { name: '返回选择' }).click()
    await page.getByRole('button', { name: '制作 1 张卡' }).click()
    await page.getByRole('button', { name: '打印卡片和签收单' }).click()
    await page.getByText('1 张卡已登记为打印').waitFor()
    expect(await readPaper(page, folder)).toContain('补打')
    const old = await story.ledger.api.send({ method: 'GET', path: `/v1/vouchers/${lost?.code}` })
    expect(old.body).toMatchObject({ status: 'replaced' })
    const held = await story.ledger.api.get(`/v1/workers/${lost?.worker}/vouchers`)
    expect(held.items).toMatchObject([{ status: 'active', printed: 2, balanceFen: 12_000 }])
  })

  it('merges a double, after seeing what goes back to the programme', async () => {
    const cards = await listCards(story.ledger.api, programme)
    const survivor = cards[5]
    // A messy sheet: not everybody has a phone.
    const withPhone = async () => {
      for (const { worker } of cards.slice(6)) {
        const { person } = await story.ledger.api.get(`/v1/workers/${worker}?reveal=true&purpose=test`)
        if (person.phone !== undefined) return { double: worker, person }
      }
      throw new Error('nobody has a phone')
    }
    const { double, person } = await withPhone()
    await page.goto(`/desk/person/${survivor?.worker}`)
    await page.getByRole('button', { name: '合并重复记录' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('查找').fill(person.identityNumber.slice(-4))
    await dialog.getByRole('button', { name: '更正' }).click()
    await dialog.getByRole('button', { name: '查找人员' }).click()
    await dialog
      .getByRole('listitem')
      .filter({ hasText: `****${person.phone.slice(-4)}` })
      .getByRole('button', { name: '这是同一人' })
      .click()
    await page.getByText('未用的 240.00 元 收回项目').waitFor()
    await page.getByRole('dialog').getByLabel('理由').fill('同一人登记了两次')
    await page.getByRole('dialog').getByRole('button', { name: '合并两条记录' }).click()
    await page.getByText('并入重复记录').waitFor()
    expect(await story.ledger.api.get(`/v1/workers/${double}`)).toMatchObject({ mergedInto: survivor?.worker })
  })
})

async function readPaper(page: Page, folder: string): Promise<string> {
  const file = join(folder, 'cards.pdf')
  writeFileSync(file, await page.pdf({ preferCSSPageSize: true }))
  return execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8', maxBuffer: 64 << 20 })
}

/** Points from the left edge of the first page; A4 is 595 wide. */
function rightmostWord(folder: string): number {
  const boxes = execFileSync('pdftotext', ['-bbox', '-l', '1', join(folder, 'cards.pdf'), '-'], { encoding: 'utf8' })
  return Math.max(...[...boxes.matchAll(/xMax="([\d.]+)"/g)].map(([, x]) => Number(x)))
}

/** As it is printed. */
function codeOf({ code }: { readonly code: string }): string {
  return code.replace(/^(.{4})(.{4})(.{2})$/, '$1-$2-$3')
}
