import { divisionHolds } from '@welfare/contracts/divisions.ts'
import type { ThingFacts } from '../findings/directory.store.ts'
import type { QueryContext } from '../query-context.ts'
import type { ScopeFilter } from '../scope-filter.ts'
import type { BudgetQuery } from './budget.contract.ts'

type Grouped = Pick<BudgetQuery, 'by' | 'fund' | 'programme' | 'funder' | 'division'>

/** What funds, programmes and divisions are called. */
export interface GroupNames {
  readonly funds: ReadonlyMap<string, ThingFacts['fund']>
  readonly programmes: ReadonlyMap<string, ThingFacts['programme']>
  describe(by: BudgetQuery['by'], key: string): { key: string | null; name: string | null; division: string | null }
}

export function readGroupNames({ generation }: QueryContext, sequence: number): GroupNames {
  const listed = <K extends 'fund' | 'programme' | 'union'>(kind: K) =>
    generation.directory.list(kind, sequence).map(({ id, facts }) => [id, facts] as const)
  const funds = new Map(listed('fund'))
  const programmes = new Map(listed('programme'))
  const unions = new Map(listed('union').map(([, { name, division }]) => [division, name]))
  return {
    funds,
    programmes,
    describe(by, key) {
      if (by === 'funder') return { key, name: key, division: null }
      if (by === 'division') return { key, name: unions.get(key) ?? null, division: key }
      if (key === '') return { key: null, name: null, division: null }
      const facts = by === 'fund' ? funds.get(key) : programmes.get(key)
      return { key, name: facts?.name ?? null, division: facts?.division ?? null }
    },
  }
}

/** What belongs to a fund and a programme; '' for none. */
export interface Placed {
  readonly fund: string
  readonly programme: string
  readonly merchant?: string
}

export interface Grouping {
  /** Funds and programmes that have a row even when no money has moved. */
  readonly known: readonly string[]
  /** The row to which it belongs; undefined where it is not asked for, or out of scope. */
  keyOf(placed: Placed): string | undefined
}

export function createGrouping(query: Grouped, { funds, programmes }: GroupNames, scope: ScopeFilter): Grouping {
  const { by } = query
  const knownFunds =
    by === 'fund' && query.programme === undefined
      ? [...funds].filter(
          ([fund, facts]) =>
            isWantedFund(query, fund, facts) && isInDivision(query, facts.division) && scope.holds({ fund }),
        )
      : []
  const knownProgrammes =
    by === 'programme' && query.fund === undefined && query.funder === undefined
      ? [...programmes].filter(
          ([programme, { division }]) =>
            isWantedProgramme(query, programme) && isInDivision(query, division) && scope.holds({ programme }),
        )
      : []
  return {
    known: [...knownFunds, ...knownProgrammes].map(([id]) => id),
    keyOf(placed) {
      const { fund, programme } = placed
      const facts = funds.get(fund)
      const division = programmes.get(programme)?.division ?? facts?.division ?? ''
      const isWanted =
        isWantedProgramme(query, programme) &&
        isWantedFund(query, fund, facts) &&
        isInDivision(query, division) &&
        scope.holds(placed)
      return isWanted ? { fund, programme, funder: facts?.funder ?? '', division }[by] : undefined
    },
  }
}

function isWantedFund({ fund, funder }: Grouped, id: string, facts: ThingFacts['fund'] | undefined): boolean {
  return (fund === undefined || fund === id) && (funder === undefined || funder === facts?.funder)
}

function isWantedProgramme({ programme }: Grouped, id: string): boolean {
  return programme === undefined || programme === id
}

function isInDivision({ division }: Grouped, code: string): boolean {
  return division === undefined || divisionHolds(division, code)
}
