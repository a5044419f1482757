import { accountWords } from '@welfare/contracts/words/account-words.ts'
import type { ReactNode } from 'react'
import { useMoney } from '../../common/react/money.tsx'
import { sayWord } from '../../common/words.ts'
import { SmallTable } from '../parts/small-table.tsx'
import type { LedgerEvent } from './reports.queries.ts'
import { useThingNames } from './thing-names.ts'
import { say } from './words.ts'

type Leg = LedgerEvent['legs'][number]

/** What an event moved: each leg with its book, its account, whose money or which goods, and where. */
export function EventLegs({ legs }: { readonly legs: readonly Leg[] }): ReactNode {
  const money = useMoney()
  const nameOf = useThingNames()
  const shown = ({ commodity, amount }: Leg) =>
    commodity === 'CNY' ? money(Math.abs(amount)) : String(Math.abs(amount))
  const name = (id: string | undefined) => (id === undefined ? '' : (nameOf(id) ?? id))
  return (
    <SmallTable<Leg>
      label={say('legs')}
      className="event-legs"
      rowKey={(leg) => `${leg.account} ${leg.commodity} ${leg.amount} ${JSON.stringify(leg.dimensions)}`}
      dataSource={[...legs]}
      columns={[
        { title: say('book'), render: (_, { book }) => say(`book.${book}`) },
        { title: say('account'), render: (_, leg) => accountOf(leg) },
        { title: say('debit'), align: 'right', render: (_, leg) => (leg.amount > 0 ? shown(leg) : '') },
        { title: say('credit'), align: 'right', render: (_, leg) => (leg.amount < 0 ? shown(leg) : '') },
        {
          title: say('fundOrGoods'),
          render: (_, { commodity, dimensions }) => name(commodity === 'CNY' ? dimensions.fund : commodity),
        },
        {
          title: say('where'),
          render: (_, { dimensions: { programme, merchant, depot, site } }) =>
            [programme, merchant, depot, site].map(name).filter(Boolean).join(' · '),
        },
      ]}
    />
  )
}

function accountOf({ account }: Leg): string {
  const known = Object.entries(accountWords).find(([name]) => name === account)?.[1]
  return known ? sayWord(known) : account
}
