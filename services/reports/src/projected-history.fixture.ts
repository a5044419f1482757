import type { SequencedEvent } from '@welfare/event-store/port.ts'
import { createMemorySource, dayNumber, sampleLedger } from './history.fixture.ts'
import { type Answer, answerQuery, type QueryName, type QueryParams } from './queries.ts'
import { createGeneration, type Generation } from './read-model/generation.ts'
import { createReadModel } from './read-model/read-model.store.ts'

export type Ask = <Name extends QueryName>(name: Name, params: QueryParams<Name>) => Answer<Name>

/** Read models in memory, filled with the history, to be asked. */
export function projectHistory(
  events: readonly SequencedEvent[],
  batchSize = 1_000,
  today = dayNumber(20),
): { readonly generation: Generation; readonly ask: Ask } {
  const generation = createGeneration(createReadModel(':memory:', { ledger: sampleLedger, epoch: 1 }))
  for (let from = 0; from < events.length; from += batchSize) generation.apply(events.slice(from, from + batchSize))
  const source = createMemorySource(events)
  const ask: Ask = (name, params) => answerQuery({ generation, source, today }, name, params)
  return { generation, ask }
}

/** @throws Error where it was refused */
export function expectAnswer<Given extends object>(answer: Given): Exclude<Given, { code: string }> {
  if ('code' in answer) throw new Error(`refused: ${JSON.stringify(answer)}`)
  return answer as Exclude<Given, { code: string }>
}

/** Every item of every page. */
export function listAll<Page extends object, Item>(
  readPage: (cursor: { cursor?: string }) => Page,
  toItems: (page: Exclude<Page, { code: string }>) => readonly Item[],
): Item[] {
  const items: Item[] = []
  let cursor: string | undefined
  do {
    const page = expectAnswer(readPage(cursor === undefined ? {} : { cursor }))
    items.push(...toItems(page))
    cursor = 'nextCursor' in page && typeof page.nextCursor === 'string' ? page.nextCursor : undefined
  } while (cursor)
  return items
}
