import { useQuery } from '@tanstack/react-query'
import { Empty, Tag, Typography } from 'antd'
import type { ReactNode } from 'react'
import type { AnswerOf } from '../../common/api/client.ts'
import { mark } from '../../common/punctuation.ts'
import { DataTable } from '../../common/react/data-table.tsx'
import { showInstant } from '../../common/shanghai.ts'
import { sayActor } from '../parts/actors.ts'
import { Reading } from '../shell/reading.tsx'
import { importsQuery } from './roster.queries.ts'
import { say } from './words.ts'

type RecordedImport = AnswerOf<'listRosterImports'>['items'][number]

export function LastImports({ programme }: { readonly programme: string }): ReactNode {
  const read = useQuery(importsQuery(programme))
  const { data } = read
  return (
    <section>
      <Typography.Title level={2}>{say('lastImports')}</Typography.Title>
      <Reading of={read} />
      {data?.items.length === 0 && <Empty description={say('noImports')} />}
      {data && data.items.length > 0 && (
        <DataTable<RecordedImport>
          name="roster-imports"
          label={say('lastImports')}
          rows={data.items}
          rowKey={({ id }) => id}
          columns={[
            {
              ...{ key: 'when', title: say('when') },
              text: ({ startedAt }) => showInstant(startedAt),
              order: ({ startedAt }) => startedAt,
            },
            { key: 'who', title: say('who'), text: ({ actor }) => sayActor(actor), order: ({ actor }) => actor },
            {
              ...{ key: 'rows', title: say('rows'), isFigure: true },
              text: ({ rows }) => String(rows),
              order: ({ rows }) => rows,
            },
            { key: 'outcome', title: say('outcome'), text: sayOutcome, render: (one) => <Outcome {...one} /> },
          ]}
        />
      )}
    </section>
  )
}

function sayOutcome({ status, counts, code }: RecordedImport): string {
  if (status === 'running') return say('outcomeRunning')
  if (status === 'refused' || !counts) return say('importRefused', { code })
  const leftOut = counts.error + counts.warning
  const done = say('outcomeDone', { new: counts.new, update: counts.update, known: counts.known })
  return leftOut === 0 ? done : [done, say('outcomeLeftOut', { count: leftOut })].join(mark('part'))
}

function Outcome({ status, counts, code }: RecordedImport): ReactNode {
  if (status === 'running') return say('outcomeRunning')
  if (status === 'refused' || !counts) return <Tag color="error">{say('importRefused', { code })}</Tag>
  const leftOut = counts.error + counts.warning
  return (
    <>
      {say('outcomeDone', { new: counts.new, update: counts.update, known: counts.known })}{' '}
      {leftOut > 0 && (
        <>
          <Tag color="warning">{say('outcomeLeftOut', { count: leftOut })}</Tag> <small>{say('outcomeAgain')}</small>
        </>
      )}
    </>
  )
}
