import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { sayDay, shanghaiDay } from '../../common/shanghai.ts'
import { employersQuery } from '../roster/roster.queries.ts'
import type { Programme } from '../shell/programme-choice.tsx'
import { useLedgerClock } from '../shell/simulated-date.tsx'
import { pagesOf } from './card-face.ts'
import type { PrintedCard } from './cards.queries.ts'
import { say } from './words.ts'

const LINES = 25

interface HandOverListProps {
  readonly programme: Programme
  readonly cards: readonly PrintedCard[]
}

/** 领卡签收单: who took which card, with room to sign. Of a card no more than its serial stands on it. */
export function HandOverList({ programme, cards }: HandOverListProps): ReactNode {
  const { data: employers } = useQuery(employersQuery)
  const clock = useLedgerClock()
  const pages = pagesOf(cards, LINES)
  return pages.map((page, at) => (
    <section key={page[0]?.wallet} className="hand-over">
      <h2>{say('handOver', { programme: programme.name })}</h2>
      <p>
        {clock && sayDay(shanghaiDay(clock.now))} · {say('sheet', { page: at + 1, pages: pages.length })} ·{' '}
        {say('cardsInAll', { count: cards.length })}
      </p>
      <table>
        <thead>
          <tr>
            {(['line', 'name', 'employer', 'serial', 'signature', 'signedOn'] as const).map((heading) => (
              <th key={heading} scope="col">
                {say(heading)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {page.map(({ wallet, serial, person, copy }, line) => (
            <tr key={wallet}>
              <td>{at * LINES + line + 1}</td>
              <td>{person?.person?.name ?? '—'}</td>
              <td>{employers?.get(person?.employer ?? '') ?? ''}</td>
              <td>{copy > 1 ? `${serial}（${say('again')}）` : serial}</td>
              <td />
              <td />
            </tr>
          ))}
        </tbody>
      </table>
      <p>{say('signers')}</p>
    </section>
  ))
}
