import { say } from './words.ts'

/** Whose meal it is: masked name and the end of the card's code, as far as they are known. */
export interface Whose {
  /** Masked; absent where it is not shown. */
  readonly holder?: string | undefined
  /** Of the card's printed code. */
  readonly tail: string
}

export function sayWhose({ holder, tail }: Whose): string {
  return [holder, tail === '' ? undefined : say('card-tail', { tail })].filter((part) => part !== undefined).join(' · ')
}
