import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Button, Form, Input, Typography } from 'antd'
import { type ReactNode, useState } from 'react'
import { answerOf, api } from '../../common/api/client.ts'
import { useSession } from '../../common/react/session.tsx'
import { Failure } from '../shell/states.tsx'
import { PeopleSearch } from './people-search.tsx'
import { PeopleTable, type Person } from './people-table.tsx'
import { say } from './words.ts'

/** Somebody at the counter: with a card, or without. */
export function FindPersonPage(): ReactNode {
  const { role } = useSession()
  const [found, setFound] = useState<readonly Person[]>()
  return (
    <>
      <Typography.Title level={1}>{say('person')}</Typography.Title>
      <PeopleSearch onFound={setFound} />
      {role === 'officer' && <ByCard />}
      {found && <PeopleTable people={found} empty={say('nobodyFound')} />}
    </>
  )
}

function ByCard(): ReactNode {
  const navigate = useNavigate()
  const look = useMutation({
    mutationFn: ({ code }: { readonly code: string }) =>
      answerOf(api.GET('/v1/vouchers/{code}', { params: { path: { code: code.trim() } } })),
    onSuccess: ({ worker }) => void navigate({ to: '/desk/person/$worker', params: { worker } }),
  })
  return (
    <Form layout="inline" style={{ marginBlockEnd: 16, rowGap: 8 }} onFinish={look.mutate}>
      <Form.Item name="code" label={say('code')} rules={[{ required: true, message: say('codeMissing') }]}>
        <Input autoComplete="off" placeholder="7K3M-9QX2-TD" maxLength={40} style={{ width: 200 }} />
      </Form.Item>
      <Button htmlType="submit" loading={look.isPending}>
        {say('openByCard')}
      </Button>
      <div style={{ flexBasis: '100%' }}>{look.error && <Failure error={look.error} />}</div>
    </Form>
  )
}
