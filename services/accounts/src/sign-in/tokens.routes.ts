import { day, idOf, instant, reason, text } from '@welfare/contracts/primitives.ts'
import { derivedUuid } from '@welfare/event-store/derived-id.ts'
import { afterField } from '@welfare/http/after.ts'
import { pageOf } from '@welfare/http/paging.ts'
import { defineRoute, type Route } from '@welfare/http/route.ts'
import { shanghaiDay } from '@welfare/process/shanghai-days.ts'
import { z } from 'zod'
import {
  type AccountsContext,
  accountRoute,
  accountUnknown,
  makerOf,
  readSeenAccount,
  refusalsOf,
} from '../accounts.context.ts'
import { hashOf, tokenText } from '../secrets.ts'
import { accountParams } from '../wire.ts'

const token = z.strictObject({
  id: z.uuid(),
  label: text(60),
  issuedAt: instant,
  expiresOn: day.optional(),
  revoked: z.boolean(),
})
const issued = z.strictObject({
  id: z.uuid(),
  account: idOf('account'),
  token: z.string().meta({ description: 'For `Authorization: Bearer …`; shown here and nowhere else' }),
})
const tokenParams = accountParams.extend({ token: z.uuid() })

export function createTokenRoutes(context: AccountsContext): readonly Route[] {
  return [issueToken(context), listTokens(context), revokeToken(context)]
}

function issueToken(context: AccountsContext): Route {
  return accountRoute(context, {
    method: 'post',
    path: '/v1/accounts/{id}/tokens',
    operationId: 'issueToken',
    summary: "Makes a token for a machine's account",
    tag: 'accounts',
    params: accountParams,
    body: z.strictObject({ label: text(60), expiresOn: day.optional() }),
    answers: { 201: { description: 'The token, once', schema: issued } },
    refusals: refusalsOf('account-unknown', 'account-closed', 'not-a-machine', 'token-expiry-past', 'too-many-tokens'),
    toCommand({ actor, body: { label, expiresOn }, commandId, params: { id } }) {
      const token = derivedUuid('token', commandId)
      const until = expiresOn !== undefined && { expiresOn }
      const today = shanghaiDay(context.clock.now())
      return { stream: id, command: { type: 'IssueToken', token, label, ...until, today, maker: makerOf(actor) } }
    },
    toAnswer(_, { commandId, params: { id } }) {
      const token = derivedUuid('token', commandId)
      const plain = tokenText(context.secrets.derive('token', token))
      context.vault.putToken(hashOf(plain), token, id)
      const headers = { Location: `/v1/accounts/${id}/tokens/${token}` }
      return { status: 201, headers, body: { id: token, account: id, token: plain } }
    },
  })
}

function listTokens(context: AccountsContext): Route {
  const { facts } = context
  return defineRoute({
    method: 'get',
    path: '/v1/accounts/{id}/tokens',
    operationId: 'listTokens',
    summary: "Lists an account's tokens, without what is secret of them",
    tag: 'accounts',
    params: accountParams,
    query: z.strictObject({ after: afterField }),
    answers: { 200: { description: 'All of them, at most fifty that are valid', schema: pageOf(token) } },
    refusals: refusalsOf('account-unknown'),
    async handle({ actor, params: { id } }) {
      if (!(await readSeenAccount(context, actor, id))) return accountUnknown()
      const items = facts.listTokens(id).map(({ token, label, issuedAt, expiresOn, isRevoked }) => ({
        id: token,
        label,
        issuedAt,
        ...(expiresOn !== undefined && { expiresOn }),
        revoked: isRevoked,
      }))
      return { status: 200, body: { items } }
    },
  })
}

function revokeToken(context: AccountsContext): Route {
  return accountRoute(context, {
    method: 'delete',
    path: '/v1/accounts/{id}/tokens/{token}',
    operationId: 'revokeToken',
    summary: 'Revokes a token: from the answer on it opens nothing',
    tag: 'accounts',
    params: tokenParams,
    query: z.strictObject({ reason: reason.optional() }),
    answers: { 204: { description: 'Revoked' } },
    refusals: refusalsOf('account-unknown', 'token-unknown'),
    toCommand: ({ actor, params: { id, token }, query: { reason } }) => ({
      stream: id,
      command: { type: 'RevokeToken', token, reason: reason ?? 'revoked', maker: makerOf(actor) },
      input: { token, ...(reason !== undefined && { reason }) },
    }),
    toAnswer(_, { params: { token } }) {
      context.vault.dropToken(token)
      return { status: 204 }
    },
  })
}
