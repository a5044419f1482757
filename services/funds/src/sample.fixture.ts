import type { AllocateFunds } from './fund.commands.ts'
import type { FundEvent } from './fund.state.ts'

/** Ids and events that this service's tests share. */
export function idNumber(category: string, n: number): string {
  return `${category}-00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
}

export const fund = idNumber('fund', 1)
export const programme = idNumber('programme', 1)
export const budget = idNumber('budget', 1)

export const fundOpened: Extract<FundEvent, { type: 'FundOpened' }> = {
  type: 'FundOpened',
  data: {
    name: '北京市总工会帮扶资金',
    division: '110000',
    funder: { name: '北京市总工会', kind: 'union' },
    restriction: { purposes: ['festival-meal'], divisions: ['632700'], from: '2025-01-01', until: '2025-12-31' },
  },
}

export function donated(receiptNumber: string, amountFen: number, availableAfterFen: number): FundEvent {
  const donor = { kind: 'individual' as const }
  const shares = [{ fund, amountFen }]
  return {
    type: 'DonationReceived',
    data: { receiptNumber, donor, receivedOn: '2025-06-01', shares, availableAfterFen },
  }
}

export const allocate: AllocateFunds = {
  type: 'AllocateFunds',
  fund,
  amountFen: 300,
  allocation: { programme, budget, factsReadThrough: 9 },
  day: '2025-06-02',
  facts: { kind: 'festival-meal', division: '632701', from: '2025-07-25', until: '2025-10-08', closed: false },
  fundsInBudget: [],
  maker: 'desk-1',
  limitFen: undefined,
}
