import { sayProblem } from '@welfare/contracts/problem-sentences/say-problem.ts'
import type { Language } from '@welfare/contracts/problem-sentences/show-fact.ts'
import type { JsonObject, JsonValue } from '@welfare/event-store/decider/decider.ts'

/** A "no" on its way to the client, as RFC 9457 has it. `code` is the refusal's code; `facts` become members of their own. */
export interface Problem {
  readonly code: string
  readonly status: number
  readonly facts: JsonObject
  readonly detail?: string
  /** Sent as `Retry-After`. */
  readonly retryAfterS?: number
  /** Header fields that belong to this refusal, such as `Allow`. */
  readonly headers?: Readonly<Record<string, string>>
}

/** What the kit itself refuses, with the status of each. A service's own codes stand in its routes' `refusals`. */
export const kitProblems = {
  'request-malformed': 400,
  'path-malformed': 400,
  'path-invalid': 400,
  'query-malformed': 400,
  'query-invalid': 400,
  'body-malformed': 400,
  'body-invalid': 400,
  'body-too-deep': 400,
  'key-repeated': 400,
  'number-not-exact': 400,
  'text-malformed': 400,
  'idempotency-key-missing': 400,
  'idempotency-key-malformed': 400,
  'if-match-malformed': 400,
  'position-malformed': 400,
  'cursor-malformed': 400,
  'sign-in-required': 401,
  /** A session that ended, a token that was revoked or never was. */
  'credentials-invalid': 401,
  'token-only-reads': 403,
  'role-not-allowed': 403,
  'scope-too-small': 403,
  'cross-origin': 403,
  'route-not-found': 404,
  'not-found': 404,
  'division-unknown': 404,
  'method-not-allowed': 405,
  'request-too-slow': 408,
  'already-exists': 409,
  'version-mismatch': 412,
  'body-too-large': 413,
  'url-too-long': 414,
  'content-type-unsupported': 415,
  'content-encoding-unsupported': 415,
  'host-not-allowed': 421,
  'idempotency-key-reused': 422,
  'if-match-required': 428,
  'too-many-attempts': 429,
  'headers-too-large': 431,
  /** Nobody is left to be told; for the log. */
  'client-gone': 499,
  'internal-error': 500,
  overloaded: 503,
  'outcome-unknown': 503,
  'after-not-reached': 503,
  'shutting-down': 503,
  /** No process that could answer can be reached. */
  'service-unavailable': 503,
} as const satisfies Record<string, number>

export type KitProblemCode = keyof typeof kitProblems

const retryAfterS: Partial<Record<KitProblemCode, number>> = {
  overloaded: 1,
  'outcome-unknown': 1,
  'after-not-reached': 1,
  'shutting-down': 5,
  'service-unavailable': 1,
}

/** One of the kit's own problems. */
export function problem(
  code: KitProblemCode,
  facts: JsonObject = {},
  more: Pick<Problem, 'detail' | 'headers'> = {},
): Problem {
  const retry = retryAfterS[code]
  return { code, status: kitProblems[code], facts, ...(retry !== undefined && { retryAfterS: retry }), ...more }
}

export function isProblem(value: object): value is Problem {
  return 'code' in value && 'status' in value && 'facts' in value
}

export const problemContentType = 'application/problem+json'

/** Members that RFC 9457 gives a meaning, and `code`: a fact of the same name would hide them, so it gives way. */
export const reservedMembers: readonly string[] = ['type', 'title', 'status', 'code', 'detail', 'instance']

export function problemDocument(given: Problem, requestId: string, language: Language): Record<string, JsonValue> {
  const detail =
    given.detail ?? sayProblem(given.code, { retryAfterS: given.retryAfterS ?? null, ...given.facts }, language)
  return {
    ...given.facts,
    type: problemType(given.code),
    title: titleOf(given.code),
    status: given.status,
    code: given.code,
    ...(detail !== undefined && { detail }),
    instance: `urn:welfare:request:${requestId}`,
  }
}

export function problemType(code: string): string {
  return `urn:welfare:problem:${code}`
}

function titleOf(code: string): string {
  const words = code.replaceAll('-', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
