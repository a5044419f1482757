import { beforeAll, describe, expect, it, vi } from 'vitest'

beforeAll(() => {
  vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => undefined })
  vi.stubGlobal('document', { documentElement: {} })
})

describe('a usual purpose', () => {
  it('is said in the reader’s language, and free text as it was written', async () => {
    const { chooseLanguage } = await import('../../common/language.ts')
    const { sayPurpose } = await import('./purposes.ts')
    expect([sayPurpose('complaint'), sayPurpose('核对名册')]).toEqual(['处理投诉', '核对名册'])
    chooseLanguage('en')
    expect([sayPurpose('complaint'), sayPurpose('核对名册')]).toEqual(['A complaint', '核对名册'])
    chooseLanguage('zh')
  })

  it('is meant by whoever types its words, and more words are other words', async () => {
    const { purposeOf } = await import('./purposes.ts')
    expect(purposeOf('审计', ['checking', 'audit'])).toBe('audit')
    expect(purposeOf('审计抽查', ['checking', 'audit'])).toBe('审计抽查')
    expect(purposeOf('审计', ['checking'])).toBe('审计')
  })
})
