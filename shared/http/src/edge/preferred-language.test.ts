import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { sampleAuthority, sampleRoutes } from '../documents/sample-routes.fixture.ts'
import { preferredLanguage } from './preferred-language.ts'
import { type ServedRoutes, serveRoutes } from './serve-routes.fixture.ts'

test.each([
  [undefined, 'en'],
  ['', 'en'],
  ['zh', 'zh'],
  ['zh-CN,zh;q=0.9,en;q=0.8', 'zh'],
  ['en-GB, zh;q=0.9', 'en'],
  ['fr, zh;q=0.2, en;q=0.1', 'zh'],
  ['de', 'en'],
  ['*', 'en'],
  ['zh;q=0, en', 'en'],
  ['ZH-hant', 'zh'],
  ['zh;q=nonsense', 'en'],
])('Accept-Language %s: %s', (accepted, language) => {
  expect(preferredLanguage(accepted)).toBe(language)
})

describe('over HTTP', () => {
  let served: ServedRoutes
  beforeAll(async () => {
    served = await serveRoutes(sampleRoutes, { authority: sampleAuthority })
  })
  afterAll(() => served.stop())

  it('a problem says what happened and the way out in the language that is asked for', async () => {
    const asked = await served.call('POST', '/v1/shelves', { headers: { 'accept-language': 'zh-CN,zh;q=0.9' } })
    expect(asked.body).toMatchObject({
      code: 'method-not-allowed',
      detail: '地址正确，但请求方法不对。可用的方法：GET, HEAD。',
    })
    expect(asked.headers.get('content-language')).toBe('zh')
    expect(asked.headers.get('vary')).toContain('Accept-Language')
    const notAsked = await served.call('GET', '/v1/nothing')
    expect(notAsked.body).toMatchObject({ detail: 'There is nothing at this address. Check it against /docs.' })
    expect(notAsked.headers.get('content-language')).toBe('en')
  })

  it('names what is wrong with a parameter', async () => {
    const { body } = await served.call('GET', '/v1/shelves?limit=0')
    expect(body).toMatchObject({
      code: 'query-invalid',
      detail: expect.stringContaining('limit is too small or too short (at least 1)'),
    })
  })

  it('the catalogue is a page and a document', async () => {
    const page = await served.call('GET', '/docs/problems')
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(page.text).toContain('<tr id="credit-insufficient">')
    for (const word of ['does not have the form that is wanted', '格式不对', 'identity number', '身份证号', '已安排'])
      expect(page.text).toContain(word)
    expect(page.text).not.toContain('<script')
    const { body } = await served.call('GET', '/docs/problems.json')
    const words = await served.call('GET', '/docs/words.json')
    expect(words.body).toMatchObject({ Money: { fund: { english: 'fund', chinese: '专项资金' } } })
    expect(body).toMatchObject({ overloaded: { en: expect.any(String), wayOut: { zh: expect.any(String) } } })
  })
})
