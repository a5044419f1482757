import { usualReasonOf } from '@welfare/contracts/words/undo-words.ts'
import { mark } from './punctuation.ts'
import { sayWord } from './words.ts'

/** A usual one is recorded by its code, perhaps with words beside it; what was written by somebody stays as it is. */
export function sayReason(reason: string): string {
  const usual = usualReasonOf(reason)
  if (!usual) return reason
  return [sayWord(usual.heading), usual.beside].filter((part) => part !== '').join(mark('colon'))
}
