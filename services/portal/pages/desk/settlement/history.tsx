import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { AnswerOf } from '../../common/api/client.ts'
import { showInstant } from '../../common/shanghai.ts'
import { sayActor } from '../parts/actors.ts'
import { sayEventType } from '../parts/event-types.ts'
import { RegionTable } from '../parts/region-table.tsx'
import { Failure, Loading } from '../shell/states.tsx'
import { historyQuery } from './settlement.queries.ts'
import { say } from './words.ts'

type Told = AnswerOf<'getTrail'>['events'][number]

/** What was recorded of a merchant's statements or of a payment: when, what, by whom, why; the newest first. */
export function History({ of }: { readonly of: string }): ReactNode {
  const { data, error, refetch } = useQuery(historyQuery(of))
  if (error) return <Failure error={error} onRetry={() => void refetch()} />
  if (!data) return <Loading />
  return (
    <RegionTable<Told>
      label={say('history')}
      rowKey="id"
      dataSource={[...data].reverse()}
      columns={[
        { title: say('when'), render: (_, { recordedAt }) => showInstant(recordedAt) },
        { title: say('what'), render: (_, { type }) => sayEventType(type) },
        ...(data.some(({ data: { statement } }) => statement !== undefined)
          ? [
              {
                title: say('number'),
                render: (_: unknown, { data: { statement } }: Told) =>
                  typeof statement === 'number' ? say('numberOf', { number: statement }) : '',
              },
            ]
          : []),
        { title: say('who'), render: (_, { actor }) => sayActor(actor) },
        {
          title: say('reason'),
          render: (_, { data: { reason } }) => (typeof reason === 'string' ? reason : ''),
        },
      ]}
    />
  )
}
