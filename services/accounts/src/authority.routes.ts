import { isWholeLedger, role, scope } from '@welfare/contracts/authority.ts'
import { reason } from '@welfare/contracts/primitives.ts'
import type { Route } from '@welfare/http/route.ts'
import { z } from 'zod'
import {
  type AccountsContext,
  accountRoute,
  accountUnknown,
  makerOf,
  readSeenAccount,
  refusalsOf,
  refused,
  serializedRoute,
} from './accounts.context.ts'
import { namedRefusals, unknownIn } from './accounts.routes.ts'
import { putOneTimePassword } from './sign-in/one-time-password.ts'
import { accountParams, changedAccount, oneTimePassword } from './wire.ts'

/** What is said of an account once it is open. */
export function createAuthorityRoutes(context: AccountsContext): readonly Route[] {
  return [
    serializedRoute(context, changeAuthority(context)),
    serializedRoute(context, closeAccount(context)),
    resetPassword(context),
  ]
}

function changeAuthority(context: AccountsContext): Route {
  return accountRoute(context, {
    method: 'put',
    path: '/v1/accounts/{id}/authority',
    operationId: 'changeAuthority',
    summary: 'Says what an account may do from now on, and where',
    tag: 'accounts',
    params: accountParams,
    body: z.strictObject({ role, scope, reason }),
    ifMatch: 'required',
    answers: { 200: { description: 'Changed, or already so', schema: changedAccount } },
    refusals: {
      ...refusalsOf('account-unknown', 'own-authority', 'account-closed', 'divisions-missing', 'merchants-missing'),
      ...refusalsOf('scope-too-wide', 'last-administrator'),
      ...namedRefusals,
    },
    async toCommand({ actor, body, params: { id } }) {
      if (!(await readSeenAccount(context, actor, id))) return accountUnknown()
      const unknown = await unknownIn(context, body.scope)
      if (unknown) return unknown
      const isLastAdministrator = isLast(context, id)
      return {
        stream: id,
        command: { type: 'ChangeAuthority', ...body, maker: makerOf(actor), isLastAdministrator },
      }
    },
    toAnswer: ({ version }, { params: { id } }) => ({ status: 200, body: { id, version } }),
  })
}

function closeAccount(context: AccountsContext): Route {
  return accountRoute(context, {
    method: 'post',
    path: '/v1/accounts/{id}/closure',
    operationId: 'closeAccount',
    summary: 'Ends an account, with its sessions and tokens, for good',
    tag: 'accounts',
    params: accountParams,
    body: z.strictObject({ reason }),
    answers: { 200: { description: 'Closed, or already so', schema: changedAccount } },
    refusals: refusalsOf('account-unknown', 'own-authority', 'last-administrator'),
    async toCommand({ actor, body, params: { id } }) {
      if (!(await readSeenAccount(context, actor, id))) return accountUnknown()
      const isLastAdministrator = isLast(context, id)
      return { stream: id, command: { type: 'CloseAccount', ...body, maker: makerOf(actor), isLastAdministrator } }
    },
    toAnswer({ version }, { params: { id } }) {
      context.sessions.endAllOf(id)
      return { status: 200, body: { id, version } }
    },
  })
}

function resetPassword(context: AccountsContext): Route {
  const { attempts, facts } = context
  return accountRoute(context, {
    method: 'post',
    path: '/v1/accounts/{id}/password-reset',
    operationId: 'resetPassword',
    summary: 'Gives a person a one-time password; the old one and all sessions end',
    tag: 'accounts',
    params: accountParams,
    answers: { 200: { description: 'The one-time password', schema: changedAccount.extend({ oneTimePassword }) } },
    refusals: refusalsOf('account-unknown', 'own-authority', 'account-closed', 'not-a-person'),
    async toCommand({ actor, params: { id } }) {
      if (!(await readSeenAccount(context, actor, id))) return accountUnknown()
      // Its owner, who knows the password, changes it; a session that was left open gives nobody a new one.
      if (facts.findAccount(id)?.account === actor.id) return refused('own-authority', 403, { account: actor.id })
      return { stream: id, command: { type: 'ChangePassword', maker: makerOf(actor) } }
    },
    async toAnswer(accepted, { commandId, params: { id } }) {
      const password = await putOneTimePassword(context, id, commandId, accepted)
      if (typeof password === 'object') return password
      const name = facts.findAccount(id)?.account
      if (name !== undefined) attempts.forget(name)
      return { status: 200, body: { id, version: accepted.version, oneTimePassword: password } }
    },
  })
}

function isLast({ facts }: AccountsContext, id: string): boolean {
  const whole = facts.listAdministrators().filter(({ scope }) => isWholeLedger(scope))
  return whole.length === 1 && whole[0]?.id === id
}
