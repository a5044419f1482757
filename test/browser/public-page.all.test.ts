import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { builtPages } from '../../services/portal/src/pages.ts'
import { importRoster, issue, type Meals, prepareMeals, rosterFile } from '../harness/meals.ts'
import { noBrowser } from './chromium.ts'
import { beginStory, type Seat, type Story } from './story.ts'

const MOST_BYTES = 35_000

it.skipIf(noBrowser)('the public pages are at most 35 KB of script, compressed', () => {
  const assets = join(builtPages, 'public', 'assets')
  const scripts = readdirSync(assets).filter((name) => name.endsWith('.js.gz'))
  expect(scripts.length).toBeGreaterThan(0)
  expect(scripts.reduce((sum, name) => sum + statSync(join(assets, name)).size, 0)).toBeLessThanOrEqual(MOST_BYTES)
})

describe.skipIf(noBrowser)('a union lets the public read what a programme took in and gave out', () => {
  let story: Story
  let meals: Meals
  let officer: Seat
  let visitor: Seat
  let path: string
  let code: string

  beforeAll(async () => {
    story = await beginStory('2025-07-25T02:00:00Z')
    const { api, clock } = story.ledger
    await story.openAccount('officer', 'officer')
    const windows = [{ window: 'horse-racing', from: '2025-07-25', until: '2025-07-31', creditFen: 16_000 }]
    meals = await prepareMeals(api, { workers: 12, windows, fundsFen: [200_000] }, '玉树环卫节日餐补')
    await importRoster(api, meals.programme, await rosterFile(12))
    await issue(api, meals.programme)
    clock.advanceTo(new Date('2025-07-26T02:00:00Z'))
    path = `/public/programmes/${meals.programme}`
    officer = await story.sitDown()
    visitor = await story.sitDown({ size: 'phone' })
  }, 60_000)
  afterAll(() => story.close())

  it('who has the address before that is told that nothing is public there', async () => {
    await visitor.page.goto(path)
    await visitor.page.getByRole('alert').getByText('没有这个公开页，或它没有公开').waitFor()
    await visitor.expectAccessible()
  })

  it('the officer sees the page as it will be, and switches it on with a reason', async () => {
    const { page } = officer
    await officer.signIn('officer')
    await page.goto(`/desk/programmes/${meals.programme}`)
    await page.getByRole('link', { name: '对外公开' }).click()
    const shown = page.getByRole('region', { name: '公开页的内容' })
    await shown.getByText('2,000.00 元').first().waitFor()
    await shown.getByText('12 人', { exact: true }).waitFor()
    await page.getByText('公开页没有开通').waitFor()
    await officer.expectAccessible()
    await page.getByLabel('原因').fill('主席办公会同意公开')
    await page.getByRole('button', { name: '开通公开页' }).click()
    await page.getByRole('link', { name: '打开公开页' }).waitFor()
    const events = await story.ledger.api.get(`/v1/trail/${meals.programme}?order=newest&limit=1`)
    expect(events.events).toMatchObject([
      { type: 'ProgrammePublicitySet', data: { isPublic: true, reason: '主席办公会同意公开' } },
    ])
  })

  it('anybody reads it on a phone: the sums, as of when, by what they can be checked, and no name', async () => {
    const { page } = visitor
    await page.reload()
    await page.getByRole('heading', { name: '玉树环卫节日餐补' }).waitFor()
    const money = page.getByRole('region', { name: '资金' })
    await money.getByText('安排到本项目').waitFor()
    expect(await money.getByText('2,000.00 元').count()).toBe(2)
    await page.getByText('数字截至2025年7月25日').waitFor()
    await page.getByText(/依据账本前 \d+ 条记录，根哈希/).waitFor()
    await page.getByRole('link', { name: '检查点原文' }).waitFor()
    expect(await page.getByRole('main').innerText()).not.toMatch(/虚构|饺子馆|R-0/)
    await visitor.expectAccessible()
  })

  it('it is off again as soon as the union says so', async () => {
    const { page } = officer
    await page.getByLabel('原因').fill('项目名称有误')
    await page.getByRole('button', { name: '停用公开页' }).click()
    await page.getByText('公开页没有开通').first().waitFor()
    await visitor.page.reload()
    await visitor.page.getByRole('alert').getByText('没有这个公开页，或它没有公开').waitFor()
  })

  it('the officer prints a sheet for the donor', async () => {
    const { page } = officer
    await page.goto(`/desk/funds/${meals.funds[0]}`)
    await page.getByRole('tab', { name: '捐赠', exact: true }).click()
    const [sheet] = await Promise.all([
      officer.context.waitForEvent('page'),
      page.getByRole('link', { name: '打印告知单' }).click(),
    ])
    await sheet.getByText('捐赠资金去向告知单').first().waitFor()
    code = /[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{2}/.exec(await sheet.locator('body').innerText())?.[0] ?? ''
    expect(code).not.toBe('')
    await sheet.close()
  })

  it('the donor types number and code, and sees what became of the gift', async () => {
    const { page } = visitor
    await page.goto('/public/gift')
    await visitor.expectAccessible()
    await page.getByLabel('收据号').fill('R-1')
    await page.getByLabel('查询码').fill(code)
    await page.getByRole('button', { name: '查看去向' }).click()
    await page.getByRole('alert').getByText('没有收据号和查询码都相符的捐赠').waitFor()
    await page.getByLabel('收据号').fill('r-0')
    await page.getByLabel('查询码').fill(code.toLowerCase())
    await page.getByRole('button', { name: '查看去向' }).click()
    await page.getByRole('region', { name: '这笔捐赠' }).getByText('2,000.00 元').waitFor()
    const given = page.getByRole('region', { name: '玉树环卫节日餐补' })
    await given.getByText('其中尚未使用').waitFor()
    expect(await given.getByText('2,000.00 元').count()).toBe(2)
    await visitor.expectAccessible()
  })
})
