import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Form, Input, Popconfirm, Tag, Typography } from 'antd'
import { type ReactNode, useState } from 'react'
import { answerOf, api } from '../../common/api/client.ts'
import { useAct } from '../../common/react/use-act.ts'
import { sayDay, shanghaiDay } from '../../common/shanghai.ts'
import { ActForm } from '../parts/act-form.tsx'
import { Reading } from '../shell/reading.tsx'
import { Failure } from '../shell/states.tsx'
import { type Account, tokensQuery } from './accounts.queries.ts'
import { say } from './words.ts'

/** Of a machine, or of a merchant's phone, which has one. */
export function Tokens({ account, mayChange }: { readonly account: Account; readonly mayChange: boolean }): ReactNode {
  const read = useQuery(tokensQuery(account.id))
  const { data } = read
  const revoke = useAct((token: string, key) =>
    answerOf(
      api.DELETE('/v1/accounts/{id}/tokens/{token}', {
        params: { path: { id: account.id, token }, header: { 'Idempotency-Key': key } },
      }),
    ),
  )
  return (
    <>
      <Typography.Title level={2} style={{ fontSize: 16 }}>
        {say(account.kind === 'device' ? 'phone' : 'tokens')}
      </Typography.Title>
      {revoke.error && <Failure error={revoke.error} />}
      <Reading of={read} />
      {data && data.items.length === 0 && <p>{say('noTokens')}</p>}
      <ul className="steps">
        {data?.items.map(({ id, label, issuedAt, expiresOn, revoked }) => (
          <li key={id} style={{ display: 'flex', flexWrap: 'wrap', gap: 8, alignItems: 'center' }}>
            <strong>{label}</strong>
            <span>{say('issuedOn', { day: sayDay(shanghaiDay(issuedAt)) })}</span>
            {expiresOn !== undefined && <span>{say('expiresOn', { day: sayDay(expiresOn) })}</span>}
            {revoked && <Tag>{say('revoked')}</Tag>}
            {mayChange && !revoked && (
              <Popconfirm title={say('revokeSure')} okText={say('revoke')} onConfirm={() => revoke.mutate(id)}>
                <Button size="small" danger>
                  {say('revoke')}
                </Button>
              </Popconfirm>
            )}
          </li>
        ))}
      </ul>
      {mayChange && account.kind === 'machine' && <IssueToken account={account} />}
    </>
  )
}

function IssueToken({ account }: { readonly account: Account }): ReactNode {
  const [token, setToken] = useState<string>()
  return (
    <>
      <ActForm
        form={`token.${account.id}`}
        layout="inline"
        submit={say('issueToken')}
        perform={({ label }: { readonly label: string }, key) =>
          answerOf(
            api.POST('/v1/accounts/{id}/tokens', {
              params: { path: { id: account.id }, header: { 'Idempotency-Key': key } },
              body: { label },
            }),
          )
        }
        onDone={(issued) => setToken(issued.token)}
      >
        <Form.Item
          name="label"
          label={say('tokenLabel')}
          rules={[{ required: true, message: say('tokenLabelMissing') }]}
        >
          <Input maxLength={60} />
        </Form.Item>
      </ActForm>
      {token !== undefined && (
        <Alert
          type="success"
          role="status"
          title={say('tokenOnce')}
          description={
            <Typography.Paragraph copyable={{ text: token }} style={{ overflowWrap: 'anywhere' }}>
              {token}
            </Typography.Paragraph>
          }
        />
      )}
    </>
  )
}
