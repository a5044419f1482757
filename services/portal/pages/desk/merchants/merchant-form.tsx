import { Button, Form, Input } from 'antd'
import type { ReactNode } from 'react'
import { DivisionSelect, useOwnDivision } from '../parts/division-select.tsx'
import { Failure } from '../shell/states.tsx'
import { say } from './words.ts'

export interface MerchantFacts {
  readonly name: string
  readonly division: string
}

export function MerchantForm(props: {
  readonly initial?: MerchantFacts
  readonly submit: string
  readonly isSending: boolean
  readonly error: Error | null
  readonly onSend: (facts: MerchantFacts) => void
  readonly onChange?: (facts: MerchantFacts) => void
}): ReactNode {
  const { initial, submit, isSending, error, onSend, onChange } = props
  const own = useOwnDivision()
  return (
    <Form<MerchantFacts>
      layout="vertical"
      initialValues={initial ?? own}
      onValuesChange={(_, all) => onChange?.(all)}
      onFinish={({ name, division }) => onSend({ name: name.trim(), division })}
    >
      <Form.Item
        name="name"
        label={say('name')}
        rules={[{ required: true, whitespace: true, message: say('nameMissing') }]}
      >
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="division" label={say('division')} rules={[{ required: true, message: say('divisionMissing') }]}>
        <DivisionSelect />
      </Form.Item>
      {error && <Failure error={error} />}
      <Button type="primary" htmlType="submit" loading={isSending}>
        {submit}
      </Button>
    </Form>
  )
}
