import { expect, it, vi } from 'vitest'
import { projectionLimits } from '../limits.ts'
import { readWholeList } from './whole-list.ts'

const most = projectionLimits.printoutLines

/** So many lines, told how many where `isCounted`. */
function pagesOf(count: number, isCounted = false) {
  return vi.fn(async ({ limit, cursor = '0' }: { readonly limit: number; readonly cursor?: string }) => {
    const from = Number(cursor)
    const lines = Array.from({ length: Math.min(limit, count - from) }, (_, at) => from + at)
    const nextCursor = from + limit < count ? String(from + limit) : null
    return { lines, nextCursor, ...(isCounted && { total: count }) }
  })
}

it('is every page in its order, with what the first one says', async () => {
  const read = await readWholeList(pagesOf(2_500), ({ lines }) => lines)
  expect(read).toMatchObject({ first: { nextCursor: '1000' }, lines: Array.from({ length: 2_500 }, (_, at) => at) })
  expect(await readWholeList(pagesOf(most), ({ lines }) => lines)).toMatchObject({ lines: { length: most } })
})

it('is refused by the first line that is too many; by the first page where it says how many there are', async () => {
  const lines = most + 1
  const refused = { code: 'printout-too-long', facts: { lines, most } }
  expect(await readWholeList(pagesOf(lines), (page) => page.lines)).toEqual(refused)
  const counted = pagesOf(lines, true)
  expect(await readWholeList(counted, (page) => page.lines)).toEqual(refused)
  expect(counted).toHaveBeenCalledTimes(1)
})

it('ends with the page that is refused', async () => {
  const gone = { code: 'cursor-malformed', facts: {} }
  const pages = pagesOf(2_500)
  expect(
    await readWholeList(
      (page) => (page.cursor === '1000' ? Promise.resolve(gone) : pages(page)),
      ({ lines }) => lines,
    ),
  ).toBe(gone)
})
