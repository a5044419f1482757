import type { IncomingHttpHeaders } from 'node:http'
import type { Problem } from './problem.ts'
import type { Actor } from './route.ts'

export interface Credentials {
  readonly headers: IncomingHttpHeaders
}

/** A browser sends cookies whoever made it ask; a token is sent on purpose. */
export interface Authenticated {
  readonly actor: Actor
  readonly by: 'cookie' | 'token'
}

/** Whoever knows the accounts. On the path of every request: answers at once, from memory where it can. */
export interface Authenticator {
  /** Undefined when the request claims to be nobody's; a problem (`credentials-invalid`) where what it claims does not hold (any more). */
  authenticate(request: Credentials): Authenticated | undefined | Problem
}
