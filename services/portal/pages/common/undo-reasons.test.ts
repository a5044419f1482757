import './without-a-browser.fixture.ts'
import { expect, it } from 'vitest'
import { chooseLanguage } from './language.ts'
import { sayReason } from './undo-reasons.ts'

it('a usual reason is said in the reader’s language, and any other as it was written', () => {
  const recorded = ['entered-twice', 'amount-disputed: 店里记的是 8 元: 有小票', '小票写错: 见附']
  expect(recorded.map(sayReason)).toEqual(['重复核销', '金额不对：店里记的是 8 元: 有小票', '小票写错: 见附'])
  chooseLanguage('en')
  expect(recorded.map(sayReason)).toEqual([
    'entered twice',
    'the amount is wrong: 店里记的是 8 元: 有小票',
    '小票写错: 见附',
  ])
})
