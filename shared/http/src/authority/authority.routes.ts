import { role } from '@welfare/contracts/authority.ts'
import { CATEGORIES } from '@welfare/contracts/primitives.ts'
import { z } from 'zod'
import { defineRoute, type Route } from '../route.ts'
import { type AuthorityTable, programmeRules, rowOf, scopeRules } from './authority.ts'

export const authorityEntry = z.strictObject({
  operationId: z.string(),
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']),
  path: z.string(),
  roles: z.union([z.literal('public'), z.array(role)]),
  scope: z.enum(scopeRules),
  ofProgrammes: z.enum(programmeRules).optional().meta({
    description:
      'What a scope that names programmes means where a route is about none: closed, or merchants admitted to them',
  }),
  heldByService: z.enum(CATEGORIES).optional().meta({
    description: 'Things of this kind may lie elsewhere: the route says itself of which of them it is',
  }),
})

/** One route with who may call it. */
export type AuthorityEntry = z.infer<typeof authorityEntry>

/** The routes with one more, which says who may call each of them. */
export function withAuthorityRoute(routes: readonly Route[], table: AuthorityTable): readonly Route[] {
  const all: readonly Route[] = [
    ...routes,
    createAuthorityRoute(() => all.map((route) => authorityEntryOf(route, table))),
  ]
  return all
}

/** `GET /v1/authority`, over the routes that `list` knows when it is asked. */
export function createAuthorityRoute(list: () => readonly AuthorityEntry[]): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/authority',
    operationId: 'readAuthority',
    summary: 'Lists who may do what: every route with its roles, and how its scope is held',
    tag: 'accounts',
    answers: {
      200: { description: 'One row for each route', schema: z.strictObject({ items: z.array(authorityEntry) }) },
    },
    refusals: {},
    handle: () => ({ status: 200, body: { items: list() } }),
  })
}

export function authorityEntryOf({ operationId, method, path }: Route, table: AuthorityTable): AuthorityEntry {
  const { roles, scope, ofProgrammes, heldByService } = rowOf(table, operationId)
  const shown = roles === 'public' ? roles : [...roles]
  return {
    operationId,
    method: method.toUpperCase() as AuthorityEntry['method'],
    path,
    roles: shown,
    scope,
    ...(ofProgrammes && { ofProgrammes }),
    ...(heldByService && { heldByService }),
  }
}
