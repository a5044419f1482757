import { useQuery } from '@tanstack/react-query'
import { App, Button, Empty, Form, Input } from 'antd'
import type { ReactNode } from 'react'
import { answerOf, api } from '../../common/api/client.ts'
import { mark } from '../../common/punctuation.ts'
import { useSession } from '../../common/react/session.tsx'
import { useAct } from '../../common/react/use-act.ts'
import { RegionTable } from '../parts/region-table.tsx'
import { Failure, Loading } from '../shell/states.tsx'
import { type Programme, type Round, roundsQuery } from './programmes.queries.ts'
import { say } from './words.ts'

/** A round freezes the roster as the plan that coverage is counted against; rounds of sites are planned with their goods. */
export function RoundsTab({ programme }: { readonly programme: Programme }): ReactNode {
  const { role } = useSession()
  const { id, plan, status, rules } = programme
  const { data, error } = useQuery(roundsQuery(id))
  const windowName = (key: string) => rules.windows.find(({ window }) => window === key)?.name ?? key
  if (error) return <Failure error={error} />
  if (!data) return <Loading />
  return (
    <>
      <p className="hint">{say(plan === 'people' ? 'roundsWhat' : 'roundsOfSites')}</p>
      {role === 'officer' && plan === 'people' && status === 'open' && <OpenRound programme={id} />}
      {data.length === 0 ? (
        <Empty description={say('roundsNone')} />
      ) : (
        <RegionTable<Round>
          label={say('rounds')}
          rowKey="id"
          dataSource={[...data].reverse()}
          columns={[
            { title: say('name'), dataIndex: 'name' },
            { title: say('windows'), render: (_, { windows }) => windows.map(windowName).join(mark('list')) },
            { title: say('frozen'), dataIndex: 'frozen', align: 'right' },
            { title: say('entriesNow'), dataIndex: 'entriesNow', align: 'right' },
            { title: say('status'), render: (_, { sealed }) => say(sealed ? 'sealed' : 'freezing') },
          ]}
        />
      )}
    </>
  )
}

function OpenRound({ programme }: { readonly programme: string }): ReactNode {
  const { message } = App.useApp()
  const [form] = Form.useForm<{ name: string }>()
  const open = useAct(
    (body: { readonly name: string }, key) =>
      answerOf(
        api.POST('/v1/programmes/{id}/rounds', {
          body,
          params: { path: { id: programme }, header: { 'Idempotency-Key': key } },
        }),
      ),
    {
      onDone() {
        form.resetFields()
        void message.success(say('roundOpened'))
      },
    },
  )
  return (
    <>
      <Form
        form={form}
        layout="inline"
        onFinish={(typed) => open.mutate(typed)}
        style={{ marginBlockEnd: 12, rowGap: 8 }}
      >
        <Form.Item name="name" label={say('roundName')} rules={[{ required: true, message: say('nameMissing') }]}>
          <Input maxLength={100} placeholder={say('roundNameHint')} />
        </Form.Item>
        <Button htmlType="submit" loading={open.isPending}>
          {say('openRound')}
        </Button>
      </Form>
      {open.error && <Failure error={open.error} />}
    </>
  )
}
