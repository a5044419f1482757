import type { UsualPurpose } from '@welfare/contracts/words/purpose-words.ts'
import { Button, Flex, Form, Input } from 'antd'
import type { ReactNode } from 'react'
import { purposeOf, sayPurpose } from './purposes.ts'
import { say } from './words.ts'

/** What names are read for, which is recorded: nothing is said beforehand, and a usual purpose is one click away. */
export function PurposeItem({ usual }: { readonly usual: readonly UsualPurpose[] }): ReactNode {
  return (
    <Form.Item
      name="purpose"
      label={say('purpose')}
      rules={[{ required: true, whitespace: true, message: say('purposeMissing') }]}
    >
      <PurposeInput usual={usual} />
    </Form.Item>
  )
}

interface PurposeInputProps {
  readonly usual: readonly UsualPurpose[]
  readonly id?: string
  readonly value?: string
  readonly onChange?: (purpose: string) => void
}

function PurposeInput({ usual, id, value = '', onChange }: PurposeInputProps): ReactNode {
  return (
    <Flex vertical gap={4}>
      <Input
        id={id}
        maxLength={200}
        style={{ maxWidth: 320 }}
        placeholder={say('purposeHint')}
        value={sayPurpose(value)}
        onChange={({ target }) => onChange?.(purposeOf(target.value, usual))}
      />
      <Flex wrap gap={4} role="group" aria-label={say('usualPurposes')}>
        {usual.map((code) => (
          <Button key={code} size="small" aria-pressed={value === code} onClick={() => onChange?.(code)}>
            {sayPurpose(code)}
          </Button>
        ))}
      </Flex>
    </Flex>
  )
}
