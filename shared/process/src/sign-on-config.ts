import { z } from 'zod'
import { readSecret } from './distributed-config.ts'
import { isLoopback } from './loopback.ts'

/** An OpenID provider by which persons sign on. */
export interface SignOnConfig {
  /** `https:`, or on this machine. */
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  /** Ours, ending in `/v1/sign-on/callback`. */
  readonly redirectUrl: string
  /** Which claim is the sign-in name. */
  readonly accountClaim: string
}

const text = z.string().min(1).optional()

/** Of the environment: all of them, or none; the secret itself, or a file that holds it. */
export const signOnVariables = {
  WELFARE_OIDC_ISSUER: z.url({ protocol: /^https?$/ }).optional(),
  WELFARE_OIDC_CLIENT_ID: text,
  WELFARE_OIDC_CLIENT_SECRET: text,
  WELFARE_OIDC_CLIENT_SECRET_FILE: text,
  WELFARE_OIDC_REDIRECT_URL: z.url({ protocol: /^https?$/ }).optional(),
  WELFARE_OIDC_ACCOUNT_CLAIM: z
    .string()
    .regex(/^[\w:./-]{1,200}$/)
    .optional(),
}
type SignOnVariables = { readonly [Name in keyof typeof signOnVariables]?: string | undefined }

/** @returns undefined where nobody signs on elsewhere; else the provider, or the names of the variables that are missing or wrong */
export function readSignOn(given: SignOnVariables): SignOnConfig | readonly string[] | undefined {
  const names = Object.keys(signOnVariables) as (keyof SignOnVariables)[]
  if (names.every((name) => given[name] === undefined)) return undefined
  const {
    WELFARE_OIDC_ISSUER: issuer,
    WELFARE_OIDC_CLIENT_ID: clientId,
    WELFARE_OIDC_REDIRECT_URL: redirectUrl,
  } = given
  const clientSecret = given.WELFARE_OIDC_CLIENT_SECRET ?? readSecret(given.WELFARE_OIDC_CLIENT_SECRET_FILE)
  if (!isTrustworthy(issuer)) return ['WELFARE_OIDC_ISSUER']
  if (clientId === undefined) return ['WELFARE_OIDC_CLIENT_ID']
  if (clientSecret === undefined) return ['WELFARE_OIDC_CLIENT_SECRET', 'WELFARE_OIDC_CLIENT_SECRET_FILE']
  if (!isTrustworthy(redirectUrl) || !new URL(redirectUrl).pathname.endsWith('/v1/sign-on/callback')) {
    return ['WELFARE_OIDC_REDIRECT_URL']
  }
  const accountClaim = given.WELFARE_OIDC_ACCOUNT_CLAIM ?? 'preferred_username'
  return { issuer, clientId, clientSecret, redirectUrl, accountClaim }
}

/** Codes and tokens go there: over TLS, or without leaving the machine. */
function isTrustworthy(url: string | undefined): url is string {
  return url !== undefined && (url.startsWith('https:') || isOnThisMachine(url))
}

/** Plain HTTP to a loopback address. */
export function isOnThisMachine(url: string): boolean {
  const { protocol, hostname } = new URL(url)
  return protocol === 'http:' && isLoopback(hostname)
}
