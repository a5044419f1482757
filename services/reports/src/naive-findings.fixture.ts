import { eventCodec } from '@welfare/contracts/catalogue.ts'
import type { SequencedEvent } from '@welfare/event-store/port.ts'
import { findingsThresholds } from './findings/findings-thresholds.ts'

/** Findings about meals recomputed by looking at the whole past for each redemption again. */
export interface NaiveFinding {
  readonly kind: string
  readonly found: number
  readonly merchant: string
  readonly worker: string
  readonly events: number[]
}

interface Meal {
  readonly sequence: number
  readonly id: string
  readonly atMs: number
  readonly programme: string
  readonly merchant: string
  readonly device: string
  readonly account: string
  readonly slip: number
  readonly worker: string
  readonly day: string
  readonly paid: number
}

const minuteMs = 60_000

export function naiveFindings(events: readonly SequencedEvent[]): NaiveFinding[] {
  const meals = readMeals(events)
  const reversals = readReversals(events)
  const { tillBurst, accountBurst, merchantBurst } = findingsThresholds
  return [
    ...bursts(meals, 'till-burst', tillBurst, ({ merchant, device }) => `${merchant} ${device}`),
    ...bursts(
      meals,
      'account-burst',
      accountBurst,
      ({ account }) => account,
      ({ merchant, device }) => `${merchant} ${device}`,
    ),
    ...bursts(
      meals,
      'merchant-burst',
      merchantBurst,
      ({ merchant }) => merchant,
      ({ account }) => account,
    ),
    ...slips(meals, reversals),
    ...oddHours(meals),
    ...twoPlaces(meals, reversals),
    ...shares(meals),
  ]
}

function readMeals(events: readonly SequencedEvent[]): Meal[] {
  return events.flatMap((recorded) => {
    const event = eventCodec.decode(recorded)
    if (event.type !== 'MealRedeemed') return []
    const { programme, merchant, worker, deviceId: device, deviceSequence: slip, redeemedOn: day, draws } = event.data
    const paid = draws.flatMap(({ shares }) => shares).reduce((sum, { amountFen }) => sum + amountFen, 0)
    const { sequence, stream, version, metadata } = recorded
    const atMs = Date.parse(String(metadata.occurredAt))
    const by = { merchant, device, account: String(metadata.actor), slip }
    return [{ sequence, id: `${stream}.${version}`, atMs, programme, ...by, worker, day, paid }]
  })
}

/** Redemption → sequence of its reversal. */
function readReversals(events: readonly SequencedEvent[]): Map<string, number> {
  return new Map(
    events
      .filter(({ type }) => type === 'RedemptionReversed')
      .map(({ data, sequence }) => [String(data.redemption), sequence]),
  )
}

function bursts(
  meals: readonly Meal[],
  kind: string,
  { redemptions, withinMinutes }: { redemptions: number; withinMinutes: number },
  keyOf: (meal: Meal) => string,
  sourceOf?: (meal: Meal) => string,
): NaiveFinding[] {
  const groups = Map.groupBy(meals, keyOf)
  return [...groups.values()].flatMap((group) => burstsOf(group))

  function burstsOf(group: readonly Meal[]): NaiveFinding[] {
    const findings: NaiveFinding[] = []
    for (const [index, meal] of group.entries()) {
      const { merchant, atMs, sequence } = meal
      const together = group.slice(0, index + 1)
      const within = together.slice(-64).filter((one) => one.atMs <= atMs && one.atMs > atMs - withinMinutes * minuteMs)
      if (within.length < redemptions || (sourceOf && new Set(within.map(sourceOf)).size < 2)) continue
      const sequences = within.map((one) => one.sequence)
      const before = findings.at(-1)
      if (before && sequences.includes(before.events.at(-1) ?? 0)) before.events.push(sequence)
      else findings.push({ kind, found: sequence, merchant, worker: '', events: sequences })
    }
    return findings
  }
}

/** A number of a till for two meals: the first four that stood before each. */
function slips(meals: readonly Meal[], reversals: ReadonlyMap<string, number>): NaiveFinding[] {
  const numbered = meals.filter(({ slip }) => slip > 0)
  const groups = Map.groupBy(numbered, ({ merchant, device, slip }) => [merchant, device, slip].join())
  return [...groups.values()].flatMap((group) => {
    let kept: Meal[] = []
    const found: NaiveFinding[] = []
    for (const meal of group) {
      const { sequence, merchant } = meal
      kept = kept.filter(({ id }) => (reversals.get(id) ?? Number.POSITIVE_INFINITY) > sequence)
      const others = kept.map((one) => one.sequence)
      if (others.length > 0 && found[0]) found[0].events.push(sequence)
      else if (others.length > 0)
        found.push({ kind: 'same-slip', found: sequence, merchant, worker: '', events: [...others, sequence] })
      if (kept.length < 4) kept.push(meal)
    }
    return found
  })
}

function oddHours(meals: readonly Meal[]): NaiveFinding[] {
  const { from, until } = findingsThresholds.oddHours
  const shown = new Intl.DateTimeFormat('sv', { timeZone: 'Asia/Shanghai', dateStyle: 'short', timeStyle: 'short' })
  const odd = meals
    .map((meal) => ({ ...meal, local: shown.format(meal.atMs) }))
    .filter(({ local }) => local.slice(-5) < from || local.slice(-5) >= until)
  const groups = Map.groupBy(odd, ({ programme, merchant, local }) => [programme, merchant, local.slice(0, 10)].join())
  return [...groups.values()].flatMap((group) => {
    const [first] = group
    const events = group.map(({ sequence }) => sequence)
    return first ? [{ kind: 'odd-hours', found: first.sequence, merchant: first.merchant, worker: '', events }] : []
  })
}

function twoPlaces(meals: readonly Meal[], reversals: ReadonlyMap<string, number>): NaiveFinding[] {
  const withinMs = findingsThresholds.twoPlaces.withinMinutes * minuteMs
  return meals.flatMap(({ sequence, merchant, worker, atMs }, index) => {
    const elsewhere = visitsBefore(meals.slice(0, index), worker, sequence, reversals)
      .filter((one) => one.merchant !== merchant && Math.abs(one.atMs - atMs) <= withinMs)
      .map((one) => one.sequence)
    return elsewhere.length === 0
      ? []
      : [{ kind: 'two-places', found: sequence, merchant, worker, events: [...elsewhere, sequence] }]
  })
}

/** At most four are remembered; one that was reversed leaves its place empty. */
function visitsBefore(
  meals: readonly Meal[],
  worker: string,
  before: number,
  reversals: ReadonlyMap<string, number>,
): Meal[] {
  const happened = meals
    .filter((one) => one.worker === worker)
    .flatMap((meal) => [
      { at: meal.sequence, meal, isReversal: false },
      { at: reversals.get(meal.id) ?? Number.POSITIVE_INFINITY, meal, isReversal: true },
    ])
    .filter(({ at }) => at < before)
    .sort((a, b) => a.at - b.at)
  let kept: Meal[] = []
  for (const { meal, isReversal } of happened) {
    kept = isReversal ? kept.filter((one) => one !== meal) : [...kept, meal].slice(-4)
  }
  return kept
}

function shares(meals: readonly Meal[]): NaiveFinding[] {
  const { atLeastMerchants, atLeastMeals, timesMedianOfOthers } = findingsThresholds.merchantShare
  const findings: NaiveFinding[] = []
  for (const [programme, all] of Map.groupBy(meals, (meal) => meal.programme)) {
    for (const [index, { day, sequence }] of all.entries()) {
      const before = all.slice(0, index)
      const checked = before
        .map((meal) => meal.day)
        .sort()
        .at(-1)
      if (checked === undefined || day <= checked) continue
      const ofDay = Map.groupBy(
        before.filter((meal) => meal.day === checked && meal.programme === programme),
        (meal) => meal.merchant,
      )
      const taken = [...ofDay].map(([merchant, of]) => ({ merchant, of, sum: of.reduce((s, { paid }) => s + paid, 0) }))
      if (taken.length < atLeastMerchants) continue
      for (const { merchant, of, sum } of taken) {
        const others = taken.filter((one) => one.merchant !== merchant).map((one) => one.sum)
        const median = others.sort((a, b) => a - b)[Math.ceil(others.length / 2) - 1] ?? 0
        if (of.length < atLeastMeals || sum <= timesMedianOfOthers * median) continue
        const events = [...new Set([of[0]?.sequence ?? 0, of.at(-1)?.sequence ?? 0])]
        findings.push({ kind: 'merchant-share', found: sequence, merchant, worker: '', events })
      }
    }
  }
  return findings
}
