import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { noBrowser } from './chromium.ts'
import { prepareGoods } from './prepared-goods.ts'
import { cellsUnder, printedTables, shownTables } from './shown-and-printed.ts'
import { beginStory, type Seat, type Story } from './story.ts'
import { playTwoDonations } from './two-donations.ts'

describe.skipIf(noBrowser)('reports, as they are shown and as they are taken away', { timeout: 60_000 }, () => {
  let story: Story
  let auditor: Seat
  let programme: string

  beforeAll(async () => {
    story = await beginStory('2025-07-25T02:00:00Z')
    await story.openAccount('auditor', 'auditor')
    await playTwoDonations(story)
    const { kit } = await prepareGoods(story, '2025-07-25')
    const { api } = story.ledger
    const { items } = await api.get('/v1/programmes')
    programme = items.find(({ plan }: { plan: string }) => plan === 'sites').id
    const place = { name: '文化路驿站', division: '130302', trade: '快递', kind: 'union-station', headCount: 30 }
    await api.post('/v1/sites', place)
    const sites = (await api.get('/v1/sites')).items.map(({ id }: { id: string }) => ({ site: id }))
    const goods = { commodity: kit, quantity: 20 }
    const listed = sites.map((site: object) => ({ ...site, goods: [goods], dueOn: '2025-07-25' }))
    await api.post(`/v1/programmes/${programme}/rounds`, { name: '第一轮', sites: listed })
    auditor = await story.sitDown()
    await auditor.signIn('auditor')
  }, 60_000)
  afterAll(() => story.close())

  const choose = async (label: string, option: string) => {
    const { page } = auditor
    await page.getByRole('combobox', { name: label }).fill(option)
    await page.getByTitle(option, { exact: true }).last().click()
  }

  it('coverage by site: a line leads to what that site lacks; a programme of people has no sites to choose', async () => {
    const { page } = auditor
    await page.goto('/desk/reports/coverage')
    await page.getByText('点位', { exact: true }).first().click()
    await choose('项目', '夏送清凉')
    const { rows } = await story.ledger.api.get(`/v1/coverage?programme=${programme}&by=site`)
    expect(rows).toMatchObject([{ sites: { planned: 1 } }, { sites: { planned: 1 } }])
    for (const { name, sites } of rows) {
      const line = page.getByRole('row').filter({ hasText: name })
      await line
        .getByRole('cell', { name: String(sites.headsPlanned), exact: true })
        .first()
        .waitFor()
    }
    await auditor.expectAccessible()
    await page.getByTitle('文化路驿站 · 还有谁没有享受到，为什么').click()
    await page.getByRole('heading', { name: '缺口', level: 1 }).waitFor()
    await page.getByText('共 1 行').waitFor()
    const asked = new URL(page.url()).searchParams
    expect(rows.find(({ key }: { key: string }) => key === asked.get('site'))).toMatchObject({ name: '文化路驿站' })
    await auditor.expectAccessible()
    await page.goto('/desk/reports/coverage')
    await choose('项目', '餐补')
    await page.getByRole('combobox', { name: '用人单位' }).waitFor()
    await page.getByRole('combobox', { name: '点位' }).waitFor({ state: 'detached' })
  })

  describe('what is taken away is what is shown, in the unit that is chosen', () => {
    const chooseUnit = async (unit: string) => {
      await auditor.page.goto('/desk/reports/budget')
      await auditor.page.getByText(unit, { exact: true }).click()
      await auditor.page.getByText(`金额单位：${unit}`, { exact: true }).waitFor()
    }
    beforeAll(() => chooseUnit('万元'))

    it.each([
      [true, 'budget?by=programme', ['项目', '可安排', '已核销（用餐）']],
      [true, 'budget?by=programme', ['项目', '应付商户']],
      [true, 'coverage?by=programme', ['项目', '核定人数', '变动后覆盖率', '累计核销（已减更正）', '使用率']],
      [false, 'coverage?by=site', ['点位', '计划点位', '逾期送达', '计划人次']],
      [false, 'coverage?by=site', ['点位', '物资', '计划数量', '发放到人']],
      [false, 'coverage?by=site', ['物品', '单位', '送达数量']],
      [true, 'comparison?from=30', ['专项资金', '数字', '之前', '之后', '差', '由哪些事件']],
      [false, 'comparison?from=30', ['项目', '数字', '之前', '之后', '差', '由哪些事件']],
      [false, 'findings', ['疑点类型', '状态', '核查结论', '项目', '商户', '事件数']],
      [
        true,
        'journal?account=used',
        ['序号', '记账日期', '业务单据号', '摘要', '账户', '借方', '贷方', '商户', '制单人', '票据号'],
      ],
    ] as const)('%s %s: %s', async (hasMoney, path, columns) => {
      const { page } = auditor
      await page.goto(`/desk/reports/${path}`)
      await page
        .getByText(/^共 [1-9]\d* 行/)
        .first()
        .waitFor()
      await page.getByText('打印 A4').waitFor()
      const shown = cellsUnder(columns, await shownTables(page))
      const { html, tables } = await printedTables(page)
      expect(shown.length).toBeGreaterThan(0)
      expect(cellsUnder(columns, tables)).toEqual(shown)
      if (hasMoney) expect(html).toContain('单位：万元')
    })

    it.each([
      ['万元', ',0.0016,'],
      ['元', ',16.00,'],
    ])('and the table’s own file says of its amounts that they are in %s', async (unit, share) => {
      await chooseUnit(unit)
      const { page } = auditor
      await page.goto('/desk/reports/journal?account=used')
      const [file] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: '下载本表 CSV' }).click(),
      ])
      const [headings = '', first = ''] = readFileSync(await file.path(), 'utf8').split('\r\n')
      expect(headings).toContain(`,借方（${unit}）,贷方（${unit}）,专项资金,`)
      expect(first).toContain(share)
      expect((await printedTables(page)).html).toContain(`单位：${unit}`)
    })
  })

  it('gaps of a programme are printed with what the page says of each', async () => {
    const { page } = auditor
    await page.goto(`/desk/reports/gaps?programme=${programme}`)
    await page.getByText('共 2 行').waitFor()
    const columns = ['点位', '核定名单', '原因', '行政区划', '人数', '缺少']
    const shown = cellsUnder(columns, await shownTables(page))
    const { tables } = await printedTables(page)
    expect(shown.map(([site]) => site).sort()).toEqual(['文化路驿站', '港城大街驿站'])
    expect(cellsUnder(columns, tables).map((row) => row.filter((_, at) => at !== 3))).toEqual(
      shown.map((row) => row.filter((_, at) => at !== 3)),
    )
  })

  it('the journal is narrowed by what happened and by merchant, also in what is taken away', async () => {
    const { page } = auditor
    await page.goto('/desk/reports/journal')
    await choose('摘要', '核销用餐')
    const [merchant] = (await story.ledger.api.get('/v1/merchants')).items
    await choose('商户', merchant.name)
    const { legs } = await story.ledger.api.get(`/v1/journal?eventType=MealRedeemed&merchant=${merchant.id}&limit=1000`)
    expect(legs.length).toBeGreaterThan(0)
    await page.getByText(`共 ${legs.length} 行`).waitFor()
    const { html, tables } = await printedTables(page)
    expect(tables[0]?.rows).toHaveLength(legs.length)
    expect(html).toContain('摘要：核销用餐')
    expect(html).toContain(merchant.name)
    await auditor.expectAccessible()
  })
})
