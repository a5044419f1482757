import { App, Button, Flex, Form, Input } from 'antd'
import { type ReactNode, useState } from 'react'
import { useAct } from '../../common/react/use-act.ts'
import { useDraft } from '../../common/react/use-draft.ts'
import { Restored, Unanswered } from '../parts/unanswered.tsx'
import { Failure } from '../shell/states.tsx'
import { say } from './words.ts'

/** Yes to what is shown, or no with a reason. */
export function Decision({
  form,
  approve: approveWord,
  approved,
  refused,
  sendApproval,
  sendRefusal,
}: {
  /** Unique, with the version of what is decided on. */
  readonly form: string
  readonly approve: string
  readonly approved: string
  readonly refused: string
  sendApproval(key: string): Promise<object>
  sendRefusal(reason: string, key: string): Promise<object>
}): ReactNode {
  const { message } = App.useApp()
  const draft = useDraft(`decide.${form}`, { reason: '' })
  const [reason, setReason] = useState(draft.initial.reason)
  const [isMissing, setMissing] = useState(false)
  const done = (word: string) => () => {
    draft.drop()
    void message.success(word, 6)
  }
  const approve = useAct((_: object, key) => sendApproval(key), { form: `approve.${form}`, onDone: done(approved) })
  const refuse = useAct((typed: string, key) => sendRefusal(typed, key), {
    form: `refuse.${form}`,
    onDone: done(refused),
  })
  const error = approve.error ?? refuse.error
  const isSending = approve.isPending || refuse.isPending
  return (
    <Form layout="vertical" className="not-on-paper" style={{ marginBlockStart: 16 }}>
      <Form.Item
        label={say('refusalReason')}
        htmlFor={`reason-${form}`}
        {...(isMissing && { validateStatus: 'error' as const, help: say('refusalReasonMissing') })}
      >
        <Input
          id={`reason-${form}`}
          maxLength={200}
          value={reason}
          onChange={({ target }) => {
            setReason(target.value)
            setMissing(false)
            draft.keep({ reason: target.value })
          }}
        />
      </Form.Item>
      <Restored draft={draft} />
      <Unanswered act={approve} />
      <Unanswered act={refuse} />
      {error && <Failure error={error} />}
      <Flex gap="small" wrap className="decision">
        <Button type="primary" loading={approve.isPending} disabled={isSending} onClick={() => approve.mutate({})}>
          {approveWord}
        </Button>
        <Button
          danger
          loading={refuse.isPending}
          disabled={isSending}
          onClick={() => (reason.trim() ? refuse.mutate(reason.trim()) : setMissing(true))}
        >
          {say('refuse')}
        </Button>
      </Flex>
    </Form>
  )
}
