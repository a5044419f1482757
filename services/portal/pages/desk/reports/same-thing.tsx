import { useInfiniteQuery } from '@tanstack/react-query'
import { Button, Typography } from 'antd'
import { type ReactNode, useState } from 'react'
import { showInstant } from '../../common/shanghai.ts'
import { sayActor } from '../parts/actors.ts'
import { sayEventType } from '../parts/event-types.ts'
import { Failure } from '../shell/states.tsx'
import { trailQuery } from './reports.queries.ts'
import { say } from './words.ts'

/** What else was recorded of the same thing: of an issuance who proposed it and who let it pass, of a card what it was used for. */
export function SameThing({
  stream,
  sequence,
  onOpen,
}: {
  readonly stream: string
  readonly sequence: number
  readonly onOpen: (sequence: number) => void
}): ReactNode {
  const [isOpen, setOpen] = useState(false)
  const { data, error, hasNextPage, fetchNextPage, isFetching } = useInfiniteQuery({
    ...trailQuery(stream),
    enabled: isOpen,
  })
  const others = data?.pages.flatMap((page) => page.events).filter((event) => event.sequence !== sequence) ?? []
  if (!isOpen)
    return (
      <Button style={{ marginBlockStart: 12 }} onClick={() => setOpen(true)}>
        {say('sameThing')}
      </Button>
    )
  return (
    <section aria-label={say('sameThing')}>
      <Typography.Title level={3}>{say('sameThing')}</Typography.Title>
      {error && <Failure error={error} />}
      {data && others.length === 0 && <p>{say('nothingElse')}</p>}
      <ul className="plain-links">
        {others.map((event) => (
          <li key={event.sequence}>
            <Button type="link" className="in-line" onClick={() => onOpen(event.sequence)}>
              {say('event', { sequence: event.sequence })}
            </Button>{' '}
            {sayEventType(event.type)} · {showInstant(event.recordedAt)}
            {event.actor !== null && ` · ${sayActor(event.actor)}`}
          </li>
        ))}
      </ul>
      {hasNextPage && (
        <Button loading={isFetching} onClick={() => void fetchNextPage()}>
          {say('more')}
        </Button>
      )}
    </section>
  )
}
