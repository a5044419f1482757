import { isKnownDivision } from '../divisions.ts'

/** What is wrong with an identity number. Facts never hold the number or a part of it. */
export type ResidentIdError =
  | { readonly code: 'identity-number-missing'; readonly facts: Record<string, never> }
  /** Fifteen digits, as issued until 1999: no check character, two-digit year. The holder has an 18-digit one by now. */
  | { readonly code: 'identity-number-old-form'; readonly facts: Record<string, never> }
  | { readonly code: 'identity-number-length-wrong'; readonly facts: { readonly length: number } }
  /** @property position 1-based */
  | { readonly code: 'identity-number-character-wrong'; readonly facts: { readonly position: number } }
  | { readonly code: 'identity-number-birth-date-wrong'; readonly facts: Record<string, never> }
  | { readonly code: 'identity-number-birth-date-in-future'; readonly facts: Record<string, never> }
  | { readonly code: 'identity-number-check-character-wrong'; readonly facts: Record<string, never> }

export type ResidentIdWarning = {
  readonly code: 'identity-number-division-unknown'
  readonly facts: { readonly division: string }
}

export type ResidentIdCheck =
  | {
      readonly valid: true
      /** Seventeen digits and a digit or `X`: the one form that is hashed, compared and stored. */
      readonly number: string
      readonly division: string
      /** `YYYY-MM-DD` */
      readonly birthDate: string
      readonly sex: 'female' | 'male'
      readonly warnings: readonly ResidentIdWarning[]
    }
  | { readonly valid: false; readonly error: ResidentIdError }

const EARLIEST_BIRTH_YEAR = 1900

/**
 * GB 11643: six digits of division, birth date, three of order, check character by ISO 7064 MOD 11-2.
 * Takes what people type: blanks, full-width digits, a small x.
 * @param today `YYYY-MM-DD`: nobody is born after it
 */
export function checkResidentId(typed: string, today: string): ResidentIdCheck {
  const number = normaliseResidentId(typed)
  const error = findError(number, today)
  if (error !== undefined) return { valid: false, error }
  const division = number.slice(0, 6)
  return {
    valid: true,
    number,
    division,
    birthDate: birthDateOf(number),
    sex: Number(number[16]) % 2 === 0 ? 'female' : 'male',
    warnings: isKnownDivision(division) ? [] : [{ code: 'identity-number-division-unknown', facts: { division } }],
  }
}

export function normaliseResidentId(typed: string): string {
  return typed
    .normalize('NFKC')
    .replace(/[\s\p{Cf}]/gu, '')
    .toUpperCase()
}

/** Check character of the first 17 digits (ISO 7064 MOD 11-2). */
export function residentIdCheckCharacter(digits: string): string {
  let remainder = 0
  for (let index = 0; index < 17; index++) remainder = ((remainder + Number(digits[index])) * 2) % 11
  const check = (12 - remainder) % 11
  return check === 10 ? 'X' : String(check)
}

function findError(number: string, today: string): ResidentIdError | undefined {
  if (number === '') return { code: 'identity-number-missing', facts: {} }
  const wrongAt = number.search(/[^0-9X]|X(?!$)/)
  if (wrongAt >= 0) return { code: 'identity-number-character-wrong', facts: { position: wrongAt + 1 } }
  if (/^\d{15}$/.test(number)) return { code: 'identity-number-old-form', facts: {} }
  if (number.length !== 18) return { code: 'identity-number-length-wrong', facts: { length: number.length } }
  const birthDate = birthDateOf(number)
  if (!isRealDay(birthDate)) return { code: 'identity-number-birth-date-wrong', facts: {} }
  if (birthDate > today) return { code: 'identity-number-birth-date-in-future', facts: {} }
  if (residentIdCheckCharacter(number) !== number[17])
    return { code: 'identity-number-check-character-wrong', facts: {} }
  return undefined
}

function birthDateOf(number: string): string {
  return `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`
}

function isRealDay(day: string): boolean {
  const [year = 0, month = 0, dayOfMonth = 0] = day.split('-').map(Number)
  if (year < EARLIEST_BIRTH_YEAR) return false
  const instant = new Date(Date.UTC(year, month - 1, dayOfMonth))
  return instant.getUTCMonth() === month - 1 && instant.getUTCDate() === dayOfMonth
}
