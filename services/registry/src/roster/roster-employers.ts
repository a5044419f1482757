import type { DirectoryEntry } from '../directory/directory.queries.ts'
import type { RegistryFacts } from '../registry.facts.store.ts'
import { employerIdOf } from '../registry-ids.ts'
import type { WorkerGroup } from './roster.queries.ts'
import type { RosterPerson } from './roster-row.ts'

export interface NewEmployer {
  readonly name: string
  readonly division: string
  readonly trade: string
}

/** Employers as one file names them. */
export interface RosterEmployers {
  /**
   * Where the row's person works: an employer known by name within the division, named earlier in the file, or to be registered with
   * the row's trade. Undefined when no employer or no trade is known.
   */
  findGroup(person: RosterPerson): { readonly group: WorkerGroup; readonly isNew: boolean } | undefined
  /** Of those in `needed`, the ones to be registered first. */
  listNew(needed: ReadonlySet<string>): ReadonlyMap<string, NewEmployer>
}

export function createRosterEmployers(facts: Pick<RegistryFacts, 'findEmployerByName' | 'findEntry'>): RosterEmployers {
  const unknown = new Map<string, NewEmployer>()
  // A file names few employers often: each is looked up once.
  const found = new Map<string, DirectoryEntry<'employer'> | undefined>()

  return {
    findGroup({ division, employerName, trade: ownTrade }) {
      if (employerName === undefined) return undefined
      const derived = employerIdOf(division, employerName)
      if (!found.has(derived)) {
        const named = facts.findEmployerByName(division, employerName)
        found.set(derived, named ?? facts.findEntry('employer', derived))
      }
      const known = found.get(derived)
      const trade = ownTrade ?? known?.data.trade ?? unknown.get(derived)?.trade
      if (trade === undefined) return undefined
      if (known === undefined && !unknown.has(derived)) unknown.set(derived, { name: employerName, division, trade })
      return { group: { employer: known?.id ?? derived, division, trade }, isNew: known === undefined }
    },
    listNew: (needed) => new Map([...unknown].filter(([id]) => needed.has(id))),
  }
}
