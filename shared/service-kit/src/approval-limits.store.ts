import type { DataOf } from '@welfare/contracts/catalogue.ts'
import { enclosingDivisions } from '@welfare/contracts/enclosing-divisions.ts'
import type { RoomCopy } from './room-copy.store.ts'

/** Part of the copy of a room whose amounts wait for an approver above a limit. */
export const approvalLimitSchema = `
  CREATE TABLE approval_limit (division TEXT PRIMARY KEY, allocation_fen INTEGER, issuance_fen INTEGER) WITHOUT ROWID;
`

export interface ApprovalLimits {
  /** The handler of `ApprovalLimitSet`. */
  set(limit: DataOf<'ApprovalLimitSet'>): void
  /** What the nearest enclosing division that has said anything says; undefined: nothing waits. */
  limitOf(division: string, kind: 'allocation' | 'issuance'): number | undefined
}

export function createApprovalLimits(prepare: RoomCopy['prepare']): ApprovalLimits {
  return {
    set({ division, allocationFen, issuanceFen }) {
      prepare('INSERT OR REPLACE INTO approval_limit VALUES (?, ?, ?)').run(division, allocationFen, issuanceFen)
    },
    limitOf(division, kind) {
      for (const code of enclosingDivisions(division)) {
        const row = prepare('SELECT allocation_fen, issuance_fen FROM approval_limit WHERE division = ?').get(code)
        const limitFen = kind === 'allocation' ? row?.allocation_fen : row?.issuance_fen
        if (row) return typeof limitFen === 'number' ? limitFen : undefined
      }
      return undefined
    },
  }
}
