import { createWords } from './words.ts'

/** What stands between words that are put together: full width in Chinese, with its blanks in English. */
export const mark = createWords('punctuation', {
  zh: { list: '、', clause: '，', part: '；', colon: '：', open: '（', close: '）' },
  en: { list: ', ', clause: ', ', part: '; ', colon: ': ', open: ' (', close: ')' },
})

/** `甲（乙）`; English: `a (b)`. */
export function bracketed(text: string, inside: string | number): string {
  return `${text}${mark('open')}${inside}${mark('close')}`
}
