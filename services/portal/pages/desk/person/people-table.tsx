import { Link } from '@tanstack/react-router'
import { Button, Space } from 'antd'
import type { ReactNode } from 'react'
import type { AnswerOf } from '../../common/api/client.ts'
import { DataTable } from '../../common/react/data-table.tsx'
import { say } from './words.ts'

type Worker = AnswerOf<'listWorkers'>['items'][number]
export interface Person extends Worker {
  readonly employerName?: string | undefined
}

interface PeopleTableProps {
  readonly people: readonly Person[]
  readonly empty: string
  readonly onRemove?: (person: Person) => void
}

export function PeopleTable({ people, empty, onRemove }: PeopleTableProps): ReactNode {
  return (
    <DataTable<Person>
      name="people"
      label={say('people')}
      hasFile={false}
      rows={people}
      rowKey={({ id }) => id}
      empty={empty}
      columns={[
        {
          key: 'name',
          title: say('name'),
          width: 140,
          text: (one) => nameOf(one).name,
          order: (one) => nameOf(one).name,
        },
        {
          ...{ key: 'identity', title: say('identityNumber'), width: 190 },
          text: ({ person }) => person?.identityNumber ?? '',
        },
        { key: 'phone', title: say('phone'), width: 130, text: ({ person }) => person?.phone ?? '' },
        {
          ...{ key: 'employer', title: say('employer'), width: 220 },
          text: ({ employerName }) => employerName ?? '—',
          order: ({ employerName }) => employerName ?? '',
        },
        { key: 'trade', title: say('trade'), width: 100, text: ({ trade }) => trade, order: ({ trade }) => trade },
        {
          ...{ key: 'actions', title: say('actions'), width: 160, isAct: true, text: () => '' },
          render: (one) => (
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
