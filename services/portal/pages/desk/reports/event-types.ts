import { eventWords, quietEventWords } from '@welfare/contracts/words/event-words.ts'
import { currentLanguage } from '../../common/language.ts'

const words: Readonly<Record<string, string>> = { ...eventWords, ...quietEventWords }

/** Every type of the ledger: those that move something first. */
export const eventTypes = Object.keys(words)

/** One that a newer ledger has keeps its name. */
export function sayEventType(type: string): string {
  const known = currentLanguage() === 'zh' ? words[type] : undefined
  return known ?? type.replace(/([a-z])([A-Z])/g, '$1 $2')
}
