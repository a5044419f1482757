import { Form, Radio } from 'antd'
import type { ReactNode } from 'react'
import { say } from './words.ts'

const grounds = [
  'attached-by-mistake',
  'retention-ended',
  'purpose-fulfilled',
  'asked-by-person',
  'consent-withdrawn',
  'recorded-unlawfully',
] as const
export type ErasureGround = (typeof grounds)[number]

/** Why a file is made unreadable for good. */
export function ErasureGroundItem(): ReactNode {
  return (
    <Form.Item name="reason" label={say('erasureGround')}>
      <Radio.Group
        className="in-column"
        options={grounds.map((ground) => ({ value: ground, label: say(`erase.${ground}`) }))}
      />
    </Form.Item>
  )
}
