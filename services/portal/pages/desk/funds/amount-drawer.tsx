import { Form, Input } from 'antd'
import type { ReactNode } from 'react'
import type { Schemas } from '../../common/api/client.ts'
import { ActDrawer } from '../parts/act-drawer.tsx'
import { useNames } from '../parts/directory.queries.ts'
import { YuanInput } from '../parts/yuan-input.tsx'
import { say } from './words.ts'

interface Typed {
  readonly amountFen: number
  readonly reason: string
}

/** An act that is an amount and a reason: what goes back, or what should have been entered. */
export function AmountDrawer(props: {
  readonly title: string
  readonly form: string
  readonly amountLabel: string
  readonly amountFen: number
  readonly submit: string
  readonly done: string
  preview(typed: Typed, key: string): Promise<Schemas['ActPreview']>
  send(typed: Typed, key: string): Promise<object>
  readonly onClose: () => void
}): ReactNode {
  const { amountLabel, amountFen, ...drawer } = props
  const nameOf = useNames()
  return (
    <ActDrawer<Typed, Typed, object> {...drawer} empty={{ amountFen }} toBody={toTyped} nameOf={nameOf}>
      <Form.Item name="amountFen" label={amountLabel} rules={[{ required: true, message: say('amountMissing') }]}>
        <YuanInput />
      </Form.Item>
      <Form.Item name="reason" label={say('reason')} rules={[{ required: true, message: say('reasonMissing') }]}>
        <Input maxLength={200} />
      </Form.Item>
    </ActDrawer>
  )
}

function toTyped({ amountFen, reason }: Partial<Typed>): Typed | undefined {
  return amountFen === undefined || !reason?.trim() ? undefined : { amountFen, reason: reason.trim() }
}
