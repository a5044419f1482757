import { Typography } from 'antd'
import type { ReactNode } from 'react'
import { shanghaiDay } from '../../common/shanghai.ts'
import { FirstHints } from '../shell/first-hints.tsx'
import { useLedgerClock } from '../shell/simulated-date.tsx'
import { Loading } from '../shell/states.tsx'
import { MealsByDay } from './meals-by-day.tsx'
import { Programmes } from './programmes.tsx'
import { WhatWaits } from './what-waits.tsx'
import { say } from './words.ts'
import '../parts/parts.css'
import './home.css'

/** What waits, then each programme's money and people in a line, then the last days. */
export function HomePage(): ReactNode {
  const now = useLedgerClock()?.now
  if (now === undefined) return <Loading />
  const today = shanghaiDay(now)
  return (
    <>
      <Typography.Title level={1}>{say('home')}</Typography.Title>
      <section aria-labelledby="waits">
        <Typography.Title level={2} id="waits">
          {say('waits')}
        </Typography.Title>
        <WhatWaits today={today} />
      </section>
      <FirstHints />
      <section aria-labelledby="programmes">
        <Typography.Title level={2} id="programmes">
          {say('programmes')}
        </Typography.Title>
        <Programmes />
      </section>
      <section aria-labelledby="meals">
        <Typography.Title level={2} id="meals">
          {say('meals')}
        </Typography.Title>
        <MealsByDay today={today} />
      </section>
    </>
  )
}
