import { accountName, type Reach, reach, reachesEverything, reachHolds, role } from '@welfare/contracts/authority.ts'
import { idOf, reason } from '@welfare/contracts/primitives.ts'
import { afterField } from '@welfare/service-kit/after.ts'
import { answerPage, pageOf } from '@welfare/service-kit/paging.ts'
import { isProblem, type Problem } from '@welfare/service-kit/problem.ts'
import { decodeCursor, pageFields } from '@welfare/service-kit/query-fields.ts'
import { awaitFresh, findFresh } from '@welfare/service-kit/room.ts'
import { type Actor, defineRoute, type Route } from '@welfare/service-kit/route.ts'
import { z } from 'zod'
import {
  type Accepted,
  accountUnknown,
  type IdentityContext,
  makerOf,
  performOnAccount,
  readSeenAccount,
  refusalsOf,
  refused,
} from './identity.context.ts'
import type { AccountFacts } from './identity-copy.store.ts'
import { accountIdOf } from './identity-ids.ts'
import { putOneTimePassword } from './one-time-password.ts'

const kind = z.enum(['person', 'machine', 'device'])
const account = z.strictObject({
  id: idOf('account'),
  version: z.int().min(1),
  account: accountName,
  kind,
  role,
  reach,
  closed: z.boolean(),
})
export const accountParams = z.strictObject({ id: idOf('account') })
const changed = z.strictObject({ id: idOf('account'), version: z.int().min(1) })
const oneTimePassword = z.string().meta({
  description: 'Shown here and nowhere else; good for choosing a password at the first sign-in, within seven days',
})

/** A merchant or a programme that a reach names is one that there is: a later one may be somebody else's. */
const reachRefusals = { 'merchant-unknown': 422, 'programme-unknown': 422 }

export function createAccountRoutes(context: IdentityContext): readonly Route[] {
  return [openAccount(context), listAccounts(context), readAccount(context), ...createChangeRoutes(context)]
}

function openAccount(context: IdentityContext): Route {
  return defineRoute({
    method: 'post',
    path: '/v1/accounts',
    operationId: 'openAccount',
    summary: 'Opens an account, within the reach of whoever opens it',
    tag: 'identity',
    body: z.strictObject({ account: accountName, kind: kind.exclude(['device']).default('person'), role, reach }),
    answers: {
      201: {
        description: 'Opened; a person signs in with the one-time password',
        schema: changed.extend({ account: accountName, oneTimePassword: oneTimePassword.optional() }),
      },
    },
    refusals: {
      ...refusalsOf(
        'account-name-reserved',
        'account-name-taken',
        'divisions-missing',
        'merchants-missing',
        'reach-too-wide',
      ),
      ...reachRefusals,
    },
    async handle({ actor, body, commandId }) {
      const unknown = await unknownIn(context, body.reach)
      if (unknown) return unknown
      const id = accountIdOf(body.account)
      const command = { type: 'OpenAccount', ...body, maker: makerOf(actor) } as const
      const result = await performOnAccount(context, actor, { stream: id, command, commandId, input: body })
      if (isProblem(result)) return result
      const password = body.kind === 'person' ? await putOneTimePassword(context, id, commandId, result) : undefined
      if (typeof password === 'object') return password
      return {
        status: 201,
        headers: { Location: `/v1/accounts/${id}` },
        ...answeredWith(result),
        body: { id, version: result.version, account: body.account, ...(password && { oneTimePassword: password }) },
      }
    },
  })
}

function listAccounts({ copy, facts, store }: IdentityContext): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/accounts',
    operationId: 'listAccounts',
    summary: 'Accounts that reach no further than whoever asks, in the order of opening',
    tag: 'identity',
    query: z.strictObject({ ...pageFields, after: afterField }),
    answers: { 200: { description: 'A page', schema: pageOf(account) } },
    refusals: {},
    async handle({ actor, query, signal }) {
      const late = await awaitFresh(store, facts, query.after, signal)
      if (late) return late
      const place = decodeCursor(query.cursor, z.tuple([z.int().min(0)]))
      if (place && isProblem(place)) return place
      const seen: AccountFacts[] = []
      let after = place?.[0] ?? 0
      for (let rows = next(); rows.length > 0 && seen.length <= query.limit; rows = next()) {
        seen.push(...rows.filter((row) => isSeen(actor, row)))
        after = rows.at(-1)?.opened ?? after
      }
      return answerPage(seen.slice(0, query.limit + 1), query.limit, ({ opened }) => [opened], toAnswer)

      function next() {
        return copy.listAccounts(after, query.limit + 1)
      }
    },
  })
}

function readAccount(context: IdentityContext): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/accounts/{id}',
    operationId: 'readAccount',
    summary: 'One account',
    tag: 'identity',
    params: accountParams,
    answers: { 200: { description: 'The account', schema: account } },
    refusals: refusalsOf('account-unknown'),
    async handle({ actor, params: { id } }) {
      const seen = await readSeenAccount(context, actor, id)
      if (!seen) return accountUnknown()
      const { opened, version } = seen
      return { status: 200, version, body: toAnswer({ id, version, ...opened }) }
    },
  })
}

function createChangeRoutes(context: IdentityContext): readonly Route[] {
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
      answers: { 200: { description: 'Changed, or already so', schema: changed } },
      refusals: {
        ...refusalsOf('account-unknown', 'own-authority', 'account-closed', 'divisions-missing', 'merchants-missing'),
        ...refusalsOf('reach-too-wide', 'last-administrator'),
        ...reachRefusals,
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
      answers: { 200: { description: 'Closed, or already so', schema: changed } },
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
      answers: { 200: { description: 'The one-time password', schema: changed.extend({ oneTimePassword }) } },
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
        return {
          status: 200,
          ...answeredWith(result),
          body: { id, version: result.version, oneTimePassword: password },
        }
      },
    }),
  ]
}

async function unknownIn({ copy, facts, store }: IdentityContext, reach: Reach): Promise<Problem | undefined> {
  for (const [code, ids] of [
    ['merchant-unknown', reach.merchants ?? []],
    ['programme-unknown', reach.programmes ?? []],
  ] as const) {
    for (const id of ids) {
      if ((await findFresh(() => copy.findDivision(id), store, facts)) === undefined) return refused(code, 422)
    }
  }
  return undefined
}

async function isLast({ copy }: IdentityContext, id: string): Promise<boolean> {
  const whole = copy.listAdministrators().filter(({ reach }) => reachesEverything(reach))
  return whole.length === 1 && whole[0]?.id === id
}

function isSeen(actor: Actor, { account, reach }: AccountFacts): boolean {
  return actor.id === account || reachHolds(actor.reach, reach)
}

export function answeredWith({ version, position }: Accepted) {
  return { version, position }
}

function toAnswer({ id, version, account, kind, role, reach, isClosed }: Omit<AccountFacts, 'opened'>): object {
  return { id, version, account, kind, role, reach, closed: isClosed }
}
