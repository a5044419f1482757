import type { JsonObject } from '@welfare/event-store/decider/decider.ts'
import { specify } from '@welfare/event-store/decider/specification.fixture.ts'
import { describe, it } from 'vitest'
import { type FindingEvent, type FindingRefusalCode, findingDecider, type ReviewFinding } from './finding.decider.ts'

const { given } = specify(findingDecider)
const entry = 'wallet-0198f3c2-5b7e-7c3a-9d21-6f0e4a1b2c3d.7'
const slip = { kind: 'same-slip', foundAt: 120, eventCount: 2, throughSequence: 120 }
const review: ReviewFinding = {
  type: 'ReviewFinding',
  finding: { ...slip, makers: ['till-1', 'desk-1'] },
  reviewer: 'auditor-1',
  outcome: 'explained',
  reason: '两人合用一张小票',
  seen: 2,
  correction: undefined,
}
const explained: FindingEvent = {
  type: 'FindingReviewed',
  data: { ...slip, outcome: 'explained', reason: '两人合用一张小票' },
}
const grown = { ...slip, eventCount: 5, throughSequence: 300 }
const corrected = { entry, corrects: 'one-of-its-acts' as const }

describe('a finding', () => {
  it('is reviewed with an outcome and a reason', () => {
    given([]).when(review).then([explained])
  })

  it('is reviewed by somebody who does not say how much they have seen', () => {
    given([])
      .when({ ...review, seen: undefined })
      .then([explained])
  })

  it('names the red entry that puts one of its acts right', () => {
    const data = { ...explained.data, outcome: 'corrected' as const, correction: entry }
    given([])
      .when({ ...review, outcome: 'corrected', correction: corrected })
      .then([{ type: 'FindingReviewed', data }])
  })

  it('is reviewed again, and again when more came', () => {
    const again = { ...explained.data, outcome: 'misuse' as const }
    given([explained])
      .when({ ...review, outcome: 'misuse' })
      .then([{ type: 'FindingReviewed', data: again }])
    given([explained, { type: 'FindingReviewed', data: again }])
      .when({ ...review, finding: { ...grown, makers: [] }, seen: 5 })
      .then([{ type: 'FindingReviewed', data: { ...explained.data, ...grown } }])
  })

  it.each<[FindingRefusalCode, Partial<ReviewFinding>, JsonObject]>([
    ['maker-cannot-review', { reviewer: 'desk-1', seen: 1, reason: '13800000001' }, {}],
    ['finding-has-grown', { seen: 1, reason: '13800000001' }, { seen: 1, eventCount: 2 }],
    ['reason-names-number', { reason: '本人13800000001', correction: { entry, corrects: 'nothing' } }, {}],
    ['correction-unknown', { correction: { entry, corrects: 'nothing' } }, { correction: entry }],
    ['correction-of-another-act', { correction: { entry, corrects: 'another-act' } }, { correction: entry }],
  ])('%s', (code, but, facts) => {
    given([])
      .when({ ...review, ...but })
      .then({ code, facts })
  })
})
