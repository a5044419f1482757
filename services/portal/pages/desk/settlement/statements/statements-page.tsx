import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { DataTable } from '../../../common/react/data-table.tsx'
import { useMoney, useMoneyUnit } from '../../../common/react/money.tsx'
import { useSession } from '../../../common/react/session.tsx'
import { sayDay } from '../../../common/shanghai.ts'
import { useNames } from '../../parts/directory.queries.ts'
import { pick, useReportSearch } from '../../reports/search.ts'
import { Reading } from '../../shell/reading.tsx'
import { type StatementRow, statementStatuses, statementsQuery } from '../settlement.queries.ts'
import { SettlementFrame } from '../settlement-frame.tsx'
import { say } from '../words.ts'
import { ProposeDrawer } from './propose-drawer.tsx'
import { StatementFilters } from './statement-filters.tsx'
import { StatementStatus } from './statement-status.tsx'

/** Every statement of every merchant, each number in its latest revision. */
export function StatementsPage(): ReactNode {
  const { role } = useSession()
  const [search] = useReportSearch()
  const status = statementStatuses.find((one) => one === search.status)
  const pages = useInfiniteQuery(
    statementsQuery({
      ...pick(search, 'programme', 'merchant', 'from'),
      ...(search.to !== undefined && { until: search.to }),
      ...(status && { status }),
    }),
  )
  const { data } = pages
  const { unit } = useMoneyUnit()
  const money = useMoney()
  const rows = data?.pages.flatMap(({ items }) => items) ?? []
  const nameOf = useNames(rows.map(({ merchant }) => merchant))
  const [isProposing, setProposing] = useState(false)
  return (
    <SettlementFrame title={say('statements')}>
      {role === 'officer' && (
        <Button
          type="primary"
          className="not-on-paper"
          style={{ marginBlockEnd: 12 }}
          onClick={() => setProposing(true)}
        >
          {say('propose')}
        </Button>
      )}
      <StatementFilters />
      <Reading of={pages} />
      {data && (
        <>
          <p className="hint">{say('payAsProposed', { unit: say(`unit.${unit}`) })}</p>
          <DataTable<StatementRow>
            name={say('statements')}
            rows={rows}
            pages={pages}
            rowKey={({ id, number }) => `${id}.${number}`}
            empty={say(role === 'officer' ? 'noStatementsHow' : 'noStatements')}
            columns={[
              {
                key: 'merchant',
                title: say('merchant'),
                text: ({ merchant }) => nameOf(merchant),
                order: ({ merchant }) => nameOf(merchant),
                render: ({ id, merchant, number }) => (
                  <Link to="/desk/settlement/statements/$statement" params={{ statement: id }} search={{ number }}>
                    {nameOf(merchant)}
                  </Link>
                ),
              },
              {
                key: 'programme',
                title: say('programme'),
                text: ({ programme }) => nameOf(programme),
                order: ({ programme }) => nameOf(programme),
              },
              {
                key: 'number',
                title: say('number'),
                text: ({ number }) => String(number),
                order: ({ number }) => number,
                isFigure: true,
              },
              {
                key: 'status',
                title: say('status'),
                text: (row) => say(`status.${row.status}`),
                order: (row) => statementStatuses.findIndex((one) => one === row.status),
                render: (row) => <StatementStatus status={row.status} />,
              },
              {
                key: 'proposedOn',
                title: say('proposedOn'),
                text: ({ proposedOn }) => sayDay(proposedOn),
                order: ({ proposedOn }) => proposedOn,
              },
              {
                key: 'meals',
                title: say('mealsCount'),
                text: ({ meals }) => String(meals),
                order: ({ meals }) => meals,
                isFigure: true,
              },
              {
                key: 'pay',
                title: say('pay'),
                text: ({ payFen }) => money(payFen),
                isMoney: true,
                order: ({ payFen }) => payFen,
                isFigure: true,
              },
              {
                key: 'payment',
                title: say('payment'),
                text: ({ payment }) => payment ?? '',
                render: ({ payment }) =>
                  payment && (
                    <Link to="/desk/settlement/payments/$payment" params={{ payment }}>
                      {say('seePayment')}
                    </Link>
                  ),
              },
            ]}
          />
        </>
      )}
      {isProposing && <ProposeDrawer programme={search.programme} onClose={() => setProposing(false)} />}
    </SettlementFrame>
  )
}
