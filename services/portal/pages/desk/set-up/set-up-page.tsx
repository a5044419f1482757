import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { ACCOUNT_NAME } from '@welfare/contracts/events/written-numbers.ts'
import { Alert, Button, Card, Flex, Form, Input, Steps, Typography } from 'antd'
import type { ReactNode } from 'react'
import { answerOf, api } from '../../common/api/client.ts'
import { useAct } from '../../common/react/use-act.ts'
import { doorQuery, useSitDown } from '../shell/door.queries.ts'
import { LanguageSwitch } from '../shell/language-switch.tsx'
import { NewPasswordItems } from '../shell/new-password-items.tsx'
import { Reading } from '../shell/reading.tsx'
import { Failure } from '../shell/states.tsx'
import { say } from './words.ts'

interface Typed {
  readonly code: string
  readonly account: string
  readonly newPassword: string
}

/** The first administrator, with the code of the terminal; the other steps are for who is signed in. */
export function SetUpPage(): ReactNode {
  const read = useQuery(doorQuery)
  const { data: door } = read
  return (
    <main className="narrow-page">
      <Flex justify="end">
        <LanguageSwitch />
      </Flex>
      <Typography.Title>{say('title')}</Typography.Title>
      <Typography.Paragraph>{say('what')}</Typography.Paragraph>
      <Reading of={read} />
      {door?.isSetUp && (
        <Alert type="success" showIcon title={say('already')} action={<Link to="/desk">{say('toSignIn')}</Link>} />
      )}
      {door?.isSetUp === false && <FirstAdministrator />}
    </main>
  )
}

function FirstAdministrator(): ReactNode {
  const navigate = useNavigate()
  const sitDown = useSitDown()
  const setUp = useAct(
    async ({ code, account, newPassword: password }: Typed) => {
      await answerOf(api.POST('/v1/setup', { body: { code: code.trim(), account, password } }))
      return answerOf(api.POST('/v1/session', { body: { account, password } }))
    },
    {
      onDone(session) {
        sitDown(session)
        void navigate({ to: '/desk/first-steps' })
      },
    },
  )
  return (
    <>
      <Steps
        className="not-on-phone"
        size="small"
        current={0}
        items={(['administrator', 'union', 'officer', 'approver', 'limit'] as const).map((step) => ({
          title: say(`step.${step}`),
        }))}
      />
      <Card title={<h2>{say('step.administrator')}</h2>} style={{ marginBlockStart: 24 }}>
        <Typography.Paragraph>{say('administratorWhat')}</Typography.Paragraph>
        <Form<Typed>
          name="set-up"
          layout="vertical"
          requiredMark={false}
          initialValues={{ account: 'admin' }}
          onFinish={(typed) => setUp.mutate(typed)}
        >
          <Form.Item
            name="code"
            label={say('code')}
            extra={say('codeWhere')}
            rules={[{ required: true, message: say('codeMissing') }]}
          >
            <Input autoFocus autoComplete="one-time-code" spellCheck={false} placeholder="XXXX-XXXX-XXXX" />
          </Form.Item>
          <Form.Item
            name="account"
            label={say('account')}
            extra={say('accountWhat')}
            rules={[{ required: true, pattern: ACCOUNT_NAME, message: say('accountForm') }]}
          >
            <Input autoComplete="username" spellCheck={false} />
          </Form.Item>
          <NewPasswordItems />
          {setUp.error && (
            <Form.Item>
              <Failure error={setUp.error} />
            </Form.Item>
          )}
          <Button type="primary" htmlType="submit" loading={setUp.isPending}>
            {say('begin')}
          </Button>
        </Form>
      </Card>
    </>
  )
}
