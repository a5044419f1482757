import type { DataOf } from '@welfare/contracts/catalogue.ts'
import type { Counter } from './counts.ts'
import { addSteps, type DaySteps, differenceOf, isPresent, presenceOf } from './day-steps.ts'
import type { Gaps } from './gaps.store.ts'
import { ALL_WINDOWS, type People, type Person, type RedemptionRow, type WindowState } from './people.store.ts'
import { handleWith, type Projected } from './projection.ts'
import type { Things } from './things.store.ts'

interface Dependencies {
  readonly people: People
  readonly things: Things
  readonly counts: Counter
  readonly gaps: Gaps
}

type CreditData = DataOf<'CreditExpired' | 'CreditWithdrawn' | 'CreditDeclined'>

/**
 * Who was to be reached and who was: counted by (programme, window, employer, division, trade), each on the day on which it happened, and
 * the gaps as intervals. A person keeps the group in which they were first planned for a window.
 */
export function createPeopleProjection({ people, things, counts, gaps }: Dependencies): (projected: Projected) => void {
  return handleWith({
    RosterFrozen: (event, projected) => plan(event.data, projected),
    CreditsIssued: (event, projected) => issue(event.data, projected),
    CreditDeclined: (event, projected) => end(event.data, 'declined', projected),
    CreditExpired: (event, projected) => end(event.data, 'expired', projected),
    CreditWithdrawn: (event, projected) => end(event.data, 'withdrawn', projected),
    VoucherVoided: (event, projected) => voidVoucher(event.data, projected),
    MealRedeemed: (event, projected) => redeem(event.data, projected),
    RedemptionReversed: (event, projected) => reverse(event.data, projected),
  })

  function plan({ programme, groups }: DataOf<'RosterFrozen'>, { recorded, sequence, date }: Projected): void {
    const windows = things.find('round', recorded.stream, sequence)?.windows ?? []
    for (const { workers, ...group } of groups) {
      const groupId = people.groupId(group)
      for (const worker of workers) {
        const person = people.get(programme, worker)
        people.changed(person)
        for (const window of [...windows, ALL_WINDOWS]) {
          const state = stateOf(person, window, groupId)
          makeEligible(person, window, state, date)
          reassess(person, window, state, sequence)
        }
      }
    }
  }

  function makeEligible(person: Person, window: string, state: WindowState, date: string): void {
    if (state.eligibleFrom !== null && state.eligibleFrom <= date) return
    if (state.eligibleFrom !== null) count('eligible', person, window, state, [[state.eligibleFrom, -1]])
    count('eligible', person, window, state, [[date, 1]])
    state.eligibleFrom = date
  }

  function issue({ programme, wallets }: DataOf<'CreditsIssued'>, { sequence, date }: Projected): void {
    for (const { worker, credits } of wallets) {
      const person = people.get(programme, worker)
      for (const { window } of credits) changeIssued(person, window, date, 1, sequence)
    }
  }

  function end(
    { programme, worker, window }: CreditData,
    how: NonNullable<WindowState['ended']>,
    { sequence, date }: Projected,
  ): void {
    const person = people.get(programme, worker)
    for (const key of [window, ALL_WINDOWS]) stateOf(person, key).ended = how
    changeIssued(person, window, date, how === 'declined' ? -1 : 0, sequence, -1)
  }

  function changeIssued(person: Person, window: string, date: string, by: number, sequence: number, openBy = by): void {
    people.changed(person)
    for (const key of [window, ALL_WINDOWS]) {
      const state = stateOf(person, key)
      const issued = by === 0 ? state.issued : addSteps(state.issued, date, by)
      count('issued', person, key, state, differenceOf(presenceOf(state.issued), presenceOf(issued)))
      state.issued = issued
      state.open += openBy
      reassess(person, key, state, sequence)
    }
  }

  function voidVoucher({ programme, worker }: DataOf<'VoucherVoided'>, { sequence }: Projected): void {
    const person = people.get(programme, worker)
    person.voided = true
    people.changed(person)
    for (const [window, state] of Object.entries(person.windows)) reassess(person, window, state, sequence)
  }

  function redeem(data: DataOf<'MealRedeemed'>, { recorded, sequence, date }: Projected): void {
    const person = people.get(data.programme, data.worker)
    const windows = [...new Set(data.draws.map((draw) => draw.window))]
    const earlier = hasReversals(person, windows) ? people.redemptions(person, recorded.stream) : []
    const { discountFen, ownShareFen } = data
    people.addRedemption(person, { version: recorded.version, sequence, date, windows, discountFen, ownShareFen })
    for (const window of [...windows, ALL_WINDOWS]) {
      const state = stateOf(person, window)
      if (state.reversed) recount(person, window, state, earlier, people.redemptions(person, recorded.stream))
      else if (!reachFrom(person, window, state, date)) continue
      people.changed(person)
      reassess(person, window, state, sequence)
    }
  }

  /** The usual way, without looking back: false where the person was already reached by that day. */
  function reachFrom(person: Person, window: string, state: WindowState, date: string): boolean {
    if (state.reachedFrom !== null && state.reachedFrom <= date) return false
    if (state.reachedFrom !== null) count('reached', person, window, state, [[state.reachedFrom, -1]])
    count('reached', person, window, state, [[date, 1]])
    state.reachedFrom = date
    state.reached = true
    return true
  }

  function reverse(data: DataOf<'RedemptionReversed'>, { recorded, sequence, date }: Projected): void {
    const person = people.get(data.programme, data.worker)
    const before = people.redemptions(person, recorded.stream)
    people.markReversed(data, { sequence, date })
    const after = people.redemptions(person, recorded.stream)
    people.changed(person)
    for (const window of new Set([...data.draws.map((draw) => draw.window), ALL_WINDOWS])) {
      const state = stateOf(person, window)
      recount(person, window, state, before, after)
      state.reversed = true
      reassess(person, window, state, sequence)
    }
  }

  function recount(
    person: Person,
    window: string,
    state: WindowState,
    before: readonly RedemptionRow[],
    after: readonly RedemptionRow[],
  ): void {
    const now = stepsOf(after, window)
    count('reached', person, window, state, differenceOf(presenceOf(stepsOf(before, window)), presenceOf(now)))
    state.reached = isPresent(now)
  }

  function stateOf(person: Person, window: string, group?: number): WindowState {
    const known = person.windows[window]
    if (known) return known
    const state: WindowState = {
      group: group ?? people.groupId({ employer: '', division: '', trade: '' }),
      eligibleFrom: null,
      issued: [],
      open: 0,
      ended: null,
      reached: false,
      reachedFrom: null,
      reversed: false,
      gap: null,
      reason: null,
    }
    person.windows[window] = state
    return state
  }

  function count(
    measure: 'eligible' | 'issued' | 'reached',
    person: Person,
    window: string,
    state: WindowState,
    steps: DaySteps,
  ): void {
    if (steps.length === 0) return
    const { employer, division, trade } = people.group(state.group)
    const dimensions = { programme: person.programme, window, employer, division, trade }
    for (const [date, change] of steps) counts.add(measure, dimensions, date, change)
  }

  function reassess(person: Person, window: string, state: WindowState, sequence: number): void {
    if (window === ALL_WINDOWS) return
    const reason = gapReason(person, state)
    if (reason === state.reason) return
    if (state.gap !== null) gaps.close(state.gap, sequence)
    const { programme, worker: subject } = person
    state.gap =
      reason === null
        ? null
        : gaps.open(
            { kind: 'people', programme, window, subject, reason, ...people.group(state.group), facts: '{}' },
            sequence,
          )
    state.reason = reason
  }
}

export const peopleGapReasons = [
  'not-issued',
  'issued-not-used',
  'declined',
  'voided',
  'withdrawn',
  'expired-unused',
] as const
export type PeopleGapReason = (typeof peopleGapReasons)[number]

const reasonOfEnd = { declined: 'declined', withdrawn: 'withdrawn', expired: 'expired-unused' } as const

function gapReason(person: Person, { eligibleFrom, reached, open, ended }: WindowState): PeopleGapReason | null {
  if (eligibleFrom === null || reached) return null
  if (open > 0) return 'issued-not-used'
  if (person.voided) return 'voided'
  return ended === null ? 'not-issued' : reasonOfEnd[ended]
}

function hasReversals(person: Person, windows: readonly string[]): boolean {
  return [...windows, ALL_WINDOWS].some((window) => person.windows[window]?.reversed)
}

function stepsOf(redemptions: readonly RedemptionRow[], window: string): DaySteps {
  let steps: DaySteps = []
  for (const { date, windows, reversedOn } of redemptions) {
    if (window !== ALL_WINDOWS && !windows.includes(window)) continue
    steps = addSteps(steps, date, 1)
    if (reversedOn !== null) steps = addSteps(steps, reversedOn, -1)
  }
  return steps
}
