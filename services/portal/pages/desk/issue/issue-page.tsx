import { useQuery } from '@tanstack/react-query'
import { Empty, Select, Typography } from 'antd'
import { type ReactNode, useState } from 'react'
import { useSession } from '../../common/react/session.tsx'
import { OfProgramme, type Programme } from '../shell/programme-choice.tsx'
import { Reading } from '../shell/reading.tsx'
import { useToday } from '../shell/simulated-date.tsx'
import { roundsQuery } from './issue.queries.ts'
import { LastIssuances } from './last-issuances.tsx'
import { OpenRound } from './open-round.tsx'
import { PlannedIssuance } from './planned-issuance.tsx'
import { say } from './words.ts'

export function IssuePage(): ReactNode {
  return (
    <>
      <Typography.Title level={1}>{say('issue')}</Typography.Title>
      <OfProgramme>{(programme) => <Issue programme={programme} />}</OfProgramme>
    </>
  )
}

function Issue({ programme }: { readonly programme: Programme }): ReactNode {
  const { role } = useSession()
  const today = useToday()
  const read = useQuery(roundsQuery(programme.id))
  const { data } = read
  const [chosen, setChosen] = useState<string>()
  const rounds = data?.items.filter(({ plan, sealed }) => plan === 'people' && sealed) ?? []
  const round = rounds.find(({ id }) => id === chosen) ?? rounds.at(-1)
  const mayIssue = role === 'officer' && programme.status === 'open'
  return (
    <>
      <Reading of={read} />
      {mayIssue && data && today && (
        <section>
          <Typography.Title level={2}>{say('whom')}</Typography.Title>
          {rounds.length === 0 && <Empty description={say('noRound')} />}
          {round && (
            <Select
              aria-label={say('round')}
              value={round.id}
              style={{ width: '100%', maxWidth: 480, marginBlockEnd: 8 }}
              options={rounds.map(({ id, name, entriesNow }) => ({
                value: id,
                label: say('roundOf', { name, people: entriesNow }),
              }))}
              onChange={setChosen}
            />
          )}
          <OpenRound programme={programme} isFirst={rounds.length === 0} today={today} onOpened={setChosen} />
          {round && <PlannedIssuance key={round.id} programme={programme} round={round} today={today} />}
        </section>
      )}
      <LastIssuances programme={programme} rounds={data?.items ?? []} />
    </>
  )
}
