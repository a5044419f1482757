import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { AnswerOf } from '../../common/api/client.ts'
import { bracketed } from '../../common/punctuation.ts'
import { DataTable } from '../../common/react/data-table.tsx'
import { showInstant } from '../../common/shanghai.ts'
import { sayReason } from '../../common/undo-reasons.ts'
import { sayWord } from '../../common/words.ts'
import { sayActor } from '../parts/actors.ts'
import { sayEventType } from '../parts/event-types.ts'
import { valueHeading } from '../parts/value-words.ts'
import { sayPaper } from '../reports/papers.ts'
import { Reading } from '../shell/reading.tsx'
import { historyQuery } from './settlement.queries.ts'
import { say } from './words.ts'

type Told = AnswerOf<'getTrail'>['events'][number]

/** With what it came to, where it says that by a word. */
function sayWhat({ type, data }: Told): string {
  const [said] = (['by', 'outcome', 'why'] as const).flatMap((field) => {
    const value = data[field]
    return (typeof value === 'string' && valueHeading(field, value)) || []
  })
  return said ? bracketed(sayEventType(type), sayWord(said)) : sayEventType(type)
}

/** What was recorded of a merchant's statements or of a payment: when, what, by whom, why; the newest first. */
export function History({ of }: { readonly of: string }): ReactNode {
  const read = useQuery(historyQuery(of))
  const { data } = read
  if (!data) return <Reading of={read} />
  return (
    <DataTable<Told>
      name="settlement-history"
      label={say('history')}
      rows={[...data].reverse()}
      rowKey={({ id }) => id}
      columns={[
        {
          ...{ key: 'when', title: say('when') },
          text: ({ recordedAt }) => showInstant(recordedAt),
          order: ({ sequence }) => sequence,
        },
        { key: 'what', title: say('what'), text: sayWhat, order: ({ type }) => type },
        ...(data.some(({ data: { statement } }) => statement !== undefined)
          ? [
              {
                ...{ key: 'number', title: say('number') },
                text: ({ data: { statement } }: Told) =>
                  typeof statement === 'number' ? say('numberOf', { number: statement }) : '',
              },
            ]
          : []),
        { key: 'who', title: say('who'), text: ({ actor }) => sayActor(actor), order: ({ actor }) => actor ?? '' },
        ...(data.some(({ paper }) => paper)
          ? [
              {
                ...{ key: 'paper', title: say('paper') },
                text: ({ paper }: Told) => (paper ? `${sayPaper(paper.kind)} ${paper.number}` : ''),
              },
            ]
          : []),
        {
          ...{ key: 'reason', title: say('reason') },
          text: ({ data: { reason } }) => (typeof reason === 'string' ? sayReason(reason) : ''),
        },
      ]}
    />
  )
}
