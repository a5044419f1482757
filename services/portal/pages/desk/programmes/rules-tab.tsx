import { useQuery } from '@tanstack/react-query'
import { Button, Timeline, Typography } from 'antd'
import { type ReactNode, useState } from 'react'
import type { Answered } from '../../common/api/client.ts'
import { useSession } from '../../common/react/session.tsx'
import { showInstant } from '../../common/shanghai.ts'
import { useNames } from '../parts/directory.queries.ts'
import { Reading } from '../shell/reading.tsx'
import { type Programme, rulesHistoryQuery } from './programmes.queries.ts'
import { RulesForm } from './rules-form.tsx'
import { RulesInWords } from './rules-in-words.tsx'
import { say } from './words.ts'

export function RulesTab({ read }: { readonly read: Answered<Programme> }): ReactNode {
  const { role } = useSession()
  const nameOf = useNames()
  const asked = useQuery(rulesHistoryQuery(read.body.id))
  const { data: history } = asked
  const [isChanging, setChanging] = useState(false)
  return (
    <>
      {isChanging ? (
        <RulesForm read={read} onClose={() => setChanging(false)} />
      ) : (
        <>
          <RulesInWords rules={read.body.rules} nameOf={nameOf} />
          {role === 'officer' && read.body.status === 'open' && (
            <Button onClick={() => setChanging(true)}>{say('changeRules')}</Button>
          )}
        </>
      )}
      <Typography.Title level={3}>{say('history')}</Typography.Title>
      <Reading of={asked} />
      <Timeline
        items={(history?.items ?? []).map(({ rulesVersion, rules, reason, changedBy, changedAt }) => ({
          key: rulesVersion,
          content: (
            <>
              <strong>{say('versionOf', { version: rulesVersion })}</strong> {showInstant(changedAt)} · {changedBy}
              {reason && <p>{say('because', { reason })}</p>}
              <details>
                <summary>{say('whatItSaid')}</summary>
                <RulesInWords rules={rules} nameOf={nameOf} />
              </details>
            </>
          ),
        }))}
      />
    </>
  )
}
