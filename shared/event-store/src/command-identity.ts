import { hash } from 'node:crypto'
import canonicalize from 'canonicalize'
import type { JsonObject } from './decider/decider.ts'
import type { StreamName } from './port.ts'

/** RFC 9562 version 5 ids of events are made in this namespace. Changing it makes every repeat look new. */
export const eventIdNamespace = '7b1c2f7e-5f0e-5d2a-9a43-3f6f0e6b8c11'

const hashEventName = createPrefixedHash('sha1', Buffer.from(eventIdNamespace.replaceAll('-', ''), 'hex'))
const variantDigits = '89ab'

/**
 * The id of a command's event at `index`: the same for every repeat of the command. Where several runners write, each execution has ids of
 * its own by `writer`: one command may be decided twice on different facts, and the store must not take the second append for a repeat of
 * the first, which may have been under way all the time. What was done already is found in the stream by its command id.
 */
export function toEventId(stream: StreamName, commandId: string, index: number, writer?: string): string {
  const name = `${stream}/${commandId}/${index}`
  const digest = hashEventName(writer === undefined ? name : `${name}/${writer}`)
  const variant = variantDigits[Number.parseInt(digest.charAt(16), 16) & 3]
  return `${digest.slice(0, 8)}-${digest.slice(8, 12)}-5${digest.slice(13, 16)}-${variant}${digest.slice(17, 20)}-${digest.slice(20, 32)}`
}

/** Keyed, because an input may hold what a bare hash would let somebody guess. 128 bits in hex of HMAC-SHA256 over RFC 8785. */
export function createInputHash(key: Uint8Array): (input: JsonObject) => string {
  if (key.length < 16) throw new Error('the key of the input hash has fewer than 16 bytes')
  const sign = createHmacSha256(key)
  return (input) => {
    const text = canonicalize(input)
    if (text === undefined) throw new TypeError('the input of a command must be JSON')
    return sign(text).slice(0, 32)
  }
}

const blockBytes = 64
const digestBytes = 32

/** RFC 2104 on the one-shot hash: an object of `createHmac` for each command costs more, in garbage above all, than the rest of the command. */
function createHmacSha256(key: Uint8Array): (text: string) => string {
  const block = Buffer.alloc(blockBytes)
  block.set(key.length > blockBytes ? Buffer.from(hash('sha256', key, 'hex'), 'hex') : key)
  const hashInner = createPrefixedHash(
    'sha256',
    block.map((byte) => byte ^ 0x36),
  )
  const outer = Buffer.alloc(blockBytes + digestBytes)
  outer.set(block.map((byte) => byte ^ 0x5c))
  return (text) => {
    outer.write(hashInner(text), blockBytes, 'hex')
    return hash('sha256', outer, 'hex')
  }
}

/** Hashes prefix and text, in hex. Writes them into one buffer, kept from call to call. */
function createPrefixedHash(algorithm: 'sha1' | 'sha256', prefix: Uint8Array): (text: string) => string {
  let buffer = Buffer.alloc(0)
  return (text) => {
    // A UTF-16 unit takes at most three bytes of UTF-8.
    const largest = prefix.length + text.length * 3
    if (buffer.length < largest) {
      buffer = Buffer.alloc(largest * 2)
      buffer.set(prefix)
    }
    const length = prefix.length + buffer.write(text, prefix.length)
    return hash(algorithm, buffer.subarray(0, length), 'hex')
  }
}
