import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { bankAccountsQuery, sayBankAccount } from '../bank-accounts/bank.queries.ts'
import { payersQuery } from '../bank-accounts/payers/payers.queries.ts'
import { useGoodsNames } from '../goods/goods.queries.ts'
import { allMerchantsQuery, allProgrammesQuery } from '../parts/directory.queries.ts'
import { employersQuery } from '../roster/roster.queries.ts'
import { fundNamesQuery } from './filters.tsx'

/** What a thing of the ledger is called; undefined for one that has no name: a person, a card, an event. */
export function useThingNames(): (id: string) => string | undefined {
  const { data: funds = [] } = useQuery(fundNamesQuery)
  const { data: programmes = [] } = useQuery(allProgrammesQuery)
  const { data: merchants = [] } = useQuery(allMerchantsQuery)
  const { data: accounts = [] } = useQuery(bankAccountsQuery)
  const { data: payers = [] } = useQuery(payersQuery)
  const { data: employers } = useQuery(employersQuery)
  const goods = useGoodsNames()
  const names = useMemo(
    () =>
      new Map([
        ...[...funds, ...programmes, ...merchants, ...payers].map(({ id, name }) => [id, name] as const),
        ...accounts.map((account) => [account.id, sayBankAccount(account)] as const),
      ]),
    [funds, programmes, merchants, accounts, payers],
  )
  return (id) => {
    const known = names.get(id) ?? employers?.get(id) ?? goods(id)
    return known === id ? undefined : known
  }
}

/** Where a thing is looked at; undefined where it has no page. */
export function pageOf(id: string): string | undefined {
  const [category] = id.split('-')
  const isWhole = /^[a-z]+-[0-9a-f-]{36}$/.test(id)
  if (!isWhole) return undefined
  switch (category) {
    case 'fund':
      return `/desk/funds/${id}`
    case 'programme':
      return `/desk/programmes/${id}`
    case 'bankaccount':
    case 'payer':
      return '/desk/funds/accounts'
    case 'merchant':
      return `/desk/merchants/${id}`
    case 'worker':
      return `/desk/person/${id}`
    case 'depot':
      return `/desk/goods/depots/${id}`
    case 'consignment':
      return `/desk/goods/consignments/${id}`
    default:
      return undefined
  }
}
