import { expect, test } from 'vitest'
import {
  changeSharing,
  closeBudget,
  commitFunds,
  openBudget,
  receiveAllocation,
  receiveRelease,
  receiveReturn,
} from './funds.process.ts'
import { budget, fund, idNumber, programme } from './sample.ts'

const batch = idNumber('batch', 1)
const rules = { windows: [], quota: {}, lateEntryDays: 3, sharing: 'in-order' as const }
const shares = [{ fund, amountFen: 300 }]

test('open-budget: a programme defined opens its budget', () => {
  const data = {
    name: 'x',
    kind: 'award',
    division: '210100',
    plan: 'people' as const,
    year: 2025,
    rules,
    rulesVersion: 1,
  }
  expect(openBudget({ type: 'ProgrammeDefined', data }, { stream: programme, version: 1 })).toEqual([
    {
      stream: budget,
      command: { type: 'OpenBudget', programme, division: '210100', kind: 'award', sharing: 'in-order' },
    },
  ])
})

test('change-sharing: new rules reach the budget', () => {
  const data = { rules, rulesVersion: 2, reason: 'x' }
  expect(changeSharing({ type: 'ProgrammeRulesChanged', data }, { stream: programme, version: 2 })).toEqual([
    { stream: budget, command: { type: 'ChangeSharing', sharing: 'in-order' } },
  ])
})

test('allocate: what a fund gave is received under the id of its event', () => {
  const data = { programme, budget, shares, availableAfterFen: 0 }
  expect(receiveAllocation({ type: 'FundsAllocated', data }, { stream: fund, version: 3 })).toEqual([
    { stream: budget, command: { type: 'ReceiveAllocation', allocation: `${fund}.3`, fund, amountFen: 300 } },
  ])
})

test('commit: an order asks the budget for its total', () => {
  const order = { programme, budget, round: idNumber('round', 1), attempt: 2, terms: [], quota: {}, lateEntryDays: 3 }
  const data = { ...order, workers: 2, totalFen: 800, rulesVersion: 1 }
  expect(commitFunds({ type: 'IssuanceOrdered', data }, { stream: batch, version: 4 })).toEqual([
    { stream: budget, command: { type: 'CommitFunds', batch, attempt: 2, amountFen: 800 } },
  ])
})

test('release: what a batch did not issue comes back under the id of its event', () => {
  const data = { programme, budget, shares }
  expect(receiveRelease({ type: 'CommitmentReleased', data }, { stream: batch, version: 9 })).toEqual([
    { stream: budget, command: { type: 'ReceiveRelease', release: `${batch}.9`, shares } },
  ])
})

test('close: the programme’s reason is the budget’s', () => {
  expect(closeBudget({ type: 'ProgrammeClosed', data: { reason: 'over' } }, { stream: programme, version: 5 })).toEqual(
    [{ stream: budget, command: { type: 'CloseBudget', reason: 'over' } }],
  )
})

test('return: the fund receives what the budget gave back', () => {
  const data = { programme, fund, shares, reason: 'rest' }
  expect(receiveReturn({ type: 'AllocationReturned', data }, { stream: budget, version: 7 })).toEqual([
    { stream: fund, command: { type: 'ReceiveReturn', fund, allocationReturn: `${budget}.7`, amountFen: 300 } },
  ])
})
