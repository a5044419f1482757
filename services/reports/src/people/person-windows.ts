import { countOnce } from './counted-once.ts'
import { type DaySteps, presenceOf, valueAt } from './day-steps.ts'
import type { GapAt } from './gap-segments.ts'
import type { Elsewhere } from './holdings.ts'
import type { Person, WindowState } from './people.store.ts'

export const peopleGapReasons = [
  'not-issued',
  'issued-not-used',
  'declined',
  'voided',
  'withdrawn',
  'expired-unused',
  'moved',
  'not-yet-begun',
  'left',
  'card-suspended',
  'held-elsewhere',
] as const
export type PeopleGapReason = (typeof peopleGapReasons)[number]
/** No gap: reached, and something of the credit is left. Listed where what ends soon is asked for. */
export const HOLDS_CREDIT = 'holds-credit'
/** What somebody is missing only because the window has not begun. */
export const waitingReasons = ['not-issued', 'issued-not-used', 'card-suspended'] as const satisfies PeopleGapReason[]
/** Whose credit is still there. */
export const holdingReasons = ['issued-not-used', 'card-suspended', HOLDS_CREDIT] as const

const reasonOfEnd = {
  declined: 'declined',
  withdrawn: 'withdrawn',
  expired: 'expired-unused',
  moved: 'moved',
} as const

/** Who let it expire, or took it in another window, had what was theirs here. */
const endsOfOnesOwn: readonly (WindowState['ends'][number][1] | undefined)[] = ['expired', 'moved']

/** Why somebody is missing in a window, from each day on that changes it; as one who knows only what had happened by then would say. */
export function gapsByDay(person: Person, state: WindowState, elsewhere: Elsewhere): GapAt[] {
  const { eligible, amended, reached, open, held, ends } = state
  const own = [...eligible, ...amended, ...reached, ...open, ...held, ...ends, ...person.cards].map(([day]) => day)
  return [...new Set([...own, ...elsewhere.days])].sort().map((day) => {
    const reason = reasonOn(person, state, day)
    const heldIn = mayBeHeldElsewhere(reason, state, day) ? elsewhere.barredBy(day) : undefined
    if (heldIn !== undefined) return { day, reason: 'held-elsewhere', facts: JSON.stringify({ heldIn }) }
    const runsOn = reason === 'left' && valueAt(open, day) > 0 && valueAt(held, day) > 0
    return { day, reason, facts: runsOn ? JSON.stringify({ holdsCredit: true }) : '{}' }
  })
}

/** People who could be issued it again, were it not for another programme. */
function mayBeHeldElsewhere(reason: ReturnType<typeof reasonOn>, { ends }: WindowState, day: string): boolean {
  const isMissing = reason === 'not-issued' || reason === 'declined' || reason === 'withdrawn' || reason === 'voided'
  return isMissing && !endsOfOnesOwn.includes(lastUntil(ends, day))
}

function reasonOn(
  { cards }: Person,
  { eligible, amended, reached, open, held, ends }: WindowState,
  day: string,
): PeopleGapReason | typeof HOLDS_CREDIT | null {
  const isOpen = valueAt(open, day) > 0
  const isReached = valueAt(reached, day) > 0
  const isPlanned = valueAt(amended, day) > 0
  if (isReached || (!isPlanned && valueAt(eligible, day) <= 0))
    return isOpen && valueAt(held, day) > 0 ? HOLDS_CREDIT : null
  if (!isPlanned) return 'left'
  const card = lastUntil(cards, day)
  if (isOpen) return card === 'suspended' ? 'card-suspended' : 'issued-not-used'
  if (card === 'voided') return 'voided'
  const ended = lastUntil(ends, day)
  return ended === undefined ? 'not-issued' : reasonOfEnd[ended]
}

/** Of what was recorded, in its order: the last that had happened by the end of the day. */
function lastUntil<Fact>(facts: readonly (readonly [string, Fact])[], day: string): Fact | undefined {
  return facts.findLast(([since]) => since <= day)?.[1]
}

/** What a person is, or is not, in a window: as it is recorded, */
export type Presence = 'eligible' | 'amended' | 'issued' | 'reached'
const counted = {
  ...{ eligible: ['eligible'], amended: ['amended'], issued: ['issued'], reached: ['reached'] },
  ...{ 'reached-of-eligible': ['eligible', 'reached'], 'reached-of-amended': ['amended', 'reached'] },
} as const satisfies { readonly [measure: string]: readonly Presence[] }
/** and as it is counted. */
export type CountedAs = keyof typeof counted
export const countedAs = Object.keys(counted) as CountedAs[]

/** What changes with a presence. */
export function countedWith(presence: Presence): CountedAs[] {
  return countedAs.filter((measure) => (counted[measure] as readonly Presence[]).includes(presence))
}

/** From when to when the person counts as that in the window: all of it on that day. */
export function countedInWindow(state: WindowState, measure: CountedAs): DaySteps {
  const [first, ...others] = counted[measure].map((presence) => presenceOf(state[presence]))
  return others.reduce(bothOf, first ?? [])
}

function bothOf(one: DaySteps, other: DaySteps): DaySteps {
  const days = [...new Set([...one, ...other].map(([day]) => day))].sort()
  let before = 0
  return days.flatMap((day) => {
    const now = Math.min(valueAt(one, day), valueAt(other, day))
    const change = now - before
    before = now
    return change === 0 ? [] : [[day, change] as const]
  })
}

/** Group (by id, several a line each) → from when to when the person counts once over all windows in it. */
export function countedOverWindows(windows: Person['windows'], measure: CountedAs): Map<string, DaySteps> {
  return countOnce(
    Object.values(windows).map((state) => ({ group: String(state.group), steps: countedInWindow(state, measure) })),
  )
}
