import { divisionHolds } from '@welfare/contracts/divisions.ts'
import { division as divisionSchema, name as nameSchema, trade as tradeSchema } from '@welfare/contracts/primitives.ts'
import type { JsonObject } from '@welfare/event-store/decider/decider.ts'
import { isKnownDivision } from '../divisions.ts'
import { checkResidentId } from '../people/resident-id.ts'
import type { FreeTextCheck } from '../personal-data/free-text-check.ts'
import type { CellProblem, RosterField, RosterRow } from '../spreadsheet/roster.ts'
import type { PersonalFields } from './roster.queries.ts'

export type RowProblemCode =
  | `identity-number-${string}`
  | CellProblem['code']
  | 'name-missing'
  | 'name-malformed'
  | 'phone-malformed'
  | 'phone-none'
  | 'phone-two'
  | 'employer-missing'
  | 'employer-malformed'
  | 'trade-missing'
  | 'trade-malformed'
  | 'division-malformed'
  | 'division-outside-programme'
  | 'division-unknown'
  | 'employer-names-person'
  | 'employer-may-name-person'
  | 'trade-names-person'
  | 'person-under-another-number'
  | 'worker-restricted'
  | 'worker-erased'
  | 'worker-merged'
  | 'identity-of-another-worker'

/** Facts never repeat what stands in the cell. */
export interface RowProblem {
  /** `warning`: imported only when somebody confirms the row. `notice`: said, and nothing hangs on it. */
  readonly severity: 'error' | 'warning' | 'notice'
  /** Undefined where the row is wrong as a whole. */
  readonly field?: RosterField
  /** Letter of the field's column; undefined where the file has none. */
  readonly column?: string
  readonly code: RowProblemCode
  readonly facts: JsonObject
}

/** A row as it would be recorded. */
export interface RosterPerson {
  readonly fields: PersonalFields
  /** Undefined where the file names none for anybody and none was given for it. */
  readonly employerName: string | undefined
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
  /** For rows that name none. */
  readonly defaultEmployer?: string | undefined
  readonly defaultTrade?: string | undefined
  /** Fields of which the file says nothing at all: that is said once, and of no row. */
  readonly missing: ReadonlySet<RosterField>
  readonly checkFreeText: FreeTextCheck
}

/** Names of two characters are spaced to the width of three; on a card they are one name. */
const BLANKS_WITHIN = /(?<=\p{Script=Han})\s+(?=\p{Script=Han})/gu

/** Holds one row to the rules that need nothing but the row. Every problem is named, not only the first. */
export function checkRosterRow(row: RosterRow, context: RowContext): CheckedRow {
  const values = withDefaults(row.values, context)
  const problems = row.problems.map(({ code, field }) => rowProblem(context, field, code))
  const add: AddProblem = (field, code, facts, severity) => {
    // What the cell itself is wrong about says enough; "missing" beside it would be noise.
    const isSaid = row.problems.some((problem) => problem.field === field)
    if (!isSaid) problems.push(rowProblem(context, field, code, facts, severity))
  }
  const name = checkText('name', values, nameSchema, add)?.replace(BLANKS_WITHIN, '')
  const identity = checkIdentity(values.identityNumber ?? '', context.today, add)
  const phone = checkPhone(values.phone, add)
  const isWithoutEmployer = values.employer === undefined && context.missing.has('employer')
  const employerName = isWithoutEmployer ? undefined : checkText('employer', values, nameSchema, add)
  const trade = values.trade === undefined ? undefined : checkText('trade', values, tradeSchema, add)
  if (trade !== undefined && context.checkFreeText(trade) !== 'clear') add('trade', 'trade-names-person')
  const division = values.division?.normalize('NFKC') ?? context.defaultDivision
  checkDivision(division, context, add)
  const isWrong = problems.some(({ severity }) => severity === 'error')
  if (isWrong || name === undefined || identity === undefined) return { row: row.row, problems, person: undefined }
  const fields = { name, ...identity, ...(phone !== undefined && { phone }) }
  return { row: row.row, problems, person: { fields, employerName, division, trade } }
}

function withDefaults(values: RosterRow['values'], context: RowContext): RosterRow['values'] {
  const { defaultEmployer, defaultTrade } = context
  return {
    ...(defaultEmployer !== undefined && { employer: defaultEmployer }),
    ...(defaultTrade !== undefined && { trade: defaultTrade }),
    ...values,
  }
}

export function rowProblem(
  { columns }: Pick<RowContext, 'columns'>,
  field: RosterField | undefined,
  code: RowProblemCode,
  facts: JsonObject = {},
  severity: RowProblem['severity'] = 'error',
): RowProblem {
  const column = field && columns[field]
  return { severity, ...(field && { field }), ...(column !== undefined && { column }), code, facts }
}

type AddProblem = (
  field: RosterField,
  code: RowProblemCode,
  facts?: JsonObject,
  severity?: RowProblem['severity'],
) => void

function checkText(
  field: 'name' | 'employer' | 'trade',
  values: RosterRow['values'],
  schema: typeof nameSchema,
  add: AddProblem,
): string | undefined {
  const parsed = schema.safeParse(values[field])
  // A day or a number that came into the column of names is nobody's name.
  const isNobody = field === 'name' && parsed.success && !/\p{L}/u.test(parsed.data)
  if (parsed.success && !isNobody) return parsed.data
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
  for (const { code, facts } of identity.warnings) add('identityNumber', code, { ...facts }, 'notice')
  if (LOST_ITS_END.test(identity.number)) add('identityNumber', 'identity-number-lost-its-end', {}, 'warning')
  return { identityNumber: identity.number, birthDate: identity.birthDate, sex: identity.sex }
}

/** A spreadsheet's number keeps fifteen digits and fills up with zeros; saved as text it looks like a number that somebody has. */
const LOST_ITS_END = /000$/
const PHONE = /^\+?\d{5,15}$/
const NO_PHONE =
  /^(无|没有|没|无电话|无手机|无手机号|没有电话|没有手机|暂无|暂缺|缺|空|未填|未知|不详|none|no|nil|null|na|n\/a|0+|[-–—_/\\.?？*xX×]+)$/i
const BETWEEN_PHONES = /[\s,，、;；/／|或和及\\]+/u

/** Digits, perhaps after a plus. Who has none, or two of which nobody knows the right one, is imported without when that is confirmed. */
function checkPhone(typed: string | undefined, add: AddProblem): string | undefined {
  const written = typed?.normalize('NFKC').trim()
  if (written === undefined) return undefined
  const phone = written.replace(/[\s()\p{Pd}]/gu, '')
  if (PHONE.test(phone)) return phone
  const parts = written.split(BETWEEN_PHONES).map((part) => part.replace(/\D/g, ''))
  if (NO_PHONE.test(written)) add('phone', 'phone-none', {}, 'warning')
  else if (parts.filter((part) => part.length >= 7).length > 1) add('phone', 'phone-two', {}, 'warning')
  else add('phone', 'phone-malformed')
  return undefined
}

function checkDivision(division: string, { programmeDivision }: RowContext, add: AddProblem): void {
  if (!divisionSchema.safeParse(division).success) add('division', 'division-malformed')
  else if (!divisionHolds(programmeDivision, division)) {
    add('division', 'division-outside-programme', { division, programmeDivision })
  } else if (!isKnownDivision(division)) add('division', 'division-unknown', { division }, 'notice')
}
