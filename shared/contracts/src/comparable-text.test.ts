import { expect, test } from 'vitest'
import { comparableNumber, comparableText, isSameText } from './comparable-text.ts'

test.each([
  [
    'another middle dot',
    [
      '扎西·次仁',
      '扎西・次仁',
      '扎西•次仁',
      '扎西．次仁',
      '扎西‧次仁',
      '扎西∙次仁',
      '扎西･次仁',
      '扎西.次仁',
      '扎西次仁',
    ],
  ],
  [
    'invisible and right-to-left characters',
    ['虚构甲', '虚\u200b构甲', '\u202e虚构甲\u202c', '\ufeff虚构甲', '虚构\u00ad甲', '虚构\u034f甲'],
  ],
  ['blanks', ['虚构甲', ' 虚 构\u00a0甲\u3000', '虚构\n甲']],
  ['width and case', ['ABC公司', 'ａｂｃ公司', 'Abc公司']],
  ['dashes', ['第1-2队', '第1—2队', '第1－2队', '第1−2队', '第12队']],
  ['brackets of another width', ['虚构(北)公司', '虚构（北）公司']],
])('%s make no other name', (_, names) => {
  expect(new Set(names.map(comparableText)).size).toBe(1)
})

test('other characters make another name', () => {
  expect(isSameText('虚构甲', '虚构乙')).toBe(false)
  expect(isSameText('第1队', '第2队')).toBe(false)
  expect(isSameText('虚构一队', '虚构二队')).toBe(false)
})

test('a text of nothing but what is not compared is empty', () => {
  expect(comparableText(' \u200f·-\u202e')).toBe('')
})

test('numbers of papers: width, case, blanks and the form of a dash make no other number; where it stands does', () => {
  const same = ['R-1-11', 'Ｒ－１－１１', 'r—1–11', ' R‑1−11\u200b', 'R - 1 - 11']
  expect(new Set(same.map(comparableNumber))).toEqual(new Set(['r-1-11']))
  expect(comparableNumber('R-11-1')).not.toBe(comparableNumber('R-1-11'))
  expect(comparableNumber('\u200b')).toBe('\u200b')
})
