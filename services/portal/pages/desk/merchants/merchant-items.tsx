import { Form, Input } from 'antd'
import type { ReactNode } from 'react'
import type { BodyOf } from '../../common/api/client.ts'
import { DivisionItem } from '../parts/division-select.tsx'
import { say } from './words.ts'

export type MerchantFacts = BodyOf<'registerMerchant'>

export function MerchantItems(): ReactNode {
  return (
    <>
      <Form.Item
        name="name"
        label={say('name')}
        rules={[{ required: true, whitespace: true, message: say('nameMissing') }]}
      >
        <Input maxLength={100} />
      </Form.Item>
      <DivisionItem />
    </>
  )
}

/** Undefined as long as something is missing. */
export function toMerchantFacts({ name, division }: Partial<MerchantFacts>): MerchantFacts | undefined {
  return name?.trim() && division ? { name: name.trim(), division } : undefined
}
