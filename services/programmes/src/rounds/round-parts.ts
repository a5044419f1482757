import type { DataOf } from '@welfare/contracts/catalogue.ts'

export type PersonGroup = DataOf<'RosterFrozen'>['groups'][number]
export type PlannedSite = DataOf<'SiteListFrozen'>['sites'][number]

/** One person on a roster, with what coverage is counted by. */
export interface RosterEntry {
  readonly worker: string
  readonly employer: string
  readonly division: string
  readonly trade: string
}

/** One event holds at most 64 KiB: 500 worker ids are 23 KB, 100 group headings at most 23 KB. */
export const MAX_PEOPLE_PER_PART = 500
const MAX_GROUPS_PER_PART = 100
/** One append holds at most 512 KiB: ten parts of at most 46 KB. */
export const MAX_PARTS_PER_APPEND = 10

/** 100 sites are at most 32 KB, 250 lines of goods 22 KB. */
const MAX_SITES_PER_PART = 100
const MAX_GOODS_PER_PART = 250

/** The roster's order, cut so that each part fits into one event. Neighbours of the same employer, division and trade share a heading. */
export function inPeopleParts(entries: readonly RosterEntry[]): PersonGroup[][] {
  const parts: PersonGroup[][] = []
  let part: PersonGroup[] = []
  let people = 0
  for (const entry of entries) {
    const last = part.at(-1)
    const joins = last !== undefined && isSameGroup(last, entry)
    if (people === MAX_PEOPLE_PER_PART || (!joins && part.length === MAX_GROUPS_PER_PART)) {
      parts.push(part)
      part = []
      people = 0
    }
    const heading = part.at(-1)
    if (heading && isSameGroup(heading, entry)) heading.workers.push(entry.worker)
    else part.push({ employer: entry.employer, division: entry.division, trade: entry.trade, workers: [entry.worker] })
    people += 1
  }
  return part.length > 0 ? [...parts, part] : parts
}

export function peopleIn(groups: readonly PersonGroup[]): number {
  return groups.reduce((total, { workers }) => total + workers.length, 0)
}

export function inSiteParts(sites: readonly PlannedSite[]): PlannedSite[][] {
  const parts: PlannedSite[][] = []
  let goods = 0
  for (const site of sites) {
    const part = parts.at(-1)
    const fits = part && part.length < MAX_SITES_PER_PART && goods + site.goods.length <= MAX_GOODS_PER_PART
    if (fits) part.push(site)
    else parts.push([site])
    goods = (fits ? goods : 0) + site.goods.length
  }
  return parts
}

function isSameGroup(group: PersonGroup, { employer, division, trade }: RosterEntry): boolean {
  return group.employer === employer && group.division === division && group.trade === trade
}
