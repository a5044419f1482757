import { useQuery } from '@tanstack/react-query'
import { Link, Navigate, useNavigate } from '@tanstack/react-router'
import { Button, Card, Flex, Typography } from 'antd'
import type { ReactNode } from 'react'
import { answerOf, api } from '../../common/api/client.ts'
import { useAct } from '../../common/react/use-act.ts'
import { type Door, doorQuery, useSitDown } from '../shell/door.queries.ts'
import { LanguageSwitch } from '../shell/language-switch.tsx'
import { Reading } from '../shell/reading.tsx'
import type { Role } from '../shell/roles.ts'
import { SimulatedDate } from '../shell/simulated-date.tsx'
import { Failure } from '../shell/states.tsx'
import { say } from './words.ts'

const doors = [
  { key: 'union', to: '/desk', roles: ['officer', 'approver', 'administrator'] },
  { key: 'till', to: '/till/', roles: ['merchant-owner', 'merchant-till'] },
  { key: 'audit', to: '/desk', roles: ['auditor'] },
] as const satisfies readonly { readonly key: string; readonly to: string; readonly roles: readonly Role[] }[]

/** What this is, and three doors; on an empty ledger the set-up. */
export function FrontDoorPage(): ReactNode {
  const read = useQuery(doorQuery)
  const { data: door } = read
  if (door?.isSetUp === false) return <Navigate to="/desk/set-up" replace />
  return (
    <>
      <SimulatedDate />
      <main className="front-door">
        <Flex justify="end">
          <LanguageSwitch />
        </Flex>
        <Typography.Title>{say('name')}</Typography.Title>
        {door?.union && <Typography.Paragraph strong>{door.union.name}</Typography.Paragraph>}
        <Typography.Paragraph className="front-door-what">{say('what')}</Typography.Paragraph>
        {door ? <Doors door={door} /> : <Reading of={read} />}
      </main>
    </>
  )
}

function Doors({ door }: { readonly door: Door }): ReactNode {
  const navigate = useNavigate()
  const sitDown = useSitDown()
  const enter = useAct((account: string) => answerOf(api.POST('/v1/door/session', { body: { account } })), {
    changes: [],
    onDone(session) {
      sitDown(session)
      if (session.role.startsWith('merchant-')) location.assign('/till/')
      else void navigate({ to: '/desk' })
    },
  })
  return (
    <>
      {door.doors && <Typography.Paragraph>{say('demonstration')}</Typography.Paragraph>}
      {enter.error && <Failure error={enter.error} />}
      <div className="front-door-doors">
        {doors.map(({ key, to, roles }) => (
          <Card key={key} title={<h2>{say(key)}</h2>}>
            <Typography.Paragraph>{say(`${key}.what`)}</Typography.Paragraph>
            <Flex vertical gap="small" align="start">
              {door.doors
                ?.filter(({ role }) => roles.some((one) => one === role))
                .map(({ account, role, scope }) => (
                  <Button
                    key={account}
                    type="primary"
                    loading={enter.isPending && enter.variables === account}
                    disabled={enter.isPending}
                    onClick={() => enter.mutate(account)}
                  >
                    {say('enterAs', { role: say(`role.${role}`), reach: reachOf(role, scope.divisions) })}
                  </Button>
                ))}
              {to === '/desk' ? <Link to={to}>{say('signIn')}</Link> : <a href={to}>{say('openTill')}</a>}
            </Flex>
          </Card>
        ))}
      </div>
    </>
  )
}

/** The demonstration has one account that sees a single county; a shop's is its own. */
function reachOf(role: Role, divisions: readonly string[]): string {
  return role === 'officer' && !divisions.includes('000000') ? say('oneCounty') : ''
}
