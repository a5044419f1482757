import { isUsualPurpose, type UsualPurpose, usualPurposes } from '@welfare/contracts/words/purpose-words.ts'
import { sayWord } from '../../common/words.ts'

/** A usual one is recorded by its code. */
export function sayPurpose(purpose: string): string {
  return isUsualPurpose(purpose) ? sayWord(usualPurposes[purpose]) : purpose
}

/** Whoever types the words of a usual purpose means that one. */
export function purposeOf(typed: string, usual: readonly UsualPurpose[]): string {
  return usual.find((code) => sayPurpose(code) === typed) ?? typed
}
