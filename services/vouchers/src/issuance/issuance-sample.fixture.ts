import type { WelfareEvent } from '@welfare/contracts/catalogue.ts'
import type { ProgrammeRules } from '@welfare/contracts/events/programmes.ts'
import { fromFunds, idNumber, merchant, programme } from '../sample.fixture.ts'

/** Other services' facts that an issuance needs: a programme with two windows, money of two funds, two rounds that share four people. */
export const workers = Array.from({ length: 8 }, (_, index) => idNumber('worker', index + 1))
export const rounds = [idNumber('round', 1), idNumber('round', 2)]
export const budget = idNumber('budget')
export const allocated = fromFunds(66_700, 33_300)
export const windows: ProgrammeRules['windows'] = [
  { window: 'first', name: '一', from: '2025-07-01', until: '2025-07-10', creditFen: 667 },
  { window: 'second', name: '二', from: '2025-07-05', until: '2025-07-20', creditFen: 1_333 },
]
export const rules: ProgrammeRules = { windows, quota: {}, lateEntryDays: 2, sharing: 'in-proportion' }

export function factsOfOtherServices(): readonly { readonly stream: string; readonly event: WelfareEvent }[] {
  const about = { name: '餐补', kind: 'meal', division: '632701', plan: 'people' as const, year: 2025, rulesVersion: 1 }
  return [
    { stream: programme, event: { type: 'ProgrammeDefined', data: { ...about, rules } } },
    { stream: programme, event: { type: 'MerchantAdmitted', data: { merchant } } },
    ...allocated.map(({ fund, amountFen }) => ({
      stream: fund,
      event: {
        type: 'FundsAllocated' as const,
        data: { programme, budget, shares: [{ fund, amountFen }], availableAfterFen: 0 },
      },
    })),
    ...rounds.flatMap((round, index) => frozen(round, workers.slice(index * 2, index * 2 + 6))),
  ]
}

function frozen(round: string, members: readonly string[]): { stream: string; event: WelfareEvent }[] {
  const names = windows.map(({ window }) => window)
  const entries = members.length
  const group = { employer: idNumber('employer'), division: '632701', trade: '环卫', workers: [...members] }
  const opening = { programme, plan: 'people' as const, name: '第一批', windows: names, entries, rosterReadThrough: 0 }
  return [
    { stream: round, event: { type: 'RoundOpened', data: opening } },
    { stream: round, event: { type: 'RosterFrozen', data: { programme, groups: [group] } } },
    { stream: round, event: { type: 'RoundSealed', data: { programme, entries } } },
  ]
}
