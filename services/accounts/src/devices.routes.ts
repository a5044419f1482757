import { accountName, role } from '@welfare/contracts/authority.ts'
import { idOf, instant, reason, text } from '@welfare/contracts/primitives.ts'
import { afterField } from '@welfare/http/after.ts'
import { isSameOrigin } from '@welfare/http/edge/cross-origin.ts'
import { pageOf } from '@welfare/http/paging.ts'
import { isProblem, problem } from '@welfare/http/problem.ts'
import { defineRoute, type Route } from '@welfare/http/route.ts'
import { z } from 'zod'
import { type AccountsContext, accountRoute, accountUnknown, refusalsOf, refused } from './accounts.context.ts'
import { claimPairing, makePairing } from './sign-in/pairing.ts'
import { isOfTill } from './sign-in/session-cookie.ts'
import { answeredWith } from './wire.ts'

const merchantParams = z.strictObject({ id: idOf('merchant') })
const deviceParams = merchantParams.extend({ device: idOf('account') })
const device = z.strictObject({
  id: idOf('account'),
  account: accountName,
  label: text(60),
  pairedAt: instant,
  revoked: z.boolean(),
})
const pairingCode = z.strictObject({
  code: z.string().meta({ description: 'To be typed into the phone, once, within ten minutes', example: 'K3F7-92AQ' }),
  merchant: idOf('merchant'),
  expiresAt: instant,
})
const paired = z.strictObject({
  id: idOf('account'),
  account: accountName,
  role,
  merchant: idOf('merchant'),
  label: text(60),
  token: z.string().optional().meta({
    description:
      'For `Authorization: Bearer …`; shown here and nowhere else. Absent where the request said `Welfare-Credential: till`: then it is in the cookie that the answer sets',
  }),
})

/** A merchant's phones: paired by a one-time code, revoked one by one. */
export function createDeviceRoutes(context: AccountsContext): readonly Route[] {
  return [pairDevice(context), completePairing(context), listDevices(context), revokeDevice(context)]
}

/** No command: what is kept is a code, until it is used. */
function pairDevice(context: AccountsContext): Route {
  return defineRoute({
    method: 'post',
    path: '/v1/merchants/{id}/pairings',
    operationId: 'pairDevice',
    summary: "Makes a one-time code by which a phone becomes the merchant's till",
    tag: 'accounts',
    params: merchantParams,
    body: z.strictObject({ label: text(60) }),
    answers: { 201: { description: 'The code', schema: pairingCode } },
    refusals: { 'merchant-unknown': 404, 'too-many-pairings': 429 },
    async handle({ actor, body, commandId, params: { id } }) {
      const made = await makePairing(context, actor, { merchant: id, label: body.label, commandId })
      if (isProblem(made)) return made
      return { status: 201, body: { ...made, merchant: id } }
    },
  })
}

/** The command is made in the name of the account that asked for the code. */
function completePairing(context: AccountsContext): Route {
  return defineRoute({
    method: 'post',
    path: '/v1/pairings',
    operationId: 'completePairing',
    summary:
      "Turns a pairing code into an account and a token of the phone's own; in a browser into a cookie of the till, by which requests with `Welfare-Credential: till` are signed in",
    tag: 'accounts',
    body: z.strictObject({ code: z.string().min(8).max(20) }),
    answers: { 201: { description: 'Paired', schema: paired } },
    refusals: { 'pairing-code-unknown': 404 },
    async handle({ address, body, headers }) {
      const isBrowser = isOfTill(headers)
      if (isBrowser && !isSameOrigin(headers)) return problem('cross-origin')
      const made = await claimPairing(context, body.code, address)
      if (isProblem(made)) return made
      const answer = { status: 201, ...answeredWith(made.result) }
      if (!isBrowser) return { ...answer, body: made.device }
      const { token, ...device } = made.device
      return { ...answer, headers: { 'Set-Cookie': context.tillCookie.set(token) }, body: device }
    },
  })
}

function listDevices(context: AccountsContext): Route {
  const { facts } = context
  return defineRoute({
    method: 'get',
    path: '/v1/merchants/{id}/devices',
    operationId: 'listDevices',
    summary: "Lists the merchant's phones, in the order of pairing",
    tag: 'accounts',
    params: merchantParams,
    query: z.strictObject({ after: afterField }),
    answers: { 200: { description: 'All of them', schema: pageOf(device) } },
    refusals: { 'merchant-unknown': 404 },
    async handle({ params: { id } }) {
      if (facts.findDivision(id) === undefined) return refused('merchant-unknown', 404)
      // Who may pair at a shop sees all phones there, no matter who paired them: the guard has held the shop against the scope.
      const items = facts
        .listDevices(id)
        .flatMap(({ id, account, isClosed }) =>
          facts
            .listTokens(id)
            .map(({ label, issuedAt }) => ({ id, account, label, pairedAt: issuedAt, revoked: isClosed })),
        )
      return { status: 200, body: { items } }
    },
  })
}

function revokeDevice(context: AccountsContext): Route {
  return accountRoute(context, {
    method: 'delete',
    path: '/v1/merchants/{id}/devices/{device}',
    operationId: 'revokeDevice',
    summary: 'Revokes a phone: from the answer on it opens nothing',
    tag: 'accounts',
    params: deviceParams,
    query: z.strictObject({ reason: reason.optional() }),
    answers: { 204: { description: 'Revoked, or already so' } },
    refusals: refusalsOf('account-unknown', 'own-authority'),
    toCommand({ actor, params: { id, device }, query: { reason } }) {
      const paired = context.facts.listDevices(id).find((one) => one.id === device)
      if (!paired) return accountUnknown()
      // Who may pair here may revoke what was paired here.
      const maker = { account: actor.id, scope: paired.scope }
      return {
        stream: device,
        command: { type: 'CloseAccount', reason: reason ?? 'revoked', maker, isLastAdministrator: false },
        input: { ...(reason !== undefined && { reason }) },
      }
    },
    toAnswer: () => ({ status: 204 }),
  })
}
