import type { ActKind } from '@welfare/contracts/acts.ts'
import type { DataOf } from '@welfare/contracts/catalogue.ts'
import { enclosingDivisions } from '@welfare/contracts/enclosing-divisions.ts'
import type { RoomCopy } from '@welfare/facts/room-copy.store.ts'
import { defaultLatePolicy, type LatePolicy } from '@welfare/http/late-entry.ts'
import type { ActLimits } from './act.ts'

/** Part of the copy of a service whose acts wait for an approver above a limit. */
export const limitsSchema = `
  CREATE TABLE approval_limit (division TEXT PRIMARY KEY, limits TEXT NOT NULL, late_entry TEXT NOT NULL) WITHOUT ROWID;
`

export interface Limits {
  /** What the nearest enclosing division that has said anything of the kind says; undefined: nothing waits. */
  limitsOf(division: string, kind: ActKind): ActLimits | undefined
  /** What the nearest enclosing division that has said so says of entries that come later than their papers. */
  latePolicyOf(division: string): LatePolicy
}

/** The handler of `ApprovalLimitSet`. */
export function setLimits(
  prepare: RoomCopy['prepare'],
  { division, limits, lateEntry }: DataOf<'ApprovalLimitSet'>,
): void {
  prepare('INSERT OR REPLACE INTO approval_limit VALUES (?, ?, ?)').run(
    division,
    JSON.stringify(limits),
    JSON.stringify(lateEntry ?? {}),
  )
}

export function createLimits(prepare: RoomCopy['prepare']): Limits {
  const said = (division: string) =>
    enclosingDivisions(division).flatMap((code) => {
      const row = prepare('SELECT limits, late_entry FROM approval_limit WHERE division = ?').get(code)
      return row ? [row] : []
    })
  return {
    limitsOf(division, kind) {
      for (const row of said(division)) {
        const { [kind]: limits } = JSON.parse(String(row.limits)) as DataOf<'ApprovalLimitSet'>['limits']
        if (limits !== undefined) return limits ?? undefined
      }
      return undefined
    },
    latePolicyOf(division) {
      const policies = said(division).map((row) => JSON.parse(String(row.late_entry)) as Partial<LatePolicy>)
      // The nearest speaks last.
      return Object.assign({}, defaultLatePolicy, ...policies.reverse())
    },
  }
}
