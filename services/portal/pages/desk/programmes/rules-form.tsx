import { App, Button, Form, Input, Space } from 'antd'
import { type ReactNode, useState } from 'react'
import { type Answered, answerOf, api } from '../../common/api/client.ts'
import { useAct } from '../../common/react/use-act.ts'
import { useDraft } from '../../common/react/use-draft.ts'
import { ChangedByOther, useBegunFrom, useChangedByOther } from '../parts/changed-by-other.tsx'
import { useNames } from '../parts/directory.queries.ts'
import { Restored, Unanswered } from '../parts/unanswered.tsx'
import { Failure, Loading } from '../shell/states.tsx'
import { type Programme, programmeQuery, type Rules } from './programmes.queries.ts'
import { RulesExample } from './rules-example.tsx'
import { RulesFields } from './rules-fields.tsx'
import { RulesInWords } from './rules-in-words.tsx'
import { type TypedRules, toRules, toTyped } from './typed-rules.ts'
import { say } from './words.ts'

interface Typed {
  readonly rules: TypedRules
  readonly reason?: string
}
interface Change {
  readonly rules: Rules
  readonly reason: string
  /** Of the programme that was looked at. */
  readonly version: string
}

/** New rules for a programme. What another officer has saved meanwhile is shown beside them, and nothing of either is lost. */
export function RulesForm({
  read,
  onClose,
}: {
  readonly read: Answered<Programme>
  readonly onClose: () => void
}): ReactNode {
  const { message } = App.useApp()
  const nameOf = useNames()
  const { seen, theirs, seeTheirs } = useBegunFrom(read)
  const { id, plan } = seen.body
  const [form] = Form.useForm<Typed>()
  const draft = useDraft<Typed>(`rules.${id}`, { rules: toTyped(seen.body.rules) })
  const [typed, setTyped] = useState<Typed>(draft.initial)
  const change = useAct(
    ({ version, ...body }: Change, key) =>
      answerOf(
        api.PUT('/v1/programmes/{id}/rules', {
          body,
          params: { path: { id }, header: { 'Idempotency-Key': key, 'If-Match': version } },
        }),
      ),
    {
      form: `rules.${id}`,
      onDone(answer) {
        draft.drop()
        void message.success(say('status' in answer ? 'rulesProposed' : 'rulesChanged'))
        onClose()
      },
    },
  )
  const rules = toRules(typed.rules)
  const reason = typed.reason?.trim()
  const isOther = useChangedByOther(change.error, programmeQuery(id).queryKey)

  function send(version: string | undefined): void {
    if (rules && reason && version !== undefined) change.mutate({ rules, reason, version })
  }

  return (
    <Form<Typed>
      form={form}
      layout="vertical"
      initialValues={draft.initial}
      onValuesChange={(_, all) => {
        setTyped(all)
        draft.keep(all)
      }}
      onFinish={() => send(seen.version)}
    >
      <Restored draft={draft} />
      <div className="rules-beside-example">
        <div>
          <RulesFields plan={plan} itself={id} />
        </div>
        {plan === 'people' && <RulesExample rules={rules} />}
      </div>
      <Form.Item name="reason" label={say('reason')} rules={[{ required: true, message: say('reasonMissing') }]}>
        <Input maxLength={200} />
      </Form.Item>
      <p className="hint">{say('rulesHold')}</p>
      {isOther && theirs && rules && (
        <ChangedByOther
          theirs={<RulesInWords rules={theirs.body.rules} nameOf={nameOf} />}
          mine={<RulesInWords rules={rules} nameOf={nameOf} />}
          onMine={() => {
            seeTheirs()
            send(theirs.version)
          }}
          onTheirs={() => {
            draft.drop()
            onClose()
          }}
        />
      )}
      {isOther && !theirs && <Loading />}
      <Unanswered act={change} />
      {change.error && !isOther && <Failure error={change.error} />}
      <Space style={{ marginBlockStart: 16 }}>
        <Button type="primary" htmlType="submit" loading={change.isPending} disabled={!rules || !reason || isOther}>
          {say('saveRules')}
        </Button>
        <Button onClick={onClose}>{say('later')}</Button>
      </Space>
    </Form>
  )
}
