import type { Readable } from 'node:stream'
import type { Credentials } from '../authority/authenticator.ts'

/** All that guards and routes see of an HTTP request. */
export interface InboundRequest extends Credentials {
  /** After the `?`, undecoded; empty when there is none. */
  readonly search: string
  /** Where the client is: its IP address, as far as it can be told. */
  readonly address: string
  /** The body, unread. */
  readonly stream: Readable
  readonly requestId: string
  readonly traceId: string | undefined
  readonly signal: AbortSignal
}
