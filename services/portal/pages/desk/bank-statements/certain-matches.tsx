import { useQuery } from '@tanstack/react-query'
import { App, Button, Typography } from 'antd'
import type { ReactNode } from 'react'
import { useMoney } from '../../common/react/money.tsx'
import { useAct } from '../../common/react/use-act.ts'
import { SmallTable } from '../parts/small-table.tsx'
import { Reading } from '../shell/reading.tsx'
import { Failure } from '../shell/states.tsx'
import { matchThem, type Proposal, proposalsQuery } from './statements.queries.ts'
import { say } from './words.ts'

/** One act for all that are certain. */
export function CertainMatches({ account }: { readonly account: string }): ReactNode {
  const { message } = App.useApp()
  const money = useMoney()
  const read = useQuery(proposalsQuery(account))
  const act = useAct(matchThem(account), {
    onDone: ({ matches }) => void message.success(say('confirmed', { count: matches.length })),
  })
  const { data = [] } = read
  return (
    <>
      <Reading of={read} />
      {act.error && <Failure error={act.error} />}
      {data.length > 0 && (
        <section>
          <Typography.Title level={2}>{say('certain')}</Typography.Title>
          <p className="hint">{say('certainWhat')}</p>
          <SmallTable<Proposal>
            label={say('certain')}
            rowKey={({ lines }) => lines.join(' ')}
            dataSource={data}
            columns={[
              { title: say('reference'), render: (_, { lines }) => lines.join(' ') },
              { title: say('entry'), render: (_, { movements }) => say('movementsOf', { count: movements.length }) },
              { title: say('amount'), align: 'right', className: 'figure', render: (_, one) => money(one.amountFen) },
              { title: say('by'), render: (_, { foundBy }) => say(`by.${foundBy}`) },
            ]}
          />
          <Button
            type="primary"
            style={{ marginBlock: 12 }}
            loading={act.isPending}
            onClick={() => act.mutate(data.map(({ lines, movements }) => ({ lines, movements })))}
          >
            {say('confirmAll', { count: data.length })}
          </Button>
        </section>
      )}
    </>
  )
}
