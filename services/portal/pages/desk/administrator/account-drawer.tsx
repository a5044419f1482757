import { useQuery } from '@tanstack/react-query'
import { Alert, Descriptions, Divider, Flex, Tag } from 'antd'
import type { ReactNode } from 'react'
import { useSession } from '../../common/react/session.tsx'
import { useDivisionName } from '../parts/divisions.queries.ts'
import { Reading } from '../shell/reading.tsx'
import { AccountActs } from './account-acts.tsx'
import { accountQuery } from './accounts.queries.ts'
import { GuardedDrawer } from './guarded-drawer.tsx'
import { useScopeWords } from './scope-words.ts'
import { Tokens } from './tokens.tsx'
import { say } from './words.ts'

export function AccountDrawer({ id, onClose }: { readonly id: string; readonly onClose: () => void }): ReactNode {
  const session = useSession()
  const read = useQuery(accountQuery(id))
  const { data } = read
  const account = data?.body
  const nameOf = useDivisionName(account?.scope.divisions ?? [])
  const scopeInWords = useScopeWords(nameOf)
  const isOwn = account?.account === session.account
  return (
    <GuardedDrawer open size={560} title={account?.account ?? ''} onClose={onClose}>
      <Reading of={read} />
      {account && (
        <>
          <Descriptions
            column={1}
            items={[
              { key: 'role', label: say('role'), children: say(`role.${account.role}`) },
              { key: 'may', label: say('may'), children: say(`may.${account.role}`) },
              { key: 'kind', label: say('kind'), children: say(`kind.${account.kind}`) },
              { key: 'reach', label: say('reach'), children: scopeInWords(account.scope) },
              {
                key: 'state',
                label: say('state'),
                children: (
                  <Tag color={account.closed ? 'default' : 'success'}>{say(account.closed ? 'closed' : 'open')}</Tag>
                ),
              },
            ]}
          />
          {session.role === 'administrator' && isOwn && <Alert type="info" showIcon title={say('ownAuthority')} />}
          {session.role === 'administrator' && !isOwn && !account.closed && (
            <>
              <Divider />
              <AccountActs account={account} version={data.version ?? `"${account.version}"`} />
            </>
          )}
          {account.kind !== 'person' && (
            <>
              <Divider />
              <Flex vertical gap="small">
                <Tokens account={account} mayChange={session.role === 'administrator' && !account.closed} />
              </Flex>
            </>
          )}
        </>
      )}
    </GuardedDrawer>
  )
}
