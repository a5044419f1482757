import { chineseReason } from '@welfare/contracts/words/reason-words.ts'
import { currentLanguage } from '../../common/language.ts'

export function sayReason(reason: string): string {
  return currentLanguage() === 'zh' ? chineseReason(reason) : reason.replaceAll('-', ' ')
}
