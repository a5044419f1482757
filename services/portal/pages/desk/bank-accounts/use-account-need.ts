import { type UseQueryResult, useQueries, useQuery } from '@tanstack/react-query'
import { type AccountNeed, needOf } from './account-need.ts'
import { bankAccountsQuery, bankMoneyQuery, isOpen } from './bank.queries.ts'

export interface Asked {
  /** Undefined as long as that is not known. */
  readonly need: AccountNeed | undefined
  readonly reads: readonly UseQueryResult<unknown>[]
}

export function useNeedOfFund(fund: string): Asked {
  return useNeed([{ fund }], [fund])
}

/** @param funds of these programmes, whose money is moved */
export function useNeedOfProgrammes(programmes: readonly string[], funds: readonly string[]): Asked {
  return useNeed(
    [...new Set(programmes)].map((programme) => ({ programme })),
    funds,
  )
}

function useNeed(of: readonly Parameters<typeof bankMoneyQuery>[0][], funds: readonly string[]): Asked {
  const accounts = useQuery(bankAccountsQuery)
  const money = useQueries({ queries: of.map(bankMoneyQuery) })
  const known = money.flatMap(({ data }) => (data ? [data] : []))
  const isKnown = accounts.data !== undefined && known.length === of.length
  return {
    need: isKnown ? needOf(accounts.data.filter(isOpen), known.flat(), funds) : undefined,
    reads: [accounts, ...money],
  }
}
