import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useMoney } from '../../../common/react/money.tsx'
import { sayDay } from '../../../common/shanghai.ts'
import { fundsQuery } from '../../funds/funds.queries.ts'
import { SmallTable } from '../../parts/small-table.tsx'
import type { StatementNumber } from '../settlement.queries.ts'
import { say } from '../words.ts'
import { type Figures, figureNames, figuresOf, sumOfFigures } from './figures.ts'

/** One number, by fund and in all: from what was carried on to what is. */
export function SheetTable({ number }: { readonly number: StatementNumber }): ReactNode {
  const { data: names } = useQuery(fundsQuery)
  const { payers } = number
  const statusOf = (fund: string | undefined) => {
    const payer = payers.find((one) => one.fund === fund)
    return payer && say(`payer.${payer.status}`, { day: payer.since === undefined ? '' : sayDay(payer.since) })
  }
  const nameOf = (fund: string) => names?.find(({ id }) => id === fund)?.name ?? fund
  const funds = figuresOf(number)
  const columns = useFigureColumns(funds)
  return (
    <SmallTable<Figures & { readonly fund?: string }>
      label={say('sheet')}
      rowKey={({ fund = 'all' }) => fund}
      dataSource={[...funds, sumOfFigures(funds)]}
      columns={[
        {
          title: say('fund'),
          render: (_, { fund }) =>
            fund === undefined ? (
              <strong>{say('inAll')}</strong>
            ) : (
              <>
                {nameOf(fund)} <small className="hint">{statusOf(fund)}</small>
              </>
            ),
        },
        ...columns,
      ]}
    />
  )
}

/** The same figures in every table of them; what was waived where there is some. What is owed or lessens is not hidden in brackets: it has its sign. */
export function useFigureColumns(rows: readonly Figures[]) {
  const money = useMoney()
  const names = figureNames.filter((name) => name !== 'waivedFen' || rows.some(({ waivedFen }) => waivedFen !== 0))
  return names.map((name) => ({
    title: say(name),
    align: 'right' as const,
    className: 'figure',
    render: (_: unknown, figures: Figures) => (
      <span className={figures[name] < 0 ? 'red-figure' : ''}>{money(figures[name])}</span>
    ),
  }))
}
