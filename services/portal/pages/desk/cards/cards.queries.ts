import { queryOptions } from '@tanstack/react-query'
import { type AnswerOf, answerOf, api, type BodyOf } from '../../common/api/client.ts'
import { everyPage } from '../../common/api/every-page.ts'
import { inRosterOrder, pagesOf } from './card-face.ts'

type Listed = AnswerOf<'listVoucherCards'>['items'][number]
export type Worker = AnswerOf<'listWorkers'>['items'][number]
export type Names = BodyOf<'printVoucherCards'>['names']
/** A card that can be printed, with its holder. Its code is looked at when it is printed, and not before. */
export type ListedCard = Omit<Listed, 'code' | 'qr'> & { readonly person: Worker | undefined }

/** Limit of the route. */
const PEOPLE_PER_PRINT = 500
/** So many ids fit into an address of 4 KiB beside a purpose. */
const PEOPLE_PER_READ = 50
const PAGE = 1000

/** All cards of a programme that can be printed, in the order of its roster, with masked names, and with what can be used from `today` on. */
export const cardsQuery = (programme: string, today: string) =>
  queryOptions({
    queryKey: ['cards', programme, today],
    async queryFn(): Promise<readonly ListedCard[]> {
      const [cards, roster] = await Promise.all([listCards(programme), listRoster(programme)])
      const known = new Map(roster.map((worker) => [worker.id, worker]))
      const others = cards.map(({ worker }) => worker).filter((worker) => !known.has(worker))
      for (const [id, worker] of await fetchPeople(others, undefined)) known.set(id, worker)
      return inRosterOrder(cards, roster).map(({ code: _, qr: __, credits, ...card }) => ({
        ...card,
        credits: credits.filter(({ until }) => until >= today),
        person: known.get(card.worker),
      }))
    },
  })

async function listCards(programme: string): Promise<readonly Listed[]> {
  const cards = await everyPage((cursor) =>
    answerOf(
      api.GET('/v1/programmes/{id}/vouchers', {
        params: { path: { id: programme }, query: { limit: PAGE, ...(cursor && { cursor }) } },
      }),
    ),
  )
  return cards.filter(({ closed }) => !closed)
}

function listRoster(programme: string): Promise<readonly Worker[]> {
  return everyPage((cursor) =>
    answerOf(api.GET('/v1/workers', { params: { query: { programme, limit: PAGE, ...(cursor && { cursor }) } } })),
  )
}

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

/** With whole names, where they are asked for: reading them is recorded, whether the cards are printed or not. */
export async function nameCards(
  cards: readonly ListedCard[],
  names: Names,
  purpose: string,
): Promise<readonly ListedCard[]> {
  if (names === 'masked') return cards
  const workers = cards.map(({ worker }) => worker)
  const people = await fetchPeople(workers, purpose)
  return cards.map((card) => ({ ...card, person: people.get(card.worker) }))
}

/** Before it is printed nobody sees its code. */
export type SheetCard = ListedCard & {
  readonly again: boolean
  readonly secret?: { readonly code: string; readonly qr: string }
}
export interface PrintOrder {
  readonly programme: string
  readonly cards: readonly ListedCard[]
  readonly names: Names
}
export interface PrintedSheet {
  readonly cards: readonly SheetCard[]
  readonly notPrinted: AnswerOf<'printVoucherCards'>['notPrinted']
}

/** Records that the cards are printed, and gives their codes. */
export async function printCards({ programme, cards, names }: PrintOrder, key: string): Promise<PrintedSheet> {
  const printed = new Map<string, AnswerOf<'printVoucherCards'>['cards'][number]>()
  const notPrinted: PrintedSheet['notPrinted'] = []
  for (const [at, chunk] of pagesOf(cards, PEOPLE_PER_PRINT).entries()) {
    const answer = await answerOf(
      api.POST('/v1/programmes/{id}/card-prints', {
        params: { path: { id: programme }, header: { 'Idempotency-Key': `${key}-${at}` } },
        body: { workers: chunk.map(({ worker }) => worker), names, lastFourDigits: true },
      }),
    )
    for (const card of answer.cards) printed.set(card.worker, card)
    notPrinted.push(...answer.notPrinted)
  }
  return {
    cards: cards.flatMap((card) => {
      const one = printed.get(card.worker)
      if (!one) return []
      const { serial, replaces, copy, code, qr } = one
      return [{ ...card, serial, replaces, again: copy > 1, secret: { code, qr } }]
    }),
    notPrinted,
  }
}
