import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Button, Empty, Timeline as Line } from 'antd'
import type { ReactNode } from 'react'
import { showInstant } from '../../common/shanghai.ts'
import { sayActor } from '../parts/actors.ts'
import { allProgrammesQuery } from '../parts/directory.queries.ts'
import { Reading } from '../shell/reading.tsx'
import { useAmount } from '../shell/use-amount.ts'
import { describeEvent } from './event-sentence.ts'
import { type TrailEvent, trailQuery } from './person.queries.ts'
import { say } from './words.ts'

/** All that was recorded about a person, newest first. */
export function Timeline({ worker }: { readonly worker: string }): ReactNode {
  const read = useInfiniteQuery(trailQuery(worker))
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = read
  const events = data?.pages.flatMap((page) => page.events).reverse()
  if (!events) return <Reading of={read} />
  if (events.length === 0) return <Empty description={say('nothingHappened')} />
  return (
    <>
      {hasNextPage && (
        <Button loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {say('later')}
        </Button>
      )}
      <Line items={events.map((event) => ({ key: event.id, content: <Happened event={event} worker={worker} /> }))} />
    </>
  )
}

function Happened({ event, worker }: { readonly event: TrailEvent; readonly worker: string }): ReactNode {
  const amount = useAmount()
  const { data: programmes } = useQuery(allProgrammesQuery)
  const windowName = (programme: string | undefined, window: string) =>
    programmes?.find(({ id }) => id === programme)?.rules.windows.find((one) => one.window === window)?.name ?? window
  const { what, details } = describeEvent(event, worker, amount, windowName)
  return (
    <>
      <div>
        <strong>{what}</strong> {details.join(' · ')}
      </div>
      <small>
        {showInstant(event.occurredAt ?? event.recordedAt)} · {sayActor(event.actor)} · #{event.sequence}
      </small>
    </>
  )
}
