import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

/** 32 bytes for AES-256. */
export type Key = Uint8Array

const ALGORITHM = 'aes-256-gcm'
const NONCE_BYTES = 12
const TAG_BYTES = 16

export class SealedFieldsAlteredError extends Error {
  override readonly name = 'SealedFieldsAlteredError'
}

/** AES-256-GCM under a random nonce, bound to `context`: nonce, tag, ciphertext. */
export function seal(key: Key, plain: Uint8Array, context: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(context))
  const ciphertext = Buffer.concat([cipher.update(plain), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), ciphertext])
}

/** `undefined` when the key or the context is another, or a bit was altered. */
export function open(key: Key, sealed: Uint8Array, context: string): Buffer | undefined {
  if (sealed.length < NONCE_BYTES + TAG_BYTES) return undefined
  const decipher = createDecipheriv(ALGORITHM, key, sealed.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES })
    .setAAD(Buffer.from(context))
    .setAuthTag(sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
  const plain = decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES))
  try {
    return Buffer.concat([plain, decipher.final()])
  } catch {
    return undefined
  }
}

/** What `seal` makes, of something that is longer than is held in memory: nonce, ciphertext, and the tag at the end. */
export interface Sealing {
  readonly begin: Uint8Array
  add(plain: Uint8Array): Uint8Array
  end(): Uint8Array
}

export function beginSealing(key: Key, context: string): Sealing {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(context))
  return {
    begin: nonce,
    add: (plain) => cipher.update(plain),
    end: () => Buffer.concat([cipher.final(), cipher.getAuthTag()]),
  }
}

/** What `beginSealing` made. `undefined` when the key or the context is another, or a bit was altered. */
export function openSealing(key: Key, sealed: Uint8Array, context: string): Buffer | undefined {
  if (sealed.length < NONCE_BYTES + TAG_BYTES) return undefined
  const tagAt = sealed.length - TAG_BYTES
  const [nonce, tag] = [sealed.subarray(0, NONCE_BYTES), sealed.subarray(tagAt)]
  return open(key, Buffer.concat([nonce, tag, sealed.subarray(NONCE_BYTES, tagAt)]), context)
}
