import { accountName, role, scope } from '@welfare/contracts/authority.ts'
import { instant, text } from '@welfare/contracts/primitives.ts'
import { isProblem } from '@welfare/http/problem.ts'
import { defineRoute, type Route, type RouteAnswer } from '@welfare/http/route.ts'
import { z } from 'zod'
import { accountIdOf } from '../account-ids.ts'
import { type AccountsContext, makerOf, recordOnAccount, refusalsOf, refused } from '../accounts.context.ts'
import type { AccountRow } from '../accounts.facts.ts'
import { READ_TOKEN } from '../accounts-authenticator.ts'
import { MAX_PASSWORD_LENGTH } from './passwords.ts'
import { isOfTill } from './session-cookie.ts'
import { choosePassword, newPasswordRefusals, provePassword, signInRefusals } from './sign-in.ts'

const password = z.string().min(1).max(MAX_PASSWORD_LENGTH)
export const newPassword = password.meta({ description: 'At least 12 characters; not the account name' })
export const session = z.strictObject({
  account: accountName.or(z.literal('local')),
  role,
  scope,
  label: text(60).optional().meta({ description: 'What a phone was called when it was paired' }),
  expiresAt: instant
    .optional()
    .meta({ description: 'Of a session; absent for a token. Two hours without a request end it before' }),
})

export function createSessionRoutes(context: AccountsContext): readonly Route[] {
  return [signIn(context), readSession(context), signOut(context), changePassword(context), issueReadToken(context)]
}

function signIn(context: AccountsContext): Route {
  return defineRoute({
    method: 'post',
    path: '/v1/session',
    operationId: 'signIn',
    summary: 'Signs a person in: the answer sets the cookie of the session',
    tag: 'accounts',
    body: z.strictObject({ account: accountName, password, newPassword: newPassword.optional() }),
    answers: { 200: { description: 'Signed in', schema: session } },
    refusals: { ...signInRefusals, 'new-password-required': 403, ...newPasswordRefusals },
    async handle({ address, body, commandId, headers }) {
      const proven = await provePassword(context, { ...body, address })
      if (isProblem(proven)) return proven
      if (body.newPassword !== undefined) {
        const { password: oldPassword, newPassword } = body
        const failed = await choosePassword(context, proven, { oldPassword, newPassword, commandId })
        if (failed) return failed
      } else {
        if (proven.password.oneTimeUntilMs !== undefined) return refused('new-password-required', 403)
        // Changed while it was being proved: the change has ended every session, and this one comes too late.
        const isChanged = context.vault.findPassword(proven.account.id)?.version !== proven.password.version
        if (isChanged) return refused('sign-in-failed', 401)
      }
      const before = context.cookie.read(headers)
      if (before !== undefined) context.sessions.end(before)
      return answerNewSession(context, proven.account)
    },
  })
}

/** Begins a session; the answer carries its cookie. */
export function answerNewSession({ cookie, sessions }: AccountsContext, account: AccountRow): RouteAnswer {
  const value = sessions.start(account.id)
  const started = sessions.find(value)
  return {
    status: 200,
    headers: { 'Set-Cookie': cookie.set(value) },
    body: {
      account: account.account,
      role: account.role,
      scope: account.scope,
      ...(started && { expiresAt: new Date(started.endsAtMs).toISOString() }),
    },
  }
}

function readSession({ cookie, facts, sessions, tillCookie }: AccountsContext): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/session',
    operationId: 'readSession',
    summary: 'Reads who is signed in, as the ledger knows it',
    tag: 'accounts',
    answers: { 200: { description: 'The account, its role and its scope', schema: session } },
    refusals: {},
    handle({ actor, headers }) {
      const isByCookie = headers.authorization === undefined
      const till = isByCookie && isOfTill(headers) ? tillCookie.read(headers) : undefined
      const value = isByCookie && till === undefined ? cookie.read(headers) : undefined
      const current = value === undefined ? undefined : sessions.find(value)
      return {
        status: 200,
        ...(till !== undefined && { headers: { 'Set-Cookie': tillCookie.set(till) } }),
        body: {
          account: actor.id,
          role: actor.role,
          scope: actor.scope,
          ...(till !== undefined && labelOf(facts, actor.id)),
          ...(current && { expiresAt: new Date(current.endsAtMs).toISOString() }),
        },
      }
    },
  })
}

function labelOf(facts: AccountsContext['facts'], account: string): { readonly label?: string } {
  const [token] = facts.listTokens(accountIdOf(account))
  return token?.label === undefined ? {} : { label: token.label }
}

function signOut(context: AccountsContext): Route {
  const { cookie, sessions, tillCookie } = context
  return defineRoute({
    method: 'delete',
    path: '/v1/session',
    operationId: 'signOut',
    summary: 'Ends the session; with `Welfare-Credential: till` the phone is a till no more',
    tag: 'accounts',
    answers: { 204: { description: 'Signed out' } },
    refusals: refusalsOf('own-authority'),
    async handle({ actor, commandId, headers }) {
      if (isOfTill(headers)) {
        const maker = makerOf(actor)
        const result = await recordOnAccount(context, actor, {
          stream: accountIdOf(actor.id),
          command: { type: 'CloseAccount', reason: 'forgotten', maker, isLastAdministrator: false },
          commandId,
          input: {},
        })
        return isProblem(result) ? result : { status: 204, headers: { 'Set-Cookie': tillCookie.clear() } }
      }
      const value = cookie.read(headers)
      if (value !== undefined) sessions.end(value)
      return { status: 204, headers: { 'Set-Cookie': cookie.clear() } }
    },
  })
}

function issueReadToken({ facts, sessions }: AccountsContext): Route {
  return defineRoute({
    method: 'post',
    path: '/v1/session/read-token',
    operationId: 'issueReadToken',
    summary: 'Makes a token by which a program reads in the name of the person who is signed in, for some hours',
    tag: 'accounts',
    body: z.strictObject({}),
    answers: {
      201: {
        description: 'Shown here and nowhere else; two hours without a request end it, twelve in any case',
        schema: z.strictObject({ token: z.string(), account: accountName, expiresAt: instant }),
      },
    },
    refusals: { 'not-a-person': 422 },
    handle({ actor }) {
      const account = facts.findAccount(accountIdOf(actor.id))
      if (account?.kind !== 'person') return refused('not-a-person', 422, { kind: account?.kind ?? 'machine' })
      const token = sessions.start(account.id, READ_TOKEN)
      const expiresAt = new Date(sessions.find(token)?.endsAtMs ?? 0).toISOString()
      return { status: 201, body: { token, account: account.account, expiresAt } }
    },
  })
}

function changePassword(context: AccountsContext): Route {
  return defineRoute({
    method: 'post',
    path: '/v1/session/password',
    operationId: 'changePassword',
    summary: "Changes the caller's password and ends its other sessions",
    tag: 'accounts',
    body: z.strictObject({ password, newPassword }),
    answers: { 204: { description: 'Changed' } },
    refusals: { ...signInRefusals, ...newPasswordRefusals },
    async handle({ actor, address, body, commandId, headers }) {
      const { password: oldPassword, newPassword } = body
      const isRepeat = context.vault.findPassword(accountIdOf(actor.id))?.commandId === commandId
      const proof = { account: actor.id, password: isRepeat ? newPassword : oldPassword, address }
      const proven = await provePassword(context, proof)
      if (isProblem(proven)) return proven
      if (isRepeat) return { status: 204 }
      const cookie = context.cookie.read(headers)
      const failed = await choosePassword(context, proven, { oldPassword, newPassword, commandId, cookie })
      return failed ?? { status: 204 }
    },
  })
}
