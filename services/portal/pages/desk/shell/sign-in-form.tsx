import { Button, Form, Input } from 'antd'
import type { ReactNode } from 'react'
import { answerOf, api } from '../../common/api/client.ts'
import type { Session } from '../../common/react/session.tsx'
import { useAct } from '../../common/react/use-act.ts'
import { Failure } from './states.tsx'
import { say } from './words.ts'

interface Typed {
  readonly account: string
  readonly password: string
}

/** @param account whose session has ended: only that one signs in here */
export function SignInForm({
  account,
  onSignedIn,
}: {
  readonly account?: string
  readonly onSignedIn: (session: Session) => void
}): ReactNode {
  const signIn = useAct((body: Typed) => answerOf(api.POST('/v1/session', { body })), {
    changes: [],
    onDone: onSignedIn,
  })
  return (
    <Form<Typed>
      layout="vertical"
      requiredMark={false}
      initialValues={{ account }}
      onFinish={(typed) => signIn.mutate(typed)}
    >
      <Form.Item name="account" label={say('account')} rules={[{ required: true, message: say('accountMissing') }]}>
        <Input autoComplete="username" autoFocus readOnly={account !== undefined} />
      </Form.Item>
      <Form.Item name="password" label={say('password')} rules={[{ required: true, message: say('passwordMissing') }]}>
        <Input.Password autoComplete="current-password" />
      </Form.Item>
      {signIn.error && (
        <Form.Item>
          <Failure error={signIn.error} />
        </Form.Item>
      )}
      <Button type="primary" htmlType="submit" loading={signIn.isPending} block>
        {say('signIn')}
      </Button>
    </Form>
  )
}
