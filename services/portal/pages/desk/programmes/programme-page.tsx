import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { Tabs, Tag, Typography } from 'antd'
import type { ReactNode } from 'react'
import type { Answered } from '../../common/api/client.ts'
import { useMoneyUnit } from '../../common/react/money.tsx'
import { sayDay } from '../../common/shanghai.ts'
import { useKindName } from '../parts/directory.queries.ts'
import { useDivisionName } from '../parts/divisions.queries.ts'
import { MoneyBar } from '../parts/money-bar.tsx'
import { Reading } from '../shell/reading.tsx'
import { useToday } from '../shell/simulated-date.tsx'
import { Elsewhere } from './elsewhere.tsx'
import { EndTab } from './end-tab.tsx'
import { MerchantsTab } from './merchants-tab.tsx'
import { type Programme, programmeMoneyQuery, programmeQuery } from './programmes.queries.ts'
import { RoundsTab } from './rounds-tab.tsx'
import { RulesTab } from './rules-tab.tsx'
import { stageOf } from './stage.ts'
import { WindowCalendar } from './window-calendar.tsx'
import { sayWindow } from './window-days.ts'
import { say } from './words.ts'
import '../parts/parts.css'
import './programmes.css'

export function ProgrammePage(): ReactNode {
  const { programme: id } = useParams({ from: '/desk/programmes/$programme' })
  const asked = useQuery(programmeQuery(id))
  const { data } = asked
  return data ? <OneProgramme read={data} /> : <Reading of={asked} isPage />
}

function OneProgramme({ read }: { readonly read: Answered<Programme> }): ReactNode {
  const programme = read.body
  const { id, name, division: code, year, kind: kindCode, plan, lastDay, rules } = programme
  const kind = useKindName()
  const division = useDivisionName([code])
  const today = useToday()
  const { unit } = useMoneyUnit()
  const moneyRead = useQuery(programmeMoneyQuery(id))
  const { data: money } = moneyRead
  const balances = money?.total.balances
  const hasMoney = money?.rows.some(({ balances: ofFund }) => moneyIn(ofFund) > 0)
  return (
    <>
      <Typography.Title level={1}>{name}</Typography.Title>
      <p>
        {kind(kindCode)} · {division(code)} · {year} · {say(`plan.${plan}`)}{' '}
        <Tag>{say(`status.${stageOf(programme, today)}`)}</Tag>
        {lastDay && say('lastDaySaid', { day: sayDay(lastDay) })}
      </p>
      <Reading of={moneyRead} />
      {balances && hasMoney && (
        <>
          <p className="hint">{say(`unit.${unit}`)}</p>
          <MoneyBar balances={{ ...balances, availableFen: 0 }} label={say('money')} />
        </>
      )}
      {money && !hasMoney && <p className="hint">{say('noMoney')}</p>}
      <Elsewhere programme={programme} />
      <Tabs
        items={[
          {
            key: 'windows',
            label: say('windows'),
            children: (
              <>
                <ul>
                  {rules.windows.map((window) => (
                    <li key={window.window}>{sayWindow(window)}</li>
                  ))}
                </ul>
                <WindowCalendar windows={rules.windows} today={today} />
              </>
            ),
          },
          { key: 'rounds', label: say('rounds'), children: <RoundsTab programme={programme} /> },
          { key: 'merchants', label: say('merchants'), children: <MerchantsTab programme={programme} /> },
          { key: 'rules', label: say('rules'), children: <RulesTab read={read} /> },
          { key: 'end', label: say('end'), children: <EndTab programme={programme} /> },
        ]}
      />
    </>
  )
}

function moneyIn({
  reservedFen,
  allocatedFen,
  committedFen,
  issuedFen,
  usedFen,
}: Record<'reservedFen' | 'allocatedFen' | 'committedFen' | 'issuedFen' | 'usedFen', number>): number {
  return Math.max(reservedFen, allocatedFen, committedFen, issuedFen, usedFen)
}
