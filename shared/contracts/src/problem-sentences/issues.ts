import type { DayLanguage as Language } from '../day-words.ts'

/** What is wrong with one field of a request, as part of a sentence; by the code of the issue. */
export const issueWords: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  'invalid-type': { en: 'is missing, or is not {expected}', zh: '缺少，或不是{expected}' },
  'too-small': { en: 'is too small or too short (at least {minimum})', zh: '太小或太短（至少{minimum}）' },
  'too-big': { en: 'is too large or too long (at most {maximum})', zh: '太大或太长（最多{maximum}）' },
  'not-multiple-of': { en: 'is not a multiple of {divisor}', zh: '不是{divisor}的倍数' },
  'invalid-format': { en: 'does not have the form that is wanted[ ({format})]', zh: '格式不对[（{format}）]' },
  'invalid-value': { en: 'is none of {values}', zh: '不在可选值之列（{values}）' },
  'unrecognized-keys': { en: '{keys} is not known here', zh: '没有 {keys} 这一项' },
  'invalid-union': { en: 'has none of the forms that it can have', zh: '不符合任何一种写法' },
  'amount-not-whole': { en: 'is an amount with less than a fen', zh: '金额小于一分' },
  'body-not-taken': { en: 'a body is not taken here', zh: '此处不接受请求体' },
  'day-malformed': { en: 'takes a day, such as 2025-07-25', zh: '应为日期，如 2025-07-25' },
  'moment-malformed': {
    en: 'takes a sequence, such as 120, or a time with its offset, such as 2025-07-25T08:00:00+08:00; a day goes into `effective`',
    zh: '应为序号（如 120）或带时区的时间（如 2025-07-25T08:00:00+08:00）；日期请用 effective',
  },
  'days-reversed': { en: 'is a day before `from`: exchange the two', zh: '早于 from：请交换两个日期' },
  'amount-or-items': {
    en: 'takes either amountFen or items: one of the two, not both',
    zh: 'amountFen 和 items 须且只能填写一项',
  },
  'amount-and-items': {
    en: 'takes at most one of items, amountFen and right; none of them for the whole meal',
    zh: 'items、amountFen 和 right 最多填写一项；撤销整笔时都不填',
  },
  'window-of-no-programme': {
    en: 'is missing: a window is one of a programme',
    zh: '缺少：使用期属于某个项目，须指明项目',
  },
  'nothing-to-look-for': {
    en: 'it is not said whom to look for: give a name, initials, the end of a number or of a telephone, or an employer',
    zh: '没有指明要找谁：请填写姓名、拼音首字母、身份证号或手机号末四位，或用人单位',
  },
  'nothing-to-correct': {
    en: 'it is not said what is to be corrected: give at least one field with its right value',
    zh: '没有指明要更正什么：请至少填写一项及其正确内容',
  },
  'too-many-lines': { en: 'has too many lines of goods (at most {maximum})', zh: '物资行数太多（最多{maximum}行）' },
  'people-and-sites': {
    en: 'windows are for a list of people; kit and kitsPerHead are for a list of sites',
    zh: 'windows 用于人员名单，kit 和 kitsPerHead 用于点位清单',
  },
  'credit-code-wrong': {
    en: 'is no unified social credit code: its last character does not check',
    zh: '不是有效的统一社会信用代码：校验码不符',
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
