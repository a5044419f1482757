import { hash } from 'node:crypto'

/** Namespace of every id that the ledger derives; never changes. */
const toDerivedUuid = createUuid5('5f0c5d0e-6a53-5d0b-9e8e-2f1b7a4c9d10')

/** The same parts give the same uuid, for ever: ids of business things and of commands that may be repeated. */
export function derivedUuid(...parts: readonly (string | number)[]): string {
  return toDerivedUuid(parts.join('|'))
}

/** `<category>-<uuid>`: the id and stream name of a thing that its parts identify. */
export function derivedId(category: string, ...parts: readonly (string | number)[]): string {
  return `${category}-${derivedUuid(category, ...parts)}`
}

/**
 * RFC 9562 version 5: the same name in the same namespace gives the same uuid, for ever. On the one-shot hash, which makes no object for each: every
 * request asks for several.
 */
export function createUuid5(namespace: string): (name: string) => string {
  const hashName = createPrefixedHash('sha1', Buffer.from(namespace.replaceAll('-', ''), 'hex'))
  return (name) => {
    const digest = hashName(name)
    const variant = '89ab'[Number.parseInt(digest.charAt(16), 16) & 3]
    return `${digest.slice(0, 8)}-${digest.slice(8, 12)}-5${digest.slice(13, 16)}-${variant}${digest.slice(17, 20)}-${digest.slice(20, 32)}`
  }
}

/** Hashes prefix and text, in hex. Writes them into one buffer, kept from call to call. */
export function createPrefixedHash(algorithm: 'sha1' | 'sha256', prefix: Uint8Array): (text: string) => string {
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
