import type { DataOf } from '@welfare/contracts/catalogue.ts'
import type { ProgrammeRules } from '@welfare/contracts/events/programmes.ts'
import { multiplyFen, subtractFen, sumFen } from '@welfare/contracts/money.ts'
import { totalOf } from '@welfare/contracts/shares.ts'
import type { Directory } from '../findings/directory.store.ts'
import { handleWith, type Projected } from '../read-model/projection.ts'
import type { Counter } from './counts.ts'
import type { CreditDays } from './credit-days.store.ts'
import { addSteps, type DaySteps, presenceOf } from './day-steps.ts'
import { drawnByWindow, firstOf, stepsOf } from './drawn-meals.ts'
import type { Exclusions } from './exclusions.store.ts'
import type { Gaps } from './gaps.store.ts'
import type { Holdings } from './holdings.ts'
import { headOf } from './merged-people.ts'
import { ALL_WINDOWS, type People, type Person, type WindowState } from './people.store.ts'
import { createPresences } from './people-presences.ts'

interface Dependencies {
  readonly people: People
  readonly directory: Directory
  readonly counts: Counter
  readonly gaps: Gaps
  readonly exclusions: Exclusions
  readonly holdings: Holdings
  readonly creditDays: CreditDays
}

type CreditData = DataOf<'CreditExpired' | 'CreditWithdrawn' | 'CreditDeclined'>

/**
 * Who was to be reached and who was: counted by (programme, window, employer, division, trade), each on the day on which it happened, and
 * the gaps as intervals. In each window a person keeps the group in which they were first planned for it; over all windows (`*`) they count
 * once, in every group in which they count in a window.
 */
export function createPeopleProjection(dependencies: Dependencies): (projected: Projected) => void {
  const { people, directory, exclusions, holdings, creditDays } = dependencies
  const { stateOf, setPresence, countPerson, count, reassess, reassessAlike, endGaps } = createPresences(dependencies)
  return handleWith({
    ProgrammeDefined: (event, projected) => exclude(event.data.rules, projected),
    ProgrammeRulesChanged: (event, projected) => exclude(event.data.rules, projected),
    RosterFrozen: (event, projected) => plan(event.data, projected),
    WorkersJoinedRound: (event, projected) => join(event.data, projected),
    WorkersLeftRound: (event, projected) => leave(event.data, projected),
    WorkerMergedInto: (event, projected) => merge(projected.recorded.stream, event.data.survivor, projected),
    CreditsIssued: (event, projected) => issue(event.data, projected),
    CreditReceived: (event, projected) => receive(event.data, projected),
    CreditExtended: (event, projected) => creditDays.set(event.data, projected),
    CreditDeclined: (event, projected) => end(event.data, 'declined', projected),
    CreditExpired: (event, projected) => end(event.data, 'expired', projected),
    CreditWithdrawn: (event, projected) => end(event.data, 'withdrawn', projected),
    CreditMoved: (event, projected) => move(event.data, projected),
    VoucherVoided: (event, projected) => setCard(event.data, 'voided', projected),
    VoucherSuspended: (event, projected) => setCard(event.data, 'suspended', projected),
    VoucherResumed: (event, projected) => setCard(event.data, 'valid', projected),
    VoucherRestored: (event, projected) => setCard(event.data, beforeVoid(event.data), projected),
    VoucherReplaced: (event, projected) => setCard(event.data, 'valid', projected),
    MealRedeemed: (event, projected) => redeem(event.data, projected),
    RedemptionReversed: (event, projected) => reverse(event.data, projected),
  })

  function exclude({ exclusiveWith = [] }: ProgrammeRules, { recorded: { stream }, sequence, date }: Projected): void {
    if (!exclusions.set(stream, exclusiveWith, date)) return
    for (const other of exclusions.everOf(stream))
      for (const worker of people.workersInBoth(stream, other)) reassessAlike({ programme: stream, worker }, sequence)
  }

  function plan({ programme, groups }: DataOf<'RosterFrozen'>, { recorded, sequence, date }: Projected): void {
    const windows = directory.find('round', recorded.stream, sequence)?.windows ?? []
    for (const { workers, ...group } of groups) {
      const groupId = people.groupId(group)
      for (const worker of workers) {
        const person = people.get(programme, worker)
        for (const window of windows) {
          const state = stateOf(person, window, groupId)
          setPresence(person, window, 'eligible', addSteps(state.eligible, date, 1))
          setPresence(person, window, 'amended', addSteps(state.amended, date, 1))
          reassess(person, window, state, sequence)
        }
      }
    }
  }

  function join(
    { programme, groups, joinedOn }: DataOf<'WorkersJoinedRound'>,
    { recorded, sequence }: Projected,
  ): void {
    for (const { workers, ...group } of groups) {
      const groupId = people.groupId(group)
      for (const worker of workers) amend({ programme, worker, groupId }, recorded.stream, joinedOn, 1, sequence)
    }
  }

  function leave({ programme, workers, leftOn }: DataOf<'WorkersLeftRound'>, { recorded, sequence }: Projected): void {
    for (const worker of workers) amend({ programme, worker }, recorded.stream, leftOn, -1, sequence)
  }

  function amend(
    { programme, worker, groupId }: { programme: string; worker: string; groupId?: number },
    round: string,
    day: string,
    by: 1 | -1,
    sequence: number,
  ): void {
    const person = people.get(programme, worker)
    for (const window of directory.find('round', round, sequence)?.windows ?? []) {
      const state = stateOf(person, window, groupId)
      setPresence(person, window, 'amended', addSteps(state.amended, day, by))
      reassess(person, window, state, sequence)
    }
  }

  /** From here on the two count as one person, on every day; the figures of an earlier moment stay. */
  function merge(double: string, survivor: string, { sequence }: Projected): void {
    for (const programme of people.programmesOf(double)) {
      const from = people.get(programme, double)
      const to = headOf(people, people.get(programme, survivor))
      if (from.mergedInto !== null || from === to) continue
      countPerson(from, -1)
      countPerson(to, -1)
      const merged = [double, ...from.doubles]
      for (const person of merged.map((worker) => people.get(programme, worker))) {
        person.mergedInto = to.worker
        person.doubles = []
        people.changed(person)
      }
      to.doubles = [...to.doubles, ...merged]
      people.changed(to)
      for (const [window, state] of Object.entries(from.windows)) {
        stateOf(to, window, state.group)
        endGaps(from, window, state, sequence)
      }
      countPerson(to, 1)
      for (const [window, state] of Object.entries(to.windows)) reassess(to, window, state, sequence)
    }
    for (const programme of people.programmesOf(survivor)) reassessAlike({ programme, worker: survivor }, sequence)
  }

  function issue({ programme, wallets }: DataOf<'CreditsIssued'>, { recorded, sequence, date }: Projected): void {
    for (const { worker, credits } of wallets) {
      const person = people.get(programme, worker)
      const amountFen = sumFen(credits.map(({ shares }) => totalOf(shares)))
      holdings.give(person, recorded.stream, { sequence, date, amountFen })
      for (const { window, shares } of credits) {
        const state = stateOf(person, window)
        const creditFen = totalOf(shares)
        setPresence(person, window, 'issued', addSteps(state.issued, date, 1))
        state.open = addSteps(state.open, date, 1)
        state.held = addSteps(state.held, date, creditFen)
        count('issued-fen', person, window, state.group, [[date, creditFen]])
        reassess(person, window, state, sequence)
      }
      reassessAlike(person, sequence)
    }
  }

  function receive(data: DataOf<'CreditReceived'>, projected: Projected): void {
    holdings.receive(data, projected.sequence)
    const { stream, version } = projected.recorded
    creditDays.set({ ...data, credit: `${stream}.${version}` }, projected)
  }

  function end(data: CreditData, how: WindowState['ends'][number][1], projected: Projected): void {
    const { sequence, date } = projected
    const { programme, worker, window, shares } = data
    if ('credit' in data) creditDays.set({ ...data, until: undefined }, projected)
    const person = people.get(programme, worker)
    const state = stateOf(person, window)
    const leftFen = subtractFen(0, totalOf(shares))
    holdings.takeBack(person, data, date)
    if (how === 'declined') {
      setPresence(person, window, 'issued', addSteps(state.issued, date, -1))
      count('issued-fen', person, window, state.group, [[date, leftFen]])
    }
    state.ends = [...state.ends, [date, how]]
    state.open = addSteps(state.open, date, -1)
    state.held = addSteps(state.held, date, leftFen)
    reassess(person, window, state, sequence)
    reassessAlike(person, sequence)
  }

  /** From now on it is the other window's, and counts as issued there. */
  function move(
    { programme, worker, window, toWindow, shares, credit, until }: DataOf<'CreditMoved'>,
    { sequence, date }: Projected,
  ): void {
    creditDays.set({ programme, worker, window: toWindow, credit, until }, { sequence, date })
    const person = people.get(programme, worker)
    const movedFen = totalOf(shares)
    const [left, taken] = [stateOf(person, window), stateOf(person, toWindow)]
    setPresence(person, toWindow, 'issued', addSteps(taken.issued, date, 1))
    left.ends = [...left.ends, [date, 'moved']]
    for (const [state, by] of [
      [left, -1],
      [taken, 1],
    ] as const) {
      state.open = addSteps(state.open, date, by)
      state.held = addSteps(state.held, date, multiplyFen(movedFen, by))
    }
    count('issued-fen', person, window, left.group, [[date, subtractFen(0, movedFen)]])
    count('issued-fen', person, toWindow, taken.group, [[date, movedFen]])
    reassess(person, window, left, sequence)
    reassess(person, toWindow, taken, sequence)
  }

  /** What the card was before it was voided by mistake. */
  function beforeVoid({ programme, worker }: { readonly programme: string; readonly worker: string }) {
    const { cards } = people.get(programme, worker)
    return cards.findLast(([, status]) => status !== 'voided')?.[1] ?? 'valid'
  }

  function setCard(
    { programme, worker }: { readonly programme: string; readonly worker: string },
    status: Person['cards'][number][1],
    { sequence, date }: Projected,
  ): void {
    const person = people.get(programme, worker)
    person.cards = [...person.cards, [date, status]]
    people.changed(person)
    for (const [window, state] of Object.entries(person.windows)) reassess(person, window, state, sequence)
  }

  /** The person was there on the meal's own day; its money counts on another where it stands in place of a wrong entry. */
  function redeem(data: DataOf<'MealRedeemed'>, { recorded, sequence, date }: Projected): void {
    const person = people.get(data.programme, data.worker)
    const drawn = drawnByWindow(data.draws)
    const windows = [...drawn.keys()]
    const { discountFen, ownShareFen, redeemedOn } = data
    const { version } = recorded
    people.addRedemption(person, { version, sequence, date: redeemedOn, windows, discountFen, ownShareFen })
    countVisit(person, windows, redeemedOn, 1)
    for (const [window, amountFen] of drawn) {
      const state = stateOf(person, window)
      if (state.reversed) setPresence(person, window, 'reached', reachedIn(person, recorded.stream, window))
      else if (firstOf(state.reached) > redeemedOn) setPresence(person, window, 'reached', [[redeemedOn, 1]])
      state.held = addSteps(state.held, date, -amountFen)
      count('used-fen', person, window, state.group, [[date, amountFen]])
      reassess(person, window, state, sequence)
    }
  }

  /** The meal leaves the coverage of its own day; its money counts on the day on which it was taken back. */
  function reverse(data: DataOf<'RedemptionReversed'>, { recorded, sequence, date, paperDay }: Projected): void {
    const person = people.get(data.programme, data.worker)
    const drawn = drawnByWindow(data.draws)
    const returned = drawnByWindow(data.draws.filter(({ to }) => to === 'issued'))
    const ended = data.draws.filter(({ to }) => to !== 'issued')
    for (const draw of ended) holdings.takeBack(person, draw, date)
    // Version 1 took meals back as a whole.
    const freed = data.windowsFreed ?? [...drawn.keys()]
    if (freed.length > 0) {
      people.markReversed(data, { sequence, date: paperDay })
      countVisit(person, freed, paperDay, -1)
    }
    for (const window of new Set([...drawn.keys(), ...freed])) {
      const state = stateOf(person, window)
      if (freed.includes(window)) {
        setPresence(person, window, 'reached', reachedIn(person, recorded.stream, window))
        state.reversed = true
      }
      state.held = addSteps(state.held, date, returned.get(window) ?? 0)
      count('used-fen', person, window, state.group, [[date, subtractFen(0, drawn.get(window) ?? 0)]])
      reassess(person, window, state, sequence)
    }
    if (ended.length > 0) reassessAlike(person, sequence)
  }

  /** Once in each window that paid for it, and once in all. */
  function countVisit(person: Person, windows: readonly string[], date: string, by: number): void {
    const groups = windows.map((window) => stateOf(person, window).group)
    windows.forEach((window, index) => {
      const group = groups[index]
      if (group !== undefined) count('visits', person, window, group, [[date, by]])
    })
    count('visits', person, ALL_WINDOWS, [...new Set(groups)].map(String).sort().join('\n'), [[date, by]])
  }

  function reachedIn(person: Person, wallet: string, window: string): DaySteps {
    return presenceOf(stepsOf(people.redemptions(person, wallet), window))
  }
}
