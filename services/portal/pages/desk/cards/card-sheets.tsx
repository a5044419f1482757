import { useQuery } from '@tanstack/react-query'
import { formatYuan, sumFen } from '@welfare/contracts/money.ts'
import type { ReactNode } from 'react'
import { QrCode } from '../parts/qr-code.tsx'
import { doorQuery } from '../shell/door.queries.ts'
import type { Programme } from '../shell/programme-choice.tsx'
import { cardAddress, groupCode, lastFourOf, pagesOf, sayDays, validityOf } from './card-face.ts'
import type { SheetCard } from './cards.queries.ts'
import { say } from './words.ts'

/** Cards on a page of A4. */
export const layouts = [10, 24] as const
export type Layout = (typeof layouts)[number]

interface CardSheetsProps {
  readonly programme: Programme
  readonly cards: readonly SheetCard[]
  readonly layout: Layout
}

/** As they leave the printer, to be cut along the dashes. */
export function CardSheets({ programme, cards, layout }: CardSheetsProps): ReactNode {
  const { data: door } = useQuery(doorQuery)
  const pages = pagesOf(cards, layout)
  return pages.map((page, at) => (
    <section
      key={page[0]?.wallet}
      className={`card-sheet of-${layout}`}
      aria-label={say('sheet', { page: at + 1, pages: pages.length })}
    >
      {page.map((card, place) => (
        <CardFace
          key={card.wallet}
          programme={programme}
          card={card}
          union={door?.union?.name ?? ''}
          line={at * layout + place + 1}
        />
      ))}
    </section>
  ))
}

interface CardFaceProps {
  readonly programme: Programme
  readonly card: SheetCard
  readonly union: string
  /** On the list of who takes which card. */
  readonly line: number
}

function CardFace({ programme, card, union, line }: CardFaceProps): ReactNode {
  const windows = card.credits.map(({ window, until, grantedFen }) => {
    const { name = window, from = until } = programme.rules.windows.find((one) => one.window === window) ?? {}
    return { name, from, until, grantedFen }
  })
  const valid = validityOf(windows)
  const name = card.person?.person?.name ?? '—'
  return (
    <article className="card-face" aria-label={say('cardOf', { name })}>
      {card.secret ? (
        <QrCode
          className="card-qr"
          quiet={2}
          text={cardAddress(location.origin, card.secret.qr)}
          label={say('qrOf', { serial: card.serial })}
        />
      ) : (
        <div className="card-qr card-blank">{say('codeWhenPrinted')}</div>
      )}
      <div className="card-words">
        {union && <div className="card-small">{union}</div>}
        <div className="card-programme">{programme.name}</div>
        <div className="card-name">
          {name}{' '}
          <span className="card-digits">
            {say('digits', { digits: lastFourOf(card.person?.person?.identityNumber) })}
          </span>
          <CardMark card={card} />
        </div>
        <div className="card-code">{card.secret ? groupCode(card.secret.code) : '····-····-··'}</div>
        {windows.length > 0 && (
          <div className="card-amount">
            {say('amount', { amount: formatYuan(sumFen(windows.map(({ grantedFen }) => grantedFen))) })}
          </div>
        )}
        {valid && <div className="card-valid">{say('valid', { days: sayDays(valid.from, valid.until) })}</div>}
        <div className="card-valid">{say('cardSerial', { line, serial: card.serial })}</div>
        <div className="card-small">{say('holderOnly')}</div>
      </div>
    </article>
  )
}

/** 补打 of a card that was printed before, 换卡 of one in the place of another. */
export function CardMark({ card }: { readonly card: SheetCard }): ReactNode {
  if (card.again) return <span className="card-again">{say('again')}</span>
  return card.replaces ? <span className="card-again">{say('replaces')}</span> : null
}
