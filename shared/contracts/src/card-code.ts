/** The ten characters that a card shows, as Crockford's base 32 writes a number: no I, L, O, U. Nine digits and a check digit. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const CODE_DIGITS = 9
export const CODE_CHARACTERS = CODE_DIGITS + 1

export function writeCardCode(payload: number): string {
  const digits = digitsOf(payload, CODE_DIGITS)
  return [...digits, checkDigit(digits)].map((digit) => ALPHABET.charAt(digit)).join('')
}

/** Its last `length` digits: what is read aloud is not taken for another character. */
export function toBase32(value: number, length: number): string {
  return digitsOf(value, length)
    .map((digit) => ALPHABET.charAt(digit))
    .join('')
}

function digitsOf(value: number, length: number): number[] {
  return Array.from({ length }, (_, at) => Math.floor(value / 32 ** (length - 1 - at)) % 32)
}

export type ReadCardCode =
  | { readonly payload: number }
  /** `unfinished` and `too-long`: so far nothing is wrong but the length. */
  | { readonly fault: 'unfinished' | 'too-long' | 'no-such-character' | 'mistyped' }

/** Reads o as 0 and i, l as 1; ignores case, blanks and hyphens. */
export function readCardCode(typed: string): ReadCardCode {
  const digits = [...typed.replace(/[\s-]/g, '').toUpperCase().replace(/O/g, '0').replace(/[IL]/g, '1')].map(
    (character) => ALPHABET.indexOf(character),
  )
  if (digits.includes(-1)) return { fault: 'no-such-character' }
  if (digits.length > CODE_CHARACTERS) return { fault: 'too-long' }
  if (digits.length <= CODE_DIGITS) return { fault: 'unfinished' }
  const payload = digits.slice(0, CODE_DIGITS)
  if (checkDigit(payload) !== digits[CODE_DIGITS]) return { fault: 'mistyped' }
  return { payload: payload.reduce((value, digit) => value * 32 + digit, 0) }
}

/** `7K3M-9QX2-TD`, as far as it goes. */
export function inGroups(code: string): string {
  return code.replace(/(.{4})(?=.)/g, '$1-')
}

/**
 * A weighted sum in GF(32), each place with another power of the generator: any one wrong character and any two swapped neighbours
 * give another check digit.
 */
function checkDigit(digits: readonly number[]): number {
  return digits.reduce((sum, digit) => double(sum ^ digit), 0)
}

/** Multiplies by the generator of GF(32), modulo x⁵ + x² + 1. */
function double(digit: number): number {
  const shifted = digit << 1
  return shifted & 32 ? shifted ^ 0b100101 : shifted
}
