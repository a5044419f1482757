import type { actsEvents } from '../../src/events/acts.ts'
import { division, id, type SamplesOf } from './ids.ts'

const proposal = id('proposal')
const maker = id('maker')
const act = '00000000-0000-4000-8000-000000000001'
const programme = id('programme')
const fund = id('fund')

export const actsSamples: SamplesOf<keyof typeof actsEvents> = {
  ActProposed: {
    stream: proposal,
    data: {
      area: 'funds',
      operationId: 'returnAllocation',
      kind: 'return',
      division,
      programme,
      fund,
      amount: 40_000,
      because: [
        { rule: 'within-24-hours', kind: 'return', limit: 50_000, value: 70_000 },
        { rule: 'late-entry', kind: 'late-entry', limit: 7, value: 9 },
      ],
      about: { reason: '退回余款' },
      request: {
        params: { id: programme },
        query: {},
        body: { fund, amountFen: 40_000, reason: '退回余款' },
        ifVersion: 3,
      },
      maker: { account: 'desk-1', role: 'officer', reach: { divisions: ['632700'], programmes: [programme] } },
    },
  },
  ActApproved: { stream: proposal, data: { note: '同意' } },
  ActRefused: { stream: proposal, data: { reason: '超出年度计划' } },
  ActWithdrawn: { stream: proposal, data: { reason: '金额有误' } },
  ActPerformed: { stream: proposal, data: { created: `${id('budget')}.7` } },
  ActFailed: { stream: proposal, data: { code: 'allocated-not-sufficient', facts: { allocatedFen: 100 } } },
  ActCounted: {
    stream: maker,
    data: { act, kind: 'return', amount: 40_000, place: programme, at: '2025-07-25T02:00:00.000Z' },
  },
  ActUncounted: { stream: maker, data: { act, kind: 'return' } },
  ActsReviewed: { stream: maker, data: { kind: 'return', place: programme, proposal } },
}
