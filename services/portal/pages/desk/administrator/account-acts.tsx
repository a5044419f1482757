import { Button, Collapse } from 'antd'
import { type ReactNode, useState } from 'react'
import { answerOf, api } from '../../common/api/client.ts'
import { useAct } from '../../common/react/use-act.ts'
import { ActForm } from '../parts/act-form.tsx'
import { Failure } from '../shell/states.tsx'
import type { Account } from './accounts.queries.ts'
import { Authority, ReasonItem, type VersionedAccount } from './change-authority.tsx'
import { OneTimePassword } from './one-time-password.tsx'
import { say } from './words.ts'

/** What an administrator does with somebody else's account. */
export function AccountActs(newest: VersionedAccount): ReactNode {
  const { account } = newest
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
          children: <Authority newest={newest} />,
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

function CloseAccount({ account: { id } }: { readonly account: Account }): ReactNode {
  return (
    <>
      <p>{say('closeAccountWhat')}</p>
      <ActForm
        form={`close-account.${id}`}
        submit={say('closeAccount')}
        isDanger
        perform={(body: { readonly reason: string }, key) =>
          answerOf(
            api.POST('/v1/accounts/{id}/closure', {
              params: { path: { id }, header: { 'Idempotency-Key': key } },
              body,
            }),
          )
        }
      >
        <ReasonItem />
      </ActForm>
    </>
  )
}
