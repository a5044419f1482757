import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Form, Input } from 'antd'
import { type ReactNode, useState } from 'react'
import { answerOf, api } from '../../common/api/client.ts'
import { ProblemError } from '../../common/api/problem.ts'
import type { Session } from '../../common/react/session.tsx'
import { useAct } from '../../common/react/use-act.ts'
import { doorQuery } from './door.queries.ts'
import { NewPasswordItems } from './new-password-items.tsx'
import { Failure } from './states.tsx'
import { say } from './words.ts'

interface Typed {
  readonly account: string
  readonly password: string
  readonly newPassword?: string
}

/**
 * With a one-time password it asks for a password of one's own.
 * @param account whose session has ended: only that one signs in here
 */
export function SignInForm({
  account,
  onSignedIn,
}: {
  readonly account?: string
  readonly onSignedIn: (session: Session) => void
}): ReactNode {
  const [isOneTime, setOneTime] = useState(false)
  const { data: door } = useQuery(doorQuery)
  const signIn = useAct(
    ({ account, password, newPassword }: Typed) =>
      answerOf(
        api.POST('/v1/session', { body: { account, password, ...(newPassword !== undefined && { newPassword }) } }),
      ).catch((error: unknown) => {
        if (!isNewPasswordAsked(error)) throw error
        setOneTime(true)
        return undefined
      }),
    { changes: [], onDone: (session) => session && onSignedIn(session) },
  )
  return (
    <Form<Typed>
      name="sign-in"
      layout="vertical"
      requiredMark={false}
      initialValues={{ account }}
      onFinish={({ account, password, newPassword }) =>
        signIn.mutate({ account, password, ...(newPassword !== undefined && { newPassword }) })
      }
    >
      <Form.Item name="account" label={say('account')} rules={[{ required: true, message: say('accountMissing') }]}>
        <Input autoComplete="username" autoFocus readOnly={account !== undefined || isOneTime} />
      </Form.Item>
      <Form.Item
        name="password"
        label={isOneTime ? say('oneTimePassword') : say('password')}
        rules={[{ required: true, message: say('passwordMissing') }]}
      >
        <Input.Password autoComplete="current-password" readOnly={isOneTime} />
      </Form.Item>
      {isOneTime && (
        <>
          <Form.Item>
            <Alert type="info" showIcon title={say('chooseOwn')} />
          </Form.Item>
          <NewPasswordItems />
        </>
      )}
      {signIn.error && (
        <Form.Item>
          <Failure error={signIn.error} />
        </Form.Item>
      )}
      <Button type="primary" htmlType="submit" loading={signIn.isPending} block>
        {isOneTime ? say('setPassword') : say('signIn')}
      </Button>
      {door?.signOn && !isOneTime && (
        <Button href="/v1/sign-on" block style={{ marginBlockStart: 8 }}>
          {say('signOn')}
        </Button>
      )}
    </Form>
  )
}

function isNewPasswordAsked(error: unknown): boolean {
  return error instanceof ProblemError && error.code === 'new-password-required'
}
