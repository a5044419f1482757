import { joinGroups } from './counted-once.ts'
import type { Counter, Measure } from './counts.ts'
import { type DaySteps, differenceOf } from './day-steps.ts'
import { changeGaps } from './gap-segments.ts'
import type { Gaps } from './gaps.store.ts'
import type { Holdings } from './holdings.ts'
import { headOf, windowsOf } from './merged-people.ts'
import { ALL_WINDOWS, type People, type Person, type WindowState } from './people.store.ts'
import {
  type CountedAs,
  countedAs,
  countedInWindow,
  countedOverWindows,
  countedWith,
  gapsByDay,
  type Presence,
} from './person-windows.ts'

interface Dependencies {
  readonly people: People
  readonly counts: Counter
  readonly gaps: Gaps
  readonly holdings: Holdings
}

/** How a person counts in each window and once over all, and what is missing; the records of one person count as one. */
export function createPresences({ people, counts, gaps, holdings }: Dependencies) {
  return { stateOf, setPresence, countPerson, count, reassess, reassessAlike, endGaps }

  /** Everything that the person counts as, or no longer does. */
  function countPerson(head: Person, sign: 1 | -1): void {
    const windows = windowsOf(people, head)
    const signed = (steps: DaySteps): DaySteps => steps.map(([day, change]) => [day, sign * change])
    for (const measure of countedAs) {
      for (const [window, state] of Object.entries(windows))
        count(measure, head, window, state.group, signed(countedInWindow(state, measure)))
      for (const [groups, steps] of countedOverWindows(windows, measure))
        count(measure, head, ALL_WINDOWS, groups, signed(steps))
    }
  }

  function stateOf(person: Person, window: string, group?: number): WindowState {
    const known = person.windows[window]
    if (known) return known
    const groupId = group ?? people.groupId({ employer: '', division: '', trade: '' })
    // What a double is first mentioned in, its person is.
    if (person.mergedInto !== null) stateOf(headOf(people, person), window, groupId)
    const state: WindowState = {
      group: groupId,
      eligible: [],
      amended: [],
      issued: [],
      open: [],
      held: [],
      reached: [],
      reversed: false,
      ends: [],
      gaps: [],
    }
    person.windows[window] = state
    return state
  }

  /** Counts what changes with it: in the window, and once over all windows. */
  function setPresence(person: Person, window: string, presence: Presence, steps: DaySteps): void {
    const state = stateOf(person, window)
    const head = headOf(people, person)
    const before = withOwnCopy(windowsOf(people, head), window)
    state[presence] = steps
    const now = windowsOf(people, head)
    for (const measure of countedWith(presence)) {
      const inWindow = [before, now].map((windows) => countedIn(windows[window], measure))
      const changes = differenceOf(inWindow[0] ?? [], inWindow[1] ?? [])
      if (changes.length === 0) continue
      count(measure, head, window, now[window]?.group ?? state.group, changes)
      const [was, is] = [countedOverWindows(before, measure), countedOverWindows(now, measure)]
      for (const groups of new Set([...was.keys(), ...is.keys()]))
        count(measure, head, ALL_WINDOWS, groups, differenceOf(was.get(groups) ?? [], is.get(groups) ?? []))
    }
  }

  /** @param groups ids, several a line each */
  function count(measure: Measure, person: Person, window: string, groups: string | number, steps: DaySteps): void {
    if (steps.length === 0) return
    const of = String(groups)
      .split('\n')
      .map((group) => people.group(Number(group)))
    const dimensions = { programme: person.programme, window, ...joinGroups(of) }
    for (const [date, change] of steps) counts.add(measure, dimensions, date, change)
  }

  function reassess(person: Person, window: string, state: WindowState, sequence: number): void {
    people.changed(person)
    const head = headOf(people, person)
    if (head !== person) people.changed(head)
    const counted = windowsOf(people, head)[window] ?? state
    const own = head.windows[window] ?? state
    const now = gapsByDay(head, counted, holdings.elsewhere(head))
    own.gaps = changeGaps(gaps, subjectOf(head, window, own), { before: own.gaps, now, sequence })
  }

  /** What somebody holds in a programme changes what they miss in those that exclude it, and in its own other windows. */
  function reassessAlike(of: Pick<Person, 'programme' | 'worker'>, sequence: number): void {
    for (const person of holdings.recordsAlike(of))
      for (const [window, state] of Object.entries(person.windows)) reassess(person, window, state, sequence)
  }

  function subjectOf({ programme, worker: subject }: Person, window: string, { group }: WindowState) {
    return { kind: 'people' as const, programme, window, subject, ...people.group(group) }
  }

  function endGaps(person: Person, window: string, state: WindowState, sequence: number): void {
    state.gaps = changeGaps(gaps, subjectOf(person, window, state), { before: state.gaps, now: [], sequence })
  }
}

/** As it stands before the one window changes. */
function withOwnCopy(windows: Person['windows'], window: string): Person['windows'] {
  const state = windows[window]
  return state ? { ...windows, [window]: { ...state } } : windows
}

function countedIn(state: WindowState | undefined, measure: CountedAs): DaySteps {
  return state ? countedInWindow(state, measure) : []
}
