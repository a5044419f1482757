import { accountName, role, type Scope, scope, scopeHolds } from '@welfare/contracts/authority.ts'
import { idOf } from '@welfare/contracts/primitives.ts'
import { listRoute } from '@welfare/http/list-route.ts'
import type { Problem } from '@welfare/http/problem.ts'
import { type Actor, defineRoute, type Route } from '@welfare/http/route.ts'
import { z } from 'zod'
import { accountIdOf } from './account-ids.ts'
import {
  type AccountsContext,
  accountRoute,
  accountUnknown,
  makerOf,
  readSeenAccount,
  refusalsOf,
  refused,
} from './accounts.context.ts'
import type { AccountRow } from './accounts.facts.ts'
import { putOneTimePassword } from './sign-in/one-time-password.ts'
import { accountParams, changedAccount, oneTimePassword } from './wire.ts'

const kind = z.enum(['person', 'machine', 'device'])
const account = z.strictObject({
  id: idOf('account'),
  version: z.int().min(1),
  account: accountName,
  kind,
  role,
  scope,
  closed: z.boolean(),
})

export function createAccountRoutes(context: AccountsContext): readonly Route[] {
  return [openAccount(context), listAccounts(context), readAccount(context)]
}

function openAccount(context: AccountsContext): Route {
  return accountRoute(context, {
    method: 'post',
    path: '/v1/accounts',
    operationId: 'openAccount',
    summary: "Opens an account within the caller's own scope",
    tag: 'accounts',
    body: z.strictObject({ account: accountName, kind: kind.exclude(['device']).default('person'), role, scope }),
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
        'scope-too-wide',
      ),
      ...namedRefusals,
    },
    async toCommand({ actor, body }) {
      const unknown = await unknownIn(context, body.scope)
      if (unknown) return unknown
      return { stream: accountIdOf(body.account), command: { type: 'OpenAccount', ...body, maker: makerOf(actor) } }
    },
    async toAnswer(accepted, { body, commandId }, { stream: id }) {
      const password = body.kind === 'person' ? await putOneTimePassword(context, id, commandId, accepted) : undefined
      if (typeof password === 'object') return password
      return {
        status: 201,
        headers: { Location: `/v1/accounts/${id}` },
        body: { id, version: accepted.version, account: body.account, ...(password && { oneTimePassword: password }) },
      }
    },
  })
}

export const namedRefusals = { 'merchant-unknown': 422, 'programme-unknown': 422 } as const

/** A merchant or a programme that a scope names is one that there is: a later one may be somebody else's. */
export async function unknownIn({ facts }: AccountsContext, scope: Scope): Promise<Problem | undefined> {
  for (const [code, ids] of [
    ['merchant-unknown', scope.merchants ?? []],
    ['programme-unknown', scope.programmes ?? []],
  ] as const) {
    for (const id of ids) {
      if (facts.findDivision(id) === undefined) return refused(code, namedRefusals[code])
    }
  }
  return undefined
}

function listAccounts({ facts }: AccountsContext): Route {
  return listRoute({
    path: '/v1/accounts',
    operationId: 'listAccounts',
    summary: "Lists accounts whose scope is no wider than the caller's, in the order of opening",
    tag: 'accounts',
    item: account,
    description: 'A page',
    listRows({ actor }, { from, limit }) {
      const seen: AccountRow[] = []
      let after = from
      for (let rows = next(); rows.length > 0 && seen.length < limit; rows = next()) {
        seen.push(...rows.filter((row) => isSeen(actor, row)))
        after = rows.at(-1)?.opened ?? after
      }
      return seen.slice(0, limit)

      function next() {
        return facts.listAccounts(after, limit)
      }
    },
    placeOf: ({ opened }) => opened,
    toItem: (row) => toAnswer(row),
  })
}

function readAccount(context: AccountsContext): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/accounts/{id}',
    operationId: 'readAccount',
    summary: 'Reads one account',
    tag: 'accounts',
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

function isSeen(actor: Actor, { account, scope }: AccountRow): boolean {
  return actor.id === account || scopeHolds(actor.scope, scope)
}

function toAnswer({ id, version, account, kind, role, scope, isClosed }: Omit<AccountRow, 'opened'>): object {
  return { id, version, account, kind, role, scope, closed: isClosed }
}
