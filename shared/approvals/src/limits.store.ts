import { type ActKind, isLimited } from '@welfare/contracts/acts.ts'
import type { DataOf } from '@welfare/contracts/catalogue.ts'
import { enclosingDivisions } from '@welfare/contracts/divisions.ts'
import type { SequencedEvent } from '@welfare/event-store/port.ts'
import { createFirstOpenDay } from '@welfare/facts/periods/period.facts.ts'
import type { ProjectionFile } from '@welfare/facts/projection-file.store.ts'
import { defaultLatePolicy, type LatePolicy } from '@welfare/http/late-entry.ts'
import type { ActLimits } from './act.ts'

/** Above which limits acts wait for an approver, and what a division's administrators said last. */
export const limitsSchema = `
  CREATE TABLE approval_limit (division TEXT PRIMARY KEY, id TEXT NOT NULL, said TEXT NOT NULL, version INTEGER NOT NULL) WITHOUT ROWID;
`

export interface Limits {
  /** What the nearest enclosing division that has said anything of the kind says; undefined: nothing waits. */
  limitsOf(division: string, kind: ActKind): ActLimits | undefined
  /** What the nearest enclosing division that has said so says of entries that come later than their papers. */
  latePolicyOf(division: string): LatePolicy
}

/** The handler of `ApprovalLimitSet`. */
export function setLimits(
  prepare: ProjectionFile['prepare'],
  limit: DataOf<'ApprovalLimitSet'>,
  { stream, version }: Pick<SequencedEvent, 'stream' | 'version'>,
): void {
  const put = prepare('INSERT OR REPLACE INTO approval_limit VALUES (?, ?, ?, ?)')
  put.run(limit.division, stream, JSON.stringify(limit), version)
}

export function createLimits(prepare: ProjectionFile['prepare']): Limits {
  const firstOpenDay = createFirstOpenDay(prepare)
  const said = (division: string) =>
    enclosingDivisions(division).flatMap((code) => {
      const row = prepare('SELECT said FROM approval_limit WHERE division = ?').get(code)
      return row ? [JSON.parse(String(row.said)) as DataOf<'ApprovalLimitSet'>] : []
    })
  return {
    limitsOf(division, kind) {
      if (!isLimited(kind)) return undefined
      for (const { limits } of said(division)) {
        const ofKind = limits[kind]
        if (ofKind !== undefined) return ofKind ?? undefined
      }
      return undefined
    },
    latePolicyOf(division) {
      const policies = said(division).map(({ lateEntry }) => lateEntry ?? {})
      // The nearest speaks last.
      return Object.assign({ firstOpenDay: firstOpenDay() }, defaultLatePolicy, ...policies.reverse())
    },
  }
}
