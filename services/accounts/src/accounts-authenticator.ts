import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { everything, type Role } from '@welfare/contracts/authority.ts'
import type { Authenticated, Authenticator } from '@welfare/http/authority/authenticator.ts'
import { type Problem, problem } from '@welfare/http/problem.ts'
import type { Actor } from '@welfare/http/route.ts'
import type { Clock } from '@welfare/process/clock.ts'
import { endOfShanghaiDay } from '@welfare/process/shanghai-days.ts'
import type { AccountsFacts } from './accounts.facts.ts'
import type { SecretsStore } from './accounts.store.ts'
import { accountsLimits } from './accounts-limits.ts'
import { hashOf } from './secrets.ts'
import { isOfTill, type SessionCookie } from './sign-in/session-cookie.ts'
import type { Sessions } from './sign-in/sessions.ts'

/** What the operator, who has the machine's own files, may be; an approver must be a second person. */
export const localRoles = ['officer', 'auditor', 'administrator'] as const
export type LocalRole = (typeof localRoles)[number]

export interface AccountsAuthenticator extends Authenticator {
  /** For `Authorization: Bearer`, good until this process ends. With `.<system user>` behind it, what is done is recorded as that operator's. */
  localToken(role: LocalRole): string
  /** Something about accounts or tokens has changed: what was looked up is looked up again. */
  forget(): void
}

/** How a person's token begins that only reads. */
export const READ_TOKEN = 'wr_'

interface KnownToken {
  readonly authenticated: Authenticated
  readonly endsAtMs: number
}

export interface AuthenticatorOptions {
  readonly store: SecretsStore
  readonly facts: AccountsFacts
  readonly sessions: Sessions
  readonly cookie: SessionCookie
  readonly tillCookie: SessionCookie
  readonly clock: Clock
}

/** By the cookie of a session or, where the request says so, of a till; or by a token that is sent on purpose, which goes first. A look-up in memory after the first time. */
export function createAccountsAuthenticator(options: AuthenticatorOptions): AccountsAuthenticator {
  const { store, facts, sessions, cookie, tillCookie, clock } = options
  const localSecret = randomBytes(32).toString('base64url')
  const actors = new Map<string, Actor>()
  /** By what is sent with each request: it is hashed once, to be found among those that were issued. */
  const tokens = new Map<string, KnownToken>()

  return {
    authenticate({ headers }) {
      if (headers.authorization !== undefined) return byToken(headers.authorization)
      if (isOfTill(headers)) return byTill(tillCookie.read(headers))
      const value = cookie.read(headers)
      return value === undefined || value.startsWith(READ_TOKEN) ? undefined : bySession(value)
    },
    localToken: (role) => `local.${role}.${localSecret}`,
    forget() {
      actors.clear()
      tokens.clear()
    },
  }

  function byToken(authorization: string): Authenticated | Problem {
    const [, token] = /^Bearer ([\w.-]{1,200})$/i.exec(authorization) ?? []
    if (token === undefined) return problem('credentials-invalid')
    if (token.startsWith('local.')) return byLocalSecret(token)
    if (token.startsWith(READ_TOKEN)) return byReadToken(token)
    return findToken(token) ?? problem('credentials-invalid')
  }

  /** A token of its own, which a browser sends by itself: it is held to the rules of cookies. */
  function byTill(token: string | undefined): Authenticated | Problem | undefined {
    if (token === undefined) return undefined
    const found = findToken(token)
    return found ? { ...found, by: 'cookie' } : problem('credentials-invalid')
  }

  function findToken(token: string): Authenticated | undefined {
    const known = tokens.get(token) ?? lookUpToken(token)
    return known && clock.now().getTime() < known.endsAtMs ? known.authenticated : undefined
  }

  function lookUpToken(token: string): KnownToken | undefined {
    const hash = hashOf(token)
    const stored = store.findToken(hash)
    const issued = stored && facts.findToken(stored.token)
    if (!issued || issued.isRevoked || issued.account !== stored.account) return undefined
    const actor = actorOf(issued.account)
    if (!actor) return undefined
    const endsAtMs = issued.expiresOn === undefined ? Infinity : endOfShanghaiDay(issued.expiresOn).getTime()
    const known: KnownToken = { authenticated: { actor, by: 'token', credential: hash.slice(0, 16) }, endsAtMs }
    remember(tokens, token, known)
    return known
  }

  function bySession(value: string): Authenticated | Problem {
    const session = sessions.find(value)
    const actor = session && actorOf(session.account)
    return actor ? { actor, by: 'cookie', credential: hashOf(value).slice(0, 16) } : problem('credentials-invalid')
  }

  /** It is kept as sessions are: two hours without a request end it, twelve whatever happens, and a reset of the password at once. */
  function byReadToken(token: string): Authenticated | Problem {
    const session = sessions.find(token)
    const actor = session && actorOf(session.account)
    return actor ? { actor, by: 'read-token', credential: hashOf(token).slice(0, 16) } : problem('credentials-invalid')
  }

  function byLocalSecret(token: string): Authenticated | Problem {
    const [, given, secret = '', ...user] = token.split('.')
    const role: Role | undefined = localRoles.find((one) => one === given)
    if (role === undefined || !isSame(secret, localSecret)) return problem('credentials-invalid')
    const recordedAs = user.length === 0 ? {} : { recordedAs: `operator/${user.join('.')}` }
    return { actor: { role, id: 'local', scope: everything, ...recordedAs }, by: 'token' }
  }

  /** Undefined for an account that is closed. */
  function actorOf(account: string): Actor | undefined {
    const known = actors.get(account)
    if (known) return known
    const opened = facts.findAccount(account)
    if (!opened || opened.isClosed) return undefined
    const actor: Actor = { role: opened.role, id: opened.account, scope: opened.scope }
    remember(actors, account, actor)
    return actor
  }
}

function remember<Value>(known: Map<string, Value>, key: string, value: Value): void {
  known.set(key, value)
  const [oldest] = known.keys()
  if (known.size > accountsLimits.remembered && oldest !== undefined) known.delete(oldest)
}

function isSame(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(a), digest(b))
}
