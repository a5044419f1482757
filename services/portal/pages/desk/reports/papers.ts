import { currentLanguage } from '../../common/language.ts'
import { paperWords } from './field-words.ts'

/** Kind of the paper behind an entry; an office's own name for one stays. */
export function sayPaper(kind: string | null): string {
  if (kind === null) return ''
  const words: Readonly<Record<string, string>> = paperWords
  return (currentLanguage() === 'zh' ? words[kind] : undefined) ?? kind
}
