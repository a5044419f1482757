import type { IncomingHttpHeaders } from 'node:http'
import type { Problem } from '../problem.ts'
import type { Actor } from '../route.ts'

/** What a claim to be somebody is judged by. */
export interface Credentials {
  /** Upper case, as on the wire. */
  readonly method: string
  /** Path and query as on the request line, undecoded. */
  readonly target: string
  readonly headers: IncomingHttpHeaders
}

/** A browser sends cookies whichever page made it ask; a token is sent on purpose. */
export interface Authenticated {
  readonly actor: Actor
  /** `read-token`: a person's short-lived one, which changes nothing. */
  readonly by: 'cookie' | 'token' | 'read-token'
  /** Tells apart the devices on which one account is signed in, where it can be told: a hash of the session or token, good for nothing else. */
  readonly credential?: string
  /** Where the client is, when the gateway that says who asks saw it and this process did not. */
  readonly address?: string
}

/** Knows the accounts. On the path of every request: answers at once, from memory where it can. */
export interface Authenticator {
  /** Undefined when the request claims to be nobody's; a problem (`credentials-invalid`) where what it claims does not hold (any more). */
  authenticate(request: Credentials): Authenticated | undefined | Problem
}
