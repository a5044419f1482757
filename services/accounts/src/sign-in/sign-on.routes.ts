import { addressKey, createRateLimiter, tooManyAttempts } from '@welfare/http/edge/rate-limit.ts'
import { isProblem } from '@welfare/http/problem.ts'
import { defineRoute, type Route } from '@welfare/http/route.ts'
import type { SignOnConfig } from '@welfare/process/sign-on-config.ts'
import { z } from 'zod'
import { type AccountsContext, refused } from '../accounts.context.ts'
import { signOnLimit } from '../accounts-limits.ts'
import { answerNewSession } from './session.routes.ts'
import { createKeptCookie } from './session-cookie.ts'
import { createSignOn, signOnRefusals } from './sign-on.ts'

const notConfigured = { 'sign-on-not-configured': 404 }

/** Providers add what they like; what is not among these is refused like every unknown parameter. */
const answered = z.string().max(2_000).optional()
const providersAnswer = z.strictObject({
  code: answered,
  state: answered,
  iss: answered,
  session_state: answered,
  scope: answered,
  error: answered,
  error_description: answered,
  error_uri: answered,
})

const provider = z.strictObject({
  issuer: z.string(),
  clientId: z.string(),
  redirectUrl: z.string(),
  accountClaim: z.string().meta({ description: 'Which claim is the sign-in name' }),
})

const PAGE_TYPE = 'text/html; charset=utf-8'
/**
 * A page, not a redirect: the browser comes from the provider's site, and would not send a cookie that is for this site only along with a redirect.
 */
const SIGNED_ON_PAGE =
  '<!doctype html><html lang="en"><meta charset="utf-8"><meta http-equiv="refresh" content="0;url=/"><title>Signed in</title><a href="/">Signed in</a></html>'

export function createSignOnRoutes(
  context: AccountsContext,
  { signOn: config, isSecure }: { readonly signOn?: SignOnConfig | undefined; readonly isSecure: boolean },
): readonly Route[] {
  const signOn = config && createSignOn(context, config)
  const kept = createKeptCookie({ isSecure })
  const limiter = createRateLimiter(signOnLimit)
  return [
    defineRoute({
      method: 'get',
      path: '/v1/sign-on',
      operationId: 'beginSignOn',
      summary: 'Sends the browser to the OpenID provider to sign on there',
      tag: 'accounts',
      answers: { 302: { description: 'To the provider' } },
      refusals: { ...notConfigured, 'sign-on-unavailable': signOnRefusals['sign-on-unavailable'] },
      async handle({ address }) {
        if (!signOn) return refused('sign-on-not-configured', 404)
        const waitS = limiter.take(addressKey(address))
        if (waitS !== undefined) return tooManyAttempts(waitS, context.clock)
        const begun = await signOn.begin()
        if (isProblem(begun)) return begun
        return { status: 302, headers: { Location: begun.url, 'Set-Cookie': kept.set(begun.kept) } }
      },
    }),
    defineRoute({
      method: 'get',
      path: '/v1/sign-on/callback',
      operationId: 'completeSignOn',
      summary: 'Begins the session, where the provider sends the browser back to',
      tag: 'accounts',
      query: providersAnswer,
      answers: { 200: { description: 'Signed in; the page goes on to /', contentType: PAGE_TYPE } },
      refusals: { ...notConfigured, ...signOnRefusals },
      async handle({ headers, query }) {
        if (!signOn) return refused('sign-on-not-configured', 404)
        const given = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))
        const account = await signOn.complete(new URLSearchParams(given), kept.read(headers))
        if (isProblem(account)) return account
        const { headers: setCookie = {} } = answerNewSession(context, account)
        return { status: 200, headers: setCookie, contentType: PAGE_TYPE, body: SIGNED_ON_PAGE }
      },
    }),
    defineRoute({
      method: 'get',
      path: '/v1/sign-on/settings',
      operationId: 'readSignOnSettings',
      summary: "Reads at which OpenID provider one signs on, as the server's environment says it",
      tag: 'accounts',
      answers: {
        200: {
          description: 'Without the secret',
          schema: z.strictObject({ provider: provider.nullable().meta({ description: 'Null: passwords only' }) }),
        },
      },
      refusals: {},
      handle() {
        if (!config) return { status: 200, body: { provider: null } }
        const { issuer, clientId, redirectUrl, accountClaim } = config
        return { status: 200, body: { provider: { issuer, clientId, redirectUrl, accountClaim } } }
      },
    }),
  ]
}
