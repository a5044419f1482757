import { reach, reachesEverything, role } from '@welfare/contracts/authority.ts'
import { reason } from '@welfare/contracts/primitives.ts'
import { isProblem } from '@welfare/http/problem.ts'
import { defineRoute, type Route } from '@welfare/http/route.ts'
import { z } from 'zod'
import {
  accountUnknown,
  type IdentityContext,
  makerOf,
  performOnAccount,
  readSeenAccount,
  refusalsOf,
  refused,
} from './accounts.context.ts'
import { namedRefusals, unknownIn } from './named-things.ts'
import { putOneTimePassword } from './sign-in/one-time-password.ts'
import { accountParams, answeredWith, changedAccount, oneTimePassword } from './wire.ts'

/** What is said of an account once it is open. */
export function createAuthorityRoutes(context: IdentityContext): readonly Route[] {
  const { copy, sessions } = context
  return [
    defineRoute({
      method: 'put',
      path: '/v1/accounts/{id}/authority',
      operationId: 'changeAuthority',
      summary: 'Says what an account may do from now on, and where',
      tag: 'identity',
      params: accountParams,
      body: z.strictObject({ role, reach, reason }),
      ifMatch: 'required',
      answers: { 200: { description: 'Changed, or already so', schema: changedAccount } },
      refusals: {
        ...refusalsOf('account-unknown', 'own-authority', 'account-closed', 'divisions-missing', 'merchants-missing'),
        ...refusalsOf('reach-too-wide', 'last-administrator'),
        ...namedRefusals,
      },
      async handle({ actor, body, commandId, ifVersion, params: { id } }) {
        if (!(await readSeenAccount(context, actor, id))) return accountUnknown()
        const unknown = await unknownIn(context, body.reach)
        if (unknown) return unknown
        return await context.alone(async () => {
          const isLastAdministrator = await isLast(context, id)
          const command = { type: 'ChangeAuthority', ...body, maker: makerOf(actor), isLastAdministrator } as const
          const request = { stream: id, command, commandId, ifVersion, input: body }
          const result = await performOnAccount(context, actor, request)
          if (isProblem(result)) return result
          return { status: 200, ...answeredWith(result), body: { id, version: result.version } }
        })
      },
    }),
    defineRoute({
      method: 'post',
      path: '/v1/accounts/{id}/closure',
      operationId: 'closeAccount',
      summary: 'Ends an account, with its sessions and tokens, for good',
      tag: 'identity',
      params: accountParams,
      body: z.strictObject({ reason }),
      answers: { 200: { description: 'Closed, or already so', schema: changedAccount } },
      refusals: refusalsOf('account-unknown', 'own-authority', 'last-administrator'),
      async handle({ actor, body, commandId, params: { id } }) {
        if (!(await readSeenAccount(context, actor, id))) return accountUnknown()
        return await context.alone(async () => {
          const isLastAdministrator = await isLast(context, id)
          const command = { type: 'CloseAccount', ...body, maker: makerOf(actor), isLastAdministrator } as const
          const result = await performOnAccount(context, actor, { stream: id, command, commandId, input: body })
          if (isProblem(result)) return result
          sessions.endAllOf(id)
          return { status: 200, ...answeredWith(result), body: { id, version: result.version } }
        })
      },
    }),
    defineRoute({
      method: 'post',
      path: '/v1/accounts/{id}/password-reset',
      operationId: 'resetPassword',
      summary: 'Gives a person a one-time password; the old one and all sessions end',
      tag: 'identity',
      params: accountParams,
      answers: { 200: { description: 'The one-time password', schema: changedAccount.extend({ oneTimePassword }) } },
      refusals: refusalsOf('account-unknown', 'own-authority', 'account-closed', 'not-a-person'),
      async handle({ actor, commandId, params: { id } }) {
        if (!(await readSeenAccount(context, actor, id))) return accountUnknown()
        // Whoever knows the password changes it; a session that was left open gives nobody a new one.
        if (copy.findAccount(id)?.account === actor.id) return refused('own-authority', 403, { account: actor.id })
        const command = { type: 'ChangePassword', maker: makerOf(actor) } as const
        const result = await performOnAccount(context, actor, { stream: id, command, commandId, input: {} })
        if (isProblem(result)) return result
        const password = await putOneTimePassword(context, id, commandId, result)
        if (typeof password === 'object') return password
        const name = copy.findAccount(id)?.account
        if (name !== undefined) context.attempts.forget(name)
        return {
          status: 200,
          ...answeredWith(result),
          body: { id, version: result.version, oneTimePassword: password },
        }
      },
    }),
  ]
}

async function isLast({ copy }: IdentityContext, id: string): Promise<boolean> {
  const whole = copy.listAdministrators().filter(({ reach }) => reachesEverything(reach))
  return whole.length === 1 && whole[0]?.id === id
}
