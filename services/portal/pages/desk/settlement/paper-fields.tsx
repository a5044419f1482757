import { Form, Input } from 'antd'
import type { ReactNode } from 'react'
import { say } from './words.ts'

export interface TypedPaper {
  readonly kind: string
  readonly paper: string
}

/** The paper that an act rests on. */
export function PaperFields(): ReactNode {
  return (
    <>
      <Form.Item name="kind" label={say('paperKind')} rules={[{ required: true, message: say('paperMissing') }]}>
        <Input maxLength={40} />
      </Form.Item>
      <Form.Item name="paper" label={say('paperNumber')} rules={[{ required: true, message: say('paperMissing') }]}>
        <Input maxLength={60} />
      </Form.Item>
    </>
  )
}

/** Undefined as long as something is missing. */
export function toDocument({ kind, paper }: Partial<TypedPaper>): { kind: string; number: string } | undefined {
  return kind?.trim() && paper?.trim() ? { kind: kind.trim(), number: paper.trim() } : undefined
}
