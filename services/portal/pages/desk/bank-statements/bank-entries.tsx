import { useQuery } from '@tanstack/react-query'
import { Button, Typography } from 'antd'
import { type ReactNode, useState } from 'react'
import { DataTable } from '../../common/react/data-table.tsx'
import { useMoney } from '../../common/react/money.tsx'
import { useSession } from '../../common/react/session.tsx'
import { sayDay } from '../../common/shanghai.ts'
import { CorrectEntryDrawer, entryOf, isRedEntry } from '../bank-accounts/entries/correct-entry-drawer.tsx'
import { say as sayEntry } from '../bank-accounts/entries/words.ts'
import { sayEventType } from '../parts/event-types.ts'
import { Reading } from '../shell/reading.tsx'
import { type BankMovement, movementsQuery } from './statements.queries.ts'
import { say } from './words.ts'

/** What was entered by the bank's paper, matched or not; corrected where it was entered wrongly. */
export function BankEntries({ account }: { readonly account: string }): ReactNode {
  const read = useQuery(movementsQuery(account))
  const money = useMoney()
  const isOfficer = useSession().role === 'officer'
  const [wrong, setWrong] = useState<BankMovement>()
  const movements = read.data ?? []
  const rows = movements.filter((one) => entryOf(account, one) !== undefined || isRedEntry(one))
  const cancelled = new Set(rows.filter(isRedEntry).map(({ match }) => match))
  const isCorrected = ({ match }: BankMovement) => match !== undefined && cancelled.has(match)
  const entry = wrong && entryOf(account, wrong)
  return (
    <section>
      <Reading of={read} />
      {rows.length > 0 && (
        <>
          <Typography.Title level={2}>{sayEntry('entries')}</Typography.Title>
          <DataTable<BankMovement>
            name={sayEntry('entries')}
            label={sayEntry('entries')}
            rows={rows}
            rowKey={({ event }) => event}
            columns={[
              { key: 'day', title: say('day'), text: ({ day }) => sayDay(day), order: ({ day }) => day },
              { key: 'what', title: say('what'), text: ({ type }) => sayEventType(type) },
              { key: 'reference', title: say('reference'), text: ({ reference = '' }) => reference },
              {
                ...{ key: 'amount', title: say('amount'), isFigure: true, isMoney: true },
                text: ({ amountFen }) => money(amountFen),
                order: ({ amountFen }) => amountFen,
              },
              ...(isOfficer
                ? [
                    {
                      ...{ key: 'acts', title: say('acts'), isAct: true, text: () => '' },
                      render: (movement: BankMovement) =>
                        entryOf(account, movement) &&
                        !isCorrected(movement) && (
                          <Button size="small" onClick={() => setWrong(movement)}>
                            {sayEntry('correct')}
                          </Button>
                        ),
                    },
                  ]
                : []),
            ]}
          />
        </>
      )}
      {entry && <CorrectEntryDrawer entry={entry} onClose={() => setWrong(undefined)} />}
    </section>
  )
}
