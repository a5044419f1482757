import '../../common/without-a-browser.fixture.ts'
import { describe, expect, it } from 'vitest'
import { chooseLanguage } from '../../common/language.ts'
import { purposeOf, sayPurpose } from './purposes.ts'

describe('a usual purpose', () => {
  it('is said in the reader’s language, and free text as it was written', () => {
    expect([sayPurpose('complaint'), sayPurpose('核对名册')]).toEqual(['处理投诉', '核对名册'])
    chooseLanguage('en')
    expect([sayPurpose('complaint'), sayPurpose('核对名册')]).toEqual(['A complaint', '核对名册'])
    chooseLanguage('zh')
  })

  it('is meant by whoever types its words, and more words are other words', () => {
    expect(purposeOf('审计', ['checking', 'audit'])).toBe('audit')
    expect(purposeOf('审计抽查', ['checking', 'audit'])).toBe('审计抽查')
    expect(purposeOf('审计', ['checking'])).toBe('审计')
  })
})
