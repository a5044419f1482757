import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { noBrowser } from './chromium.ts'
import { prepareGoods } from './prepared-goods.ts'
import { beginStory, type Seat, type Story } from './story.ts'
import { playTwoDonations } from './two-donations.ts'

/** Letters in one line, each as wide as it is high: more than these are not read with ease. */
const LONGEST_LINE = 62

describe.skipIf(noBrowser)('at 2560 px', { timeout: 60_000 }, () => {
  let story: Story
  const seats: Record<string, Seat> = {}

  beforeAll(async () => {
    story = await beginStory('2025-07-25T02:00:00Z')
    await playTwoDonations(story)
    await prepareGoods(story, '2025-07-25')
    for (const role of ['officer', 'auditor', 'administrator'] as const) {
      await story.openAccount(role, role)
      const seat = await story.sitDown({ size: 'wide' })
      await seat.signIn(role)
      seats[role] = seat
    }
  }, 90_000)
  afterAll(() => story.close())

  it.each([
    ['officer', '/desk'],
    ['officer', '/desk/funds'],
    ['officer', '/desk/programmes'],
    ['officer', '/desk/roster'],
    ['officer', '/desk/issue'],
    ['officer', '/desk/cards'],
    ['officer', '/desk/person'],
    ['officer', '/desk/goods'],
    ['officer', '/desk/goods/sites'],
    ['officer', '/desk/goods/depots'],
    ['officer', '/desk/goods/purchases'],
    ['officer', '/desk/merchants'],
    ['officer', '/desk/settlement'],
    ['officer', '/desk/approvals'],
    ['auditor', '/desk/reports/budget'],
    ['auditor', '/desk/reports/coverage?by=site'],
    ['auditor', '/desk/reports/comparison?from=30'],
    ['auditor', '/desk/reports/findings'],
    ['auditor', '/desk/reports/journal'],
    ['auditor', '/desk/audit/events'],
    ['auditor', '/desk/audit/takeaways'],
    ['auditor', '/desk/verify'],
    ['administrator', '/desk/accounts'],
    ['administrator', '/desk/operation'],
  ])('%s: %s', async (role, path) => {
    const { page } = seats[role] as Seat
    await page.goto(path)
    await page.getByRole('heading', { level: 1 }).first().waitFor()
    for (const reading of await page.getByRole('status', { name: '正在读取' }).all())
      await reading.waitFor({ state: 'detached' })
    if (process.env.WIDE_PICTURES)
      await page.screenshot({
        path: `${process.env.WIDE_PICTURES}/${role}${path.replaceAll(/\W+/g, '-')}.png`,
        fullPage: true,
      })
    expect(await page.evaluate<string[]>(longLines(LONGEST_LINE))).toEqual([])
    expect(await page.evaluate<string[]>(overlaps)).toEqual([])
    expect(await page.evaluate<string[]>(narrowTables)).toEqual([])
    const overflow = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
    expect(await page.evaluate<number>(overflow)).toBeLessThanOrEqual(0)
  })
})

/** In the page: sentences of which a line is longer; words that stand apart, as in a table's row, are none. */
const longLines = (
  most: number,
) => `[...document.querySelectorAll('main *')].flatMap((element) => [...element.childNodes].flatMap((node) => {
  if (node.nodeType !== Node.TEXT_NODE || node.textContent.trim().length < 20 || element.closest('code, .ant-table')) return []
  const range = document.createRange()
  range.selectNodeContents(node)
  const letters = Math.max(0, ...[...range.getClientRects()].map(({ width }) => width)) / parseFloat(getComputedStyle(element).fontSize)
  return letters > ${most} ? [Math.round(letters) + ': ' + node.textContent.trim()] : []
}))`

/** In the page: what can be pressed or typed into, and lies over another such thing. */
const overlaps = `(() => {
  const all = [...document.querySelectorAll('main button, main a, main input, main select, header button, header a')]
    .filter((one) => one.checkVisibility() && !one.closest('.ant-table-measure-row, .visually-hidden'))
    .map((one) => ({ one, box: one.getBoundingClientRect() }))
    .filter(({ box }) => box.width > 0 && box.height > 0)
  const isOver = (a, b) =>
    Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1
  return all.flatMap(({ one, box }, at) =>
    all.slice(at + 1).flatMap(({ one: other, box: place }) =>
      one.contains(other) || other.contains(one) || one.parentElement === other.parentElement || !isOver(box, place)
        ? []
        : [(one.textContent || one.id || one.className) + ' | ' + (other.textContent || other.id || other.className)],
    ),
  )
})()`

/** In the page: tables that leave most of the page empty beside them and cut their own columns. */
const narrowTables = `[...document.querySelectorAll('main .table-region')]
  .filter((region) => region.scrollWidth > region.clientWidth + 1 && region.clientWidth < 0.6 * document.querySelector('main').clientWidth)
  .map((region) => region.getAttribute('aria-label'))`
