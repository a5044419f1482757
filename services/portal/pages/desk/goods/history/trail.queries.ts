import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query'
import { type AnswerOf, answerOf, api } from '../../../common/api/client.ts'
import { afterOwnActs } from '../../../common/api/seen.ts'

/** Its id is that of the part that it created, by which it is corrected. */
export type ToldEvent = AnswerOf<'getTrail'>['events'][number]

const SHOWN = 100

/** What was recorded of a consignment or a depot, the newest first; `after=` makes it know this page's own acts. */
const trailQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['goods', 'trail', id],
    queryFn: ({ pageParam }) => readOwn(id, pageParam),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
  })

export function useTrail(id: string) {
  const read = useInfiniteQuery(trailQuery(id))
  return { read, events: read.data?.pages.flatMap(({ events }) => events) }
}

/** A page of its own events. Those that only name it stand on the pages of other things. */
async function readOwn(id: string, cursor: string) {
  const events: ToldEvent[] = []
  let next: string | null = cursor
  do {
    const place: { readonly cursor?: string; readonly after?: string } = next ? { cursor: next } : afterOwnActs()
    const query = { order: 'newest' as const, limit: SHOWN, ...place }
    const answer: AnswerOf<'getTrail'> = await answerOf(api.GET('/v1/trail/{id}', { params: { path: { id }, query } }))
    const own = answer.events.filter(({ stream }) => stream === id)
    events.push(...own.map((event) => ({ ...event, id: `${event.stream}.${event.version}` })))
    next = answer.nextCursor
  } while (next !== null && events.length < SHOWN)
  return { events, nextCursor: next }
}
