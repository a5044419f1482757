import { useQuery } from '@tanstack/react-query'
import { subtractFen, sumFen } from '@welfare/contracts/money.ts'
import { Empty } from 'antd'
import type { ReactNode } from 'react'
import { DataTable } from '../../common/react/data-table.tsx'
import { useMoney } from '../../common/react/money.tsx'
import { Reading } from '../shell/reading.tsx'
import { donorName } from './donations-tab.tsx'
import { donationsQuery, type Fund } from './funds.queries.ts'
import { say } from './words.ts'

interface Donor {
  readonly name: string
  readonly donations: number
  readonly givenFen: number
}

/** Who gave, by name; what was refunded or never was is no gift. */
export function DonorsTab({ fund }: { readonly fund: Fund }): ReactNode {
  const money = useMoney()
  const read = useQuery(donationsQuery(fund.id))
  const { data } = read
  if (!data) return <Reading of={read} />
  const standing = data.filter(({ correctedBy }) => correctedBy === undefined)
  if (standing.length === 0) return <Empty description={say('donationsNone')} />
  const names = [...new Set(standing.map(({ donor }) => donorName(donor)))]
  const donors = names.map((name): Donor => {
    const given = standing.filter(({ donor }) => donorName(donor) === name)
    const givenFen = sumFen(given.map(({ amountFen, refundedFen }) => subtractFen(amountFen, refundedFen)))
    return { name, donations: given.length, givenFen }
  })
  return (
    <DataTable<Donor>
      name={`${fund.name} ${say('donors')}`}
      rows={donors}
      rowKey={({ name }) => name}
      columns={[
        { key: 'name', title: say('donors'), text: ({ name }) => name, order: ({ name }) => name },
        {
          key: 'donations',
          title: say('donorCount'),
          text: ({ donations }) => String(donations),
          order: ({ donations }) => donations,
          isFigure: true,
        },
        {
          key: 'given',
          title: say('donorTotal'),
          text: ({ givenFen }) => money(givenFen),
          isMoney: true,
          order: ({ givenFen }) => givenFen,
          isFigure: true,
        },
      ]}
    />
  )
}
