import type { Refusal } from '@welfare/event-store/decider/decider.ts'
import { isProblem, type Problem } from '@welfare/http/problem.ts'
import { projectionLimits } from '../limits.ts'
import { isRefusal, refusal } from '../query-context.ts'

interface Page {
  readonly nextCursor: string | null
  /** How many lines all pages have, where that is known. */
  readonly total?: number
}

/** All pages of a list. A printout is held in memory and printed; what is longer is refused: it is taken as a list or an export. */
export async function readWholeList<Found extends Page, Line>(
  askPage: (page: { readonly limit: number; readonly cursor?: string }) => Promise<Found | Problem | Refusal>,
  linesOf: (page: Found) => readonly Line[],
): Promise<{ readonly first: Found; readonly lines: Line[] } | Problem | Refusal> {
  const limit = projectionLimits.maxPageSize
  const lines: Line[] = []
  let page = await askPage({ limit })
  const first = page
  while (true) {
    if (isProblem(page) || isRefusal(page)) return page
    lines.push(...linesOf(page))
    const found = page.total ?? lines.length
    if (found > projectionLimits.printoutLines) return tooLong(found)
    if (page.nextCursor === null) return { first: first as Found, lines }
    page = await askPage({ limit, cursor: page.nextCursor })
  }
}

function tooLong(lines: number): Refusal {
  return refusal('printout-too-long', { lines, most: projectionLimits.printoutLines })
}
