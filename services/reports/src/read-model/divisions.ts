import { WHOLE_LEDGER } from '@welfare/contracts/divisions.ts'
import type { Directory } from '../findings/directory.store.ts'

/** Where what cannot be placed belongs: to the ledger as a whole. */
export const UNPLACED = WHOLE_LEDGER

const placing = ['programme', 'fund', 'depot', 'site', 'consignment'] as const
type Placing = (typeof placing)[number]
type Placed = { readonly [D in Placing]?: string | undefined }

/** In which division things lie. */
export interface Divisions {
  /**
   * The division of what these legs (or posting accounts) say together: of the first programme named, else of the first fund, depot, site or
   * consignment, as known at `sequence`; a consignment lies where its programme does, else where its site does.
   */
  divisionOf(legs: readonly Placed[], sequence: number): string
  forget(): void
}

export function createDivisions(directory: Pick<Directory, 'find'>): Divisions {
  /** Their divisions never change. */
  const settled = new Map<string, string>()

  function find(kind: Placing, id: string, sequence: number): string | undefined {
    const known = settled.get(id)
    if (known !== undefined) return known
    if (kind === 'site') return directory.find('site', id, sequence)?.division
    if (kind === 'consignment') {
      const consignment = directory.find('consignment', id, sequence)
      return consignment && resolve([{ programme: consignment.programme, site: consignment.site }], sequence)
    }
    const division = directory.find(kind, id, sequence)?.division
    if (division !== undefined) settled.set(id, division)
    return division
  }

  function resolve(legs: readonly Placed[], sequence: number): string | undefined {
    for (const kind of placing) {
      for (const leg of legs) {
        const id = leg[kind]
        const division = id ? find(kind, id, sequence) : undefined
        if (division !== undefined) return division
      }
    }
    return undefined
  }

  return {
    divisionOf: (legs, sequence) => resolve(legs, sequence) ?? UNPLACED,
    forget: () => settled.clear(),
  }
}
