import type { ProgrammeRules } from '@welfare/contracts/events/programmes.ts'
import type { SequencedEvent } from '@welfare/event-store/port.ts'
import type { EventHandlers } from '@welfare/facts/event-handlers.ts'
import type { Prepare } from '@welfare/facts/facts-declaration.ts'

/** Every version of a programme's rules, with who made it and why. */
export const rulesHistorySchema = `
  CREATE TABLE rules_version (programme TEXT, version INTEGER, rules TEXT NOT NULL, reason TEXT, changed_by TEXT NOT NULL, changed_at TEXT NOT NULL,
    PRIMARY KEY (programme, version)) WITHOUT ROWID;
`

export interface RulesVersion {
  readonly rulesVersion: number
  readonly rules: ProgrammeRules
  readonly reason?: string
  readonly changedBy: string
  readonly changedAt: string
}

interface Changed {
  readonly rules: ProgrammeRules
  readonly rulesVersion: number
  readonly reason?: string
}

export function createRulesHistoryHandlers(prepare: Prepare): EventHandlers {
  const keep = ({ rules, rulesVersion, reason }: Changed, { stream, metadata, recordedAt }: SequencedEvent): void => {
    prepare('INSERT INTO rules_version VALUES (?, ?, ?, ?, ?, ?)').run(
      ...[stream, rulesVersion, JSON.stringify(rules), reason ?? null, String(metadata.actor), recordedAt],
    )
  }
  return { ProgrammeDefined: keep, ProgrammeRulesChanged: keep }
}

/** Newest first; undefined where nobody has defined the programme. */
export function createRulesHistory(prepare: Prepare): (programme: string) => RulesVersion[] | undefined {
  return (programme) => {
    const rows = prepare('SELECT * FROM rules_version WHERE programme = ? ORDER BY version DESC').all(programme)
    if (rows.length === 0) return undefined
    return rows.map((row) => ({
      rulesVersion: Number(row.version),
      rules: JSON.parse(String(row.rules)) as ProgrammeRules,
      ...(typeof row.reason === 'string' && { reason: row.reason }),
      changedBy: String(row.changed_by),
      changedAt: String(row.changed_at),
    }))
  }
}
