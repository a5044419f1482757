import { createHmac, timingSafeEqual } from 'node:crypto'
import { role, scope } from '@welfare/contracts/authority.ts'
import type { Clock } from '@welfare/process/clock.ts'
import { z } from 'zod'
import { type Problem, problem } from '../problem.ts'
import type { Authenticated, Authenticator, Credentials } from './authenticator.ts'

/** What the gateway says of who asks, to the service that answers. A client's own is never handed on. */
export const actorStatementHeader = 'welfare-actor-statement'

/** From the gateway to the guards of a service, a queue before them included; as far as the clocks of their machines may be apart. */
const VALID_MS = 30_000

const statement = z.strictObject({
  role,
  id: z.string(),
  scope,
  by: z.enum(['cookie', 'token', 'read-token']),
  credential: z.string().optional(),
  method: z.string(),
  target: z.string(),
  address: z.string(),
  expiresAtMs: z.int(),
})

export interface ActorStatements {
  /** The header's value: good for this method and target only, and for half a minute. */
  sign(who: Authenticated, asks: Pick<Credentials, 'method' | 'target'> & { readonly address: string }): string
  /** Believes statements, and nothing else that a request may claim. */
  readonly authenticator: Authenticator
}

/**
 * One ledger's gateway and services know each other by a secret that they share.
 * @param clock the machine's: statements are no events
 */
export function createActorStatements(secret: Uint8Array, clock: Clock): ActorStatements {
  return {
    sign({ actor, by, credential }, { method, target, address }) {
      if (actor.role === 'anonymous') throw new TypeError('of an anonymous caller nothing is stated')
      const said: z.infer<typeof statement> = {
        role: actor.role,
        id: actor.id,
        scope: actor.scope,
        by,
        ...(credential !== undefined && { credential }),
        method,
        target,
        address,
        expiresAtMs: clock.now().getTime() + VALID_MS,
      }
      const text = Buffer.from(JSON.stringify(said)).toString('base64url')
      return `${text}.${signatureOf(text).toString('base64url')}`
    },
    authenticator: {
      authenticate({ headers, method, target }) {
        const given = headers[actorStatementHeader]
        return given === undefined ? undefined : believe(String(given), method, target)
      },
    },
  }

  function believe(given: string, method: string, target: string): Authenticated | Problem {
    const [text = '', signature = '', ...rest] = given.split('.')
    const expected = signatureOf(text)
    const shown = Buffer.from(signature, 'base64url')
    const isOurs = rest.length === 0 && shown.length === expected.length && timingSafeEqual(shown, expected)
    const said = isOurs ? statement.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString())).data : undefined
    if (said?.method !== method || said.target !== target || said.expiresAtMs <= clock.now().getTime())
      return problem('credentials-invalid')
    const { role: actorRole, id, scope: actorScope, by, credential, address } = said
    return {
      actor: { role: actorRole, id, scope: actorScope },
      by,
      address,
      ...(credential !== undefined && { credential }),
    }
  }

  function signatureOf(text: string): Buffer {
    return createHmac('sha256', secret).update(text).digest()
  }
}
