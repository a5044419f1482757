import { specify } from '@welfare/event-store/decider/specification.fixture.ts'
import { describe, test } from 'vitest'
import { type CountAct, type MakerEvent, makerDecider } from './maker.decider.ts'
import { type ProposalEvent, proposalDecider } from './proposal.decider.ts'

const limits = { perAct: 100, within24Hours: 150, sinceApproval: 200 }
const count: CountAct = {
  ...{ type: 'CountAct', act: 'act-2', kind: 'refund', amount: 60, place: 'fund-1' },
  ...{ at: '2025-07-02T02:00:00.000Z', limits, area: 'funds' },
}
const counted = (act: string, at: string, amount = 100, place = 'fund-1'): MakerEvent => ({
  type: 'ActCounted',
  data: { act, kind: 'refund', amount, place, at, area: 'funds' },
})
const own = counted('act-2', count.at, 60)
const because = (rule: string, limit: number, value: number) => ({
  code: 'above-limit' as const,
  facts: { because: [{ rule, kind: 'refund', limit, value }] },
})

describe('a maker', () => {
  const { given } = specify(makerDecider)

  test('does as much alone as each limit allows, and not a fen more', () => {
    given([])
      .when({ ...count, amount: 100 })
      .then([counted('act-2', count.at)])
    given([])
      .when({ ...count, amount: 101 })
      .then(because('one-act', 100, 101))
    given([counted('act-1', '2025-07-01T02:00:00.001Z')])
      .when(count)
      .then(because('within-24-hours', 150, 160))
    given([counted('act-1', '2025-07-01T02:00:00.000Z')])
      .when(count)
      .then([own])
    given([counted('a', '2025-06-01T02:00:00Z'), counted('b', '2025-06-09T02:00:00Z', 41)])
      .when(count)
      .then(because('since-approval', 200, 201))
  })

  test('is held to a place until another person has looked there; what was refused is in no sum', () => {
    const before = [counted('a', '2025-06-01T02:00:00Z'), counted('b', '2025-06-09T02:00:00Z', 41)]
    const reviewed: MakerEvent = {
      type: 'ActsReviewed',
      data: { kind: 'refund', place: 'fund-1', proposal: 'proposal-1' },
    }
    given([...before, reviewed])
      .when(count)
      .then([own])
    given([...before, { ...reviewed, data: { ...reviewed.data, place: 'fund-2' } }])
      .when(count)
      .then(because('since-approval', 200, 201))
    given([...before, { type: 'ActUncounted', data: { act: 'b', kind: 'refund' } }])
      .when(count)
      .then([own])
    given(before)
      .when({ ...count, place: 'fund-2' })
      .then([counted('act-2', count.at, 60, 'fund-2')])
  })

  test('is counted once for one act, however often it is sent', () => {
    given([own]).when(count).then([])
    given([]).when({ type: 'UncountAct', act: 'act-2', kind: 'refund' }).then([])
  })
})

describe('a proposal', () => {
  const { given } = specify(proposalDecider)
  const proposed: ProposalEvent = {
    type: 'ActProposed',
    data: {
      ...{ area: 'funds', operationId: 'refundDonation', kind: 'refund', division: '632701', about: {} },
      because: [{ rule: 'one-act', kind: 'refund', limit: 1, value: 2 }],
      request: { params: {}, query: {}, body: {} },
      maker: { account: 'desk-1', role: 'officer', reach: { divisions: ['632701'] } },
    },
  }
  const approve = { type: 'ApproveAct', approver: 'chair', note: undefined } as const
  const approved: ProposalEvent = { type: 'ActApproved', data: {} }
  const withdraw = { type: 'WithdrawAct', account: 'desk-1', reason: 'x' } as const

  test('passes by another hand than its maker’s, once', () => {
    given([proposed]).when(approve).then([approved])
    given([proposed])
      .when({ ...approve, approver: 'desk-1' })
      .then({ code: 'maker-cannot-approve' })
    given([proposed, approved]).when(approve).then({ code: 'proposal-not-open' })
    given([]).when(approve).then({ code: 'proposal-unknown' })
  })

  test('is taken back by its maker alone, and not after it was decided', () => {
    given([proposed])
      .when(withdraw)
      .then([{ type: 'ActWithdrawn', data: { reason: 'x' } }])
    given([proposed])
      .when({ ...withdraw, account: 'desk-2' })
      .then({ code: 'only-maker-withdraws' })
    given([proposed, approved]).when(withdraw).then({ code: 'proposal-not-open' })
  })

  test('has one outcome: who performs it a second time changes nothing', () => {
    const record = { type: 'RecordPerformed', created: 'fund-1.2' } as const
    const performed: ProposalEvent = { type: 'ActPerformed', data: { created: 'fund-1.2' } }
    given([proposed, approved]).when(record).then([performed])
    given([proposed, approved, performed]).when({ type: 'RecordFailed', code: 'x', facts: {} }).then([])
    given([proposed]).when(record).then([])
  })
})
