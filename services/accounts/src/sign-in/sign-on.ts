import { accountName } from '@welfare/contracts/authority.ts'
import { isProblem, type Problem } from '@welfare/http/problem.ts'
import { open, seal } from '@welfare/keys/key-wrap.ts'
import { isOnThisMachine, type SignOnConfig } from '@welfare/process/sign-on-config.ts'
import * as oidc from 'openid-client'
import { z } from 'zod'
import { accountIdOf } from '../account-ids.ts'
import { type AccountsContext, refused } from '../accounts.context.ts'
import type { AccountRow } from '../accounts.facts.ts'
import { accountsLimits } from '../accounts-limits.ts'

export const signOnRefusals = {
  'sign-on-failed': 401,
  'sign-on-account-unknown': 401,
  'sign-on-unavailable': 503,
} as const

export interface SignOn {
  /** Where the browser goes, and what it keeps until it comes back. */
  begin(): Promise<{ readonly url: string; readonly kept: string } | Problem>
  /** Whom the provider vouches for. @param answer the query with which the browser came back */
  complete(answer: URLSearchParams, kept: string | undefined): Promise<AccountRow | Problem>
}

/** What only this browser has: it cannot read it, and nobody can make one. */
const keptSchema = z.strictObject({ state: z.string(), nonce: z.string(), verifier: z.string(), endsAtMs: z.number() })
const CONTEXT = 'sign-on'

/** The authorization code flow with PKCE, state and nonce. Nobody gets an account by it: the provider only says who somebody is. */
export function createSignOn(context: AccountsContext, config: SignOnConfig): SignOn {
  const { clock, facts, logger, secrets } = context
  const key = secrets.derive('sign-on', 'cookie')
  let discovered: Promise<oidc.Configuration> | undefined

  return {
    async begin() {
      const provider = await discover()
      if (isProblem(provider)) return provider
      const [state, nonce, verifier] = [oidc.randomState(), oidc.randomNonce(), oidc.randomPKCECodeVerifier()]
      const url = oidc.buildAuthorizationUrl(provider, {
        redirect_uri: config.redirectUrl,
        scope: 'openid profile',
        state,
        nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      })
      const endsAtMs = clock.now().getTime() + accountsLimits.signOnMs
      const kept = seal(key, Buffer.from(JSON.stringify({ state, nonce, verifier, endsAtMs })), CONTEXT)
      return { url: url.href, kept: kept.toString('base64url') }
    },
    async complete(answer, kept) {
      const begun = kept === undefined ? undefined : readKept(kept)
      if (!begun || begun.endsAtMs <= clock.now().getTime()) return failed('not-begun-here')
      const provider = await discover()
      if (isProblem(provider)) return provider
      const claim = await claimOf(provider, answer, begun)
      if (typeof claim === 'object') return claim
      const name = accountName.safeParse(claim?.toLowerCase())
      const account = name.success ? facts.findAccount(accountIdOf(name.data)) : undefined
      if (account && !account.isClosed && account.kind === 'person') return account
      logger.warn({ claim: config.accountClaim }, 'sign-on-account-unknown')
      return refused('sign-on-account-unknown', signOnRefusals['sign-on-account-unknown'])
    },
  }

  async function discover(): Promise<oidc.Configuration | Problem> {
    try {
      discovered ??= oidc.discovery(new URL(config.issuer), config.clientId, config.clientSecret, undefined, {
        execute: isOnThisMachine(config.issuer) ? [oidc.allowInsecureRequests] : [],
      })
      return await discovered
    } catch (error) {
      // The next one asks again.
      discovered = undefined
      logger.error({ err: error }, 'sign-on-unavailable')
      return { ...refused('sign-on-unavailable', signOnRefusals['sign-on-unavailable']), retryAfterS: 10 }
    }
  }

  async function claimOf(
    provider: oidc.Configuration,
    answer: URLSearchParams,
    { state, nonce, verifier }: z.infer<typeof keptSchema>,
  ): Promise<string | undefined | Problem> {
    try {
      const cameBackTo = new URL(`${config.redirectUrl}?${answer}`)
      const tokens = await oidc.authorizationCodeGrant(provider, cameBackTo, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      })
      const claims = tokens.claims()
      if (!claims) return failed('no-claims')
      // Many providers tell names on their userinfo endpoint only.
      const named =
        claims[config.accountClaim] ??
        (await oidc.fetchUserInfo(provider, tokens.access_token, claims.sub))[config.accountClaim]
      return typeof named === 'string' ? named : undefined
    } catch (error) {
      logger.warn({ err: error }, 'sign-on-failed')
      return failed(
        error instanceof oidc.AuthorizationResponseError ? 'refused-by-provider' : 'not-confirmed-by-provider',
      )
    }
  }

  function readKept(kept: string): z.infer<typeof keptSchema> | undefined {
    const plain = open(key, Buffer.from(kept, 'base64url'), CONTEXT)
    return plain && keptSchema.parse(JSON.parse(plain.toString()))
  }
}

function failed(cause: string): Problem {
  return refused('sign-on-failed', signOnRefusals['sign-on-failed'], { cause })
}
