import type { IncomingHttpHeaders } from 'node:http'

/**
 * May a request that a cookie signs in change something? Only when a page of ours made it: browsers say so in `Sec-Fetch-Site`, which no page
 * can set; older ones by `Origin`. A client that sends neither is no browser that could have been led here.
 */
export function isSameOrigin(headers: IncomingHttpHeaders): boolean {
  const site = headers['sec-fetch-site']
  if (site !== undefined) return site === 'same-origin' || site === 'none'
  const { origin, host } = headers
  if (origin === undefined) return true
  return URL.canParse(origin) && host !== undefined && new URL(origin).host === host.toLowerCase()
}
