import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { Button, Typography } from 'antd'
import type { ReactNode } from 'react'
import { mark } from '../../common/punctuation.ts'
import { DataTable } from '../../common/react/data-table.tsx'
import { allProgrammesQuery, useKindName } from '../parts/directory.queries.ts'
import { useDivisionName } from '../parts/divisions.queries.ts'
import { NoneYet } from '../parts/none-yet.tsx'
import { usePower } from '../parts/powers.queries.ts'
import { Reading } from '../shell/reading.tsx'
import { useToday } from '../shell/simulated-date.tsx'
import type { Programme } from './programmes.queries.ts'
import { stageOf } from './stage.ts'
import { sayWindow } from './window-days.ts'
import { say } from './words.ts'
import '../parts/parts.css'

export function ProgrammesPage(): ReactNode {
  const power = usePower('defineProgramme')
  const navigate = useNavigate()
  const read = useQuery(allProgrammesQuery)
  const { data } = read
  const kind = useKindName()
  const today = useToday()
  const division = useDivisionName(data?.map((one) => one.division) ?? [])
  return (
    <>
      <Typography.Title level={1}>{say('programmes')}</Typography.Title>
      {power?.kind === 'may' && (
        <Button
          type="primary"
          style={{ marginBlockEnd: 12 }}
          onClick={() => void navigate({ to: '/desk/new-programme' })}
        >
          {say('new')}
        </Button>
      )}
      <Reading of={read} />
      {data?.length === 0 && <NoneYet none={say('none')} act="defineProgramme" how={say('noneHow')} />}
      {data && data.length > 0 && (
        <DataTable<Programme>
          name={say('programmes')}
          rows={[...data].reverse()}
          rowKey={({ id }) => id}
          columns={[
            {
              key: 'name',
              title: say('name'),
              text: ({ name }) => name,
              order: ({ name }) => name,
              render: ({ id, name }) => (
                <Link to="/desk/programmes/$programme" params={{ programme: id }}>
                  {name}
                </Link>
              ),
            },
            { key: 'kind', title: say('kind'), text: (one) => kind(one.kind), order: (one) => kind(one.kind) },
            { key: 'year', title: say('year'), text: ({ year }) => String(year), order: ({ year }) => year },
            { key: 'division', title: say('division'), text: (one) => division(one.division) },
            {
              key: 'windows',
              title: say('windows'),
              text: ({ rules: { windows } }) => windows.map(sayWindow).join(mark('list')),
            },
            { key: 'status', title: say('status'), text: (one) => say(`status.${stageOf(one, today)}`) },
          ]}
        />
      )}
    </>
  )
}
