import { comparableText } from '@welfare/contracts/comparable-text.ts'
import { pinyin } from 'pinyin-pro'

/** `欧阳修` → `oyx`: how people look somebody up who is hard to type. What is written in Latin letters stays as it is. */
export function pinyinInitials(name: string): string {
  return comparableText(
    pinyin(name, { pattern: 'first', toneType: 'none', surname: 'head', nonZh: 'consecutive', separator: '' }),
  )
}
