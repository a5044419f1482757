import { useQuery } from '@tanstack/react-query'
import { Button, Typography } from 'antd'
import { type ReactNode, useState } from 'react'
import { answerOf, api } from '../../common/api/client.ts'
import { DataTable } from '../../common/react/data-table.tsx'
import { useMoney } from '../../common/react/money.tsx'
import { ReasonDrawer } from '../parts/reason-drawer.tsx'
import { Reading } from '../shell/reading.tsx'
import { type BankMatch, matchesQuery } from './statements.queries.ts'
import { say } from './words.ts'

/** What is known to be the same money; taken back where it is not. */
export function MatchedItems({ account, may }: { readonly account: string; readonly may: boolean }): ReactNode {
  const money = useMoney()
  const read = useQuery(matchesQuery(account))
  const [undone, setUndone] = useState<string>()
  return (
    <section>
      <Typography.Title level={2}>{say('matches')}</Typography.Title>
      <Reading of={read} />
      {read.data && (
        <DataTable<BankMatch>
          name={say('matches')}
          label={say('matches')}
          rows={read.data}
          rowKey={({ id }) => id}
          empty={say('noMatches')}
          columns={[
            { key: 'lines', title: say('reference'), text: ({ lines }) => lines.join(' ') },
            {
              key: 'movements',
              title: say('entry'),
              text: ({ movements }) => say('movementsOf', { count: movements.length }),
            },
            {
              ...{ key: 'amount', title: say('amount'), isFigure: true, isMoney: true },
              text: ({ amountFen }) => money(amountFen),
              order: ({ amountFen }) => amountFen,
            },
            { key: 'by', title: say('by'), text: ({ foundBy }) => say(`by.${foundBy}`) },
            ...(may
              ? [
                  {
                    ...{ key: 'acts', title: say('acts'), isAct: true, text: () => '' },
                    render: ({ id }: BankMatch) => (
                      <Button size="small" onClick={() => setUndone(id)}>
                        {say('undo')}
                      </Button>
                    ),
                  },
                ]
              : []),
          ]}
        />
      )}
      {undone !== undefined && (
        <ReasonDrawer
          title={say('undo')}
          form={`take-match-back.${undone}`}
          hint={say('undoWhat')}
          done={say('undone')}
          send={({ reason }, key) =>
            answerOf(
              api.POST('/v1/bank-accounts/{id}/match-returns', {
                params: { path: { id: account }, header: { 'Idempotency-Key': key } },
                body: { match: undone, reason },
              }),
            )
          }
          onClose={() => setUndone(undefined)}
        />
      )}
    </section>
  )
}
