import { useQuery } from '@tanstack/react-query'
import { Button, Flex, Input, Tag, Typography } from 'antd'
import { type ReactNode, useState } from 'react'
import { DataTable } from '../../common/react/data-table.tsx'
import { useSession } from '../../common/react/session.tsx'
import { useDivisionName } from '../parts/divisions.queries.ts'
import { Reading } from '../shell/reading.tsx'
import { AccountDrawer } from './account-drawer.tsx'
import { type Account, accountsQuery } from './accounts.queries.ts'
import { GuardedDrawer } from './guarded-drawer.tsx'
import { OpenAccountForm } from './open-account-form.tsx'
import { useScopeWords } from './scope-words.ts'
import { say } from './words.ts'

export function AccountsPage(): ReactNode {
  const { role } = useSession()
  const read = useQuery(accountsQuery)
  const { data } = read
  const [sought, setSought] = useState('')
  const [shown, setShown] = useState<string>()
  const [isOpening, setOpening] = useState(false)
  const nameOf = useDivisionName((data ?? []).flatMap(({ scope }) => scope.divisions))
  const scopeInWords = useScopeWords(nameOf)
  const wanted = sought.trim().toLowerCase()
  const found = (data ?? []).filter((one) => one.account.includes(wanted) || say(`role.${one.role}`).includes(wanted))
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
      <Reading of={read} />
      <DataTable<Account>
        name="accounts"
        label={say('accounts')}
        rows={found}
        rowKey={({ id }) => id}
        empty={say('noAccounts')}
        columns={[
          {
            ...{ key: 'account', title: say('account') },
            text: ({ account }) => account,
            order: ({ account }) => account,
            render: ({ account, id }) => (
              <Button type="link" style={{ padding: 0 }} onClick={() => setShown(id)}>
                {account}
              </Button>
            ),
          },
          { key: 'role', title: say('role'), text: (one) => say(`role.${one.role}`), order: (one) => one.role },
          { key: 'kind', title: say('kind'), text: ({ kind }) => say(`kind.${kind}`), order: ({ kind }) => kind },
          { key: 'scope', title: say('reach'), text: ({ scope }) => scopeInWords(scope) },
          {
            ...{ key: 'state', title: say('state') },
            text: ({ closed }) => say(closed ? 'closed' : 'open'),
            order: ({ closed }) => Number(closed),
            render: ({ closed }) => <Tag color={closed ? 'default' : 'success'}>{say(closed ? 'closed' : 'open')}</Tag>,
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
