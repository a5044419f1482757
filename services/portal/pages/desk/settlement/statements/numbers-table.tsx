import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { sayDay } from '../../../common/shanghai.ts'
import { SmallTable } from '../../parts/small-table.tsx'
import type { Statement, StatementNumber } from '../settlement.queries.ts'
import { say } from '../words.ts'
import { figuresOf, sumOfFigures } from './figures.ts'
import { useFigureColumns } from './sheet-table.tsx'
import { StatementStatus } from './statement-status.tsx'

/** Every number of one merchant in one programme, the newest first. */
export function NumbersTable({
  statement,
  shown,
}: {
  readonly statement: Statement
  readonly shown: number
}): ReactNode {
  const rows = [...statement.numbers, statement.open].reverse().map((number) => ({
    ...number,
    ...sumOfFigures(figuresOf(number)),
  }))
  const columns = useFigureColumns(rows)
  return (
    <SmallTable<StatementNumber & ReturnType<typeof sumOfFigures>>
      label={say('numbers')}
      rowKey="number"
      dataSource={rows}
      columns={[
        {
          title: say('number'),
          render: (_, { number }) => (
            <Link
              to="/desk/settlement/statements/$statement"
              params={{ statement: statement.id }}
              search={{ number }}
              {...(number === shown && { 'aria-current': 'true' as const })}
            >
              {say('numberOf', { number })}
            </Link>
          ),
        },
        { title: say('status'), render: (_, { status }) => <StatementStatus status={status} /> },
        {
          title: say('proposedOn'),
          render: (_, { proposedOn }) => (proposedOn === undefined ? '' : sayDay(proposedOn)),
        },
        { title: say('mealsCount'), dataIndex: 'meals', align: 'right', className: 'figure' },
        ...columns,
      ]}
    />
  )
}
