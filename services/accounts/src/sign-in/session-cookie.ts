import type { IncomingHttpHeaders } from 'node:http'
import { accountsLimits } from '../accounts-limits.ts'

/** A request that comes with cookies may say by which of them it is signed in: without this header by the session's. */
const CREDENTIAL_HEADER = 'welfare-credential'

/** Is it made in the name of the phone that the browser is, and not of who is signed in there? No page of another site can say so. */
export function isOfTill(headers: IncomingHttpHeaders): boolean {
  return headers[CREDENTIAL_HEADER] === 'till'
}

/** The cookie of a session, or of a till. Over TLS it is `__Host-`: no other host of the domain, and no plain connection, can set or read it. */
export interface SessionCookie {
  read(headers: IncomingHttpHeaders): string | undefined
  /** Value of `Set-Cookie`. */
  set(value: string): string
  clear(): string
}

export function createSessionCookie({ isSecure }: { readonly isSecure: boolean }): SessionCookie {
  const name = isSecure ? '__Host-session' : 'session'
  const attributes = `Path=/; HttpOnly; SameSite=Strict${isSecure ? '; Secure' : ''}`
  return {
    read: (headers) => readCookie(headers, name),
    set: (value) => `${name}=${value}; ${attributes}; Max-Age=${accountsLimits.sessionMs / 1_000}`,
    clear: () => `${name}=; ${attributes}; Max-Age=0`,
  }
}

/** As long as a browser keeps one: the phone's token does not end by itself, and each start of the till sets it anew. */
const TILL_COOKIE_S = 400 * 86_400

/** The token of a phone that is a till, kept where no script reads it. */
export function createTillCookie({ isSecure }: { readonly isSecure: boolean }): SessionCookie {
  const name = isSecure ? '__Host-till' : 'till'
  const attributes = `Path=/; HttpOnly; SameSite=Strict${isSecure ? '; Secure' : ''}`
  return {
    read: (headers) => readCookie(headers, name),
    set: (value) => `${name}=${value}; ${attributes}; Max-Age=${TILL_COOKIE_S}`,
    clear: () => `${name}=; ${attributes}; Max-Age=0`,
  }
}

/** What a browser keeps while it is at the provider. It comes back from another site, so the cookie must be sent along from there. */
export function createKeptCookie({ isSecure }: { readonly isSecure: boolean }): Omit<SessionCookie, 'clear'> {
  const name = isSecure ? '__Host-sign-on' : 'sign-on'
  const attributes = `Path=/; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`
  return {
    read: (headers) => readCookie(headers, name),
    set: (value) => `${name}=${value}; ${attributes}; Max-Age=${accountsLimits.signOnMs / 1_000}`,
  }
}

function readCookie({ cookie = '' }: IncomingHttpHeaders, name: string): string | undefined {
  const found = cookie.split(';').find((pair) => pair.trimStart().startsWith(`${name}=`))
  const value = found?.slice(found.indexOf('=') + 1).trim()
  return value !== undefined && /^[\w-]{20,1000}$/.test(value) ? value : undefined
}
