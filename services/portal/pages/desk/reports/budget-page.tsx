import { useQuery } from '@tanstack/react-query'
import { inNoProgramme } from '@welfare/contracts/words/figure-words.ts'
import { Alert, Form, Segmented } from 'antd'
import { type ReactNode, useState } from 'react'
import { DataTable } from '../../common/react/data-table.tsx'
import { useMoney, useMoneyUnit } from '../../common/react/money.tsx'
import type { Column } from '../../common/react/table-columns.ts'
import { sayWord } from '../../common/words.ts'
import { MoneyBar } from '../parts/money-bar.tsx'
import { Failure, Loading } from '../shell/states.tsx'
import { balances, nameOfBalance, nameOfTurnover, openBalance, openTurnover, turnovers } from './budget-figures.ts'
import { Figure, OpenFigures } from './figure.tsx'
import { FundChoice, ProgrammeChoice } from './filters.tsx'
import { downloadsOf, ReportPage } from './report-page.tsx'
import { type Asked, type BudgetRow, budgetQuery } from './reports.queries.ts'
import { pick, useReportSearch } from './search.ts'
import { StampLine } from './stamp-line.tsx'
import { say } from './words.ts'

const groups = ['fund', 'programme', 'funder', 'division'] as const

/** Where the money is and what moved, by fund, programme, funder or division: every figure opens. */
export function BudgetPage(): ReactNode {
  const [search, change] = useReportSearch()
  const { unit } = useMoneyUnit()
  const by = groups.find((group) => group === search.by) ?? 'fund'
  const query = { by, ...pick(search, 'fund', 'programme', 'funder', 'division', 'at', 'effective') }
  const { data, error, refetch } = useQuery(budgetQuery(query))
  const paths = { xlsx: '/v1/printouts/budget.xlsx', paper: '/v1/printouts/budget.html' }
  return (
    <ReportPage
      report="budget"
      downloads={downloadsOf(paths, { ...query, unit })}
      filters={
        <>
          <Form.Item label={say('by')} style={{ margin: 0 }}>
            <Segmented
              aria-label={say('by')}
              value={by}
              options={groups.map((group) => ({ value: group, label: say(group) }))}
              onChange={(chosen) => change({ by: chosen })}
            />
          </Form.Item>
          <FundChoice />
          <ProgrammeChoice />
        </>
      }
    >
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data && (
        <OpenFigures>
          <MoneyBar balances={data.total.balances} label={say('total')} />
          <Identities identities={data.total.identities} />
          <BudgetTable rows={data.rows} total={data.total} by={by} query={query} />
          <StampLine stamp={data} />
        </OpenFigures>
      )}
    </ReportPage>
  )
}

function Identities({ identities }: { readonly identities: BudgetRow['identities'] }): ReactNode {
  const isBroken = Object.values(identities).includes(false)
  return (
    <Alert
      type={isBroken ? 'error' : 'success'}
      showIcon
      title={say(isBroken ? 'identitiesBroken' : 'identitiesHold')}
      style={{ marginBlock: 12 }}
    />
  )
}

type Row = Pick<BudgetRow, 'key' | 'name' | 'balances' | 'turnovers'> & { readonly isTotal?: boolean }

function BudgetTable({
  rows,
  total,
  by,
  query,
}: {
  readonly rows: readonly BudgetRow[]
  readonly total: Pick<BudgetRow, 'balances' | 'turnovers'>
  readonly by: (typeof groups)[number]
  readonly query: Asked
}): ReactNode {
  const money = useMoney()
  const [shows, setShows] = useState<'balances' | 'turnovers'>('balances')
  const { by: _, ...asked } = query
  const groupOf = ({ key, isTotal }: Row): Asked | undefined => {
    if (isTotal) return asked
    return key === null ? undefined : { ...asked, [by === 'division' ? 'ownDivision' : by]: key }
  }
  const figure = (fen: number, open: (place: string, group: Asked) => Parameters<typeof Figure>[0]) => (row: Row) => {
    const group = groupOf(row)
    return group ? <Figure {...open(placeOf(row), group)} /> : money(fen)
  }
  const columns: readonly Column<Row>[] = [
    { key: 'name', title: say(by), text: placeOf, width: 220 },
    ...(shows === 'balances'
      ? balances.map((name) => ({
          ...amountColumn(name, nameOfBalance(name), (row: Row) => row.balances[name]),
          render: (row: Row) =>
            figure(row.balances[name], (place, group) => openBalance(name, row.balances[name], place, group))(row),
        }))
      : turnovers.map((name) => ({
          ...amountColumn(name, nameOfTurnover(name), (row: Row) => row.turnovers[name]),
          render: (row: Row) =>
            figure(row.turnovers[name], (place, group) => openTurnover(name, row.turnovers[name], place, group))(row),
        }))),
  ]
  const totalRow: Row = { key: '', name: say('total'), ...total, isTotal: true }
  return (
    <>
      <Segmented
        aria-label={say('shows')}
        value={shows}
        options={(['balances', 'turnovers'] as const).map((value) => ({ value, label: say(value) }))}
        onChange={setShows}
      />
      <DataTable
        name={`budget-${shows}`}
        columns={columns}
        rows={rows}
        totalRow={totalRow}
        rowKey={({ key, isTotal }) => (isTotal ? 'total' : String(key))}
      />
    </>
  )

  function amountColumn(key: string, title: string, fen: (row: Row) => number) {
    return { key, title, text: (row: Row) => money(fen(row)), isFigure: true, isMoney: true, width: 130 }
  }
}

function placeOf({ key, name }: Row): string {
  return name ?? key ?? sayWord(inNoProgramme)
}
