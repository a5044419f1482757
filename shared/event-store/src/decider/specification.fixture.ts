import { deepStrictEqual, fail } from 'node:assert/strict'
import type { Decider, Refusal } from './decider.ts'

/**
 * Given–when–then for one decider: `given(events).when(command).then(events)` or `.then(refusal)`; `then([])` says "already so".
 * Pure, needs no runner and no test framework: a promise not kept throws an AssertionError. On the way it holds every decider to its
 * contract: `decide` leaves the state alone, `evolve` takes what `decide` made, nobody writes into `initialState`.
 */
export interface Specification<Command, Event, Code extends string> {
  /** Events that say no day of their own count on the first day of all. */
  given(events: readonly (Event | Dated<Event>)[]): {
    /** The command's events count on `accountingDate`; default: the day of the last event given. */
    when(
      command: Command,
      accountingDate?: string,
    ): {
      /** Facts are compared too; give `{ code }` alone to leave them open. */
      then(expected: readonly Event[] | ExpectedRefusal<Code>): void
    }
  }
}

/** An event with the day on which it counts. */
export interface Dated<Event> {
  readonly accountingDate: string
  readonly event: Event
}

export function on<Event>(accountingDate: string, event: Event): Dated<Event> {
  return { accountingDate, event }
}

export const FIRST_DAY = '2025-01-01'

export type ExpectedRefusal<Code extends string> = Pick<Refusal<Code>, 'code'> & Partial<Refusal<Code>>

export function specify<State, Command, Event, Code extends string>(
  decider: Decider<State, Command, Event, Code>,
): Specification<Command, Event, Code> {
  return {
    given: (events) => ({
      when: (command, accountingDate) => ({
        // biome-ignore lint/suspicious/noThenProperty: the specification is never awaited, and reads as given, when, then.
        then: (expected) => check(decider, events.map(dated), { command, accountingDate }, expected),
      }),
    }),
  }
}

/** The state of a stream that consists of `events`. @throws AssertionError when the decider writes into its initial state */
export function stateAfter<State, Event>(
  decider: Pick<Decider<State, never, Event>, 'initialState' | 'evolve'>,
  events: readonly (Event | Dated<Event>)[],
): State {
  const before = structuredClone(decider.initialState)
  const state = evolveAll(decider, decider.initialState, events.map(dated), 0)
  deepStrictEqual(decider.initialState, before, 'evolve wrote into initialState')
  return state
}

function check<State, Command, Event, Code extends string>(
  decider: Decider<State, Command, Event, Code>,
  events: readonly Dated<Event>[],
  { command, accountingDate }: { readonly command: Command; readonly accountingDate: string | undefined },
  expected: readonly Event[] | ExpectedRefusal<Code>,
): void {
  const state = stateAfter(decider, events)
  const before = structuredClone(state)
  const decision = decider.decide(state, command)
  deepStrictEqual(state, before, 'decide wrote into the state')
  if (isRefusal(expected)) {
    if (decision.accepted) fail(`expected the refusal ${expected.code}, got ${JSON.stringify(decision.events)}`)
    deepStrictEqual(decision.refusal, { facts: decision.refusal.facts, ...expected })
    return
  }
  if (!decision.accepted) fail(`expected events, got the refusal ${JSON.stringify(decision.refusal)}`)
  deepStrictEqual(decision.events, expected)
  const day = accountingDate ?? events.at(-1)?.accountingDate ?? FIRST_DAY
  evolveAll(
    decider,
    state,
    decision.events.map((event) => on(day, event)),
    events.length,
  )
}

function evolveAll<State, Event>(
  decider: Pick<Decider<State, never, Event>, 'evolve'>,
  from: State,
  events: readonly Dated<Event>[],
  lastVersion: number,
): State {
  return events.reduce(
    (state, { event, accountingDate }, index) => decider.evolve(state, event, lastVersion + index + 1, accountingDate),
    from,
  )
}

function dated<Event>(given: Event | Dated<Event>): Dated<Event> {
  return isDated(given) ? given : on(FIRST_DAY, given)
}

function isDated<Event>(given: Event | Dated<Event>): given is Dated<Event> {
  return typeof given === 'object' && given !== null && 'accountingDate' in given && 'event' in given
}

function isRefusal<Event, Code extends string>(
  expected: readonly Event[] | ExpectedRefusal<Code>,
): expected is ExpectedRefusal<Code> {
  return !Array.isArray(expected)
}
