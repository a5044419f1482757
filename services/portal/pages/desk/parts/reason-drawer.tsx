import { Form, Input } from 'antd'
import type { ComponentProps, ReactNode } from 'react'
import { ActDrawer } from './act-drawer.tsx'
import { say } from './words.ts'

export interface Reasoned {
  readonly reason: string
}

type Act = ComponentProps<typeof ActDrawer<Reasoned, Reasoned, object>>

interface Props
  extends Pick<Act, 'title' | 'form' | 'send' | 'preview' | 'nameOf'>,
    Partial<Pick<Act, 'submit' | 'done'>> {
  readonly hint?: string
  /** What it is about, beside the hint. */
  readonly above?: ReactNode
  readonly onClose: () => void
}

/** An act that asks for nothing but its reason; what is not said otherwise, its button says as its title does. */
export function ReasonDrawer({ hint, above, onClose, ...act }: Props): ReactNode {
  return (
    <ActDrawer<Reasoned, Reasoned, object>
      submit={act.title}
      done={say('recorded')}
      {...act}
      empty={{}}
      toBody={({ reason }) => (reason?.trim() ? { reason: reason.trim() } : undefined)}
      onClose={() => onClose()}
    >
      {hint && <p className="hint">{hint}</p>}
      {above}
      <ReasonField />
    </ActDrawer>
  )
}

export function ReasonField(): ReactNode {
  return (
    <Form.Item
      name="reason"
      label={say('reason')}
      rules={[{ required: true, whitespace: true, message: say('reasonMissing') }]}
    >
      <Input maxLength={500} />
    </Form.Item>
  )
}
