import { role } from '@welfare/contracts/authority.ts'
import { z } from 'zod'
import { type AuthorityTable, rowOf, scopes } from './authority.ts'
import { defineRoute, type Route } from './route.ts'

const row = z.strictObject({
  operationId: z.string(),
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']),
  path: z.string(),
  roles: z.union([z.literal('public'), z.array(role)]),
  scope: z.enum(scopes),
})

/** The routes with one more, which says who may call each of them. */
export function withAuthorityRoute(routes: readonly Route[], table: AuthorityTable): readonly Route[] {
  const all: readonly Route[] = [
    ...routes,
    defineRoute({
      method: 'get',
      path: '/v1/authority',
      operationId: 'readAuthority',
      summary: 'Who may do what: every route with its roles, and how far into the ledger it lets them see',
      tag: 'identity',
      answers: { 200: { description: 'One row for each route', schema: z.strictObject({ items: z.array(row) }) } },
      refusals: {},
      handle: () => ({ status: 200, body: { items: all.map(toRow) } }),
    }),
  ]
  return all

  function toRow({ operationId, method, path }: Route): z.infer<typeof row> {
    const { roles, scope } = rowOf(table, operationId)
    const shown = roles === 'public' ? roles : [...roles]
    return { operationId, method: method.toUpperCase() as z.infer<typeof row>['method'], path, roles: shown, scope }
  }
}
