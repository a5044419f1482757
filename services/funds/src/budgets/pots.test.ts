import type { OnEmpty, Pot } from '@welfare/contracts/meals/split-meal.ts'
import { specify } from '@welfare/event-store/decider/specification.fixture.ts'
import { describe, test } from 'vitest'
import { idNumber, programme } from '../sample.fixture.ts'
import type { CommitFunds } from './budget.commands.ts'
import { budgetDecider } from './budget.decider.ts'
import type { BudgetEvent } from './budget.state.ts'

const { given } = specify(budgetDecider)
const [first, second, third] = [1, 2, 3].map((n) => idNumber('fund', n)) as [string, string, string]
const batch = idNumber('batch', 1)
const twoFunds: BudgetEvent[] = [
  {
    type: 'BudgetOpened',
    data: { programme, division: '632701', kind: 'festival-meal', sharing: 'in-proportion' },
  },
  received(first, 300),
  received(second, 900),
]
const commit = (pots: Pot[], barred: string[] = []): CommitFunds => ({
  ...{ type: 'CommitFunds', batch, attempt: 1, amountFen: pots.reduce((sum, { amountFen }) => sum + amountFen, 0) },
  ...{ pots, barred },
})
const pots = (a: number, b: number, onEmpty: OnEmpty): Pot[] => [
  { fund: first, amountFen: a, onEmpty },
  { fund: second, amountFen: b, onEmpty: 'refuse' },
]
const committed = (a: number, b: number): BudgetEvent => ({
  type: 'FundsCommitted',
  data: { ...{ programme, for: batch, attempt: 1 }, shares: [share(first, a), share(second, b)] },
})
const refused = (fund: string, allocatedFen: number, neededFen: number): BudgetEvent => ({
  type: 'CommitmentRefused',
  data: {
    ...{ programme, for: batch, attempt: 1 },
    code: 'payer-insufficient',
    facts: { fund, allocatedFen, neededFen },
  },
})

describe('where a rule says which fund gives how much', () => {
  test('each gives its own, not in proportion', () => {
    given(twoFunds)
      .when(commit(pots(100, 700, 'refuse')))
      .then([committed(100, 700)])
  })

  test('one that has too little is named, and nothing is committed', () => {
    given(twoFunds)
      .when(commit(pots(301, 100, 'refuse')))
      .then([refused(first, 300, 301)])
    given(twoFunds)
      .when(commit([...pots(1, 1, 'refuse'), { fund: third, amountFen: 1, onEmpty: 'refuse' }]))
      .then([refused(third, 0, 1)])
    given(twoFunds)
      .when(commit(pots(100, 100, 'refuse'), [second]))
      .then([refused(second, 0, 100)])
  })

  test('or the next one gives what it lacks, as far as it has it', () => {
    given(twoFunds)
      .when(commit(pots(400, 700, 'next')))
      .then([committed(300, 800)])
    given(twoFunds)
      .when(commit(pots(400, 801, 'next')))
      .then([refused(second, 900, 901)])
  })

  test('or as much as there is: the batch gives fewer credits', () => {
    given(twoFunds)
      .when(commit(pots(400, 700, 'stop')))
      .then([committed(300, 700)])
    given(twoFunds)
      .when(commit([{ fund: third, amountFen: 5, onEmpty: 'stop' }]))
      .then([refused(third, 0, 5)])
  })
})

function share(fund: string, amountFen: number) {
  return { fund, amountFen }
}

function received(fund: string, amountFen: number): BudgetEvent {
  return { type: 'AllocationReceived', data: { programme, allocation: `${fund}.4`, shares: [share(fund, amountFen)] } }
}
