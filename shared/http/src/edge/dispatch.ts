import {
  InvalidPositionError,
  StoreClosedError,
  StoreUnavailableError,
  UnknownOutcomeError,
} from '@welfare/event-store/port.ts'
import { statusOf, UndeclaredRefusalError } from '../answer-command.ts'
import type { Authenticator } from '../authority/authenticator.ts'
import type { AuthorityRow } from '../authority/authority.ts'
import {
  guardActor,
  guardIdempotencyKey,
  guardIfMatch,
  guardParams,
  guardQuery,
  hasControlCharacter,
} from '../authority/guards.ts'
import type { ScopeIndex } from '../authority/scope.ts'
import { guardScope } from '../authority/scope.ts'
import { isProblem, type Problem, problem, reservedMembers } from '../problem.ts'
import type { Actor, Route, RouteAnswer } from '../route.ts'
import { BodyBrokenOffError, isFileBody } from '../route.ts'
import type { InboundRequest } from './inbound-request.ts'
import { readBody } from './request-body.ts'

/** What is known of a request when its log line and its metrics are written. */
export interface Observed {
  route?: Pick<Route, 'operationId' | 'path'>
  actor?: Actor
  /** Code of the problem that was answered. */
  code?: string
  /** A bug's error: logged, never sent. */
  error?: unknown
}

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

/**
 * One request through the guards and the handler of its route. Never rejects: a bug is `internal-error`, and left in `observed`.
 * @param params decoded, as the path has them
 */
export async function dispatch(
  route: Route,
  row: AuthorityRow,
  params: Readonly<Record<string, string>>,
  request: InboundRequest,
  observed: Observed,
  options: DispatchOptions,
): Promise<RouteAnswer | Problem> {
  observed.route = route
  const releasePlace = isFileBody(route.body) ? options.takeUploadPlace() : noPlace
  if (!releasePlace) return problem('overloaded')
  try {
    const answer = await answerGuarded(route, row, params, request, observed, options)
    if (options.strict) assertDeclared(route, answer)
    return answer
  } catch (error) {
    return problemOfError(error, observed, options)
  } finally {
    releasePlace()
  }
}

function noPlace(): void {}

async function answerGuarded(
  route: Route,
  row: AuthorityRow,
  params: Readonly<Record<string, string>>,
  request: InboundRequest,
  observed: Observed,
  { authenticator, scopeIndex }: DispatchOptions,
): Promise<RouteAnswer | Problem> {
  if (Object.values(params).some(hasControlCharacter)) return problem('path-malformed')
  const asks = guardActor(route, row, request, authenticator)
  if (isProblem(asks)) return asks
  const { actor, address = request.address, credential } = asks
  observed.actor = actor
  const commandId = guardIdempotencyKey(route, row, params, actor, request.headers)
  if (typeof commandId === 'object') return commandId
  const ifVersion = guardIfMatch(route, request.headers)
  if (typeof ifVersion === 'object') return ifVersion
  const path = guardParams(route, params)
  if (isProblem(path)) return path
  const query = guardQuery(route, request)
  if (isProblem(query)) return query
  const body = await readBody(route, request)
  if (isProblem(body)) return body
  const outside = await guardScope(route, row, actor, [path.parsed, query.parsed, body.parsed], scopeIndex)
  if (outside) return outside
  const { headers, requestId, traceId, signal } = request
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
    signal,
  })
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

/** @throws Error when the answer is not one that the route declares: the OpenAPI document would be wrong about it */
function assertDeclared(route: Route, answer: RouteAnswer | Problem): void {
  if (isProblem(answer)) {
    if (statusOf(answer.code, route.refusals) !== answer.status) throw new UndeclaredRefusalError(answer.code)
    const hidden = reservedMembers.filter((name) => Object.hasOwn(answer.facts, name))
    if (hidden.length > 0) throw new Error(`Facts of ${answer.code} may not be named ${hidden.join(', ')}`)
    return
  }
  const shape = route.answers[answer.status]
  if (!shape) throw new Error(`The route does not declare the status ${answer.status}`)
  if (shape.contentType !== answer.contentType)
    throw new Error(`The route declares another type than ${answer.contentType}`)
  if (!shape.schema || answer.contentType !== undefined) return
  const sent: unknown = answer.body === undefined ? undefined : JSON.parse(JSON.stringify(answer.body))
  const checked = shape.schema.safeParse(sent)
  if (!checked.success) throw new Error(`The answer is not what the route declares: ${checked.error.message}`)
}
