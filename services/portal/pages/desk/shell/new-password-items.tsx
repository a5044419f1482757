import { Form, Input } from 'antd'
import type { ReactNode } from 'react'
import { say } from './words.ts'

const MIN_LENGTH = 12
const MIN_DIFFERENT = 6

/** `newPassword`, typed twice; in a form of the caller's. */
export function NewPasswordItems(): ReactNode {
  return (
    <>
      <Form.Item
        name="newPassword"
        label={say('newPassword')}
        extra={say('newPasswordWhat', { min: MIN_LENGTH, different: MIN_DIFFERENT })}
        rules={[
          ({ getFieldValue }) => ({
            validator(_, typed: string | undefined) {
              const weakness = weaknessOf(typed ?? '', String(getFieldValue('account') ?? ''))
              return weakness === undefined ? Promise.resolve() : Promise.reject(new Error(weakness))
            },
          }),
        ]}
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

/** The ledger's own rule, said before it is sent. */
function weaknessOf(password: string, account: string): string | undefined {
  const letters = [...password.normalize('NFKC')]
  if (letters.length < MIN_LENGTH) return say('newPasswordShort', { min: MIN_LENGTH })
  if (new Set(letters).size < MIN_DIFFERENT) return say('newPasswordAlike', { different: MIN_DIFFERENT })
  const holdsName = account.length >= 4 && letters.join('').toLowerCase().includes(account)
  return holdsName ? say('newPasswordNamesAccount') : undefined
}
