import type { IncomingHttpHeaders } from 'node:http'
import { isIP } from 'node:net'
import { isLoopback } from '@welfare/process/loopback.ts'

/** As much of an incoming request as is looked at. */
interface ConnectedRequest {
  readonly headers: IncomingHttpHeaders
  readonly socket: { readonly remoteAddress?: string | undefined }
}

/**
 * The peer's address. A peer on this machine is a reverse proxy, or could be: then what it says last in `X-Forwarded-For`, which the proxy
 * itself has added; what stands before that, the client made up as it liked.
 */
export function clientAddress({ headers, socket }: ConnectedRequest): string {
  const peer = plain(socket.remoteAddress ?? '')
  if (!isLoopback(peer)) return peer
  const forwarded = [headers['x-forwarded-for'] ?? []].flat().join(',').split(',').at(-1)?.trim() ?? ''
  return isIP(forwarded) === 0 ? peer : plain(forwarded)
}

/** One household or office of IPv6 addresses counts as one: who has one address has 2^64 of them. */
export function addressKey(address: string): string {
  return isIP(address) === 6 ? `${expanded(address).slice(0, 4).join(':')}::/64` : address
}

/** An IPv4 address that came in over an IPv6 socket is written as itself. */
function plain(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '')
}

function expanded(address: string): string[] {
  const [head = '', tail] = address.replace(/%.*$/, '').toLowerCase().split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length)
  return [...left, ...Array.from({ length: zeros }, () => '0'), ...right].map((group) => group.replace(/^0+(?=.)/, ''))
}
