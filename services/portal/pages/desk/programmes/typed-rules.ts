import { creditOfDays } from '@welfare/contracts/meals/each-day.ts'
import type { Rules } from './programmes.queries.ts'
import { type TypedSplit, toSplit, toTypedSplit } from './typed-split.ts'

/** Rules while they are being written: anything may be missing. */
export interface TypedRules {
  readonly windows?: readonly TypedWindow[]
  readonly redemptionsPerDay?: number | null
  readonly amountPerDayFen?: number
  readonly ownShareFen?: number
  readonly lateEntryDays?: number | null
  readonly sharing?: Rules['sharing']
  readonly kitsPerHead?: number | null
  readonly exclusiveWith?: readonly string[]
  readonly split?: TypedSplit
  readonly redemptionsPerWeek?: number | null
  readonly amountPerWeekFen?: number
  readonly redemptionsPerWindow?: number | null
  readonly itemsOnly?: boolean
  /** Of each day; then the windows' amounts follow from it. */
  readonly eachDayFen?: number
  readonly allowedItems?: readonly string[]
  readonly announcementDays?: number | null
}

export interface TypedWindow {
  readonly window?: string
  readonly name?: string
  readonly from?: string
  readonly until?: string
  readonly creditFen?: number
}

export function toTyped(rules: Rules): TypedRules {
  const {
    windows,
    quota,
    lateEntryDays,
    sharing,
    ownSharePerRedemptionFen,
    kitsPerHead,
    exclusiveWith,
    split,
    itemsOnly,
    eachDayFen,
    allowedItems,
    announcementDays,
  } = rules
  return {
    windows,
    lateEntryDays,
    sharing,
    exclusiveWith: exclusiveWith ?? [],
    ...(quota.redemptionsPerDay !== undefined && { redemptionsPerDay: quota.redemptionsPerDay }),
    ...(quota.amountPerDayFen !== undefined && { amountPerDayFen: quota.amountPerDayFen }),
    ...(ownSharePerRedemptionFen !== undefined && { ownShareFen: ownSharePerRedemptionFen }),
    ...(kitsPerHead !== undefined && { kitsPerHead }),
    ...(quota.redemptionsPerWeek !== undefined && { redemptionsPerWeek: quota.redemptionsPerWeek }),
    ...(quota.amountPerWeekFen !== undefined && { amountPerWeekFen: quota.amountPerWeekFen }),
    ...(quota.redemptionsPerWindow !== undefined && { redemptionsPerWindow: quota.redemptionsPerWindow }),
    ...(itemsOnly && { itemsOnly }),
    ...(eachDayFen !== undefined && { eachDayFen }),
    ...(allowedItems && { allowedItems }),
    ...(announcementDays !== undefined && { announcementDays }),
    ...(split && { split: toTypedSplit(split) }),
  }
}

/** Undefined as long as something is missing. Whoever says nothing of a limit sets none. */
export function toRules(typed: TypedRules): Rules | undefined {
  const windows = (typed.windows ?? []).map((window) => toWindow(window, typed.eachDayFen))
  const split = toSplit(typed.split)
  if (windows.includes(undefined) || split === 'missing') return undefined
  return {
    windows: namedApart(windows.filter((window) => window !== undefined)),
    quota: {
      ...(typed.redemptionsPerDay && { redemptionsPerDay: typed.redemptionsPerDay }),
      ...(typed.amountPerDayFen && !typed.eachDayFen && { amountPerDayFen: typed.amountPerDayFen }),
      ...(typed.redemptionsPerWeek && { redemptionsPerWeek: typed.redemptionsPerWeek }),
      ...(typed.amountPerWeekFen && { amountPerWeekFen: typed.amountPerWeekFen }),
      ...(typed.redemptionsPerWindow && { redemptionsPerWindow: typed.redemptionsPerWindow }),
    },
    lateEntryDays: typed.lateEntryDays ?? 0,
    sharing: typed.sharing ?? 'in-proportion',
    exclusiveWith: [...(typed.exclusiveWith ?? [])],
    ...(typed.ownShareFen && { ownSharePerRedemptionFen: typed.ownShareFen }),
    ...(typed.kitsPerHead && { kitsPerHead: typed.kitsPerHead }),
    ...(split && { split }),
    ...(typed.itemsOnly && { itemsOnly: true }),
    ...(typed.eachDayFen && { eachDayFen: typed.eachDayFen }),
    ...(typed.announcementDays && { announcementDays: typed.announcementDays }),
    ...(typed.allowedItems?.length && { allowedItems: [...typed.allowedItems] }),
  }
}

/** Of a template's windows those that can still be used: what is over is left out, and what has begun begins today. */
export function fromToday({ windows, ...rules }: Rules, today: string): Rules {
  const ahead = windows.filter(({ until }) => until >= today)
  return { ...rules, windows: ahead.map((window) => (window.from < today ? { ...window, from: today } : window)) }
}

type Window = Rules['windows'][number]

function toWindow({ window = '', name, from, until, ...of }: TypedWindow, eachDayFen?: number): Window | undefined {
  const days = from && until && from <= until ? { from, until } : undefined
  const creditFen = eachDayFen && days ? creditOfDays(eachDayFen, days) : of.creditFen
  if (!name?.trim() || !from || !until || !creditFen) return undefined
  return { window, name: name.trim(), from, until, creditFen }
}

/** A window that is new has no key yet; one that was there keeps its own, since credits name it. */
function namedApart(windows: readonly Window[]): Window[] {
  const taken = new Set(windows.map(({ window }) => window))
  let number = 0
  return windows.map((one) => {
    if (one.window !== '') return one
    do number += 1
    while (taken.has(`window-${number}`))
    taken.add(`window-${number}`)
    return { ...one, window: `window-${number}` }
  })
}
