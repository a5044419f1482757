import { percentageRule } from '@welfare/contracts/percentages.ts'
import { turnoverWords } from '@welfare/contracts/words/figure-words.ts'
import type { BudgetAmounts, BudgetAnswer } from '@welfare/reports/budget/budget.contract.ts'
import type { CoverageAnswer, CoverageCounts, GapsAnswer } from '@welfare/reports/people/coverage.contract.ts'
import { bankBalancesPrintout } from '@welfare/reports/printouts/bank-balances-printout.ts'
import { budgetPrintout } from '@welfare/reports/printouts/budget-printout.ts'
import { coveragePrintout } from '@welfare/reports/printouts/coverage-printout.ts'
import { gapsPrintout } from '@welfare/reports/printouts/gaps-printout.ts'
import { reconciliationPrintout } from '@welfare/reports/printouts/reconciliation-printout.ts'
import { describe, expect, test } from 'vitest'
import { renderBankBalances } from './bank-balances-table.ts'
import { budgetHolds, renderBudget } from './budget-table.ts'
import { renderCoverage } from './coverage-table.ts'
import { renderGaps } from './gaps-table.ts'
import { missingFrom } from './missing-words.fixture.ts'
import { renderReconciliation } from './reconciliation-table.ts'
import { renderTrail } from './trail-text.ts'

const reflected = {
  ledger: 'l',
  epoch: 1,
  sequence: 1_234,
  recordedAt: '2025-10-08T04:00:00.000Z',
  postingRulesVersion: 1,
  treeSize: 1_234,
  rootHash: '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=',
}

describe('budget', () => {
  const amounts = (fen: number, holds = true): BudgetAmounts => ({
    balances: fill(balanceNames, fen),
    turnovers: fill(turnoverNames, fen),
    correctedLater: { donatedFen: 0, refundedFen: 0, allocatedFen: 0, allocationReturnedFen: 0, redeemedFen: 0 },
    beside: { listPriceFen: fen, discountFen: fen, ownShareFen: fen },
    identities: { donatedIsSpreadHolds: holds, usedIsCostHolds: true, bankHolds: null },
  })
  const answer = (holds = true): BudgetAnswer => ({
    ...reflected,
    by: 'programme',
    rows: [
      {
        key: 'programme-1',
        name: '爱心早餐',
        division: '632722',
        ...amounts(143_260_000),
        funds: [{ fund: 'fund-1', name: '政府兜底', ...amounts(100, holds) }],
      },
      { key: null, name: null, division: null, ...amounts(0) },
    ],
    total: amounts(143_260_000),
  })

  test('shows yuan, ten thousands of yuan, each fund apart, and to when', () => {
    const text = renderBudget(answer())
    expect(text).toMatch(/^爱心早餐 +1,432,600\.00/m)
    expect(text).toMatch(/^ {2}└ 政府兜底 +1\.00/m)
    expect(text).toMatch(/^\(in no programme\) +0\.00/m)
    expect(text).toMatch(/^ {2}万元 +143\.26万/m)
    expect(text).toContain('As of sequence 1,234, recorded 2025-10-08 12:00:00')
    for (const word of ['granted', 'available', 'committed', 'bank', 'payable', 'corrected', 'own share']) {
      expect(text).toContain(word)
    }
  })

  test('of a day says what was corrected after it', () => {
    const correctedLater = { ...amounts(0).correctedLater, redeemedFen: 70_000 }
    const total = { ...amounts(100), correctedLater }
    expect(renderBudget({ ...answer(), total })).not.toContain('corrected after that day')
    const text = renderBudget({ ...answer(), effective: '2025-07-02', total })
    expect(text).toMatch(/Of which corrected after that day[\s\S]*Total 合计 +0\.00 +0\.00 +0\.00 +0\.00 +700\.00/)
  })

  test('says the words of the printout', () => {
    const asked = { ...answer(), effective: '2025-07-02' }
    const printed = budgetPrintout(asked, { unit: 'yuan', filters: [] })
    expect(missingFrom(renderBudget(asked), printed)).toEqual([])
  })

  test('an identity that does not hold anywhere is seen', () => {
    expect(budgetHolds(answer())).toBe(true)
    expect(budgetHolds(answer(false))).toBe(false)
    expect(renderBudget({ ...answer(), total: amounts(1, false) })).toContain('✗ DOES NOT HOLD: donated')
  })
})

describe('coverage', () => {
  const none = { numerator: 0, denominator: 0, percentage: null }
  const nothing: CoverageCounts = {
    people: {
      eligible: 0,
      amended: 0,
      issued: 0,
      reached: 0,
      reachedOfEligible: none,
      reachedOfAmended: none,
      visits: 0,
      issuedFen: 0,
      usedFen: 0,
      usedOfIssued: none,
    },
    sites: {
      planned: 0,
      delivered: 0,
      short: 0,
      late: 0,
      lateInTransit: 0,
      notYetDue: 0,
      neverVisited: 0,
      headsPlanned: 0,
      headsDelivered: 0,
      headsCovered: 0,
      headsCoveredOfPlanned: none,
      headVisitsPlanned: 0,
      headVisitsCovered: 0,
    },
    kits: [],
    components: [],
  }
  const kit = { commodity: 'kit-1@1', name: '清凉包', planned: 1_200, delivered: 1_100, short: 100, handedOut: 900 }
  const withGoods = { ...nothing, sites: { ...nothing.sites, planned: 2, delivered: 1, neverVisited: 1 }, kits: [kit] }
  const answer = (counts: CoverageCounts): CoverageAnswer => ({
    ...reflected,
    programme: null,
    by: 'division',
    day: '2025-07-30',
    rows: [{ key: '130302', name: '海港区总工会', ...counts }],
    total: counts,
  })

  test('shows only what was planned', () => {
    expect(renderCoverage(answer(nothing))).toMatch(/^Nothing has been planned yet\./)
    const text = renderCoverage(answer(withGoods))
    expect(text).not.toContain('People')
    expect(text).toMatch(/^130302 秦皇岛市海港区 +2 +1 +0 +0 +0 +0 +1/m)
    expect(text).toContain(percentageRule.chinese)
    expect(text).toMatch(/^130302 秦皇岛市海港区 +清凉包 +1,200 +1,100 +100 +900/m)
  })

  test('shows a group that has joiners alone: its rows add up to the total', () => {
    const asked = answer({ ...nothing, people: { ...nothing.people, amended: 1 } })
    expect(renderCoverage(asked)).toMatch(/^130302 秦皇岛市海港区 +0 +1 +0 +0/m)
    expect(coveragePrintout(asked, { unit: 'yuan', filters: [] }).tables[0]?.rows).toHaveLength(2)
  })

  test('says the words of the printout', () => {
    const people = { ...nothing.people, eligible: 1, issued: 1 }
    const asked = answer({ ...withGoods, people })
    expect(missingFrom(renderCoverage(asked), coveragePrintout(asked, { unit: 'yuan', filters: [] }))).toEqual([])
  })

  test('lists a kit once, with the versions of it that meet the plan', () => {
    const next = { ...kit, commodity: 'kit-1@2', planned: 0, delivered: 90, short: 0, handedOut: 80 }
    const text = renderCoverage(answer({ ...withGoods, kits: [kit, next] }))
    expect(text).toMatch(/^130302 秦皇岛市海港区 +清凉包（第1、2版） +1,200 +1,190 +100 +980/m)
  })

  test('shows the plan as frozen and as amended side by side', () => {
    const [reachedOfEligible, reachedOfAmended] = [
      { numerator: 299, denominator: 300, percentage: '99.6%' },
      { numerator: 305, denominator: 310, percentage: '98.3%' },
    ]
    const people = { ...nothing.people, eligible: 300, amended: 310, issued: 308, reached: 306, visits: 1_200 }
    const text = renderCoverage(answer({ ...nothing, people: { ...people, reachedOfEligible, reachedOfAmended } }))
    expect(text).toMatch(/^Total 合计 +300 +310 +308 +306 +99\.6% +98\.3% +1,200/m)
    expect(text).toContain('amended the same with who joined and left since')
  })
})

test('a site that lacks something is told with what, how late and why', () => {
  const gaps: GapsAnswer = {
    ...reflected,
    programme: 'programme-1',
    kind: 'sites',
    day: '2025-10-08',
    counts: [{ reason: 'short', count: 2 }],
    total: 2,
    gaps: [
      {
        kind: 'sites',
        site: 'site-1',
        siteName: '乐岛',
        reason: 'short',
        late: true,
        dueOn: '2025-07-15',
        headCount: 1_000,
        missing: [{ commodity: 'kit-1@1', name: '清凉包', planned: 1_000, received: 980 }],
        reasons: ['途中破损'],
        consignments: [],
        window: 'round-1',
        windowName: '首批',
        employer: null,
        employerName: null,
        division: '130303',
        trade: null,
        since: { sequence: 9, recordedAt: null },
      },
    ],
    nextCursor: 'next',
  }
  const text = renderGaps(gaps)
  expect(text).toMatch(/^ +1 +乐岛 +首批 +short 短少 .* 1,000 +2025-07-15 +是 +清凉包 980\/1000 +途中破损/m)
  expect(missingFrom(text, gapsPrintout(gaps, []))).toEqual([])
  expect(text).toContain('1 of 2 are shown.')
  expect(renderGaps({ ...gaps, counts: [], total: 0, gaps: [] })).toMatch(/^Nobody and nothing is missing\./)
})

test('a trail cuts what is long, and says so', () => {
  const leg = {
    book: 'money' as const,
    account: 'bank',
    commodity: 'CNY',
    amount: -100_000,
    dimensions: { fund: 'fund-1' },
  }
  const text = renderTrail({
    ...reflected,
    id: 'fund-1',
    events: [
      {
        sequence: 7,
        id: 'e',
        type: 'DonationRefunded',
        stream: 'fund-1',
        version: 2,
        actor: 'officer/cli',
        occurredAt: null,
        accountingDate: null,
        lateEntry: null,
        paper: null,
        entry: null,
        recordedAt: '2025-06-03T01:00:00.000Z',
        data: { reason: '字'.repeat(500) },
        legs: Array.from({ length: 10 }, () => leg),
      },
    ],
    nextCursor: null,
  })
  expect(text).toContain('#7  2025-06-03 09:00:00  DonationRefunded  by officer/cli')
  expect(text).toContain('credit money:bank  1,000.00 元  fund-1')
  expect(text.match(/credit money/g)).toHaveLength(8)
  expect(text).toContain('… 2 more legs')
  expect(text).toMatch(/字 …$/m)
})

const turnoverNames = [
  ...(Object.keys(turnoverWords) as (keyof typeof turnoverWords)[]),
  // A part of another one, without a word of its own.
  'reversedToProgrammeTotalFen' as const,
]
const balanceNames = [
  'grantedFen',
  'availableFen',
  'reservedFen',
  'allocatedFen',
  'committedFen',
  'issuedFen',
  'usedFen',
  'claimedFen',
  'writtenOffFen',
  'bankFen',
  'quotaFen',
  'transitFen',
  'donatedFen',
  'costFen',
  'lossFen',
  'suspenseFen',
  'payableFen',
  'disputedFen',
  'carriedFen',
] as const
function fill<Name extends string>(names: readonly Name[], fen: number): Record<Name, number> {
  return Object.fromEntries(names.map((name) => [name, fen])) as Record<Name, number>
}

test('balances by account: each fund on its account, what is on none and in transit', () => {
  const amounts = { balanceFen: 98_00, assignedFen: 0, receivedFen: 100_00, paidFen: 2_00, sentFen: 0, arrivedFen: 0 }
  const of = { fund: 'fund-1', fundName: '市级专项', ...amounts }
  const account = {
    bankAccount: 'bankaccount-1',
    name: '市总账户',
    bank: '农业银行',
    lastDigits: '0417',
    division: '632701',
  }
  const nowhere = { bankAccount: null, name: null, bank: null, lastDigits: null, division: null }
  const answer = {
    ...reflected,
    accounts: [account, nowhere].map((one) => ({ ...one, ...amounts, funds: [of] })),
    inTransit: [{ fund: 'fund-1', fundName: '市级专项', transitFen: 7_00 }],
    quota: [{ payer: 'payer-1', payerName: '国库支付中心', fund: 'fund-2', fundName: '县级财政', quotaFen: 55_00 }],
    total: { ...amounts, balanceFen: 196_00, transitFen: 7_00, quotaFen: 55_00 },
  }
  const text = renderBankBalances(answer)
  expect(text).toMatch(/市总账户 +农业银行 +0417 .*市级专项 +98\.00/)
  expect(text).toMatch(/未归入账户 .*市级专项 +98\.00/)
  expect(text).toMatch(/合计 +196\.00/)
  expect(text).toMatch(/市级专项 +7\.00/)
  expect(text).toMatch(/国库支付中心 +县级财政 +55\.00/)
  expect(missingFrom(text, bankBalancesPrintout(answer, { unit: 'yuan', filters: [] }))).toEqual([])
})

test('what the books and the bank have of an account stands below each other, and is what the paper says', () => {
  const open = { day: '2025-07-21', amountFen: 1_00 }
  const answer = {
    ...reflected,
    ...{ bankAccount: 'bankaccount-1', name: '市总账户', bank: '农业银行', lastDigits: '0417', division: '632701' },
    ...{ month: '2025-07', until: '2025-07-31', statedUntil: '2025-07-31', status: 'agrees' as const },
    ...{ reconciliation: 'bankaccount-1.9', madeBy: { by: 'officer/li', on: '2025-08-01' }, checkedBy: null },
    ...{ booksFen: 160_00, receivedByBank: [{ ...open, reference: 'L4' }], paidByBank: [], adjustedBooksFen: 161_00 },
    ...{ bankFen: 131_00, paidInBooks: [], adjustedBankFen: 161_00, differenceFen: 0 },
    receivedInBooks: [{ ...open, amountFen: 30_00, event: 'fund-1.9', type: 'DonationReceived' as const }],
  }
  const text = renderReconciliation(answer)
  expect(text).toMatch(/单位银行存款账面余额[ –]+160\.00/)
  expect(text).toMatch(/2025-07-21 +L4 +银行对账单 +10 +1\.00/)
  expect(text).toMatch(/fund-1\.9 +资金到账 +10 +30\.00/)
  expect(missingFrom(text, reconciliationPrintout(answer, 'yuan'))).toEqual([])
})
