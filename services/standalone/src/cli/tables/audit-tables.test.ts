import type { ComparisonAnswer, Difference } from '@welfare/reports/comparison/comparison.contract.ts'
import type { FindingsAnswer } from '@welfare/reports/findings/findings.contract.ts'
import { comparisonPrintout } from '@welfare/reports/printouts/comparison-printout.ts'
import { findingsPrintout } from '@welfare/reports/printouts/findings-printout.ts'
import { expect, test } from 'vitest'
import { renderComparison } from './comparison-table.ts'
import { renderFindings } from './findings-table.ts'
import { missingFrom } from './missing-words.fixture.ts'

const reflected = {
  ledger: 'l',
  epoch: 1,
  sequence: 1_234,
  recordedAt: '2025-10-08T04:00:00.000Z',
  postingRulesVersion: 1,
  treeSize: 1_234,
  rootHash: '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=',
}

test('a comparison shows amounts in yuan, counts as they are, and what nothing explains', () => {
  const cause = { legs: 1_050, firstSequence: 20, lastSequence: 1_200, entries: '/v1/entries' }
  const used: Difference = {
    figure: 'usedFen',
    before: 0,
    after: 123_456,
    difference: 123_456,
    causes: [{ ...cause, eventType: 'MealRedeemed', change: 123_400 }],
    unexplained: 56,
  }
  const reached: Difference = {
    figure: 'reached',
    before: 1_000,
    after: 999,
    difference: -1,
    causes: [{ ...cause, eventType: 'RedemptionReversed', change: -1, legs: 1 }],
    unexplained: 0,
  }
  const { effective: _, ...from } = { ...reflected, sequence: 10, treeSize: 10, effective: undefined }
  const row = { key: 'programme-1', name: '节日餐补' }
  const answer: ComparisonAnswer = {
    ...reflected,
    from,
    by: 'programme',
    rows: [{ ...row, division: '632701', differences: [used] }],
    total: { differences: [used] },
    coverage: { rows: [{ ...row, differences: [reached] }], total: { differences: [reached] } },
    explained: false,
  }
  const text = renderComparison(answer)
  expect(text).toMatch(
    /节日餐补 +used \(balance\) 已核销（用餐）（余额） +0\.00 +1,234\.56 +1,234\.56 {2}MealRedeemed 1,234\.00 \(1,050 in 20–1,200\)；UNEXPLAINED 无法说明 0\.56/,
  )
  expect(text).toMatch(/节日餐补 +reached 已享受人数 +1,000 +999 +-1 {2}RedemptionReversed -1 \(1 in 20–1,200\)/)
  expect(missingFrom(text, comparisonPrintout(answer, { unit: 'yuan', filters: [] }))).toEqual([])
  expect(text).toContain('NOT every difference is explained')
  expect(text).toContain('From sequence 10, recorded 2025-10-08 12:00:00')
  const nothing = { ...answer, rows: [], total: { differences: [] }, coverage: null, explained: true }
  expect(renderComparison(nothing)).toContain('Nothing differs.')
})

test('findings are counted by kind and said in one line each', () => {
  const answer: FindingsAnswer = {
    ...reflected,
    thresholds: {
      tillBurst: { redemptions: 12, withinMinutes: 2 },
      accountBurst: { redemptions: 12, withinMinutes: 2 },
      merchantBurst: { redemptions: 40, withinMinutes: 2 },
      oddHours: { from: '05:00', until: '22:30' },
      twoPlaces: { withinMinutes: 10 },
      merchantShare: { atLeastMerchants: 3, atLeastMeals: 20, timesMedianOfOthers: 4 },
      lateEntries: { ofAccount: 20, ofMerchant: 20, withinDays: 30 },
      oneCollector: { moreThanWorkers: 10 },
      fullBalances: { redemptions: 6, withinMinutes: 30, atLeastFen: 5_000 },
      soonAfterIssue: { redemptions: 5, withinMinutes: 10 },
      belowLimit: { withinPercent: 10, acts: 3, withinDays: 30, togetherWithinHours: 24 },
      programmeKinds: {},
    },
    counts: [{ kind: 'merchant-share', count: 2, open: 1 }],
    total: 2,
    findings: [
      {
        id: 'finding-1',
        ...{ kind: 'merchant-share', status: 'open', version: 1, eventsSinceReview: 1 },
        review: {
          ...{ version: 1, outcome: 'explained', reason: '节日聚餐', reviewedBy: 'auditor/a', reviewedAt: null },
          ...{ sequence: 1_210, eventCount: 1, correction: null },
        },
        programme: 'programme-1',
        programmeName: '节日餐补',
        merchant: 'merchant-1',
        merchantName: '面馆',
        worker: null,
        division: '632701',
        found: { sequence: 1_200, recordedAt: reflected.recordedAt },
        facts: { day: '2025-10-07', takenFen: 200_000 },
        thresholds: null,
        eventCount: 2,
        takenBackCount: 1,
        events: [
          {
            ...{ sequence: 20, event: 'wallet-1.3', type: 'MealRedeemed' },
            ...{ occurredAt: '2025-10-07T04:00:00.000Z', takenBack: true },
          },
        ],
        entries: '/v1/entries',
      },
    ],
    nextCursor: 'x',
  }
  const text = renderFindings(answer)
  expect(text).toMatch(/merchant-share 占比异常 +2 +1\n/)
  expect(text).toMatch(
    /open 待核查, 1 more since +explained 有合理解释 +节日餐补 +面馆 +2 +2025-10-08 12:00 +day 2025-10-07, taken 2,000\.00, taken back 1 +1,200/,
  )
  expect(missingFrom(text, findingsPrintout(answer, []))).toEqual([])
  expect(text).toContain('1 of 2 are shown.')
  expect(renderFindings({ ...answer, total: 0, counts: [], findings: [] })).toContain('There are no findings.')
})
