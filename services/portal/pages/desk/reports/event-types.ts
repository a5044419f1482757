import { eventWords } from '@welfare/contracts/words/event-words.ts'
import { currentLanguage } from '../../common/language.ts'

const words: Readonly<Record<string, string>> = eventWords

/** A type that moves nothing has no word of its own, and keeps its name. */
export function sayEventType(type: string): string {
  const known = currentLanguage() === 'zh' ? words[type] : undefined
  return known ?? type.replace(/([a-z])([A-Z])/g, '$1 $2')
}
