import type { ProgrammeRules } from '@welfare/contracts/events/programmes.ts'
import type { ProgrammeEvent } from './programme.decider.ts'
import type { ProgrammeFacts } from './rounds/round.commands.ts'
import type { RoundEvent } from './rounds/round.state.ts'
import type { PersonGroup } from './rounds/round-parts.ts'

/** Ids and events that this service's tests share. */
export function idNumber(category: string, n: number): string {
  return `${category}-00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
}

export const programme = idNumber('programme', 1)

export const rules: ProgrammeRules = {
  windows: [
    { window: 'horse-racing', name: '赛马节', from: '2025-07-25', until: '2025-07-31', creditFen: 16_000 },
    { window: 'national-day', name: '国庆', from: '2025-10-01', until: '2025-10-03', creditFen: 12_000 },
  ],
  quota: {},
  lateEntryDays: 3,
  sharing: 'in-proportion',
}

export const defined: Extract<ProgrammeEvent, { type: 'ProgrammeDefined' }> = {
  type: 'ProgrammeDefined',
  data: {
    name: '玉树节日餐补 2025',
    kind: 'festival-meal',
    division: '632701',
    plan: 'people',
    year: 2025,
    rules,
    rulesVersion: 1,
  },
}

export const facts: ProgrammeFacts = {
  programme,
  closed: false,
  plan: 'people',
  windows: ['horse-racing', 'national-day'],
  kitsPerHead: undefined,
}

export function group(employer: number, workers: readonly number[]): PersonGroup {
  return {
    employer: idNumber('employer', employer),
    division: '632701',
    trade: '环卫',
    workers: workers.map((n) => idNumber('worker', n)),
  }
}

export function frozen(...groups: PersonGroup[]): RoundEvent {
  return { type: 'RosterFrozen', data: { programme, groups } }
}

export function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1)
}
