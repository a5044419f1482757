import type { Scope } from '@welfare/contracts/authority.ts'
import { codecFor } from '@welfare/contracts/catalogue.ts'
import type { CommandRequest, CommandResult } from '@welfare/event-store/runner.ts'
import type { Consumer } from '@welfare/facts/consumer.ts'
import { notAccepted, problemOf } from '@welfare/http/answer-command.ts'
import { type CommandRouteDefinition, commandMetadata, commandRoute } from '@welfare/http/command-route.ts'
import type { Dependencies } from '@welfare/http/dependencies.ts'
import type { RateLimiter } from '@welfare/http/edge/rate-limit.ts'
import { isProblem, type Problem, problem } from '@welfare/http/problem.ts'
import type { Actor, FileBody, Route } from '@welfare/http/route.ts'
import { httpLimits } from '@welfare/process/limits.ts'
import type { z } from 'zod'
import type { AccountCommand } from './account.commands.ts'
import {
  type AccountEvent,
  type AccountState,
  accountDecider,
  isSeenBy,
  type OpenedAccount,
} from './account.decider.ts'
import type { AccountsFacts } from './accounts.facts.ts'
import type { SecretsStore } from './accounts.store.ts'
import type { LimitEvent } from './limit.decider.ts'
import type { Secrets } from './secrets.ts'
import type { Attempts } from './sign-in/attempts.ts'
import type { Passwords } from './sign-in/passwords.ts'
import type { SessionCookie } from './sign-in/session-cookie.ts'
import type { Sessions } from './sign-in/sessions.ts'

export interface AccountsContext extends Pick<Dependencies, 'runner' | 'store' | 'clock' | 'logger'> {
  readonly facts: AccountsFacts
  readonly follower: Consumer
  readonly vault: SecretsStore
  readonly secrets: Secrets
  readonly passwords: Passwords
  readonly attempts: Attempts
  readonly sessions: Sessions
  readonly cookie: SessionCookie
  readonly tillCookie: SessionCookie
  readonly guesses: { readonly byAddress: RateLimiter; readonly together: RateLimiter }
  /** One after the other: for what must hold over several accounts, such as that an administrator remains. */
  alone<Result>(work: () => Promise<Result>): Promise<Result>
}

export const accountCodec = codecFor<AccountEvent['type']>()
export const limitCodec = codecFor<LimitEvent['type']>()

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
  'scope-too-wide': 422,
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

/** Answered when it holds: from then on nobody is let in, or kept out, by what was so before. */
async function untilItHolds({ follower }: AccountsContext, { position }: Accepted): Promise<Problem | undefined> {
  if (position === undefined) return undefined
  const holds = await follower.waitFor(position, { timeoutMs: httpLimits.afterTimeoutMs })
  return holds ? undefined : problem('after-not-reached')
}

/** A route that is one command on an account. Of a missing account the decider says what it says of one that is not seen. */
export function accountRoute<
  Params extends z.ZodType | undefined = undefined,
  Query extends z.ZodType | undefined = undefined,
  Body extends z.ZodType | FileBody | undefined = undefined,
  const IfMatch extends 'required' | 'optional' | undefined = undefined,
>(
  context: AccountsContext,
  definition: Omit<
    CommandRouteDefinition<Params, Query, Body, IfMatch, AccountState, AccountCommand, AccountEvent>,
    'decidedBy'
  >,
): Route {
  return commandRoute<AccountState, AccountCommand, AccountEvent, Params, Query, Body, IfMatch>(context, {
    ...definition,
    decidedBy: [accountDecider, accountCodec],
    async toCommand(...asked) {
      const command = await definition.toCommand(...asked)
      return isProblem(command) ? command : { ...command, mayCreate: true }
    },
    toAnswer: async (accepted, ...asked) =>
      (await untilItHolds(context, accepted)) ?? definition.toAnswer(accepted, ...asked),
  })
}

/** The same for what is no request's own command: setting up, choosing a password, a phone's pairing. */
export async function recordOnAccount(
  context: AccountsContext,
  actor: Pick<Actor, 'role' | 'id'>,
  request: Pick<CommandRequest<AccountCommand>, 'stream' | 'command' | 'commandId' | 'input'>,
): Promise<Accepted | Problem> {
  const { runner, clock } = context
  const metadata = commandMetadata(clock, actor)
  const result = await runner.execute(accountDecider, accountCodec, { ...request, metadata, mayCreate: true })
  if (result.outcome !== 'accepted') return notAccepted(result, accountRefusals)
  return (await untilItHolds(context, result)) ?? result
}

/** For what must hold over several accounts. */
export function serializedRoute({ alone }: AccountsContext, route: Route): Route {
  return { ...route, handle: (request) => alone(async () => route.handle(request)) }
}

/** The account as it is recorded; undefined where there is none, or none that the actor may see. */
export async function readSeenAccount(
  { runner }: AccountsContext,
  actor: Pick<Actor, 'id' | 'scope'>,
  id: string,
): Promise<{ readonly opened: OpenedAccount; readonly version: number } | undefined> {
  const read = await runner.read(accountDecider, accountCodec, id, ({ opened }, version) => ({ opened, version }))
  const opened = read?.opened
  return read && isSeenBy(makerOf(actor), opened) ? { opened, version: read.version } : undefined
}

export function makerOf({ id, scope }: Pick<Actor, 'id' | 'scope'>): {
  readonly account: string
  readonly scope: Scope
} {
  return { account: id, scope }
}

export function accountUnknown(): Problem {
  return problemOf({ code: 'account-unknown', facts: {} }, accountRefusals)
}

/** A "no" of a route's own table. */
export function refused(code: string, status: number, facts: Problem['facts'] = {}): Problem {
  return { code, status, facts }
}
