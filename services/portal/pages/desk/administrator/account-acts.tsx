import { Button, Collapse, Form, Input, Select } from 'antd'
import { type ReactNode, useState } from 'react'
import { answerOf, api } from '../../common/api/client.ts'
import { useAct } from '../../common/react/use-act.ts'
import type { Role } from '../shell/roles.ts'
import { Failure } from '../shell/states.tsx'
import type { Account } from './accounts.queries.ts'
import { OneTimePassword } from './one-time-password.tsx'
import { ScopeItems, scopeOf, type TypedScope } from './scope-items.tsx'
import { say } from './words.ts'

const roles = ['officer', 'approver', 'auditor', 'administrator', 'merchant-owner', 'merchant-till'] as const

/** What an administrator does with somebody else's account. */
export function AccountActs({ account, version }: { readonly account: Account; readonly version: string }): ReactNode {
  return (
    <Collapse
      ghost
      items={[
        ...(account.kind === 'person'
          ? [{ key: 'password', label: say('resetPassword'), children: <ResetPassword account={account} /> }]
          : []),
        {
          key: 'authority',
          label: say('changeAuthority'),
          children: <ChangeAuthority key={version} account={account} version={version} />,
        },
        { key: 'close', label: say('closeAccount'), children: <CloseAccount account={account} /> },
      ]}
    />
  )
}

function ResetPassword({ account }: { readonly account: Account }): ReactNode {
  const [password, setPassword] = useState<string>()
  const reset = useAct(
    (_: undefined, key) =>
      answerOf(
        api.POST('/v1/accounts/{id}/password-reset', {
          params: { path: { id: account.id }, header: { 'Idempotency-Key': key } },
        }),
      ),
    { onDone: ({ oneTimePassword }) => setPassword(oneTimePassword) },
  )
  return (
    <>
      <p>{say('resetPasswordWhat')}</p>
      {reset.error && <Failure error={reset.error} />}
      {password === undefined ? (
        <Button loading={reset.isPending} onClick={() => reset.mutate(undefined)}>
          {say('makeOneTimePassword')}
        </Button>
      ) : (
        <OneTimePassword account={account.account} password={password} />
      )}
    </>
  )
}

interface TypedAuthority extends TypedScope {
  readonly role: Role
  readonly reason: string
}

function ChangeAuthority({ account, version }: { readonly account: Account; readonly version: string }): ReactNode {
  const [fields] = Form.useForm<TypedAuthority>()
  const { role: before, scope } = account
  const role = Form.useWatch('role', fields) ?? before
  const change = useAct(({ role, reason, ...typed }: TypedAuthority, key) =>
    answerOf(
      api.PUT('/v1/accounts/{id}/authority', {
        params: { path: { id: account.id }, header: { 'Idempotency-Key': key, 'If-Match': version } },
        body: { role, reason, scope: scopeOf(typed) },
      }),
    ),
  )
  const [division] = scope.divisions
  return (
    <Form<TypedAuthority>
      name="change-authority"
      form={fields}
      layout="vertical"
      requiredMark={false}
      initialValues={{ role: before, division, programmes: scope.programmes, merchants: scope.merchants }}
      onFinish={(typed) => change.mutate(typed)}
    >
      <Form.Item name="role" label={say('role')}>
        <Select options={roles.map((value) => ({ value, label: say(`role.${value}`) }))} />
      </Form.Item>
      <ScopeItems role={role} />
      <ReasonItem />
      {change.error && <Failure error={change.error} />}
      <Button htmlType="submit" loading={change.isPending}>
        {say('changeAuthority')}
      </Button>
    </Form>
  )
}

function CloseAccount({ account }: { readonly account: Account }): ReactNode {
  const close = useAct(({ reason }: { readonly reason: string }, key) =>
    answerOf(
      api.POST('/v1/accounts/{id}/closure', {
        params: { path: { id: account.id }, header: { 'Idempotency-Key': key } },
        body: { reason },
      }),
    ),
  )
  return (
    <Form<{ reason: string }>
      name="close-account"
      layout="vertical"
      requiredMark={false}
      onFinish={(typed) => close.mutate(typed)}
    >
      <p>{say('closeAccountWhat')}</p>
      <ReasonItem />
      {close.error && <Failure error={close.error} />}
      <Button danger htmlType="submit" loading={close.isPending}>
        {say('closeAccount')}
      </Button>
    </Form>
  )
}

function ReasonItem(): ReactNode {
  return (
    <Form.Item
      name="reason"
      label={say('reason')}
      rules={[{ required: true, whitespace: true, message: say('reasonMissing') }]}
    >
      <Input maxLength={200} />
    </Form.Item>
  )
}
