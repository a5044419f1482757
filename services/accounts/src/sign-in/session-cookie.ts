import type { IncomingHttpHeaders } from 'node:http'
import { accountsLimits } from '../accounts-limits.ts'

/** The cookie of a session. Over TLS it is `__Host-`: no other host of the domain, and no plain connection, can set or read it. */
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
