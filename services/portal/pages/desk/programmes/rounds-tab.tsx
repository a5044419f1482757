import { useQuery } from '@tanstack/react-query'
import { App, Empty, Form, Input } from 'antd'
import type { ReactNode } from 'react'
import { answerOf, api } from '../../common/api/client.ts'
import { mark } from '../../common/punctuation.ts'
import { DataTable } from '../../common/react/data-table.tsx'
import { useSession } from '../../common/react/session.tsx'
import { ActForm } from '../parts/act-form.tsx'
import { Reading } from '../shell/reading.tsx'
import { type Programme, type Round, roundsQuery } from './programmes.queries.ts'
import { say } from './words.ts'

/** A round freezes the roster as the plan that coverage is counted against; rounds of sites are planned with their goods. */
export function RoundsTab({ programme }: { readonly programme: Programme }): ReactNode {
  const { role } = useSession()
  const { id, plan, status, rules } = programme
  const read = useQuery(roundsQuery(id))
  const { data } = read
  const windowName = (key: string) => rules.windows.find(({ window }) => window === key)?.name ?? key
  if (!data) return <Reading of={read} />
  return (
    <>
      <p className="hint">{say(plan === 'people' ? 'roundsWhat' : 'roundsOfSites')}</p>
      {role === 'officer' && plan === 'people' && status === 'open' && <OpenRound programme={id} />}
      {data.length === 0 ? (
        <Empty description={say('roundsNone')} />
      ) : (
        <DataTable<Round>
          name="rounds"
          label={say('rounds')}
          rows={[...data].reverse()}
          rowKey={({ id }) => id}
          columns={[
            { key: 'name', title: say('name'), text: ({ name }) => name, order: ({ name }) => name },
            {
              key: 'windows',
              title: say('windows'),
              text: ({ windows }) => windows.map(windowName).join(mark('list')),
            },
            {
              ...{ key: 'frozen', title: say('frozen'), isFigure: true },
              text: ({ frozen }) => String(frozen),
              order: ({ frozen }) => frozen,
            },
            {
              ...{ key: 'now', title: say('entriesNow'), isFigure: true },
              text: ({ entriesNow }) => String(entriesNow),
              order: ({ entriesNow }) => entriesNow,
            },
            { key: 'status', title: say('status'), text: ({ sealed }) => say(sealed ? 'sealed' : 'freezing') },
          ]}
        />
      )}
    </>
  )
}

function OpenRound({ programme }: { readonly programme: string }): ReactNode {
  const { message } = App.useApp()
  return (
    <ActForm
      form={`programme-round.${programme}`}
      layout="inline"
      submit={say('openRound')}
      perform={(body: { readonly name: string }, key) =>
        answerOf(
          api.POST('/v1/programmes/{id}/rounds', {
            body,
            params: { path: { id: programme }, header: { 'Idempotency-Key': key } },
          }),
        )
      }
      onDone={() => void message.success(say('roundOpened'))}
    >
      <Form.Item name="name" label={say('roundName')} rules={[{ required: true, message: say('nameMissing') }]}>
        <Input maxLength={100} placeholder={say('roundNameHint')} />
      </Form.Item>
    </ActForm>
  )
}
