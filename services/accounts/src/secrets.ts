import { createHmac, hash, randomBytes } from 'node:crypto'

/** What the service makes of the ledger's own secret. */
export interface Secrets {
  /**
   * 256 bits that follow from what they are for: the same request, sent again because its answer was lost, is answered with the same secret, though
   * no secret is stored anywhere.
   */
  derive(purpose: 'token' | 'one-time-password' | 'pairing-code' | 'sign-on', id: string): Buffer
  /** Of something too short to be hashed without a key. */
  keyedHash(purpose: 'password' | 'pairing-code', text: string): Buffer
}

export function createSecrets(ledgerSecret: Uint8Array): Secrets {
  const keyed = (purpose: string, text: string) =>
    createHmac('sha256', ledgerSecret).update(`${purpose}\n${text}`).digest()
  return {
    derive: (purpose, id) => keyed(`derive ${purpose}`, id),
    keyedHash: (purpose, text) => keyed(`hash ${purpose}`, text),
  }
}

/** Of 256 random bits: nobody guesses what it was made of. */
export function hashOf(secret: string): string {
  return hash('sha256', secret, 'base64url')
}

export function randomSecret(): string {
  return randomBytes(32).toString('base64url')
}

const TOKEN_PREFIX = 'wl_'

/** The prefix lets scanners find a token that was left in a file. */
export function tokenText(bits: Buffer): string {
  return `${TOKEN_PREFIX}${bits.toString('base64url')}`
}

/** Crockford's alphabet: no I, L, O or U. 32 letters, so that each takes five bits without favouring any. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** For people to read and type. */
export function codeText(bits: Buffer, length: number): string {
  return Array.from(bits.subarray(0, length), (byte) => LETTERS[byte % 32]).join('')
}

/** As it was meant, however it was typed. */
export function readCode(typed: string): string {
  return typed.toUpperCase().replace(/[\s-]/g, '').replace(/[IL]/g, '1').replace(/O/g, '0')
}

/** `K3F7-92AQ` */
export function inGroups(code: string): string {
  return code.replace(/(.{4})(?=.)/g, '$1-')
}
