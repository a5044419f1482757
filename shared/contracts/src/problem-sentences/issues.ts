import type { DayLanguage as Language } from '../day-words.ts'

/** What is wrong with one field of a request, as part of a sentence; by the code of the issue. */
const issueWords: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  'invalid-type': { en: 'is missing, or is not of the kind {expected}', zh: '缺少，或类型不是 {expected}' },
  'too-small': { en: 'is too small or too short (at least {minimum})', zh: '太小或太短（至少{minimum}）' },
  'too-big': { en: 'is too large or too long (at most {maximum})', zh: '太大或太长（最多{maximum}）' },
  'not-multiple-of': { en: 'is not a multiple of {divisor}', zh: '不是{divisor}的倍数' },
  'invalid-format': { en: 'does not have the form that is wanted[ ({format})]', zh: '格式不对[（{format}）]' },
  'invalid-value': { en: 'is none of {values}', zh: '不在可选值之列（{values}）' },
  'unrecognized-keys': { en: '{keys} is not known here', zh: '不认识 {keys}' },
  'invalid-union': { en: 'has none of the forms that it can have', zh: '不符合任何一种写法' },
  'amount-not-whole': { en: 'is an amount with less than a fen', zh: '金额小于一分' },
  'body-not-taken': { en: 'a body is not taken here', zh: '此处不接受请求体' },
  'day-malformed': { en: 'takes a day, such as 2025-07-25', zh: '应为日期，如 2025-07-25' },
  'moment-malformed': {
    en: 'takes a sequence, such as 120, or a time with its offset, such as 2025-07-25T08:00:00+08:00; a day goes into `effective`',
    zh: '应为序号（如 120）或带时区的时间（如 2025-07-25T08:00:00+08:00）；日期请用 effective',
  },
  'text-invisible': { en: 'has nothing in it that can be seen', zh: '没有可见的字符' },
}

/** The issue in words; undefined for one that has none. */
export function wordsOfIssue(code: string, language: Language): string | undefined {
  return Object.hasOwn(issueWords, code) ? issueWords[code]?.[language] : undefined
}

/** Which of a schema's forms says more by another name. */
export function issueCodeOf(code: string, format: unknown): string {
  return code === 'invalid-format' && format === 'date' ? 'day-malformed' : code
}
