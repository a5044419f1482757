import { createHmac, createSecretKey, hash } from 'node:crypto'
import type { JsonObject } from '@welfare/decider/decider.ts'
import canonicalize from 'canonicalize'
import type { StreamName } from './port.ts'

/** RFC 9562 version 5 ids of events are made in this namespace. Changing it makes every repeat look new. */
export const eventIdNamespace = '7b1c2f7e-5f0e-5d2a-9a43-3f6f0e6b8c11'

const namespaceBytes = Buffer.from(eventIdNamespace.replaceAll('-', ''), 'hex')
const variantDigits = '89ab'

/** The id of a command's event at `index`: the same for every repeat of the command. */
export function toEventId(stream: StreamName, commandId: string, index: number): string {
  const name = Buffer.from(`${stream}/${commandId}/${index}`)
  const digest = hash('sha1', Buffer.concat([namespaceBytes, name]), 'hex')
  const variant = variantDigits[Number.parseInt(digest.charAt(16), 16) & 3]
  return `${digest.slice(0, 8)}-${digest.slice(8, 12)}-5${digest.slice(13, 16)}-${variant}${digest.slice(17, 20)}-${digest.slice(20, 32)}`
}

/** Keyed, because an input may hold what a bare hash would let somebody guess. 128 bits in hex of HMAC-SHA256 over RFC 8785. */
export function createInputHash(key: Uint8Array): (input: JsonObject) => string {
  if (key.length < 16) throw new Error('the key of the input hash has fewer than 16 bytes')
  const secret = createSecretKey(key)
  return (input) => {
    const text = canonicalize(input)
    if (text === undefined) throw new TypeError('the input of a command must be JSON')
    return createHmac('sha256', secret).update(text).digest('hex').slice(0, 32)
  }
}
