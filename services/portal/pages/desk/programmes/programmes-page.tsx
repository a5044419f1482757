import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { Button, Empty, Tag, Typography } from 'antd'
import type { ReactNode } from 'react'
import { useSession } from '../../common/react/session.tsx'
import { sayDay } from '../../common/shanghai.ts'
import { allProgrammesQuery, useKindName } from '../parts/directory.queries.ts'
import { useDivisionName } from '../parts/divisions.queries.ts'
import { RegionTable } from '../parts/region-table.tsx'
import { Failure, Loading } from '../shell/states.tsx'
import type { Programme } from './programmes.queries.ts'
import { say } from './words.ts'
import '../parts/parts.css'

export function ProgrammesPage(): ReactNode {
  const { role } = useSession()
  const navigate = useNavigate()
  const { data, error, refetch } = useQuery(allProgrammesQuery)
  const kind = useKindName()
  const division = useDivisionName(data?.map((one) => one.division) ?? [])
  return (
    <>
      <Typography.Title level={1}>{say('programmes')}</Typography.Title>
      {role === 'officer' && (
        <Button
          type="primary"
          style={{ marginBlockEnd: 12 }}
          onClick={() => void navigate({ to: '/desk/new-programme' })}
        >
          {say('new')}
        </Button>
      )}
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data?.length === 0 && <Empty description={say('none')} />}
      {data && data.length > 0 && (
        <RegionTable<Programme>
          label={say('programmes')}
          rowKey="id"
          dataSource={data.toReversed()}
          columns={[
            {
              title: say('name'),
              sorter: (a, b) => a.name.localeCompare(b.name, 'zh-CN'),
              render: (_, { id, name }) => (
                <Link to="/desk/programmes/$programme" params={{ programme: id }}>
                  {name}
                </Link>
              ),
            },
            { title: say('kind'), render: (_, one) => kind(one.kind) },
            { title: say('year'), dataIndex: 'year', sorter: (a, b) => a.year - b.year },
            { title: say('division'), render: (_, one) => division(one.division) },
            {
              title: say('windows'),
              render: (_, { rules: { windows } }) =>
                windows.map(({ window, name, from }) => (
                  <Tag key={window} title={sayDay(from)}>
                    {name}
                  </Tag>
                )),
            },
            { title: say('status'), render: (_, { status }) => say(`status.${status}`) },
          ]}
        />
      )}
    </>
  )
}
