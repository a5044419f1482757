import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { DataTable } from '../../../common/react/data-table.tsx'
import { useMoney } from '../../../common/react/money.tsx'
import { useSession } from '../../../common/react/session.tsx'
import { sayDay } from '../../../common/shanghai.ts'
import { Reading } from '../../shell/reading.tsx'
import { say as sayBank } from '../words.ts'
import { type Grant, grantsQuery, usePayerName } from './payers.queries.ts'
import { ReductionDrawer } from './reduction-drawer.tsx'
import { say } from './words.ts'

/** Notices by which a payer pays the fund, and what it took back of each. */
export function GrantsTable({ fund, name }: { readonly fund: string; readonly name: string }): ReactNode {
  const { role } = useSession()
  const money = useMoney()
  const payerOf = usePayerName()
  const read = useQuery(grantsQuery(fund))
  const [reducing, setReducing] = useState<Grant>()
  if (!read.data) return <Reading of={read} />
  return (
    <>
      <DataTable<Grant>
        name={`${name} ${say('grants')}`}
        rows={[...read.data].reverse()}
        rowKey={({ id }) => id}
        columns={[
          { key: 'day', title: say('grantedOnTitle'), text: ({ grantedOn }) => sayDay(grantedOn) },
          { key: 'notice', title: say('noticeNumber'), text: ({ noticeNumber }) => noticeNumber },
          { key: 'payer', title: sayBank('payer'), text: ({ payer }) => payerOf(payer) },
          {
            key: 'amount',
            title: sayBank('amount'),
            text: ({ amountFen }) => money(amountFen),
            order: ({ amountFen }) => amountFen,
            isMoney: true,
            isFigure: true,
          },
          {
            key: 'reduced',
            title: say('reducedTitle'),
            text: ({ reducedFen }) => (reducedFen === 0 ? '' : money(reducedFen)),
            isMoney: true,
            isFigure: true,
          },
          ...(role === 'officer'
            ? [
                {
                  key: 'acts',
                  title: sayBank('actions'),
                  text: () => '',
                  render: (grant: Grant) =>
                    grant.reducedFen < grant.amountFen && (
                      <Button size="small" onClick={() => setReducing(grant)}>
                        {say('reduce')}
                      </Button>
                    ),
                },
              ]
            : []),
        ]}
      />
      {reducing && <ReductionDrawer grant={reducing} onClose={() => setReducing(undefined)} />}
    </>
  )
}
