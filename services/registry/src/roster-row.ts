import {
  divisionHolds,
  division as divisionSchema,
  name as nameSchema,
  trade as tradeSchema,
} from '@welfare/contracts/primitives.ts'
import type { JsonObject } from '@welfare/decider/decider.ts'
import { isKnownDivision } from './divisions.ts'
import { checkResidentId } from './resident-id.ts'
import type { PersonalFields } from './roster.queries.ts'
import type { RosterField, RosterRow } from './spreadsheet/roster.ts'

export type RowProblemCode =
  | `identity-number-${string}`
  | 'cell-formula-error'
  | 'name-missing'
  | 'name-malformed'
  | 'phone-malformed'
  | 'employer-missing'
  | 'employer-malformed'
  | 'trade-missing'
  | 'trade-malformed'
  | 'division-malformed'
  | 'division-outside-programme'
  | 'division-unknown'
  | 'worker-restricted'
  | 'worker-erased'

/** Facts never repeat what stands in the cell. */
export interface RowProblem {
  readonly severity: 'error' | 'warning'
  readonly field: RosterField
  /** Letter of the field's column; undefined where the file has none. */
  readonly column?: string
  readonly code: RowProblemCode
  readonly facts: JsonObject
}

/** A row as it would be recorded. */
export interface RosterPerson {
  readonly fields: PersonalFields
  readonly employerName: string
  readonly division: string
  /** Undefined: the employer's. */
  readonly trade: string | undefined
}

export type CheckedRow =
  | { readonly row: number; readonly problems: readonly RowProblem[]; readonly person: RosterPerson }
  | { readonly row: number; readonly problems: readonly RowProblem[]; readonly person: undefined }

export interface RowContext {
  /** `YYYY-MM-DD` in Shanghai. */
  readonly today: string
  readonly programmeDivision: string
  /** For rows without one. */
  readonly defaultDivision: string
  /** Where the file has its fields. */
  readonly columns: Readonly<Partial<Record<RosterField, string>>>
}

/** Holds one row to the rules that need nothing but the row. Every problem is named, not only the first. */
export function checkRosterRow(row: RosterRow, context: RowContext): CheckedRow {
  const { values } = row
  const problems = row.problems.map(({ code, field }) => rowProblem(context, field, code))
  const add: AddProblem = (field, code, facts, severity) => {
    // What the cell itself is wrong about says enough; "missing" beside it would be noise.
    const isSaid = row.problems.some((problem) => problem.field === field)
    if (!isSaid) problems.push(rowProblem(context, field, code, facts, severity))
  }
  const name = checkText('name', values, nameSchema, add)
  const identity = checkIdentity(values.identityNumber ?? '', context.today, add)
  const phone = checkPhone(values.phone, add)
  const employerName = checkText('employer', values, nameSchema, add)
  const trade = values.trade === undefined ? undefined : checkText('trade', values, tradeSchema, add)
  const division = values.division?.normalize('NFKC') ?? context.defaultDivision
  checkDivision(division, context, add)
  const isWrong = problems.some(({ severity }) => severity === 'error')
  if (isWrong || name === undefined || identity === undefined || employerName === undefined) {
    return { row: row.row, problems, person: undefined }
  }
  const fields = { name, ...identity, ...(phone !== undefined && { phone }) }
  return { row: row.row, problems, person: { fields, employerName, division, trade } }
}

export function rowProblem(
  { columns }: Pick<RowContext, 'columns'>,
  field: RosterField,
  code: RowProblemCode,
  facts: JsonObject = {},
  severity: RowProblem['severity'] = 'error',
): RowProblem {
  const column = columns[field]
  return { severity, field, ...(column !== undefined && { column }), code, facts }
}

type AddProblem = (field: RosterField, code: RowProblemCode, facts?: JsonObject, severity?: 'warning') => void

function checkText(
  field: 'name' | 'employer' | 'trade',
  values: RosterRow['values'],
  schema: typeof nameSchema,
  add: AddProblem,
): string | undefined {
  const parsed = schema.safeParse(values[field])
  if (parsed.success) return parsed.data
  add(field, values[field] === undefined ? `${field}-missing` : `${field}-malformed`)
  return undefined
}

function checkIdentity(
  typed: string,
  today: string,
  add: AddProblem,
): Pick<PersonalFields, 'identityNumber' | 'birthDate' | 'sex'> | undefined {
  const identity = checkResidentId(typed, today)
  if (!identity.valid) {
    add('identityNumber', identity.error.code, { ...identity.error.facts })
    return undefined
  }
  for (const { code, facts } of identity.warnings) add('identityNumber', code, { ...facts }, 'warning')
  return { identityNumber: identity.number, birthDate: identity.birthDate, sex: identity.sex }
}

const PHONE = /^\+?\d{5,15}$/

/** Digits, perhaps after a plus. */
function checkPhone(typed: string | undefined, add: AddProblem): string | undefined {
  const phone = typed?.normalize('NFKC').replace(/[\s()\p{Pd}]/gu, '')
  if (phone === undefined || PHONE.test(phone)) return phone
  add('phone', 'phone-malformed')
  return undefined
}

function checkDivision(division: string, { programmeDivision }: RowContext, add: AddProblem): void {
  if (!divisionSchema.safeParse(division).success) add('division', 'division-malformed')
  else if (!divisionHolds(programmeDivision, division)) {
    add('division', 'division-outside-programme', { division, programmeDivision })
  } else if (!isKnownDivision(division)) add('division', 'division-unknown', { division }, 'warning')
}
