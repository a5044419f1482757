import { useQueries, useQuery } from '@tanstack/react-query'
import { Table } from 'antd'
import type { ReactNode } from 'react'
import { Money, useMoney, useMoneyUnit } from '../../common/react/money.tsx'
import { fundQuery } from '../funds/funds.queries.ts'
import { SmallTable } from '../parts/small-table.tsx'
import { Reading } from '../shell/reading.tsx'
import { drawQuery, type IssuancePreview, type Order } from './issue.queries.ts'
import { say } from './words.ts'

const amountColumn = { align: 'right', render: (fen: number) => <Money fen={fen} /> } as const

export function WindowsTable({
  preview,
  nameOf,
}: {
  readonly preview: IssuancePreview
  readonly nameOf: (window: string) => string
}): ReactNode {
  const money = useMoney()
  const { unit } = useMoneyUnit()
  return (
    <SmallTable<IssuancePreview['windows'][number]>
      label={say('window')}
      rowKey="window"
      pagination={false}
      dataSource={preview.windows}
      columns={[
        { title: say('window'), dataIndex: 'window', render: nameOf },
        { title: say('people'), dataIndex: 'workers', align: 'right', className: 'figure' },
        {
          ...amountColumn,
          title: `${say('each')} (${say(unit)})`,
          key: 'each',
          render: (_, window) => <Each {...window} />,
        },
        { ...amountColumn, title: `${say('amount')} (${say(unit)})`, dataIndex: 'amountFen' },
      ]}
      summary={() => (
        <Table.Summary.Row>
          <Table.Summary.Cell index={0}>
            <strong>{say('total')}</strong>
          </Table.Summary.Cell>
          <Table.Summary.Cell index={1} align="right">
            <strong className="figure">{preview.workers}</strong>
          </Table.Summary.Cell>
          <Table.Summary.Cell index={2} />
          <Table.Summary.Cell index={3} align="right">
            <strong className="figure">{money(preview.totalFen)}</strong>
          </Table.Summary.Cell>
        </Table.Summary.Row>
      )}
    />
  )
}

/** Where some were given a part before, workers by credit is not the amount: how many get how much. */
function Each({ creditFen, perWorker }: IssuancePreview['windows'][number]): ReactNode {
  const money = useMoney()
  if (perWorker.length === 0) return money(creditFen)
  return perWorker.map(({ amountFen, workers }) => (
    <div key={amountFen} className="figure">
      {perWorker.length === 1 ? money(amountFen) : say('eachOf', { amount: money(amountFen), count: workers })}
    </div>
  ))
}

export function DrawnFunds({ order, totalFen }: { readonly order: Order; readonly totalFen: number }): ReactNode {
  const read = useQuery(drawQuery(order, totalFen))
  const { data: draw } = read
  if (!draw) return <Reading of={read} />
  return draw.refusal ? null : <GivenFunds given={draw.funds} />
}

interface GivenFund {
  readonly fund: string
  readonly givesFen: number
  readonly remainsFen: number
}

/** What each fund gives, by the order of the rules or in proportion. */
export function GivenFunds({ given }: { readonly given: readonly GivenFund[] }): ReactNode {
  const { unit } = useMoneyUnit()
  const funds = useQueries({ queries: given.map(({ fund }) => fundQuery(fund)) })
  return (
    <SmallTable<GivenFund>
      label={say('fund')}
      rowKey="fund"
      pagination={false}
      dataSource={[...given]}
      columns={[
        { title: say('fund'), key: 'fund', render: (_, __, index) => funds[index]?.data?.name ?? '…' },
        { ...amountColumn, title: `${say('gives')} (${say(unit)})`, dataIndex: 'givesFen' },
        { ...amountColumn, title: `${say('remains')} (${say(unit)})`, dataIndex: 'remainsFen' },
      ]}
    />
  )
}
