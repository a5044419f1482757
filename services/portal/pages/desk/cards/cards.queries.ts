import { queryOptions } from '@tanstack/react-query'
import { type AnswerOf, answerOf, api, type BodyOf } from '../../common/api/client.ts'
import { everyPage } from '../../common/api/every-page.ts'
import { pagesOf } from './card-face.ts'

export type ListedCard = AnswerOf<'listVoucherCards'>['items'][number]
export type Worker = AnswerOf<'listWorkers'>['items'][number]
export type Names = BodyOf<'printVoucherCards'>['names']

/** Limit of the route. */
const PEOPLE_PER_PRINT = 500
/** So many ids fit into an address of 4 KiB beside a purpose. */
const PEOPLE_PER_READ = 50

/** All cards of a programme that can be printed. */
export const cardsQuery = (programme: string) =>
  queryOptions({
    queryKey: ['cards', programme],
    async queryFn(): Promise<readonly ListedCard[]> {
      const cards = await everyPage((cursor) =>
        answerOf(
          api.GET('/v1/programmes/{id}/vouchers', {
            params: { path: { id: programme }, query: { limit: 1000, ...(cursor && { cursor }) } },
          }),
        ),
      )
      return cards.filter(({ closed }) => !closed)
    },
  })

export const peopleQuery = (workers: readonly string[]) =>
  queryOptions({
    queryKey: ['people', workers],
    queryFn: () => fetchPeople(workers, undefined),
    enabled: workers.length > 0,
    staleTime: 60_000,
  })

/** @param purpose what real names are read for, which is recorded; undefined: masked */
async function fetchPeople(
  workers: readonly string[],
  purpose: string | undefined,
): Promise<ReadonlyMap<string, Worker>> {
  const people = new Map<string, Worker>()
  for (const ids of pagesOf(workers, PEOPLE_PER_READ)) {
    const query = { ids: ids.join(','), ...(purpose !== undefined && { reveal: true, purpose }) }
    const { items } = await answerOf(api.GET('/v1/workers', { params: { query } }))
    for (const item of items) people.set(item.id, item)
  }
  return people
}

export interface PrintOrder {
  readonly programme: string
  readonly workers: readonly string[]
  readonly names: Names
  readonly purpose: string
}
export type PrintedCard = AnswerOf<'printVoucherCards'>['cards'][number] & { readonly person: Worker | undefined }
export interface PrintedSheet {
  readonly cards: readonly PrintedCard[]
  readonly notPrinted: AnswerOf<'printVoucherCards'>['notPrinted']
}

/** Names first: were they refused, no print is recorded that nobody saw. */
export async function printCards(
  { programme, workers, names, purpose }: PrintOrder,
  key: string,
): Promise<PrintedSheet> {
  const people = await fetchPeople(workers, names === 'full' ? purpose : undefined)
  const cards: PrintedCard[] = []
  const notPrinted: PrintedSheet['notPrinted'] = []
  for (const [at, chunk] of pagesOf(workers, PEOPLE_PER_PRINT).entries()) {
    const printed = await answerOf(
      api.POST('/v1/programmes/{id}/card-prints', {
        params: { path: { id: programme }, header: { 'Idempotency-Key': `${key}-${at}` } },
        body: { workers: chunk, names },
      }),
    )
    cards.push(...printed.cards.map((card) => ({ ...card, person: people.get(card.worker) })))
    notPrinted.push(...printed.notPrinted)
  }
  return { cards, notPrinted }
}
