import { Form, Input } from 'antd'
import type { ReactNode } from 'react'
import { ActDrawer } from '../../parts/act-drawer.tsx'
import { useGoodsNames } from '../goods.queries.ts'
import { say } from '../words.ts'
import type { asked } from './asked.ts'

interface Typed {
  readonly reason: string
}

/** An act that asks for nothing but its reason. */
export function ReasonDrawer({
  title,
  form,
  submit,
  hint,
  act,
  onClose,
}: {
  readonly title: string
  readonly form: string
  readonly submit: string
  readonly hint?: string
  readonly act: Pick<ReturnType<typeof asked<Typed>>, 'send'> & Partial<ReturnType<typeof asked<Typed>>>
  readonly onClose: () => void
}): ReactNode {
  const nameOf = useGoodsNames()
  return (
    <ActDrawer<Typed, Typed, object>
      title={title}
      form={form}
      empty={{}}
      toBody={({ reason }) => (reason?.trim() ? { reason: reason.trim() } : undefined)}
      {...act}
      submit={submit}
      done={say('done')}
      nameOf={nameOf}
      onClose={onClose}
    >
      {hint && <p className="hint">{hint}</p>}
      <ReasonField />
    </ActDrawer>
  )
}

export function ReasonField(): ReactNode {
  return (
    <Form.Item name="reason" label={say('reason')} rules={[{ required: true, message: say('reasonMissing') }]}>
      <Input maxLength={500} />
    </Form.Item>
  )
}
