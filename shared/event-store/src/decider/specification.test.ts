import { expect, test } from 'vitest'
import { accept, type Decider, refuse } from './decider.ts'
import { specify, stateAfter } from './specification.fixture.ts'

type Added = { readonly type: 'Added'; readonly data: { readonly amount: number } }
type Command = { readonly type: 'Add'; readonly amount: number }
interface Sum {
  total: number
  lastVersion: number
}

const sums: Decider<Sum, Command, Added, 'too-much'> = {
  category: 'sum',
  initialState: { total: 0, lastVersion: 0 },
  decide(state, { amount }) {
    if (state.total + amount > 10) return refuse('too-much', { total: state.total })
    return amount === 0 ? accept([]) : accept([added(amount)])
  },
  evolve: (state, { data }, version) => ({ total: state.total + data.amount, lastVersion: version }),
}

const { given } = specify(sums)

test('expected events, no events and refusals pass', () => {
  given([])
    .when({ type: 'Add', amount: 3 })
    .then([added(3)])
  given([added(4)])
    .when({ type: 'Add', amount: 0 })
    .then([])
  given([added(8)])
    .when({ type: 'Add', amount: 3 })
    .then({ code: 'too-much' })
  given([added(8)])
    .when({ type: 'Add', amount: 3 })
    .then({ code: 'too-much', facts: { total: 8 } })
})

test.each([
  [
    'other events',
    () =>
      given([])
        .when({ type: 'Add', amount: 3 })
        .then([added(4)]),
  ],
  ['events instead of none', () => given([]).when({ type: 'Add', amount: 3 }).then([])],
  [
    'none instead of events',
    () =>
      given([])
        .when({ type: 'Add', amount: 0 })
        .then([added(0)]),
  ],
  ['events instead of a refusal', () => given([]).when({ type: 'Add', amount: 3 }).then({ code: 'too-much' })],
  [
    'a refusal instead of events',
    () =>
      given([added(8)])
        .when({ type: 'Add', amount: 3 })
        .then([added(3)]),
  ],
  [
    'other facts',
    () =>
      given([added(8)])
        .when({ type: 'Add', amount: 3 })
        .then({ code: 'too-much', facts: { total: 9 } }),
  ],
])('%s fail', (_, specification) => {
  expect(specification).toThrow()
})

test('versions count from 1', () => {
  expect(stateAfter(sums, [added(1), added(2)])).toEqual({ total: 3, lastVersion: 2 })
})

test('a decide that writes into the state is found', () => {
  const writing: typeof sums = {
    ...sums,
    decide(state) {
      state.total = 7
      return accept([])
    },
  }
  expect(() =>
    specify(writing)
      .given([added(1)])
      .when({ type: 'Add', amount: 1 })
      .then([]),
  ).toThrow(/wrote into the state/)
})

test('an evolve that writes into the initial state is found', () => {
  const writing: typeof sums = {
    ...sums,
    initialState: { total: 0, lastVersion: 0 },
    evolve(state, { data }) {
      state.total += data.amount
      return state
    },
  }
  expect(() => stateAfter(writing, [added(1)])).toThrow(/initialState/)
})

function added(amount: number): Added {
  return { type: 'Added', data: { amount } }
}
