import { divisionHolds } from '@welfare/contracts/divisions.ts'
import type { JsonObject } from '@welfare/event-store/decider/decider.ts'
import { maskName } from '@welfare/printouts/masks.ts'
import type { PersonalFields, ProgrammeFacts, WorkerFacts, WorkerGroup } from './roster.queries.ts'
import { isSamePersonName } from './roster-people.ts'

/** Why a row is known, an update or a duplicate, where that needs saying. */
export type RowReason =
  | 'identity-number-repeated'
  | 'registered-by-another-roster'
  | 'registered-meanwhile'
  | 'fields-differ'
  | 'returned-to-roster'
  | 'confirmed-in-another-row'

export interface Verdict {
  readonly status: 'new' | 'known' | 'update'
  readonly reason?: RowReason
  readonly facts?: JsonObject
  /** `join`: only the programme's roster changes. Absent where nothing is to be done. */
  readonly action?: 'register' | 'change' | 'join'
  /** Masked; under which name the number is registered, where it is another. */
  readonly otherName?: string
}

/**
 * A record belongs to the union of its division: rosters of programmes of that division, or of one above it, change it, whichever registered
 * the person. Another roster finds the person known, is told what differs, and still puts the person on its own programme's roster.
 */
export function decideVerdict(
  fields: PersonalFields,
  group: WorkerGroup,
  known: WorkerFacts | undefined,
  programme: Pick<ProgrammeFacts, 'id' | 'division'>,
  onRoster: WorkerGroup | undefined,
): Verdict {
  if (known === undefined) return { status: 'new', action: 'register' }
  const differs = differences(fields, group, known)
  const said = differs.includes('name') ? { otherName: maskName(known.fields?.name ?? '') } : {}
  if (differs.length > 0 && divisionHolds(programme.division, known.division))
    return { status: 'update', reason: 'fields-differ', facts: { differs }, action: 'change', ...said }
  if (known.homeProgramme === programme.id && differs.length === 0) {
    if (onRoster === undefined) return { status: 'update', reason: 'returned-to-roster', action: 'join' }
    return { status: 'known' }
  }
  const reason = 'registered-by-another-roster'
  const facts = { differs }
  if (onRoster === undefined) return { status: 'known', reason, facts, action: 'join', ...said }
  const regrouped = groupDifferences(group, onRoster).length > 0
  return regrouped
    ? { status: 'update', reason, facts, action: 'join', ...said }
    : { status: 'known', reason, facts, ...said }
}

/** Names of what a row says otherwise than the record. A row that leaves a telephone out says nothing about it. */
export function differences(
  fields: PersonalFields,
  group: WorkerGroup,
  known: WorkerGroup & { readonly fields: PersonalFields | undefined },
): string[] {
  const { name, phone } = fields
  const differs: string[] = []
  if (!isSamePersonName(known.fields?.name ?? '', name)) differs.push('name')
  if (phone !== undefined && known.fields?.phone !== phone) differs.push('phone')
  return [...differs, ...groupDifferences(group, known)]
}

function groupDifferences(group: WorkerGroup, other: WorkerGroup): string[] {
  return (['employer', 'trade', 'division'] as const).filter((field) => group[field] !== other[field])
}
