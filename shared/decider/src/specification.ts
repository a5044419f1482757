import { deepStrictEqual, fail } from 'node:assert/strict'
import type { Decider, Refusal } from './decider.ts'

/**
 * Given–when–then for one decider: `given(events).when(command).then(events)` or `.then(refusal)`; `then([])` says "already so".
 * Pure, needs no runner and no test framework: a promise not kept throws an AssertionError. On the way it holds every decider to its
 * contract: `decide` leaves the state alone, `evolve` takes what `decide` made, nobody writes into `initialState`.
 */
export interface Specification<Command, Event, Code extends string> {
  given(events: readonly Event[]): {
    when(command: Command): {
      /** Facts are compared too; give `{ code }` alone to leave them open. */
      then(expected: readonly Event[] | ExpectedRefusal<Code>): void
    }
  }
}

export type ExpectedRefusal<Code extends string> = Pick<Refusal<Code>, 'code'> & Partial<Refusal<Code>>

export function specify<State, Command, Event, Code extends string>(
  decider: Decider<State, Command, Event, Code>,
): Specification<Command, Event, Code> {
  return {
    given: (events) => ({
      when: (command) => ({
        // biome-ignore lint/suspicious/noThenProperty: the specification is never awaited, and reads as given, when, then.
        then: (expected) => check(decider, events, command, expected),
      }),
    }),
  }
}

/** The state of a stream that consists of `events`. @throws AssertionError when the decider writes into its initial state */
export function stateAfter<State, Event>(
  decider: Pick<Decider<State, never, Event>, 'initialState' | 'evolve'>,
  events: readonly Event[],
): State {
  const before = structuredClone(decider.initialState)
  const state = evolveAll(decider, decider.initialState, events, 0)
  deepStrictEqual(decider.initialState, before, 'evolve wrote into initialState')
  return state
}

function check<State, Command, Event, Code extends string>(
  decider: Decider<State, Command, Event, Code>,
  events: readonly Event[],
  command: Command,
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
  evolveAll(decider, state, decision.events, events.length)
}

function evolveAll<State, Event>(
  decider: Pick<Decider<State, never, Event>, 'evolve'>,
  from: State,
  events: readonly Event[],
  lastVersion: number,
): State {
  return events.reduce((state, event, index) => decider.evolve(state, event, lastVersion + index + 1), from)
}

function isRefusal<Event, Code extends string>(
  expected: readonly Event[] | ExpectedRefusal<Code>,
): expected is ExpectedRefusal<Code> {
  return !Array.isArray(expected)
}
