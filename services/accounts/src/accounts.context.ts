import type { Reach } from '@welfare/contracts/authority.ts'
import type { CommandResult } from '@welfare/event-store/runner.ts'
import type { Consumer } from '@welfare/facts/consumer.ts'
import { problemOf } from '@welfare/http/answer-command.ts'
import type { RateLimiter } from '@welfare/http/edge/rate-limit.ts'
import { type Problem, problem } from '@welfare/http/problem.ts'
import { commandMetadata, type RoomDependencies } from '@welfare/http/room.ts'
import type { Actor } from '@welfare/http/route.ts'
import { httpLimits } from '@welfare/process/limits.ts'
import type { AccountCommand } from './account.commands.ts'
import { type AccountEvent, accountDecider, isSeenBy, type OpenedAccount } from './account.decider.ts'
import type { IdentityStore } from './accounts.store.ts'
import type { IdentityCopy } from './accounts-copy.store.ts'
import { accountCodec } from './codecs.ts'
import type { Secrets } from './secrets.ts'
import type { Attempts } from './sign-in/attempts.ts'
import type { Passwords } from './sign-in/passwords.ts'
import type { SessionCookie } from './sign-in/session-cookie.ts'
import type { Sessions } from './sign-in/sessions.ts'

export interface IdentityContext extends Pick<RoomDependencies, 'runner' | 'store' | 'clock' | 'logger'> {
  readonly copy: IdentityCopy
  readonly facts: Consumer
  readonly vault: IdentityStore
  readonly secrets: Secrets
  readonly passwords: Passwords
  readonly attempts: Attempts
  readonly sessions: Sessions
  readonly cookie: SessionCookie
  readonly guesses: { readonly byAddress: RateLimiter; readonly together: RateLimiter }
  /** One after the other: for what must hold over several accounts, such as that an administrator remains. */
  alone<Result>(work: () => Promise<Result>): Promise<Result>
}

export type Accepted = Extract<CommandResult<AccountEvent>, { outcome: 'accepted' }>

/** With the status of each; a route declares those that it can give. */
export const accountRefusals = {
  'account-name-reserved': 422,
  'account-name-taken': 409,
  'account-unknown': 404,
  'own-authority': 403,
  'account-closed': 409,
  'divisions-missing': 422,
  'merchants-missing': 422,
  'reach-too-wide': 422,
  'last-administrator': 409,
  'not-a-person': 422,
  'not-a-machine': 422,
  'token-unknown': 404,
  'token-expiry-past': 422,
  'too-many-tokens': 409,
} as const

export type AccountRefusals = typeof accountRefusals

export function refusalsOf<Code extends keyof AccountRefusals>(...codes: readonly Code[]): Pick<AccountRefusals, Code> {
  return Object.fromEntries(codes.map((code) => [code, accountRefusals[code]])) as Pick<AccountRefusals, Code>
}

export interface AccountRequest {
  readonly stream: string
  readonly command: AccountCommand
  readonly commandId: string
  readonly ifVersion?: number | undefined
  /** For the fingerprint: what the client sent. */
  readonly input: object
}

/** Records it, and comes back when it holds: from then on nobody is let in, or kept out, by what was so before. */
export async function performOnAccount(
  context: IdentityContext,
  actor: Pick<Actor, 'role' | 'id'>,
  { stream, command, commandId, ifVersion, input }: AccountRequest,
): Promise<Accepted | Problem> {
  const { runner, clock, facts } = context
  const result = await runner.execute(accountDecider, accountCodec, {
    stream,
    command,
    commandId,
    input: JSON.parse(JSON.stringify(input)),
    metadata: commandMetadata(clock, actor),
    // The decider says of a missing account what it says of one that is not seen.
    mayCreate: true,
    ...(ifVersion !== undefined && { ifVersion }),
  })
  if (result.outcome === 'refused') return problemOf(result.refusal, accountRefusals)
  if (result.outcome === 'overloaded') return problem('overloaded')
  if (result.outcome === 'unknown') return problem('outcome-unknown')
  const { position } = result
  const holds = position === undefined || (await facts.waitFor(position, { timeoutMs: httpLimits.afterTimeoutMs }))
  return holds ? result : problem('after-not-reached')
}

/** The account as it is recorded; undefined where there is none, or none that the actor may see. */
export async function readSeenAccount(
  { runner }: IdentityContext,
  actor: Pick<Actor, 'id' | 'reach'>,
  id: string,
): Promise<{ readonly opened: OpenedAccount; readonly version: number } | undefined> {
  const read = await runner.read(accountDecider, accountCodec, id, ({ opened }, version) => ({ opened, version }))
  const opened = read?.opened
  return read && isSeenBy(makerOf(actor), opened) ? { opened, version: read.version } : undefined
}

export function makerOf({ id, reach }: Pick<Actor, 'id' | 'reach'>): {
  readonly account: string
  readonly reach: Reach
} {
  return { account: id, reach }
}

export function accountUnknown(): Problem {
  return problemOf({ code: 'account-unknown', facts: {} }, accountRefusals)
}

/** A "no" of a route's own table. */
export function refused(code: string, status: number, facts: Problem['facts'] = {}): Problem {
  return { code, status, facts }
}
