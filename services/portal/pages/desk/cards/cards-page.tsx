import { Alert, Button, Space, Typography } from 'antd'
import { type ReactNode, useState } from 'react'
import { OfProgramme, type Programme } from '../shell/programme-choice.tsx'
import { CardSheets, type Layout } from './card-sheets.tsx'
import type { PrintedSheet } from './cards.queries.ts'
import { ChooseCards } from './choose-cards.tsx'
import { HandOverList } from './hand-over-list.tsx'
import { say } from './words.ts'
import './cards.css'

export function CardsPage(): ReactNode {
  return (
    <>
      <Typography.Title level={1} className="not-on-paper">
        {say('cards')}
      </Typography.Title>
      <OfProgramme>{(programme) => <Cards programme={programme} />}</OfProgramme>
    </>
  )
}

interface Printed extends PrintedSheet {
  readonly layout: Layout
}

function Cards({ programme }: { readonly programme: Programme }): ReactNode {
  const [printed, setPrinted] = useState<Printed>()
  if (!printed) return <ChooseCards programme={programme} onPrinted={setPrinted} />
  const { cards, notPrinted, layout } = printed
  return (
    <>
      <Space
        orientation="vertical"
        size="middle"
        className="not-on-paper"
        style={{ width: '100%', marginBlockEnd: 16 }}
      >
        <Alert type="success" showIcon title={say('ready', { count: cards.length })} />
        {notPrinted.length > 0 && (
          <Alert type="warning" showIcon title={say('notPrinted', { count: notPrinted.length })} />
        )}
        <Space wrap>
          <Button type="primary" size="large" disabled={cards.length === 0} onClick={() => window.print()}>
            {say('print')}
          </Button>
          <Button onClick={() => setPrinted(undefined)}>{say('others')}</Button>
        </Space>
      </Space>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled without a mouse */}
      <section className="paper" aria-label={say('paper')} tabIndex={0}>
        <CardSheets programme={programme} cards={cards} layout={layout} />
        {cards.length > 0 && <HandOverList programme={programme} cards={cards} />}
      </section>
    </>
  )
}
