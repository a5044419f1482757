import type { JsonObject } from '@welfare/decider/decider.ts'
import type { RegistryCopy } from './registry.store.ts'
import { identityIdOf, workerIdOf } from './registry-ids.ts'
import type { PersonalFields, ProgrammeFacts, WorkerFacts, WorkerGroup } from './roster.queries.ts'
import { createRosterEmployers, type NewEmployer } from './roster-employers.ts'
import { checkRosterRow, type RosterPerson, type RowContext, type RowProblem, rowProblem } from './roster-row.ts'
import type { RosterRow } from './spreadsheet/roster.ts'

export const ROW_STATUSES = ['new', 'update', 'unchanged', 'duplicate', 'error'] as const
export type RowStatus = (typeof ROW_STATUSES)[number]
export type RowCounts = Readonly<Record<RowStatus, number>>

/** Why a row is an update, a duplicate or unchanged, where that needs saying. */
export type RowReason =
  | 'identity-number-repeated'
  | 'registered-by-another-roster'
  | 'registered-meanwhile'
  | 'fields-differ'
  | 'returned-to-roster'

/** What a row comes to. Holds no personal data: it is kept with the job, and answered. */
export interface PlannedRow {
  readonly row: number
  readonly status: RowStatus
  readonly reason?: RowReason
  /** `differs` names fields, `firstRow` a row. */
  readonly facts?: JsonObject
  readonly worker?: string
  readonly problems: readonly RowProblem[]
}

/** What is to be done for a row; absent where nothing is. */
export interface RowWork {
  readonly row: number
  /** Of the row, and what the record has beside it. */
  readonly fields: PersonalFields
  readonly identity: string
  readonly worker: string
  readonly group: WorkerGroup
  /** `join`: only the programme's roster changes. */
  readonly action: 'register' | 'change' | 'join'
  /** Of the worker's stream, when the row was compared with it. */
  readonly comparedVersion: number
}

export interface RosterPlan {
  readonly rows: readonly PlannedRow[]
  readonly work: readonly RowWork[]
  /** To be registered first. */
  readonly newEmployers: ReadonlyMap<string, NewEmployer>
}

export interface PlanContext extends RowContext {
  readonly programme: ProgrammeFacts
  readonly hashKey: Uint8Array
}

type Copy = Pick<
  RegistryCopy,
  'findWorker' | 'findWorkerOf' | 'countReleases' | 'findOnRoster' | 'findEmployerByName' | 'findEntry'
>

/** Compares a file, given in slices, with what is known, and says of each row what it would do. Changes nothing. */
export interface RosterPlanner {
  add(rows: readonly RosterRow[]): void
  plan(): RosterPlan
}

export function createRosterPlanner(context: PlanContext, copy: Copy): RosterPlanner {
  const planned: PlannedRow[] = []
  const work: RowWork[] = []
  const firstRows = new Map<string, number>()
  const employers = createRosterEmployers(copy)

  return {
    add(rows) {
      for (const row of rows) planned.push(planRow(row))
    },
    plan() {
      const needed = new Set(work.map(({ group }) => group.employer))
      return { rows: planned, work, newEmployers: employers.listNew(needed) }
    },
  }

  function planRow(row: RosterRow): PlannedRow {
    const { person, problems } = checkRosterRow(row, context)
    if (person === undefined) return { row: row.row, status: 'error', problems }
    const group = employers.findGroup(person)
    if (group === undefined) {
      return { row: row.row, status: 'error', problems: [...problems, rowProblem(context, 'trade', 'trade-missing')] }
    }
    const identity = identityIdOf(person.fields.identityNumber, context.hashKey)
    const worker = copy.findWorkerOf(identity) ?? workerIdOf(identity, copy.countReleases(identity))
    const said = { row: row.row, worker, problems }
    const firstRow = firstRows.get(identity)
    if (firstRow !== undefined) {
      return { ...said, status: 'duplicate', reason: 'identity-number-repeated', facts: { firstRow } }
    }
    firstRows.set(identity, row.row)
    const known = copy.findWorker(worker)
    if (known !== undefined && known.processing !== 'open') {
      const refused = rowProblem(context, 'identityNumber', `worker-${known.processing}`)
      return { ...said, status: 'error', problems: [...problems, refused] }
    }
    const onRoster = copy.findOnRoster(context.programme.id, worker)
    const { action, ...verdict } = compare(person, group, known, context.programme.id, onRoster)
    if (action !== undefined) {
      const fields = { ...(known?.fields ?? {}), ...person.fields }
      work.push({ row: row.row, fields, identity, worker, group, action, comparedVersion: known?.version ?? 0 })
    }
    return { ...said, ...verdict }
  }
}

export function countRows(rows: readonly PlannedRow[]): RowCounts {
  const counts = { new: 0, update: 0, unchanged: 0, duplicate: 0, error: 0 }
  for (const { status } of rows) counts[status]++
  return counts
}

/** Names of what a row says otherwise than the record. A row that leaves a telephone out says nothing about it. */
export function differences(
  fields: PersonalFields,
  group: WorkerGroup,
  known: WorkerGroup & { readonly fields: PersonalFields | undefined },
): string[] {
  const { name, phone } = fields
  const differs: string[] = []
  if (known.fields?.name !== name) differs.push('name')
  if (phone !== undefined && known.fields?.phone !== phone) differs.push('phone')
  return [...differs, ...groupDifferences(group, known)]
}

function groupDifferences(group: WorkerGroup, other: WorkerGroup): string[] {
  return (['employer', 'trade', 'division'] as const).filter((field) => group[field] !== other[field])
}

type Verdict = Pick<PlannedRow, 'status' | 'reason' | 'facts'> & { readonly action?: RowWork['action'] }

/**
 * A record belongs to the programme whose roster wrote it; only that programme's rosters change it. Another roster finds the person
 * registered, is told what differs, and may still put the person on its own programme's roster.
 */
function compare(
  person: RosterPerson,
  group: WorkerGroup,
  known: WorkerFacts | undefined,
  programme: string,
  onRoster: WorkerGroup | undefined,
): Verdict {
  if (known === undefined) return { status: 'new', action: 'register' }
  const differs = differences(person.fields, group, known)
  if (known.homeProgramme === programme) {
    if (differs.length > 0) return { status: 'update', reason: 'fields-differ', facts: { differs }, action: 'change' }
    if (onRoster === undefined) return { status: 'update', reason: 'returned-to-roster', action: 'join' }
    return { status: 'unchanged' }
  }
  const reason = 'registered-by-another-roster'
  const facts = { differs }
  if (onRoster === undefined) return { status: 'duplicate', reason, facts, action: 'join' }
  const regrouped = groupDifferences(group, onRoster).length > 0
  return regrouped ? { status: 'update', reason, facts, action: 'join' } : { status: 'unchanged', reason, facts }
}
