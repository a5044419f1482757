import type { QueryKey } from '@tanstack/react-query'
import { Alert, Form, Input, Modal } from 'antd'
import type { ReactNode } from 'react'
import { useAct } from '../../common/react/use-act.ts'
import { useDraft } from '../../common/react/use-draft.ts'
import { Restored, Unanswered } from '../parts/unanswered.tsx'
import { Failure } from '../shell/states.tsx'
import { say } from './words.ts'

interface Reason {
  readonly reason: string
}

interface ReasonedActProps<Fields extends object, Result> {
  readonly title: string
  /** Unique name of the draft, with the id of what it is about. */
  readonly form: string
  /** Verb and object, on the button. */
  readonly act: string
  /** What it does, before it is done. */
  readonly effect?: ReactNode
  readonly isRisky?: boolean
  readonly fields?: ReactNode
  readonly initial?: Partial<Fields>
  readonly onTyped?: (typed: Partial<Fields>) => void
  readonly perform: (typed: Fields & Reason, key: string) => Promise<Result>
  /** Default: everything. */
  readonly changes?: readonly QueryKey[]
  /** Undefined: it was left undone. */
  readonly onDone: (result?: Result) => void
}

/** An act on a person or a card: what it does, why, and the act. Of what is typed the reason alone is kept. */
export function ReasonedAct<Fields extends object, Result>(props: ReasonedActProps<Fields, Result>): ReactNode {
  const { title, form: name, act, effect, isRisky, fields, initial, onTyped, perform, changes, onDone } = props
  const [form] = Form.useForm<Fields & Reason>()
  const draft = useDraft<Reason>(name, { reason: '' })
  const sent = useAct(perform, {
    form: name,
    ...(changes && { changes }),
    onDone(result) {
      draft.drop()
      onDone(result)
    },
  })
  return (
    <Modal
      open
      title={title}
      okText={act}
      okButtonProps={{ danger: isRisky === true }}
      cancelText={say('leave')}
      confirmLoading={sent.isPending}
      onOk={() => form.submit()}
      onCancel={() => onDone()}
    >
      {effect && <Alert type="info" showIcon title={effect} style={{ marginBlockEnd: 16 }} />}
      <Form<Fields & Reason>
        form={form}
        layout="vertical"
        initialValues={{ ...initial, ...draft.initial }}
        onValuesChange={(_, typed) => {
          draft.keep({ reason: typed.reason ?? '' })
          onTyped?.(typed)
        }}
        onFinish={(typed) => sent.mutate(typed)}
      >
        {fields}
        <Restored draft={draft} />
        <Form.Item
          name="reason"
          label={say('reason')}
          rules={[{ required: true, whitespace: true, message: say('reasonMissing') }]}
        >
          <Input.TextArea autoSize maxLength={300} />
        </Form.Item>
      </Form>
      <Unanswered act={sent} />
      {sent.error && <Failure error={sent.error} />}
    </Modal>
  )
}
