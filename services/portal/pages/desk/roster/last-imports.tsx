import { useQuery } from '@tanstack/react-query'
import { Empty, Tag, Typography } from 'antd'
import type { ReactNode } from 'react'
import type { AnswerOf } from '../../common/api/client.ts'
import { showInstant } from '../../common/shanghai.ts'
import { sayActor } from '../parts/actors.ts'
import { RegionTable } from '../parts/region-table.tsx'
import { Failure, Loading } from '../shell/states.tsx'
import { importsQuery } from './roster.queries.ts'
import { say } from './words.ts'

type RecordedImport = AnswerOf<'listRosterImports'>['items'][number]

export function LastImports({ programme }: { readonly programme: string }): ReactNode {
  const { data, error, refetch } = useQuery(importsQuery(programme))
  return (
    <section>
      <Typography.Title level={2}>{say('lastImports')}</Typography.Title>
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data?.items.length === 0 && <Empty description={say('noImports')} />}
      {data && data.items.length > 0 && (
        <RegionTable<RecordedImport>
          label={say('lastImports')}
          rowKey="id"
          pagination={false}
          dataSource={data.items}
          columns={[
            { title: say('when'), dataIndex: 'startedAt', render: showInstant },
            { title: say('who'), dataIndex: 'actor', render: sayActor },
            { title: say('rows'), dataIndex: 'rows', align: 'right', className: 'figure' },
            { title: say('outcome'), key: 'outcome', render: (_, one) => <Outcome {...one} /> },
          ]}
        />
      )}
    </section>
  )
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
