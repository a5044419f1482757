import { say } from './words.ts'

const outcomes = ['proposed', 'nothing-due', 'statement-already-proposed', 'statement-moved-on'] as const

/** What would become of a merchant's open number; a code that is not known is said as it is. */
export function sayOutcome(code: string): string {
  const known = outcomes.find((outcome) => outcome === code)
  return known ? say(`outcome.${known}`) : code
}
