import { z } from 'zod'
import { problemOf } from '../answer-command.ts'
import type { AuthorityTable } from '../authority/authority.ts'
import { pageFields, queryBoolean } from '../query-fields.ts'
import { defineRoute, notKept, type Route } from '../route.ts'

const shelf = z.strictObject({ id: z.string(), pieces: z.int() }).meta({ id: 'Shelf' })
const shelfParams = z.strictObject({ id: z.string().regex(/^shelf-[a-z0-9-]{1,40}$/) })
const refusals = { 'shelf-empty': 409 }

/** Who may call them. */
export const sampleAuthority: AuthorityTable = {
  listShelves: { roles: ['officer', 'auditor'], scope: 'filtered' },
  readShelf: { roles: ['officer', 'auditor'], scope: 'named' },
  takeFromShelf: { roles: ['officer'], scope: 'named' },
  renameShelf: { roles: ['officer'], scope: 'named' },
  removeShelf: { roles: ['officer'], scope: 'named' },
  importShelves: { roles: ['officer'], scope: 'named' },
  exportShelves: { roles: ['officer', 'auditor'], scope: 'whole-ledger' },
}

/** A small table that has one route of every kind that the kit knows; for the kit's own tests. */
export const sampleRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/v1/shelves',
    operationId: 'listShelves',
    summary: 'Every shelf',
    tag: 'shelves',
    query: z.strictObject({ ...pageFields, full: queryBoolean.optional() }),
    answers: {
      200: { description: 'A page', schema: z.strictObject({ limit: z.int(), full: z.boolean().optional() }) },
    },
    refusals: {},
    handle: ({ query }) => ({ status: 200, body: { limit: query.limit, full: query.full } }),
  }),
  defineRoute({
    method: 'get',
    path: '/v1/shelves/{id}',
    operationId: 'readShelf',
    summary: 'One shelf',
    tag: 'shelves',
    params: shelfParams,
    query: z.strictObject({ now: queryBoolean.optional() }),
    answers: { 200: { description: 'The shelf', schema: shelf } },
    refusals: {},
    handle: ({ params, query: { now } }) => ({
      ...{ status: 200, body: { id: params.id, pieces: 3 }, version: 7 },
      ...(now && { headers: notKept }),
    }),
  }),
  defineRoute({
    method: 'post',
    path: '/v1/shelves/{id}/takings',
    operationId: 'takeFromShelf',
    summary: 'Takes pieces from a shelf',
    tag: 'shelves',
    params: shelfParams,
    ifMatch: 'optional',
    body: z.strictObject({
      pieces: z.int().min(1).max(100),
      note: z.string().max(50).optional(),
      lots: z
        .array(z.strictObject({ lot: z.string() }))
        .max(3)
        .optional(),
    }),
    answers: {
      201: {
        description: 'Taken',
        schema: z.strictObject({ commandId: z.uuid(), pieces: z.int(), ifVersion: z.int().optional() }),
      },
    },
    refusals,
    handle({ body, commandId, ifVersion }) {
      if (body.pieces > 50) return problemOf({ code: 'shelf-empty', facts: { pieces: 50 } }, refusals)
      return { status: 201, body: { commandId, pieces: body.pieces, ifVersion }, version: 8, position: 'p-8' }
    },
  }),
  defineRoute({
    method: 'put',
    path: '/v1/shelves/{id}',
    operationId: 'renameShelf',
    summary: 'Gives a shelf another name',
    tag: 'shelves',
    params: shelfParams,
    ifMatch: 'required',
    body: z.strictObject({ name: z.string().min(1) }),
    answers: { 200: { description: 'Renamed', schema: z.strictObject({ ifVersion: z.int() }) } },
    refusals: {},
    handle: ({ ifVersion }) => ({ status: 200, body: { ifVersion } }),
  }),
  defineRoute({
    method: 'delete',
    path: '/v1/shelves/{id}',
    operationId: 'removeShelf',
    summary: 'Removes a shelf',
    tag: 'shelves',
    params: shelfParams,
    answers: { 204: { description: 'Gone' } },
    refusals: {},
    handle: () => ({ status: 204 }),
  }),
  defineRoute({
    method: 'post',
    path: '/v1/shelf-lists',
    operationId: 'importShelves',
    summary: 'Reads shelves from a file',
    tag: 'shelves',
    body: { file: ['text/csv', 'application/octet-stream'], maxBytes: 1000 },
    answers: { 200: { description: 'Read', schema: z.strictObject({ bytes: z.int(), contentType: z.string() }) } },
    refusals: {},
    handle: ({ body }) => ({ status: 200, body: { bytes: body.bytes.length, contentType: body.contentType } }),
  }),
  defineRoute({
    method: 'get',
    path: '/v1/shelf-lists',
    operationId: 'exportShelves',
    summary: 'Every shelf as text',
    tag: 'shelves',
    answers: { 200: { description: 'Lines', contentType: 'text/csv' } },
    refusals: {},
    handle: () => ({ status: 200, contentType: 'text/csv', body: lines(5000) }),
  }),
]

async function* lines(count: number): AsyncIterable<string> {
  for (let line = 1; line <= count; line += 1) yield `shelf-${line},${line}\n`
}
