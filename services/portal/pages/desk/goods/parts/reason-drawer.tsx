import { Form, Input } from 'antd'
import type { ReactNode } from 'react'
import { say } from '../words.ts'
import type { asked } from './asked.ts'
import { GoodsAct } from './goods-act.tsx'

export interface Reasoned {
  readonly reason: string
}

/** An act that asks for nothing but its reason. */
export function ReasonDrawer({
  hint,
  ...act
}: {
  readonly title: string
  readonly form: string
  readonly submit?: string
  readonly hint?: string
  readonly act: Pick<ReturnType<typeof asked<Reasoned>>, 'send'> & Partial<ReturnType<typeof asked<Reasoned>>>
  readonly onClose: () => void
}): ReactNode {
  return (
    <GoodsAct<Reasoned, Reasoned>
      {...act}
      empty={{}}
      toBody={({ reason }) => (reason?.trim() ? { reason: reason.trim() } : undefined)}
    >
      {hint && <p className="hint">{hint}</p>}
      <ReasonField />
    </GoodsAct>
  )
}

export function ReasonField(): ReactNode {
  return (
    <Form.Item name="reason" label={say('reason')} rules={[{ required: true, message: say('reasonMissing') }]}>
      <Input maxLength={500} />
    </Form.Item>
  )
}
