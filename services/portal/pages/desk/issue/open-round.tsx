import { App, Button, Form, Input } from 'antd'
import { type ReactNode, useState } from 'react'
import { answerOf, api } from '../../common/api/client.ts'
import { mark } from '../../common/punctuation.ts'
import { useAct } from '../../common/react/use-act.ts'
import { useDraft } from '../../common/react/use-draft.ts'
import { ManySelect } from '../parts/many-select.tsx'
import { Restored, Unanswered } from '../parts/unanswered.tsx'
import type { Programme } from '../shell/programme-choice.tsx'
import { Failure } from '../shell/states.tsx'
import { stateOfWindow } from './window-state.ts'
import { say } from './words.ts'

interface Typed {
  readonly name: string
  readonly windows: readonly string[]
}

interface OpenRoundProps {
  readonly programme: Programme
  readonly isFirst: boolean
  readonly today: string
  readonly onOpened: (round: string) => void
}

/** Freezes the roster of today under a name: whom an issuance is for, and against whom coverage is counted. */
export function OpenRound({ programme, isFirst, today, onOpened }: OpenRoundProps): ReactNode {
  const { windows, lateEntryDays } = programme.rules
  const { modal } = App.useApp()
  const [form] = Form.useForm<Typed>()
  const offered = windows.filter((window) => stateOfWindow(window, lateEntryDays, today) === 'open')
  const [isOpened, setOpened] = useState(false)
  const draft = useDraft<Typed>(`round.${programme.id}`, { name: '', windows: offered.map(({ window }) => window) })
  const open = useAct(
    (body: Typed, key: string) =>
      answerOf(
        api.POST('/v1/programmes/{id}/rounds', {
          params: { path: { id: programme.id }, header: { 'Idempotency-Key': key } },
          body: { name: body.name, windows: [...body.windows] },
        }),
      ),
    {
      form: `round.${programme.id}`,
      changes: [['rounds', programme.id]],
      onDone: ({ id }) => {
        draft.drop()
        setOpened(true)
        form.setFieldValue('name', '')
        onOpened(id)
      },
    },
  )
  function confirm(typed: Typed): void {
    const names = windows.filter(({ window }) => typed.windows.includes(window)).map(({ name }) => name)
    modal.confirm({
      title: say('freezeTitle', { name: typed.name }),
      content: say('freezeWhat', { windows: names.join(mark('list')) }),
      okText: say('freezeNow'),
      cancelText: say('back'),
      onOk: () => open.mutate(typed),
    })
  }
  return (
    <Form<Typed>
      form={form}
      layout="inline"
      style={{ rowGap: 8, marginBlockEnd: 16 }}
      initialValues={draft.initial}
      onValuesChange={(_, typed) => draft.keep(typed)}
      onFinish={confirm}
    >
      <Form.Item
        name="name"
        label={say('newRound')}
        rules={[{ required: true, whitespace: true, message: say('nameMissing') }]}
      >
        <Input maxLength={100} placeholder={say('roundHint')} style={{ width: 220 }} />
      </Form.Item>
      <Form.Item name="windows" label={say('windows')} rules={[{ required: true, message: say('windowsMissing') }]}>
        <ManySelect
          style={{ minWidth: 260 }}
          options={windows.map((window) => ({
            value: window.window,
            label: say(`window.${stateOfWindow(window, lateEntryDays, today)}`, { name: window.name }),
          }))}
        />
      </Form.Item>
      <Button htmlType="submit" type={isFirst ? 'primary' : 'default'} loading={open.isPending}>
        {say('freeze')}
      </Button>
      <div style={{ flexBasis: '100%' }}>
        {!isOpened && <Restored draft={draft} />}
        <Unanswered act={open} />
        {open.error && <Failure error={open.error} />}
      </div>
    </Form>
  )
}
