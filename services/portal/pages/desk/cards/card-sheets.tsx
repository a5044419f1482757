import type { ReactNode } from 'react'
import { QrCode } from '../parts/qr-code.tsx'
import type { Programme } from '../shell/programme-choice.tsx'
import { cardAddress, groupCode, pagesOf, validityOf } from './card-face.ts'
import type { PrintedCard } from './cards.queries.ts'
import { say } from './words.ts'

/** Cards on a page of A4. */
export const layouts = [10, 24] as const
export type Layout = (typeof layouts)[number]

interface CardSheetsProps {
  readonly programme: Programme
  readonly cards: readonly PrintedCard[]
  readonly layout: Layout
}

/** As they leave the printer, to be cut along the dashes. */
export function CardSheets({ programme, cards, layout }: CardSheetsProps): ReactNode {
  const pages = pagesOf(cards, layout)
  return pages.map((page, at) => (
    <section
      key={page[0]?.wallet}
      className={`card-sheet of-${layout}`}
      aria-label={say('sheet', { page: at + 1, pages: pages.length })}
    >
      {page.map((card) => (
        <CardFace key={card.wallet} programme={programme} card={card} />
      ))}
    </section>
  ))
}

function CardFace({ programme, card }: { readonly programme: Programme; readonly card: PrintedCard }): ReactNode {
  const valid = validityOf(programme.rules.windows)
  const name = card.person?.person?.name ?? '—'
  return (
    <article className="card-face" aria-label={say('cardOf', { name })}>
      <QrCode
        className="card-qr"
        quiet={2}
        text={cardAddress(location.origin, card.qr)}
        label={say('qrOf', { serial: card.serial })}
      />
      <div className="card-words">
        <div className="card-programme">{programme.name}</div>
        <div className="card-name">
          {name}
          {card.copy > 1 && <span className="card-again">{say('again')}</span>}
        </div>
        <div className="card-code">{groupCode(card.code)}</div>
        {valid && <div className="card-small">{say('valid', { from: valid.from, until: valid.until })}</div>}
        <div className="card-small">{say('cardSerial', { serial: card.serial })}</div>
      </div>
    </article>
  )
}
