import { useQuery } from '@tanstack/react-query'
import { multiplyFen, sumFen } from '@welfare/contracts/money.ts'
import { Empty, Tag } from 'antd'
import type { ReactNode } from 'react'
import { Money } from '../../common/react/money.tsx'
import { sayDay } from '../../common/shanghai.ts'
import { useNames } from '../parts/directory.queries.ts'
import { RegionTable } from '../parts/region-table.tsx'
import { Failure, Loading } from '../shell/states.tsx'
import { type Fund, type FundEntry, fundEntriesQuery } from './funds.queries.ts'
import { say } from './words.ts'

/** Every movement of the fund's free money, with its paper and who answers for it. */
export function MovementsTab({ fund }: { readonly fund: Fund }): ReactNode {
  const nameOf = useNames()
  const { data, error, refetch } = useQuery(fundEntriesQuery(fund.id))
  if (error) return <Failure error={error} onRetry={() => void refetch()} />
  if (!data) return <Loading />
  if (data.length === 0) return <Empty description={say('movementsNone')} />
  return (
    <RegionTable<FundEntry>
      label={say('movements')}
      rowKey="sequence"
      dataSource={data.toReversed()}
      columns={[
        { title: say('day'), render: (_, { accountingDate }) => sayDay(accountingDate) },
        { title: say('document'), dataIndex: 'document' },
        {
          title: say('summary'),
          render: (_, entry) => (
            <>
              {sayEntry(entry.eventType)} {programmesOf(entry).map(nameOf).join(' ')}
              {entry.reversedBy.length > 0 && (
                <Tag color="red">
                  {say('reversed', { documents: entry.reversedBy.map(({ document }) => document).join(' ') })}
                </Tag>
              )}
            </>
          ),
        },
        { title: say('receiptNumber'), dataIndex: 'receiptNumber' },
        {
          title: say('in'),
          align: 'right',
          render: (_, entry) => addedBy(entry) > 0 && <Money fen={addedBy(entry)} />,
        },
        {
          title: say('out'),
          align: 'right',
          render: (_, entry) => addedBy(entry) < 0 && <Money fen={multiplyFen(addedBy(entry), -1)} />,
        },
        { title: say('maker'), dataIndex: 'maker' },
        { title: say('checker'), dataIndex: 'checker' },
      ]}
    />
  )
}

function addedBy({ legs }: FundEntry): number {
  return multiplyFen(sumFen(legs.filter(({ account }) => account === 'available').map(({ amount }) => amount)), -1)
}

function programmesOf({ legs }: FundEntry): string[] {
  return [...new Set(legs.flatMap(({ programme }) => (programme === null ? [] : [programme])))]
}

/** A type that has no words yet keeps its name. */
function sayEntry(eventType: string): string {
  const key = `entry.${eventType}` as Parameters<typeof say>[0]
  const said = say(key)
  return said === key ? eventType : said
}
