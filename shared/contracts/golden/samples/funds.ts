import type { fundsEvents } from '../../src/events/funds.ts'
import { bothFunds, division, id, type SamplesOf } from './ids.ts'

const programme = id('programme')
const budget = id('budget')
const fund = id('fund')

export const fundsSamples: SamplesOf<keyof typeof fundsEvents> = {
  FundOpened: {
    stream: fund,
    data: {
      name: '对口帮扶资金',
      division: '110000',
      funder: { name: '北京市总工会', kind: 'union' },
      restriction: {
        purposes: ['festival-meal'],
        divisions: ['632700'],
        from: '2025-01-01',
        until: '2025-12-31',
        programmes: [programme],
      },
    },
  },
  FundRelationSet: { stream: fund, data: { relation: 'peer', reason: '对口支援，不是上级拨款' } },
  DonationReceived: {
    stream: fund,
    data: {
      receiptNumber: '京工票-0001',
      receiptDate: '2025-05-30',
      donor: { kind: 'organisation', name: '某某公司' },
      receivedOn: '2025-06-01',
      bankAccount: id('bankaccount'),
      shares: [{ fund, amountFen: 20_000_000 }],
      availableAfterFen: 20_000_000,
      correctedFrom: `${fund}.1`,
      identified: `${fund}.9`,
    },
  },
  DonationReversed: {
    stream: fund,
    data: {
      corrects: `${fund}.2`,
      receiptNumber: '京工票-0001',
      shares: [{ fund, amountFen: 200_000_000 }],
      reason: '多打了一个零',
      availableAfterFen: 20_000_000,
      bankAccount: id('bankaccount'),
    },
  },
  DonationRefunded: {
    stream: fund,
    data: {
      donation: `${fund}.2`,
      shares: [{ fund, amountFen: 50_000 }],
      reason: '重复汇款',
      availableAfterFen: 19_950_000,
      fromCarriedFen: 20_000,
      correctedFrom: `${fund}.3`,
      bankAccount: id('bankaccount'),
    },
  },
  RefundReversed: {
    stream: fund,
    data: {
      corrects: `${fund}.3`,
      donation: `${fund}.2`,
      shares: [{ fund, amountFen: 50_000 }],
      reason: '退错了一笔',
      availableAfterFen: 20_000_000,
      bankAccount: id('bankaccount'),
    },
  },
  FundsAllocated: {
    stream: fund,
    data: {
      programme,
      budget,
      shares: [{ fund, amountFen: 13_340_000 }],
      availableAfterFen: 6_610_000,
      note: '赛马节',
      factsReadThrough: 30,
      proposal: `${fund}.4`,
      donors: [
        { donation: `${fund}.2`, amountFen: 10_000_000 },
        { donation: `${fund}.3`, amountFen: 3_340_000 },
      ],
    },
  },
  AllocationReturnReversed: {
    stream: fund,
    data: {
      corrects: `${budget}.9`,
      programme,
      budget,
      shares: [{ fund, amountFen: 4_000 }],
      reason: '退错了专项',
      availableAfterFen: 6_610_000,
      donors: [{ donation: `${fund}.2`, amountFen: 4_000 }],
    },
  },
  AllocationReturnReceived: {
    stream: fund,
    data: { allocationReturn: `${budget}.9`, shares: [{ fund, amountFen: 4_000 }], availableAfterFen: 6_614_000 },
  },
  BudgetOpened: { stream: budget, data: { programme, division, kind: 'festival-meal', sharing: 'in-proportion' } },
  BudgetSharingChanged: { stream: budget, data: { programme, sharing: 'in-order' } },
  AllocationReceived: {
    stream: budget,
    data: { programme, allocation: `${fund}.4`, shares: [{ fund, amountFen: 13_340_000 }] },
  },
  FundsCommitted: { stream: budget, data: { programme, for: id('batch'), attempt: 2, shares: bothFunds } },
  CommitmentRefused: {
    stream: budget,
    data: {
      programme,
      for: id('batch'),
      attempt: 1,
      code: 'budget-insufficient',
      facts: { allocatedFen: 30_000, neededFen: 40_000 },
    },
  },
  CommitmentReleaseReceived: { stream: budget, data: { programme, release: `${id('batch')}.7`, shares: bothFunds } },
  CreditReturnsReceived: {
    stream: budget,
    data: { programme, batch: id('batch'), totals: bothFunds, throughSequence: 812 },
  },
  AllocationReturned: {
    stream: budget,
    data: { programme, fund, shares: [{ fund, amountFen: 4_000 }], reason: 'programme-closed' },
  },
  AllocationReversed: {
    stream: budget,
    data: { programme, fund, corrects: `${fund}.4`, shares: [{ fund, amountFen: 1_000_000 }], reason: '金额录错' },
  },
  BudgetClosed: { stream: budget, data: { programme, reason: '年度结束' } },
}
