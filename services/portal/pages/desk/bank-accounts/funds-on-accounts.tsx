import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { addFen, subtractFen, sumFen } from '@welfare/contracts/money.ts'
import type { ReactNode } from 'react'
import { DataTable } from '../../common/react/data-table.tsx'
import { useMoney } from '../../common/react/money.tsx'
import { fundsQuery } from '../funds/funds.queries.ts'
import { type BankAccount, sayBankAccount } from './bank.queries.ts'
import { say } from './words.ts'

interface Lying {
  readonly balanceFen: number
  readonly heldFen: number
  readonly suspenseFen?: number | undefined
}
interface Row extends Lying {
  readonly account: BankAccount
  readonly fund: string
}

/** What each fund has on each account. */
export function FundsOnAccounts({ accounts }: { readonly accounts: readonly BankAccount[] }): ReactNode {
  const { data: funds } = useQuery(fundsQuery)
  const fundOf = (id: string) => funds?.find((one) => one.id === id)?.name ?? id
  const rows = accounts.flatMap((account) => (account.funds ?? []).map((lying): Row => ({ account, ...lying })))
  return (
    <DataTable<Row>
      name={say('byFund')}
      rows={rows}
      rowKey={({ account, fund }) => `${account.id} ${fund}`}
      empty={say('byFundNone')}
      columns={[
        {
          key: 'account',
          title: say('account'),
          text: ({ account }) => sayBankAccount(account),
          order: ({ account }) => sayBankAccount(account),
        },
        {
          key: 'fund',
          title: say('fund'),
          text: ({ fund }) => fundOf(fund),
          order: ({ fund }) => fundOf(fund),
          render: ({ fund }) =>
            funds?.some(({ id }) => id === fund) ? (
              <Link to="/desk/funds/$fund" params={{ fund }}>
                {fundOf(fund)}
              </Link>
            ) : (
              fundOf(fund)
            ),
        },
        ...useFigures<Row>((row) => [row]),
      ]}
    />
  )
}

/** Balance, what payments hold of it, and the rest; nothing where that is not told. */
export function useFigures<Of>(lyingOf: (row: Of) => readonly Lying[] | undefined) {
  const money = useMoney()
  const sums = {
    balance: (all: readonly Lying[]) => sumFen(all.map(({ balanceFen }) => balanceFen)),
    held: (all: readonly Lying[]) => sumFen(all.map(({ heldFen }) => heldFen)),
    free: (all: readonly Lying[]) =>
      sumFen(
        all.map(({ balanceFen, heldFen, suspenseFen = 0 }) => subtractFen(balanceFen, addFen(heldFen, suspenseFen))),
      ),
  }
  return (['balance', 'held', 'free'] as const).map((key) => {
    const fen = (row: Of) => {
      const all = lyingOf(row)
      return all && sums[key](all)
    }
    return {
      key,
      title: say(key),
      text: (row: Of) => {
        const amount = fen(row)
        return amount === undefined ? '' : money(amount)
      },
      order: (row: Of) => fen(row) ?? -1,
      isFigure: true,
    }
  })
}
