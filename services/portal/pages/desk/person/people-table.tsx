import { Link } from '@tanstack/react-router'
import { Button, Space } from 'antd'
import type { ReactNode } from 'react'
import type { AnswerOf } from '../../common/api/client.ts'
import { RegionTable } from '../parts/region-table.tsx'
import { say } from './words.ts'

type Worker = AnswerOf<'listWorkers'>['items'][number]
export interface Person extends Worker {
  readonly employerName?: string | undefined
}

const TALL = 500
/** Beyond these a table draws only the rows that are seen. */
const DRAWN_WHOLE = 200

interface PeopleTableProps {
  readonly people: readonly Person[]
  readonly empty: string
  readonly onRemove?: (person: Person) => void
}

export function PeopleTable({ people, empty, onRemove }: PeopleTableProps): ReactNode {
  const isLong = people.length > DRAWN_WHOLE
  return (
    <RegionTable<Person>
      label={say('people')}
      rowKey="id"
      dataSource={people}
      {...(isLong && { virtual: true, scroll: { x: 940, y: TALL }, style: { minWidth: 940 } })}
      locale={{ emptyText: <span>{empty}</span> }}
      columns={[
        {
          title: say('name'),
          key: 'name',
          width: 140,
          render: (_, { person, processing }) => person?.name ?? say(processing),
        },
        { title: say('identityNumber'), dataIndex: ['person', 'identityNumber'], width: 190, className: 'figure' },
        { title: say('phone'), dataIndex: ['person', 'phone'], width: 130, className: 'figure' },
        { title: say('employer'), key: 'employer', width: 220, render: (_, { employerName }) => employerName ?? '—' },
        { title: say('trade'), dataIndex: 'trade', width: 100 },
        {
          title: say('actions'),
          key: 'actions',
          width: 160,
          render: (_, one) => (
            <Space>
              <Link to="/desk/person/$worker" params={{ worker: one.id }} aria-label={say('openWho', nameOf(one))}>
                {say('open')}
              </Link>
              {onRemove && (
                <Button type="link" danger size="small" onClick={() => onRemove(one)}>
                  {say('remove')}
                </Button>
              )}
            </Space>
          ),
        },
      ]}
    />
  )
}

function nameOf({ person, processing }: Person) {
  return { name: person?.name ?? say(processing) }
}
