import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { prepareMeals } from '../harness/meals.ts'
import { noBrowser } from './chromium.ts'
import { keyboardOf } from './keyboard.ts'
import { beginStory, patience, type Seat, type Story } from './story.ts'

const ROWS = 100_000

describe.skipIf(noBrowser)('a table of 100,000 rows', () => {
  let story: Story
  let auditor: Seat
  beforeAll(async () => {
    story = await beginStory('2025-07-25T02:00:00Z')
    await story.openAccount('auditor', 'auditor')
    const windows = [{ window: 'july', from: '2025-07-01', until: '2025-07-31', creditFen: 10_000 }]
    await prepareMeals(story.ledger.api, { workers: 1, windows, fundsFen: [100_000] })
    auditor = await story.sitDown()
    await auditor.signIn('auditor')
    // What this small ledger answers, so often that its journal is as long as that of years.
    await auditor.context.route('**/v1/journal?**', async (route) => {
      const answer = await (await route.fetch()).json()
      const legs = Array.from({ length: ROWS }, (_, at) => ({ ...answer.legs[0], sequence: at + 1, ordinal: 0 }))
      await route.fulfill({ json: { ...answer, legs, nextCursor: undefined } })
    })
  }, 60_000)
  afterAll(() => story.close())

  it('draws what is in sight alone, and scrolls to its last row and sideways by keyboard', async () => {
    const { page } = auditor
    await page.goto('/desk/reports/journal')
    await page.getByText(`共 ${ROWS.toLocaleString('zh-CN')} 行`).waitFor({ timeout: 60_000 })
    const rows = page.locator('.ant-table-row')
    const row = (sequence: number) => rows.filter({ has: page.getByText(String(sequence), { exact: true }) })
    await row(1).waitFor()
    process.stdout.write(`100,000 rows: ${await page.evaluate(scrollFor120Frames)}\n`)
    const region = page.getByRole('region', { name: '表格' })
    await keyboardOf(page).press(region, 'End')
    await row(ROWS).waitFor()
    expect(await rows.count()).toBeLessThan(60)
    await page.keyboard.press('Home')
    await row(1).waitFor()
    await page.keyboard.press('PageDown')
    await row(1).waitFor({ state: 'detached' })
    await page.keyboard.press('ArrowRight')
    await expect.poll(() => region.evaluate(({ scrollLeft }) => scrollLeft), patience).toBeGreaterThan(0)
    await auditor.expectAccessible()
  }, 120_000)
})

/** In the page: as a hand on the wheel would, and how many frames a second come of it. */
const scrollFor120Frames = `new Promise((resolve) => {
  const rows = document.querySelector('.ant-table-tbody-virtual-holder')
  const times = []
  const next = (time) => {
    times.push(time)
    if (times.length > 120) {
      const gaps = times.slice(1).map((at, index) => at - times[index]).sort((a, b) => a - b)
      return resolve((120_000 / (times[120] - times[0])).toFixed(0) + ' frames a second, 95% within ' + gaps[113].toFixed(0) + ' ms')
    }
    rows.scrollTop += 400
    requestAnimationFrame(next)
  }
  requestAnimationFrame(next)
})`
