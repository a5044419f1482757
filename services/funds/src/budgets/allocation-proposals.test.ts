import { specify, stateAfter } from '@welfare/event-store/decider/specification.fixture.ts'
import { describe, expect, test } from 'vitest'
import type { ApproveAllocation, EndProposal, RefuseAllocation, WithdrawAllocation } from '../fund.commands.ts'
import { fundDecider } from '../fund.decider.ts'
import type { FundEvent } from '../fund.state.ts'
import { allocate, budget, donated, fund, fundOpened, programme } from '../sample.fixture.ts'

const { given } = specify(fundDecider)
const thousand = [fundOpened, donated('R-1', 1000, 1000)]
const proposal = `${fund}.3`
const shares = [{ fund, amountFen: 300 }]
const donors = [{ donation: `${fund}.2`, amountFen: 300 }]
const above = { ...allocate, limitFen: 299 }
const proposed: FundEvent = {
  type: 'AllocationProposed',
  data: {
    ...{ programme, budget, shares, factsReadThrough: 9, availableAfterFen: 700 },
    ...{ limitFen: 299, proposedBy: 'desk-1' },
  },
}
const waiting = [...thousand, proposed]
const { facts, day: today } = allocate
const about = { fund, proposal }
const approve: ApproveAllocation = {
  ...{ type: 'ApproveAllocation', ...about, approver: 'chair' },
  ...{ today, facts, factsReadThrough: 12 },
}
const refuse: RefuseAllocation = { type: 'RefuseAllocation', ...about, reason: 'not planned' }
const withdraw: WithdrawAllocation = { type: 'WithdrawAllocation', ...about, reason: 'typo', account: 'desk-1' }
const end: EndProposal = { type: 'EndProposal', ...about, reason: 'programme-closed' }
const approved: FundEvent = {
  type: 'AllocationApproved',
  data: { proposal, programme, shares, availableAfterFen: 1000 },
}
const allocated: FundEvent = {
  type: 'FundsAllocated',
  data: { programme, budget, shares, factsReadThrough: 12, availableAfterFen: 700, proposal, donors },
}
const refused = ended('AllocationProposalRefused', 'not planned')
const withdrawn = ended('AllocationProposalWithdrawn', 'typo')

describe('an allocation above the limit', () => {
  test('waits, and its money is reserved; within it it does not wait', () => {
    given(thousand).when(above).then([proposed])
    given(thousand)
      .when({ ...allocate, limitFen: undefined })
      .then([
        { ...allocated, data: { programme, budget, shares, factsReadThrough: 9, availableAfterFen: 700, donors } },
      ])
  })

  test('is refused for the same reasons as one below it', () => {
    given(thousand)
      .when({ ...above, amountFen: 1001 })
      .then({ code: 'funds-not-available' })
    given(thousand)
      .when({ ...above, facts: { ...facts, closed: true } })
      .then({ code: 'programme-closed' })
  })

  test('passes by another’s hand, with the maker’s note', () => {
    given(waiting).when(approve).then([approved, allocated])
    const noted = { ...proposed, data: { ...proposed.data, note: '第一笔' } } as FundEvent
    given([...thousand, noted])
      .when({ ...approve, note: '同意' })
      .then([
        { ...approved, data: { ...approved.data, note: '同意' } } as FundEvent,
        { ...allocated, data: { ...allocated.data, note: '第一笔' } } as FundEvent,
      ])
  })

  test('passes although everything else was spent meanwhile', () => {
    const rest = { ...allocate, amountFen: 700 }
    const spent = fundDecider.decide(stateAfter(fundDecider, waiting), rest)
    if (!spent.accepted) throw new Error(spent.refusal.code)
    given([...waiting, ...spent.events])
      .when(approve)
      .then([
        { ...approved, data: { ...approved.data, availableAfterFen: 300 } } as FundEvent,
        { ...allocated, data: { ...allocated.data, availableAfterFen: 0 } } as FundEvent,
      ])
  })

  test('neither allocates nor refunds what is reserved', () => {
    given(waiting)
      .when({ ...allocate, amountFen: 701 })
      .then({ code: 'funds-not-available', facts: { availableFen: 700, requestedFen: 701 } })
    given(waiting)
      .when({ type: 'RefundDonation', fund, donation: `${fund}.2`, amountFen: 701, reason: 'x', day: today })
      .then({ code: 'funds-not-available' })
  })

  test('comes back when it is refused or withdrawn', () => {
    given(waiting).when(refuse).then([refused])
    given(waiting).when(withdraw).then([withdrawn])
    for (const outcome of [refused, withdrawn])
      given([...waiting, outcome])
        .when({ ...allocate, amountFen: 1000 })
        .then([
          {
            type: 'FundsAllocated',
            data: {
              ...{ ...allocate.allocation, shares: all(1000), availableAfterFen: 0 },
              donors: [{ donation: `${fund}.2`, amountFen: 1000 }],
            },
          },
        ])
  })
})

describe('who may', () => {
  test('the maker cannot approve, whatever role the account has got meanwhile', () => {
    given(waiting)
      .when({ ...approve, approver: 'desk-1' })
      .then({ code: 'maker-cannot-approve', facts: { maker: 'desk-1' } })
  })

  test('only the maker withdraws', () => {
    given(waiting)
      .when({ ...withdraw, account: 'desk-2' })
      .then({ code: 'only-maker-withdraws', facts: { maker: 'desk-1' } })
  })
})

test.each([
  ['approved', [approved, allocated]],
  ['refused', [refused]],
  ['withdrawn', [withdrawn]],
] as const)('what was %s is decided for good', (outcome, events) => {
  for (const command of [approve, refuse, withdraw])
    given([...waiting, ...events])
      .when(command)
      .then({ code: 'proposal-not-open', facts: { outcome } })
  given([...waiting, ...events])
    .when(end)
    .then([])
})

test('a programme that was closed meanwhile: nobody approves, and the process takes the proposal back', () => {
  given(waiting)
    .when({ ...approve, facts: { ...facts, closed: true } })
    .then({ code: 'programme-closed' })
  given(waiting)
    .when(end)
    .then([ended('AllocationProposalRefused', 'programme-closed')])
})

test('refusals of an approval come in this order', () => {
  const wrong = { ...approve, proposal: `${fund}.9`, approver: 'desk-1', today: '2026-01-01' }
  const closed = { ...facts, closed: true, kind: 'award' }
  const known = [...waiting, refused, { ...proposed, data: { ...proposed.data } } as FundEvent]
  const order = [
    ['proposal-unknown', { proposal }],
    ['proposal-not-open', { proposal: `${fund}.5` }],
    ['maker-cannot-approve', { approver: 'chair' }],
    ['programme-closed', { facts: { ...closed, closed: false } }],
    ['purpose-not-allowed', { facts }],
    ['period-not-allowed', { today }],
  ] as const
  let command: ApproveAllocation = { ...wrong, facts: closed }
  for (const [code, repair] of order) {
    given(known).when(command).then({ code })
    command = { ...command, ...repair }
  }
  expect(fundDecider.decide(stateAfter(fundDecider, known), command)).toMatchObject({ accepted: true })
})

function ended(type: 'AllocationProposalRefused' | 'AllocationProposalWithdrawn', reason: string): FundEvent {
  return { type, data: { proposal, programme, shares, availableAfterFen: 1000, reason } }
}

function all(amountFen: number) {
  return [{ fund, amountFen }]
}
