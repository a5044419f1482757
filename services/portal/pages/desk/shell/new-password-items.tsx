import { Form, Input } from 'antd'
import type { ReactNode } from 'react'
import { say } from './words.ts'

const MIN_LENGTH = 12

/** `newPassword`, typed twice; in a form of the caller's. */
export function NewPasswordItems(): ReactNode {
  return (
    <>
      <Form.Item
        name="newPassword"
        label={say('newPassword')}
        extra={say('newPasswordWhat', { min: MIN_LENGTH })}
        rules={[{ required: true, min: MIN_LENGTH, message: say('newPasswordShort', { min: MIN_LENGTH }) }]}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      <Form.Item
        name="newPasswordAgain"
        label={say('newPasswordAgain')}
        dependencies={['newPassword']}
        rules={[
          { required: true, message: say('newPasswordAgainMissing') },
          ({ getFieldValue }) => ({
            validator: (_, typed) =>
              typed === undefined || typed === '' || typed === getFieldValue('newPassword')
                ? Promise.resolve()
                : Promise.reject(new Error(say('newPasswordDiffers'))),
          }),
        ]}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
    </>
  )
}
