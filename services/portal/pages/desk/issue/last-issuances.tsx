import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Empty, Typography } from 'antd'
import type { ReactNode } from 'react'
import { mark } from '../../common/punctuation.ts'
import { DataTable } from '../../common/react/data-table.tsx'
import { useMoney } from '../../common/react/money.tsx'
import { useSession } from '../../common/react/session.tsx'
import type { Programme } from '../shell/programme-choice.tsx'
import { Reading } from '../shell/reading.tsx'
import { type Issuance, issuancesQuery, type Round } from './issue.queries.ts'
import { say } from './words.ts'

export function LastIssuances({
  programme,
  rounds,
}: {
  readonly programme: Programme
  readonly rounds: readonly Round[]
}): ReactNode {
  const read = useQuery(issuancesQuery(programme.id))
  const { data } = read
  const money = useMoney()
  const { role } = useSession()
  const windowName = (key: string) => programme.rules.windows.find(({ window }) => window === key)?.name ?? key
  return (
    <section>
      <Typography.Title level={2}>{say('issuances')}</Typography.Title>
      <Reading of={read} />
      {data?.items.length === 0 && <Empty description={say('noIssuance')} />}
      {data && data.items.length > 0 && (
        <DataTable<Issuance>
          name="issuances"
          label={say('issuances')}
          rows={[...data.items].reverse()}
          rowKey={({ id }) => id}
          columns={[
            {
              ...{ key: 'round', title: say('round') },
              text: ({ round: id }) => rounds.find((round) => round.id === id)?.name ?? '…',
            },
            {
              key: 'windows',
              title: say('windows'),
              text: ({ windows }) => windows.map(windowName).join(mark('list')),
            },
            {
              ...{ key: 'people', title: say('people'), isFigure: true },
              text: ({ workers }) => String(workers),
              order: ({ workers }) => workers,
            },
            {
              ...{ key: 'amount', title: say('amount'), isFigure: true, isMoney: true },
              text: ({ totalFen }) => money(totalFen),
              order: ({ totalFen }) => totalFen,
            },
            {
              ...{ key: 'state', title: say('state') },
              text: ({ status }) => stateOf(status),
              order: ({ status }) => status,
              render: ({ status }) => (
                <>
                  {stateOf(status)}{' '}
                  {role === 'officer' && status === 'completed' && (
                    <Link to="/desk/cards" search={{ programme: programme.id }} className="not-on-paper">
                      {say('printCards')}
                    </Link>
                  )}
                </>
              ),
            },
          ]}
        />
      )}
    </section>
  )
}

/** A stage of a batch as its officer calls it. */
function stateOf(status: string): string {
  if (status === 'completed') return say('stateDone')
  if (status === 'proposed' || status === 'reserved') return say('stateProposed')
  if (status === 'refused') return say('stateRefused')
  if (status === 'withdrawn') return say('stateWithdrawn')
  return say('stateRunning')
}
