import type { proposalsEvents } from '../../src/events/proposals.ts'
import { fundsSamples } from './funds.ts'
import { bothFunds, id, type SamplesOf } from './ids.ts'
import { pots, split } from './split.ts'
import { vouchersSamples } from './vouchers.ts'

const programme = id('programme')
const budget = id('budget')
const fund = id('fund')
const batch = id('batch')
const attempt = 2
const waiting = { limitFen: 5_000_000, proposedBy: 'desk-1' }
const { proposal: _, donors: ___, ...allocation } = fundsSamples.FundsAllocated.data
const { proposal: __, ...issuance } = vouchersSamples.IssuanceOrdered.data
const endedAllocation = { proposal: `${fund}.4`, programme, shares: allocation.shares, availableAfterFen: 19_950_000 }
const endedIssuance = { proposal: `${batch}.1`, programme, budget, attempt }

export const proposalsSamples: SamplesOf<keyof typeof proposalsEvents> = {
  AllocationProposed: { stream: fund, data: { ...allocation, ...waiting } },
  AllocationApproved: { stream: fund, data: { ...endedAllocation, note: '同意' } },
  AllocationProposalRefused: { stream: fund, data: { ...endedAllocation, reason: '超出年度计划' } },
  AllocationProposalWithdrawn: { stream: fund, data: { ...endedAllocation, reason: '金额有误' } },
  FundsReserved: { stream: budget, data: { programme, batch, attempt, shares: bothFunds } },
  ReservationRefused: {
    stream: budget,
    data: {
      programme,
      batch,
      attempt,
      code: 'budget-insufficient',
      facts: { allocatedFen: 30_000, neededFen: 40_000 },
    },
  },
  ReservationReleased: { stream: budget, data: { programme, batch, attempt, shares: bothFunds, cause: 'committed' } },
  IssuanceProposed: { stream: batch, data: { ...issuance, ...waiting, split, pots, itemsOnly: true } },
  ReservationReceived: {
    stream: batch,
    data: { programme, attempt, reservation: `${budget}.6`, shares: bothFunds },
  },
  IssuanceApproved: { stream: batch, data: { proposal: `${batch}.1`, programme, attempt, note: '同意' } },
  IssuanceProposalRefused: { stream: batch, data: { ...endedIssuance, reason: '名册待核' } },
  IssuanceProposalWithdrawn: { stream: batch, data: { ...endedIssuance, reason: '窗口有误' } },
}
