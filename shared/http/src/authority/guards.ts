import { randomUUID } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { actorText } from '@welfare/contracts/authority.ts'
import { v5 as uuidv5 } from 'uuid'
import type { z } from 'zod'
import { isSameOrigin } from '../edge/cross-origin.ts'
import type { InboundRequest } from '../edge/inbound-request.ts'
import { isProblem, type Problem, problem } from '../problem.ts'
import type { Actor, Route } from '../route.ts'
import { issuesOf } from '../schema-issues.ts'
import type { Authenticated, Authenticator, Credentials } from './authenticator.ts'
import type { AuthorityRow } from './authority.ts'

/** Who calls a public route: nobody in particular, with no role and no scope. */
const anonymous: Authenticated = {
  actor: { role: 'anonymous', id: 'anonymous', scope: { divisions: [] } },
  by: 'token',
}

/** Who asks, when their role may. A public route does not look. */
export function guardActor(
  route: Route,
  row: AuthorityRow,
  request: Credentials,
  authenticator: Authenticator,
): Authenticated | Problem {
  if (row.roles === 'public') return anonymous
  const authenticated = askWho(request, authenticator)
  if (isProblem(authenticated)) return authenticated
  const { actor, by } = authenticated
  if (by === 'read-token' && route.method !== 'get') return problem('token-only-reads')
  if (by === 'cookie' && route.method !== 'get' && !isSameOrigin(request.headers)) return problem('cross-origin')
  if (!row.roles.some((role) => role === actor.role))
    return problem('role-not-allowed', { role: actor.role, roles: [...row.roles] })
  return authenticated
}

/** Who asks, whatever their role. */
export function askWho(request: Credentials, authenticator: Authenticator): Authenticated | Problem {
  return (
    authenticator.authenticate(request) ??
    problem('sign-in-required', {}, { headers: { 'www-authenticate': 'Bearer' } })
  )
}

/** Of this project, so that command ids cannot meet uuids made elsewhere. */
const commandNamespace = '5f2b6c1e-7d0a-4c58-9a43-0c6de1b7a3f4'

/** The command's id, from actor, method, concrete path and key; undefined on a read. Nobody's requests have nothing to tell their repeats by. */
export function guardIdempotencyKey(
  route: Route,
  row: AuthorityRow,
  params: Readonly<Record<string, string>>,
  actor: Actor,
  headers: IncomingHttpHeaders,
): string | undefined | Problem {
  if (route.method === 'get') return undefined
  if (row.roles === 'public') return randomUUID()
  const key = headers['idempotency-key']
  if (key === undefined) return problem('idempotency-key-missing', { header: 'Idempotency-Key' })
  if (typeof key !== 'string' || !/^[\x21-\x7e]{8,200}$/.test(key)) {
    return problem('idempotency-key-malformed', { header: 'Idempotency-Key', minLength: 8, maxLength: 200 })
  }
  const place = JSON.stringify(params)
  return uuidv5(`${actorText(actor)} ${route.method} ${route.path} ${place} ${key}`, commandNamespace)
}

/** The version in `If-Match`. One strong tag; weak ones, lists and `*` name no version. */
export function guardIfMatch(route: Route, headers: IncomingHttpHeaders): number | undefined | Problem {
  const given = headers['if-match']
  if (given === undefined) return route.ifMatch === 'required' ? problem('if-match-required') : undefined
  const [, digits] = /^"(\d{1,15})"$/.exec(given) ?? []
  return digits === undefined ? problem('if-match-malformed', { form: '"<version>"' }) : Number(digits)
}

export function guardParams(route: Route, params: Readonly<Record<string, string>>): { parsed: unknown } | Problem {
  if (!route.params) return { parsed: undefined }
  return parseWith(route.params, params, 'path-invalid')
}

export function guardQuery(route: Route, request: InboundRequest): { parsed: unknown } | Problem {
  if (request.search === '' && !route.query) return { parsed: undefined }
  const query = queryOf(request.search)
  if (!query) return problem('query-malformed')
  if (route.query) return parseWith(route.query, query, 'query-invalid')
  const issues = [{ path: '', code: 'unrecognized-keys', keys: Object.keys(query).slice(0, 10) }]
  return issues[0]?.keys.length ? problem('query-invalid', { issues }) : { parsed: undefined }
}

export function parseWith(
  schema: z.ZodType,
  value: unknown,
  code: 'path-invalid' | 'query-invalid' | 'body-invalid',
): { parsed: unknown } | Problem {
  const result = schema.safeParse(value)
  return result.success ? { parsed: result.data } : problem(code, { issues: issuesOf(result.error) })
}

/** Undefined when the query is not percent-encoded UTF-8 text. */
function queryOf(search: string): Record<string, string | string[]> | undefined {
  if (!isDecodable(search)) return undefined
  const fields = new Map<string, string | string[]>()
  for (const [name, given] of new URLSearchParams(search)) {
    const value = withPlus(given)
    if (hasControlCharacter(name) || hasControlCharacter(value)) return undefined
    const before = fields.get(name)
    fields.set(name, before === undefined ? value : [before, value].flat())
  }
  return Object.fromEntries(fields)
}

const instantWithBlank = /^(\d{4}-\d{2}-\d{2}T[\d:.]+) (\d{2}:\d{2})$/

/** A `+` that was not percent-encoded arrives as a blank; in `…T08:00:00+08:00`, our own way of writing times, it can only have been a plus. */
function withPlus(value: string): string {
  return value.replace(instantWithBlank, '$1+$2')
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text)
    return true
  } catch {
    return false
  }
}

export function hasControlCharacter(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index)
    if (unit < 0x20 || unit === 0x7f) return true
  }
  return false
}
