import { expect, test } from 'vitest'
import { approvalLimitSchema, createApprovalLimits } from './approval-limits.store.ts'
import { openRoomCopy } from './room-copy.store.ts'

test('the nearest enclosing division that has said anything decides, also where it says that nothing waits', () => {
  const copy = openRoomCopy(':memory:', { schema: approvalLimitSchema, version: 1, ledger: 'test', epoch: 1 })
  const limits = createApprovalLimits(copy.prepare)
  const both = (division: string) => [limits.limitOf(division, 'allocation'), limits.limitOf(division, 'issuance')]
  expect(both('632701')).toEqual([undefined, undefined])
  limits.set({ division: '000000', allocationFen: 1_000, issuanceFen: 2_000 })
  expect(both('632701')).toEqual([1_000, 2_000])
  limits.set({ division: '632700', allocationFen: 300, issuanceFen: null })
  expect(both('632701')).toEqual([300, undefined])
  expect(both('632700')).toEqual([300, undefined])
  expect(both('632801')).toEqual([1_000, 2_000])
  limits.set({ division: '632701', allocationFen: null, issuanceFen: 5 })
  expect(both('632701')).toEqual([undefined, 5])
  limits.set({ division: '632701', allocationFen: 7, issuanceFen: 5 })
  expect(both('632701')).toEqual([7, 5])
  copy.close()
})
