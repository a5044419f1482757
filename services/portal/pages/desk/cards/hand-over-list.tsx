import { useQuery } from '@tanstack/react-query'
import { formatYuan, sumFen } from '@welfare/contracts/money.ts'
import type { ReactNode } from 'react'
import { sayDay } from '../../common/shanghai.ts'
import { employersQuery } from '../roster/roster.queries.ts'
import { doorQuery } from '../shell/door.queries.ts'
import type { Programme } from '../shell/programme-choice.tsx'
import { useToday } from '../shell/simulated-date.tsx'
import { lastFourOf, pagesOf } from './card-face.ts'
import { CardMark } from './card-sheets.tsx'
import type { SheetCard } from './cards.queries.ts'
import { say } from './words.ts'

const LINES = 25

interface HandOverListProps {
  readonly programme: Programme
  readonly cards: readonly SheetCard[]
}

/** 领卡签收单: who took which card, with room to sign, in the order in which the cards lie. Of a card no more than its serial stands on it. */
export function HandOverList({ programme, cards }: HandOverListProps): ReactNode {
  const { data: employers } = useQuery(employersQuery)
  const { data: door } = useQuery(doorQuery)
  const today = useToday()
  const pages = pagesOf(cards, LINES)
  const amountOf = ({ credits }: SheetCard) => sumFen(credits.map(({ grantedFen }) => grantedFen))
  return pages.map((page, at) => (
    <section key={page[0]?.wallet} className="hand-over">
      <h2>
        {door?.union?.name} {say('handOver', { programme: programme.name })}
      </h2>
      <p>
        {today && sayDay(today)} · {say('sheet', { page: at + 1, pages: pages.length })} ·{' '}
        {say('cardsInAll', { count: cards.length, amount: formatYuan(sumFen(cards.map(amountOf))) })}
      </p>
      <table>
        <thead>
          <tr>
            {(['line', 'name', 'lastFour', 'employer', 'amountColumn', 'serial', 'signature', 'signedOn'] as const).map(
              (heading) => (
                <th key={heading} scope="col">
                  {say(heading)}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>
          {page.map((card, line) => (
            <tr key={card.wallet}>
              <td>{at * LINES + line + 1}</td>
              <td>{card.person?.person?.name ?? '—'}</td>
              <td>{lastFourOf(card.person?.person?.identityNumber)}</td>
              <td>{employers?.get(card.person?.employer ?? '') ?? ''}</td>
              <td className="hand-over-amount">{formatYuan(amountOf(card))}</td>
              <td>
                {card.serial}
                <CardMark card={card} />
              </td>
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
