import { division, idOf } from '@welfare/contracts/primitives.ts'
import type { EventStore } from '@welfare/event-store/port.ts'
import type { Consumer } from '@welfare/facts/consumer.ts'
import { afterField } from '@welfare/http/after.ts'
import { answerPage, pageOf } from '@welfare/http/paging.ts'
import { isProblem, problem } from '@welfare/http/problem.ts'
import { decodeCursor, pageFields } from '@welfare/http/query-fields.ts'
import { defineRoute, type Route } from '@welfare/http/route.ts'
import { z } from 'zod'
import { isKnownDivision } from '../divisions.ts'
import type { RegistryCopy } from '../registry.store.ts'
import type { DirectoryCategory, DirectoryEntry } from './directory.queries.ts'

/** How a kind of thing is called in paths and answers. */
export interface DirectoryNames<Category extends DirectoryCategory> {
  readonly category: Category
  /** `/v1/<plural>` */
  readonly plural: string
  /** What the events hold of it. */
  readonly data: z.ZodObject
}

export interface ReadOptions {
  readonly copy: RegistryCopy
  readonly consumer: Consumer
  readonly store: EventStore
}

/** Said where a division is in no table of GB/T 2260: abolished codes live on, so it is no error. */
export const warnings = z.array(z.strictObject({ code: z.literal('division-unknown'), division })).optional()

export const registered = (category: DirectoryCategory) =>
  z.strictObject({ id: idOf(category), version: z.int().min(1), warnings })

export function divisionWarnings(code: string): { warnings?: { code: 'division-unknown'; division: string }[] } {
  return isKnownDivision(code) ? {} : { warnings: [{ code: 'division-unknown', division: code }] }
}

/** `GET /v1/<plural>` in the order of registration, and `GET /v1/<plural>/{id}`. */
export function createReadRoutes<Category extends DirectoryCategory>(
  { category, plural, data }: DirectoryNames<Category>,
  { copy }: ReadOptions,
): readonly Route[] {
  const entry = data.extend({ id: idOf(category), version: z.int().min(1) })
  const title = category.charAt(0).toUpperCase() + category.slice(1)
  return [
    defineRoute({
      method: 'get',
      path: `/v1/${plural}`,
      operationId: `list${title}s`,
      summary: `Every ${category} in the order of registration`,
      tag: plural,
      query: z.strictObject({ ...pageFields, division: division.optional(), after: afterField }),
      answers: {
        200: {
          description: 'A page',
          schema: pageOf(entry),
        },
      },
      refusals: {},
      async handle({ query, actor }) {
        const place = decodeCursor(query.cursor, z.tuple([z.int().min(0)]))
        if (place && isProblem(place)) return place
        const { limit, division } = query
        const page = { after: place?.[0] ?? 0, limit: limit + 1, division, reach: actor.reach }
        const found = copy.listEntries(category, page)
        return answerPage(found, limit, ({ registered }) => [registered], toAnswer)
      },
    }),
    defineRoute({
      method: 'get',
      path: `/v1/${plural}/{id}`,
      operationId: `read${title}`,
      summary: `One ${category}`,
      tag: plural,
      params: z.strictObject({ id: idOf(category) }),
      query: z.strictObject({ after: afterField }),
      answers: { 200: { description: `The ${category}`, schema: entry } },
      refusals: {},
      async handle({ params }) {
        const found = copy.findEntry(category, params.id)
        return found ? { status: 200, body: toAnswer(found), version: found.version } : problem('not-found')
      },
    }),
  ]
}

function toAnswer({ id, version, data }: DirectoryEntry<DirectoryCategory>): Record<string, unknown> {
  return { id, version, ...data }
}
