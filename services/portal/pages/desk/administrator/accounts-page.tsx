import { useQuery } from '@tanstack/react-query'
import { Button, Flex, Input, Tag, Typography } from 'antd'
import { type ReactNode, useState } from 'react'
import { useSession } from '../../common/react/session.tsx'
import { useDivisionName } from '../parts/divisions.queries.ts'
import { RegionTable } from '../parts/region-table.tsx'
import { Failure } from '../shell/states.tsx'
import { AccountDrawer } from './account-drawer.tsx'
import { type Account, accountsQuery } from './accounts.queries.ts'
import { GuardedDrawer } from './guarded-drawer.tsx'
import { OpenAccountForm } from './open-account-form.tsx'
import { useScopeWords } from './scope-words.ts'
import { say } from './words.ts'

export function AccountsPage(): ReactNode {
  const { role } = useSession()
  const { data, error, isPending, refetch } = useQuery(accountsQuery)
  const [sought, setSought] = useState('')
  const [shown, setShown] = useState<string>()
  const [isOpening, setOpening] = useState(false)
  const nameOf = useDivisionName((data ?? []).flatMap(({ scope }) => scope.divisions))
  const scopeInWords = useScopeWords(nameOf)
  const found = data?.filter(({ account }) => account.includes(sought.trim().toLowerCase()))
  return (
    <>
      <Typography.Title level={1}>{say('accounts')}</Typography.Title>
      <Flex wrap gap="small" style={{ marginBlockEnd: 16 }}>
        <Input.Search
          aria-label={say('search')}
          placeholder={say('search')}
          allowClear
          style={{ maxWidth: 280 }}
          onChange={({ target }) => setSought(target.value)}
        />
        {role === 'administrator' && (
          <Button type="primary" onClick={() => setOpening(true)}>
            {say('openAccount')}
          </Button>
        )}
      </Flex>
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      <RegionTable<Account>
        label={say('accounts')}
        rowKey="id"
        size="middle"
        loading={isPending}
        dataSource={found ?? []}
        pagination={{ pageSize: 50, hideOnSinglePage: true }}
        locale={{ emptyText: say('noAccounts') }}
        columns={[
          {
            title: say('account'),
            dataIndex: 'account',
            render: (name: string, { id }) => (
              <Button type="link" style={{ padding: 0 }} onClick={() => setShown(id)}>
                {name}
              </Button>
            ),
          },
          {
            title: say('role'),
            dataIndex: 'role',
            render: (one: Account['role']) => say(`role.${one}`),
            filters: (
              ['officer', 'approver', 'auditor', 'administrator', 'merchant-owner', 'merchant-till'] as const
            ).map((value) => ({ value, text: say(`role.${value}`) })),
            onFilter: (value, { role: one }) => one === value,
          },
          { title: say('kind'), dataIndex: 'kind', render: (kind: Account['kind']) => say(`kind.${kind}`) },
          { title: say('reach'), dataIndex: 'scope', render: scopeInWords },
          {
            title: say('state'),
            dataIndex: 'closed',
            render: (closed: boolean) => (
              <Tag color={closed ? 'default' : 'success'}>{say(closed ? 'closed' : 'open')}</Tag>
            ),
          },
        ]}
      />
      <GuardedDrawer
        open={isOpening}
        title={say('openAccount')}
        size={480}
        onClose={() => setOpening(false)}
        destroyOnHidden
      >
        <OpenAccountForm draft="open-account" />
      </GuardedDrawer>
      {shown !== undefined && <AccountDrawer id={shown} onClose={() => setShown(undefined)} />}
    </>
  )
}
