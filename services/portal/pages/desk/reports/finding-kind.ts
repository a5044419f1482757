import { findingWords } from '@welfare/contracts/words/finding-words.ts'
import { currentLanguage } from '../../common/language.ts'

export function sayKind(kind: keyof typeof findingWords): string {
  return currentLanguage() === 'zh' ? findingWords[kind] : kind.replaceAll('-', ' ')
}
