import { accountName, reach, reachHolds, role } from '@welfare/contracts/authority.ts'
import { idOf } from '@welfare/contracts/primitives.ts'
import { afterField } from '@welfare/http/after.ts'
import { answerPage, pageOf } from '@welfare/http/paging.ts'
import { isProblem } from '@welfare/http/problem.ts'
import { decodeCursor, pageFields } from '@welfare/http/query-fields.ts'
import { type Actor, defineRoute, type Route } from '@welfare/http/route.ts'
import { z } from 'zod'
import { accountIdOf } from './account-ids.ts'
import {
  accountUnknown,
  type IdentityContext,
  makerOf,
  performOnAccount,
  readSeenAccount,
  refusalsOf,
} from './accounts.context.ts'
import type { AccountFacts } from './accounts-copy.store.ts'
import { namedRefusals, unknownIn } from './named-things.ts'
import { putOneTimePassword } from './sign-in/one-time-password.ts'
import { accountParams, answeredWith, changedAccount, oneTimePassword } from './wire.ts'

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

export function createAccountRoutes(context: IdentityContext): readonly Route[] {
  return [openAccount(context), listAccounts(context), readAccount(context)]
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
        schema: changedAccount.extend({ account: accountName, oneTimePassword: oneTimePassword.optional() }),
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
      ...namedRefusals,
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

function listAccounts({ copy }: IdentityContext): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/accounts',
    operationId: 'listAccounts',
    summary: 'Accounts that reach no further than whoever asks, in the order of opening',
    tag: 'identity',
    query: z.strictObject({ ...pageFields, after: afterField }),
    answers: { 200: { description: 'A page', schema: pageOf(account) } },
    refusals: {},
    async handle({ actor, query }) {
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

function isSeen(actor: Actor, { account, reach }: AccountFacts): boolean {
  return actor.id === account || reachHolds(actor.reach, reach)
}

function toAnswer({ id, version, account, kind, role, reach, isClosed }: Omit<AccountFacts, 'opened'>): object {
  return { id, version, account, kind, role, reach, closed: isClosed }
}
