import { comparableText } from '@welfare/contracts/comparable-text.ts'
import { maskName } from '@welfare/printouts/masks.ts'
import type { RegistryFacts } from '../registry.facts.store.ts'
import type { PersonalFields } from './roster.queries.ts'

/** A row of the file, or a worker of the register, that another row meets. */
export interface Namesake {
  readonly row?: number
  readonly worker?: string
  /** Masked: enough to find the row by. */
  readonly name: string
}

/** Who of one file has which number, and who of the file or the register goes by the same name, telephone and employer. */
export interface RosterPeople {
  /** Undefined for the first who is this worker, or would become it: numbers that were corrected lead to one worker. */
  meetWorker(worker: string, row: number, fields: PersonalFields): IdentityMeeting | undefined
  /** From here on another row is the one that counts. */
  replaceWorker(worker: string, row: number, fields: PersonalFields): void
  /** Somebody of the same name, telephone and employer who has another number. Nobody is told apart without a telephone. */
  meetNamesake(worker: string, row: number, fields: PersonalFields, employer: string): Namesake | undefined
}

export interface IdentityMeeting {
  readonly firstRow: number
  readonly firstName: string
  readonly isSameName: boolean
  /** Fields that the two rows tell otherwise. */
  readonly differs: readonly string[]
}

export function createRosterPeople(facts: Pick<RegistryFacts, 'listPeopleOfEmployer'>): RosterPeople {
  const byWorker = new Map<string, { row: number; fields: PersonalFields }>()
  const byName = new Map<string, Namesake & { readonly of: string }>()
  const registered = new Map<string, ReadonlyMap<string, Namesake>>()

  return {
    meetWorker(worker, row, fields) {
      const first = byWorker.get(worker)
      if (first === undefined) {
        byWorker.set(worker, { row, fields })
        return undefined
      }
      const isSameName = isSamePersonName(first.fields.name, fields.name)
      const differs = fields.phone !== undefined && fields.phone !== first.fields.phone ? ['phone'] : []
      return { firstRow: first.row, firstName: maskName(first.fields.name), isSameName, differs }
    },
    replaceWorker: (worker, row, fields) => void byWorker.set(worker, { row, fields }),
    meetNamesake(worker, row, fields, employer) {
      if (fields.phone === undefined) return undefined
      const key = keyOf(fields.name, fields.phone)
      const inRegister = peopleOf(employer).get(key)
      if (inRegister !== undefined) return inRegister
      const inFile = byName.get(`${employer} ${key}`)
      if (inFile === undefined) byName.set(`${employer} ${key}`, { of: worker, row, name: maskName(fields.name) })
      else if (inFile.of !== worker) return { ...(inFile.row && { row: inFile.row }), name: inFile.name }
      return undefined
    },
  }

  function peopleOf(employer: string): ReadonlyMap<string, Namesake> {
    const found = registered.get(employer)
    if (found !== undefined) return found
    const people = facts
      .listPeopleOfEmployer(employer)
      .map(({ id, name, phone }) => [keyOf(name, phone), { worker: id, name: maskName(name) }] as const)
    const read = new Map(people)
    registered.set(employer, read)
    return read
  }
}

export function isSamePersonName(one: string, other: string): boolean {
  return comparableText(one) === comparableText(other)
}

function keyOf(name: string, phone: string): string {
  return `${comparableText(name)} ${phone}`
}
