import type { JsonObject } from '@welfare/event-store/decider/decider.ts'
import { maskName } from '@welfare/printouts/masks.ts'
import type { RegistryFacts } from '../registry.facts.store.ts'
import { identityIdOf, workerIdOf } from '../registry-ids.ts'
import type { RosterField, RosterRow } from '../spreadsheet/roster.ts'
import type { PersonalFields, ProgrammeFacts, WorkerGroup } from './roster.queries.ts'
import { createRosterEmployers, type NewEmployer } from './roster-employers.ts'
import { createRosterPeople } from './roster-people.ts'
import { checkRosterRow, type RosterPerson, type RowContext, type RowProblem, rowProblem } from './roster-row.ts'
import { decideVerdict, type RowReason, type Verdict } from './roster-verdict.ts'
import { findWarnings, reducedFor } from './roster-warnings.ts'

export const ROW_STATUSES = ['new', 'known', 'update', 'duplicate', 'warning', 'error'] as const
export type RowStatus = (typeof ROW_STATUSES)[number]

/** What a row comes to. Holds no personal data but masked names: it is kept with the job, and answered. */
export interface PlannedRow {
  readonly row: number
  readonly status: RowStatus
  readonly reason?: RowReason
  /** `differs` names fields, `firstRow` a row, `firstName` who stands there, masked. */
  readonly facts?: JsonObject
  readonly worker?: string
  /** The row has warnings, and somebody confirmed it. */
  readonly confirmed?: true
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
  readonly action: NonNullable<Verdict['action']>
  /** Of the worker's stream, when the row was compared with it. */
  readonly comparedVersion: number
}

export interface RosterPlan {
  readonly rows: readonly PlannedRow[]
  readonly work: readonly RowWork[]
  /** To be registered first. */
  readonly newEmployers: ReadonlyMap<string, NewEmployer>
  /** What the file says of nobody and somebody has to say for all, in the order of the columns. */
  readonly missingFields: readonly RosterField[]
}

export interface PlanContext extends RowContext {
  readonly programme: ProgrammeFacts
  readonly hashKey: Uint8Array
  readonly isConfirmed: (row: number) => boolean
}

type KnownToPlan = Pick<
  RegistryFacts,
  | 'findWorker'
  | 'findWorkerOf'
  | 'countReleases'
  | 'findOnRoster'
  | 'findEmployerByName'
  | 'findEntry'
  | 'listPeopleOfEmployer'
>

/** Compares a file, given in slices, with what is known, and says of each row what it would do. Changes nothing. */
export interface RosterPlanner {
  add(rows: readonly RosterRow[]): void
  plan(): RosterPlan
}

export function createRosterPlanner(context: PlanContext, facts: KnownToPlan): RosterPlanner {
  const planned = new Map<number, PlannedRow>()
  const work = new Map<number, RowWork>()
  const employers = createRosterEmployers(facts)
  const people = createRosterPeople(facts)
  /** Of these the register has the number under the same name: another name beside it leaves no doubt about them. */
  const namedAsRecorded = new Set<number>()
  let isTradeNeeded = context.missing.has('employer')

  return {
    add(rows) {
      for (const row of rows) planned.set(row.row, planRow(row))
    },
    plan() {
      const needed = new Set([...work.values()].map(({ group }) => group.employer))
      const isNeeded = (field: RosterField) => field === 'employer' || (field === 'trade' && isTradeNeeded)
      return {
        rows: [...planned.values()],
        work: [...work.values()],
        newEmployers: employers.listNew(needed),
        missingFields: [...context.missing].filter(isNeeded),
      }
    },
  }

  function planRow(row: RosterRow): PlannedRow {
    const { person, problems } = checkRosterRow(row, context)
    if (person === undefined) return { row: row.row, status: 'error', problems }
    const employed = employers.findGroup(person)
    if (employed === undefined && person.employerName !== undefined) {
      isTradeNeeded ||= context.missing.has('trade')
      const said = context.missing.has('trade') ? [] : [rowProblem(context, 'trade', 'trade-missing')]
      if (said.length > 0) return { row: row.row, status: 'error', problems: [...problems, ...said] }
    }
    const refused = employed && refuseEmployer(employed, person)
    if (refused) return { row: row.row, status: 'error', problems: [...problems, refused] }
    const identity = identityIdOf(person.fields.identityNumber, context.hashKey)
    const worker = facts.findWorkerOf(identity) ?? workerIdOf(identity, facts.countReleases(identity))
    return { row: row.row, worker, ...planPerson(row.row, person, employed, identity, worker, problems) }
  }

  function planPerson(
    row: number,
    person: RosterPerson,
    employed: EmployedGroup | undefined,
    identity: string,
    worker: string,
    problems: readonly RowProblem[],
  ): Omit<PlannedRow, 'row' | 'worker'> {
    const { fields } = person
    const met = people.meetWorker(worker, row, fields)
    if (met?.isSameName) {
      const { firstRow, firstName, differs } = met
      const repeated = { firstRow, firstName, ...(differs.length > 0 && { differs: [...differs] }) }
      return { status: 'duplicate', reason: 'identity-number-repeated', facts: repeated, problems }
    }
    const known = facts.findWorker(worker)
    if (known !== undefined && known.processing !== 'open') {
      const refused = rowProblem(context, 'identityNumber', `worker-${known.processing}`)
      return { status: 'error', problems: [...problems, refused] }
    }
    if (employed === undefined) return { status: known === undefined ? 'new' : 'known', problems }
    const { group } = employed
    const onRoster = facts.findOnRoster(context.programme.id, worker)
    const { action, otherName, ...verdict } = decideVerdict(fields, group, known, context.programme, onRoster)
    const namesake = known === undefined ? people.meetNamesake(worker, row, fields, group.employer) : undefined
    const nameInEmployer = employed.isNew && context.checkFreeText(person.employerName ?? '') !== 'clear'
    const all = [
      ...reducedFor(problems, known !== undefined && otherName === undefined, action),
      ...findWarnings(context, { met, otherName, namesake, nameInEmployer }),
    ]
    if (known !== undefined && otherName === undefined) namedAsRecorded.add(row)
    const isWarned = all.some(({ severity }) => severity === 'warning')
    if (isWarned && !context.isConfirmed(row)) {
      if (met !== undefined) holdFirst(met.firstRow, row, fields)
      return { status: 'warning', problems: all }
    }
    if (met !== undefined) replaceFirst(met.firstRow, row, worker, fields)
    if (action !== undefined) {
      // A number that was corrected still finds the person, and does not come back into the record.
      const { identityNumber, birthDate, sex } = known?.fields ?? fields
      const recorded = { ...(known?.fields ?? {}), ...fields, identityNumber, birthDate, sex }
      work.set(row, { row, fields: recorded, identity, worker, group, action, comparedVersion: known?.version ?? 0 })
    }
    return { ...verdict, ...(isWarned && { confirmed: true }), problems: all }
  }

  /** Of two rows with one number and two names none is right for standing first: it waits for a confirmation, too. */
  function holdFirst(firstRow: number, row: number, fields: PersonalFields): void {
    const first = planned.get(firstRow)
    if (first === undefined || namedAsRecorded.has(firstRow)) return
    const other = { firstRow: row, firstName: maskName(fields.name) }
    const said = rowProblem(context, 'name', 'identity-number-of-other-name', other, 'warning')
    const { reason: _, facts: __, confirmed: ___, ...held } = { ...first, problems: [...first.problems, said] }
    if (context.isConfirmed(firstRow)) {
      planned.set(firstRow, { ...first, problems: held.problems, confirmed: true })
      return
    }
    work.delete(firstRow)
    planned.set(firstRow, { ...held, status: 'warning' })
  }

  /** Of two rows with one number and two names the confirmed one is right. */
  function replaceFirst(firstRow: number, row: number, worker: string, fields: PersonalFields): void {
    const first = planned.get(firstRow)
    work.delete(firstRow)
    people.replaceWorker(worker, row, fields)
    if (first === undefined) return
    const confirmed = { firstRow: row, firstName: maskName(fields.name) }
    planned.set(firstRow, { ...first, status: 'duplicate', reason: 'confirmed-in-another-row', facts: confirmed })
  }

  /** An employer that is registered is in the log already. */
  function refuseEmployer({ isNew }: EmployedGroup, { employerName = '' }: RosterPerson): RowProblem | undefined {
    if (!isNew || context.checkFreeText(employerName) !== 'is-person') return undefined
    return rowProblem(context, 'employer', 'employer-names-person')
  }
}

type EmployedGroup = NonNullable<ReturnType<ReturnType<typeof createRosterEmployers>['findGroup']>>
