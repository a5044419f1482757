import { rosterImportCompleted } from '@welfare/contracts/events/registry.ts'
import { count, idOf } from '@welfare/contracts/primitives.ts'
import { listRoute } from '@welfare/http/list-route.ts'
import { queryBoolean } from '@welfare/http/query-fields.ts'
import type { Route } from '@welfare/http/route.ts'
import { z } from 'zod'
import type { RegistryContext } from '../registry.context.ts'

const recordedImport = z.strictObject({
  id: idOf('import').meta({ description: 'The job; its rows are read at /v1/jobs/{id}' }),
  programme: idOf('programme'),
  rows: count.meta({ description: 'Rows about people' }),
  actor: z.string().meta({ example: 'officer/desk-1' }),
  startedAt: z.iso.datetime(),
  status: z.enum(['running', 'done', 'refused']),
  counts: rosterImportCompleted.shape.counts.optional().meta({ description: 'Once it is done' }),
  code: z.string().optional().meta({ description: 'Why it was refused' }),
})

/** Which rosters were confirmed, by whom and when, and which of them left rows out. */
export function createImportsRoute({ facts }: RegistryContext): Route {
  return listRoute({
    path: '/v1/roster-imports',
    operationId: 'listRosterImports',
    summary: 'Lists rosters that were put on a programme, newest first; withErrors=true: those that left rows out',
    tag: 'rosters',
    filter: { programme: idOf('programme').optional(), withErrors: queryBoolean.optional() },
    item: recordedImport,
    description: 'A page',
    listRows: ({ query: { programme, withErrors = false }, actor: { scope } }, { from, limit }) =>
      facts.listImports({ before: from === 0 ? undefined : from, limit, scope, programme, withErrors }),
    placeOf: ({ sequence }) => sequence,
    toItem: ({ sequence: _, counts, code, ...recorded }) => ({
      ...recorded,
      ...(counts && { counts }),
      ...(code !== undefined && { code }),
    }),
  })
}
