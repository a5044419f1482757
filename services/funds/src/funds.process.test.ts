import { describe, expect, test } from 'vitest'
import {
  changeSharing,
  closeBudget,
  commitFunds,
  endProposals,
  openBudget,
  type ProcessesFacts,
  receiveAllocation,
  receiveRelease,
  receiveReturn,
  reserveFunds,
} from './funds.process.ts'
import { budget, fund, idNumber, programme } from './sample.fixture.ts'

const batch = idNumber('batch', 1)
const factsOf = (barred: string[]): ProcessesFacts => ({
  findProgramme: () => undefined,
  sharingOf: () => undefined,
  listOpenProposals: () => [],
  listBarredFunds: () => barred,
})
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
  const event = { type: 'ProgrammeRulesChanged', data } as const
  const source = { stream: programme, version: 2 }
  expect(changeSharing(factsOf([]), event, source)).toEqual([
    { stream: budget, command: { type: 'ChangeSharing', sharing: 'in-order' } },
  ])
  const readAgain = { ...factsOf([]), sharingOf: () => 'in-proportion' as const }
  expect(changeSharing(readAgain, event, source)).toEqual([
    { stream: budget, command: { type: 'ChangeSharing', sharing: 'in-proportion' } },
  ])
})

test('allocate: what a fund gave is received under the id of its event', () => {
  const data = { programme, budget, shares, availableAfterFen: 0 }
  expect(receiveAllocation({ type: 'FundsAllocated', data }, { stream: fund, version: 3 })).toEqual([
    { stream: budget, command: { type: 'ReceiveAllocation', allocation: `${fund}.3`, fund, amountFen: 300 } },
  ])
})

test('commit: an order asks the budget for its total, and says whose money its days are not for', () => {
  const order = { programme, budget, round: idNumber('round', 1), attempt: 2, terms: [], quota: {}, lateEntryDays: 3 }
  const data = { ...order, workers: 2, totalFen: 800, rulesVersion: 1 }
  expect(commitFunds(factsOf([fund]), { type: 'IssuanceOrdered', data }, { stream: batch, version: 4 })).toEqual([
    { stream: budget, command: { type: 'CommitFunds', batch, attempt: 2, amountFen: 800, barred: [fund] } },
  ])
})

describe('reserve', () => {
  const order = { programme, budget, round: idNumber('round', 1), attempt: 2, terms: [], quota: {}, lateEntryDays: 3 }
  const source = { stream: batch, version: 4 }

  test('an issuance that waits has its total reserved', () => {
    const waiting = { limitFen: 1, proposedBy: 'desk-1' }
    const data = { ...order, workers: 2, totalFen: 800, rulesVersion: 1, ...waiting }
    expect(reserveFunds(factsOf([fund]), { type: 'IssuanceProposed', data }, source)).toEqual([
      { stream: budget, command: { type: 'ReserveFunds', batch, attempt: 2, amountFen: 800, barred: [fund] } },
    ])
  })

  test('what ends its waiting without an order releases it', () => {
    const ended = { proposal: `${batch}.1`, programme, budget, attempt: 2, reason: 'x' }
    const released = (cause: string) => [
      { stream: budget, command: { type: 'ReleaseReservation', batch, attempt: 2, cause } },
    ]
    expect(reserveFunds(factsOf([fund]), { type: 'IssuanceProposalRefused', data: ended }, source)).toEqual(
      released('refused'),
    )
    expect(reserveFunds(factsOf([fund]), { type: 'IssuanceProposalWithdrawn', data: ended }, source)).toEqual(
      released('withdrawn'),
    )
    const data = { programme, attempt: 2, code: 'too-many-windows', facts: {} }
    expect(reserveFunds(factsOf([fund]), { type: 'IssuanceRefused', data }, source)).toEqual(released('refused'))
  })
})

describe('end-proposals', () => {
  const open = [{ id: `${fund}.3`, fund }]
  const facts = (closed: boolean): ProcessesFacts => ({
    ...factsOf([]),
    findProgramme: () => ({ kind: 'award', division: '632701', from: '', until: '', closed }),
    listOpenProposals: (of) => (of === programme ? open : []),
  })
  const end = (proposal: string) => [
    { stream: fund, command: { type: 'EndProposal', fund, proposal, reason: 'programme-closed' } },
  ]

  test('a programme that is closed takes its open proposals with it', () => {
    const closed = { type: 'ProgrammeClosed' as const, data: { reason: 'over' } }
    expect(endProposals(facts(true), closed, { stream: programme, version: 5 })).toEqual(end(`${fund}.3`))
    expect(endProposals(facts(true), closed, { stream: idNumber('programme', 2), version: 5 })).toEqual([])
  })

  test('a proposal that comes after the end is ended itself', () => {
    const waiting = { limitFen: 1, proposedBy: 'desk-1', availableAfterFen: 0 }
    const proposed = { type: 'AllocationProposed' as const, data: { programme, budget, shares, ...waiting } }
    expect(endProposals(facts(true), proposed, { stream: fund, version: 9 })).toEqual(end(`${fund}.9`))
    expect(endProposals(facts(false), proposed, { stream: fund, version: 9 })).toEqual([])
  })
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
