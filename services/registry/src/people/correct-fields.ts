import type { correctableFields } from '@welfare/contracts/events/people.ts'
import { numbersOf, type PersonalFields, type WorkerGroup } from '../roster/roster.queries.ts'

/** What is said to be right; undefined: as it was. */
export interface Correction {
  readonly name?: string | undefined
  /** null: there is none. */
  readonly phone?: string | null | undefined
  readonly identity?: Pick<PersonalFields, 'identityNumber' | 'birthDate' | 'sex'> | undefined
  readonly employer?: string | undefined
  readonly division?: string | undefined
  readonly trade?: string | undefined
  readonly formerNumber?: 'keep' | 'release' | undefined
}

export interface CorrectedRecord {
  readonly fields: PersonalFields
  readonly group: WorkerGroup
  /** Names of what differs. */
  readonly corrected: readonly (typeof correctableFields)[number][]
}

/** The whole record as it is right, and what of it is new. */
export function correctFields(
  known: WorkerGroup & { readonly fields: PersonalFields },
  { name, phone, identity, formerNumber, ...of }: Correction,
): CorrectedRecord {
  const { phone: knownPhone, formerNumbers: _, ...rest } = known.fields
  const number = identity?.identityNumber ?? rest.identityNumber
  const former = formerNumbers(known.fields, number, formerNumber)
  const rightPhone = phone === undefined ? knownPhone : (phone ?? undefined)
  const fields = {
    ...rest,
    ...identity,
    name: name ?? rest.name,
    ...(rightPhone !== undefined && { phone: rightPhone }),
    ...(former.length > 0 && { formerNumbers: former.join(' ') }),
  }
  const group = {
    employer: of.employer ?? known.employer,
    division: of.division ?? known.division,
    trade: of.trade ?? known.trade,
  }
  const differs = [
    ...(['name', 'phone', 'identityNumber'] as const).filter((field) => fields[field] !== known.fields[field]),
    ...(['employer', 'division', 'trade'] as const).filter((field) => group[field] !== known[field]),
  ]
  return { fields, group, corrected: differs }
}

/** Numbers that go on finding the person. */
function formerNumbers(known: PersonalFields, number: string, fate: Correction['formerNumber']): readonly string[] {
  const all = number !== known.identityNumber && fate === 'release' ? numbersOf(known).slice(1) : numbersOf(known)
  return all.filter((former) => former !== number)
}
