import { randomUUID } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { actorText, isWholeLedger } from '@welfare/contracts/authority.ts'
import { createUuid5 } from '@welfare/event-store/derived-id.ts'
import {
  InvalidPositionError,
  StoreClosedError,
  StoreUnavailableError,
  UnknownOutcomeError,
} from '@welfare/event-store/port.ts'
import type { z } from 'zod'
import type { Authenticated, Authenticator, Credentials } from '../authority/authenticator.ts'
import type { AuthorityRow } from '../authority/authority.ts'
import { guardScope, type ScopeIndex } from '../authority/scope.ts'
import { isProblem, type Problem, problem } from '../problem.ts'
import { type Actor, BodyBrokenOffError, type FileBody, isFileBody, type Route, type RouteAnswer } from '../route.ts'
import { issuesOf } from '../schema-issues.ts'
import { isSameOrigin } from './cross-origin.ts'
import { assertDeclared } from './declared-answer.ts'
import type { Exchange, Observed } from './exchange.ts'
import { readFileBody } from './file-body.ts'
import type { InboundRequest } from './inbound-request.ts'
import { readJsonBody } from './request-body.ts'
import type { Params } from './route-map.ts'
import { readQuery } from './url-text.ts'

export type Answer = RouteAnswer | Problem

export interface DispatchOptions {
  readonly authenticator: Authenticator
  readonly scopeIndex: ScopeIndex
  /**
   * For tests: every answer is checked against the route's declaration, and a bug's message is sent as `detail`.
   */
  readonly strict: boolean
  /** Takes a place for an upload and returns what gives it back; undefined when all are taken. */
  takeUploadPlace(): (() => void) | undefined
}

/** How requests of a route are answered: through the guards, by its handler. Rejects where that has a bug, or is stopped by the store. */
export function prepareDispatch(route: Route, row: AuthorityRow, options: DispatchOptions) {
  const { body } = route
  const prepared: Prepared = {
    ...options,
    route,
    row,
    readBody: isFileBody(body) ? fileReader(body) : jsonReader(body),
  }
  return isFileBody(body) ? answerInPlace : answer

  async function answer({ inbound, observed }: Exchange, params: Params): Promise<Answer> {
    observed.route = route
    const given = await answerGuarded(prepared, params, inbound, observed)
    if (options.strict) assertDeclared(route, given)
    return given
  }

  async function answerInPlace(exchange: Exchange, params: Params): Promise<Answer> {
    exchange.observed.route = route
    const releasePlace = options.takeUploadPlace()
    if (!releasePlace) return problem('overloaded')
    return answer(exchange, params).finally(releasePlace)
  }
}

interface Prepared extends DispatchOptions {
  readonly route: Route
  readonly row: AuthorityRow
  readBody(request: InboundRequest): Promise<Parsed | Problem>
}

interface Parsed {
  readonly parsed: unknown
}

async function answerGuarded(
  { route, row, readBody, authenticator, scopeIndex }: Prepared,
  params: Params,
  request: InboundRequest,
  observed: Observed,
): Promise<Answer> {
  const asks = guardActor(route, row, request, authenticator)
  if (isProblem(asks)) return asks
  const { actor, address = request.address, credential } = asks
  observed.actor = actor
  const commandId = guardIdempotencyKey(route, row, params, actor, request.headers)
  if (typeof commandId === 'object') return commandId
  const ifVersion = guardIfMatch(route, request.headers)
  if (typeof ifVersion === 'object') return ifVersion
  const path = parseParams(route, params)
  if (isProblem(path)) return path
  const query = parseQuery(route, request)
  if (isProblem(query)) return query
  const body = await readBody(request)
  if (isProblem(body)) return body
  if (row.roles !== 'public' && !isWholeLedger(actor.scope)) {
    const outside = await guardScope(route, row, actor, [path.parsed, query.parsed, body.parsed], scopeIndex)
    if (outside) return outside
  }
  const { headers, requestId, traceId } = request
  return await route.handle({
    params: path.parsed,
    query: query.parsed,
    body: body.parsed,
    actor,
    commandId,
    ifVersion,
    headers,
    credential,
    address,
    requestId,
    traceId,
    get signal() {
      return request.signal
    },
  })
}

/** Who calls a public route: nobody in particular, with no role and no scope. */
const anonymous: Authenticated = {
  actor: { role: 'anonymous', id: 'anonymous', scope: { divisions: [] } },
  by: 'token',
}

/** Who asks, when their role may. A public route does not look. */
function guardActor(
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
const toCommandId = createUuid5('5f2b6c1e-7d0a-4c58-9a43-0c6de1b7a3f4')

/** The command's id, from actor, method, concrete path and key; undefined on a read. Nobody's requests have nothing to tell their repeats by. */
function guardIdempotencyKey(
  route: Route,
  row: AuthorityRow,
  params: Params,
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
  return toCommandId(`${actorText(actor)} ${route.method} ${route.path} ${place} ${key}`)
}

/** The version in `If-Match`. One strong tag; weak ones, lists and `*` name no version. */
function guardIfMatch(route: Route, headers: IncomingHttpHeaders): number | undefined | Problem {
  const given = headers['if-match']
  if (given === undefined) return route.ifMatch === 'required' ? problem('if-match-required') : undefined
  const [, digits] = /^"(\d{1,15})"$/.exec(given) ?? []
  return digits === undefined ? problem('if-match-malformed', { form: '"<version>"' }) : Number(digits)
}

function parseParams({ params: schema }: Route, params: Params): Parsed | Problem {
  return schema ? parseWith(schema, params, 'path-invalid') : nothing
}

function parseQuery({ query: schema }: Route, { search }: InboundRequest): Parsed | Problem {
  if (search === '' && !schema) return nothing
  const query = search === '' ? {} : readQuery(search)
  if (!query) return problem('query-malformed')
  if (schema) return parseWith(schema, query, 'query-invalid')
  const issues = [{ path: '', code: 'unrecognized-keys', keys: Object.keys(query).slice(0, 10) }]
  return issues[0]?.keys.length ? problem('query-invalid', { issues }) : nothing
}

const nothing = { parsed: undefined }

function fileReader(wanted: FileBody): Prepared['readBody'] {
  return async (request) => {
    if (isEncoded(request)) return problem('content-encoding-unsupported')
    const file = await readFileBody(wanted, request)
    return isProblem(file) ? file : { parsed: file }
  }
}

function jsonReader(wanted: z.ZodType | undefined): Prepared['readBody'] {
  return async (request) => {
    if (isEncoded(request)) return problem('content-encoding-unsupported')
    const json = await readJsonBody(request, wanted)
    if (json === undefined) return nothing
    if (isProblem(json)) return json
    if (wanted) return parseWith(wanted, json.value, 'body-invalid')
    return isEmptyObject(json.value) ? nothing : problem('body-invalid', { issues: [nothingTaken] })
  }
}

function isEncoded({ headers }: InboundRequest): boolean {
  const encoding = headers['content-encoding']
  return encoding !== undefined && encoding !== 'identity'
}

const nothingTaken = { path: '', code: 'body-not-taken' }

function isEmptyObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length === 0
}

function parseWith(
  schema: z.ZodType,
  value: unknown,
  code: 'path-invalid' | 'query-invalid' | 'body-invalid',
): Parsed | Problem {
  const result = schema.safeParse(value)
  return result.success ? { parsed: result.data } : problem(code, { issues: issuesOf(result.error) })
}

/** The store's exceptions that say something to the client; all others are bugs. */
export function problemOfError(error: unknown, observed: Observed, { strict }: { strict: boolean }): Problem {
  if (error instanceof BodyBrokenOffError) return error.problem
  if (error instanceof UnknownOutcomeError) return problem('outcome-unknown')
  if (error instanceof StoreClosedError) return problem('shutting-down')
  if (error instanceof StoreUnavailableError) return problem('service-unavailable')
  if (error instanceof InvalidPositionError) return problem('position-malformed')
  observed.error = error
  return problem('internal-error', {}, strict ? { detail: String(error) } : {})
}
