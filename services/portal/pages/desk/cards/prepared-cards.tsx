import { Alert, Button, Space } from 'antd'
import { type ReactNode, useEffect, useState } from 'react'
import { useAct } from '../../common/react/use-act.ts'
import { Unanswered } from '../parts/unanswered.tsx'
import type { Programme } from '../shell/programme-choice.tsx'
import { Failure } from '../shell/states.tsx'
import { CardSheets } from './card-sheets.tsx'
import { type PrintedSheet, printCards, type SheetCard } from './cards.queries.ts'
import type { ChosenCards } from './choose-cards.tsx'
import { HandOverList } from './hand-over-list.tsx'
import { say } from './words.ts'

interface PreparedCardsProps {
  readonly programme: Programme
  readonly chosen: ChosenCards
  readonly onBack: () => void
}

/**
 * The sheets as they will leave the printer, without codes. Whoever presses the button records that they are printed, and the codes are there; the
 * same sheets can then leave the printer again, as after a paper jam, without being another print.
 */
export function PreparedCards({ programme, chosen, onBack }: PreparedCardsProps): ReactNode {
  const { cards, names, layout } = chosen
  const [printed, setPrinted] = useState<PrintedSheet>()
  const print = useAct(printCards, {
    form: `print.${programme.id}`,
    changes: [['cards', programme.id]],
    onDone: setPrinted,
  })
  useEffect(() => {
    scrollTo(0, 0)
  }, [])
  // Once the codes are drawn.
  useEffect(() => {
    if (printed && printed.cards.length > 0) window.print()
  }, [printed])
  const sheet: readonly SheetCard[] = printed?.cards ?? cards.map((card) => ({ ...card, again: card.printed > 0 }))
  return (
    <>
      <Space orientation="vertical" size="small" className="print-bar not-on-paper">
        <Space wrap>
          <Button
            type="primary"
            size="large"
            loading={print.isPending}
            disabled={sheet.length === 0}
            onClick={() => (printed ? window.print() : print.mutate({ programme: programme.id, cards, names }))}
          >
            {say('print')}
          </Button>
          <Button size="large" onClick={onBack}>
            {say('others')}
          </Button>
          <span>
            {say('chosen', { count: sheet.length, names: say(names), layout: say('perPage', { count: layout }) })}
          </span>
        </Space>
        <Alert
          type={printed ? 'success' : 'info'}
          showIcon
          title={say(printed ? 'recorded' : 'ready', { count: sheet.length })}
        />
        {printed && printed.notPrinted.length > 0 && (
          <Alert type="warning" showIcon title={say('notPrinted', { count: printed.notPrinted.length })} />
        )}
        <Unanswered act={print} />
        {print.error && <Failure error={print.error} />}
      </Space>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled without a mouse */}
      <section className="paper" aria-label={say('paper')} tabIndex={0}>
        <CardSheets programme={programme} cards={sheet} layout={layout} />
        {sheet.length > 0 && <HandOverList programme={programme} cards={sheet} />}
      </section>
    </>
  )
}
