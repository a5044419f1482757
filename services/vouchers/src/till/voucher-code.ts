import { createHmac } from 'node:crypto'
import { readCardCode, writeCardCode } from '@welfare/contracts/card-code.ts'

const HALF_BITS = { left: 22, right: 23 } as const
const ROUNDS = 8

/** How a voucher's serial becomes what a card shows, and back; the key is the ledger's. */
export interface VoucherCodes {
  /** Nine characters and a check character; a permutation of the serial, so codes never collide. */
  codeOf(serial: number): string
  /** `undefined` where it cannot be a code: wrong length, alphabet or check character. Reads o as 0 and i, l as 1; ignores case, blanks and hyphens. */
  serialOf(code: string): number | undefined
  /** 128 bits that only the QR code holds, URL-safe. Made again from the serial when a card is printed, and stored nowhere. */
  qrTokenOf(serial: number): string
  /** What events hold of a QR token. */
  qrHashOf(token: string): string
}

export function createVoucherCodes(secrets: { readonly code: Uint8Array; readonly qr: Uint8Array }): VoucherCodes {
  return {
    codeOf: (serial) => writeCardCode(permute(secrets.code, serial)),
    serialOf(code) {
      const read = readCardCode(code)
      return 'payload' in read ? restore(secrets.code, read.payload) : undefined
    },
    qrTokenOf: (serial) =>
      createHmac('sha256', secrets.qr).update(`token|${serial}`).digest().subarray(0, 16).toString('base64url'),
    qrHashOf: (token) => createHmac('sha256', secrets.qr).update(`hash|${token}`).digest('hex'),
  }
}

/** By which a shop tells cards apart. */
export function tailOfCode(code: string): string {
  return code.slice(-4)
}

/** 128 bits in base64url. */
export function looksLikeQrToken(text: string): boolean {
  return /^[A-Za-z0-9_-]{22}$/.test(text)
}

/** An unbalanced Feistel network: a permutation of the 45-bit numbers to the holder of the key, noise to everyone else. */
function permute(key: Uint8Array, value: number): number {
  let left = Math.floor(value / 2 ** HALF_BITS.right)
  let right = value % 2 ** HALF_BITS.right
  for (let round = 0; round < ROUNDS; round += 1) {
    if (round % 2 === 0) left ^= roundBits(key, round, right, HALF_BITS.left)
    else right ^= roundBits(key, round, left, HALF_BITS.right)
  }
  return left * 2 ** HALF_BITS.right + right
}

function restore(key: Uint8Array, value: number): number {
  let left = Math.floor(value / 2 ** HALF_BITS.right)
  let right = value % 2 ** HALF_BITS.right
  for (let round = ROUNDS - 1; round >= 0; round -= 1) {
    if (round % 2 === 0) left ^= roundBits(key, round, right, HALF_BITS.left)
    else right ^= roundBits(key, round, left, HALF_BITS.right)
  }
  return left * 2 ** HALF_BITS.right + right
}

function roundBits(key: Uint8Array, round: number, half: number, bits: number): number {
  return createHmac('sha256', key).update(`${round}|${half}`).digest().readUInt32BE(0) >>> (32 - bits)
}
