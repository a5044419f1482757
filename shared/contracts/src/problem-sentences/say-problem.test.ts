import { describe, expect, it, test } from 'vitest'
import { problemSentences, sentencesByArea } from './catalogue.ts'
import { sayProblem } from './say-problem.ts'
import { showFact } from './show-fact.ts'

describe('a sentence', () => {
  it('says what happened with its amounts in yuan, and the way out', () => {
    const facts = { balanceFen: 1_050, neededFen: 1_200, missingFen: 150 }
    expect(sayProblem('credit-insufficient', facts, 'en')).toContain('10.50 yuan are left, 12.00 yuan are needed')
    expect(sayProblem('credit-insufficient', facts, 'zh')).toContain('余额10.50元，需要12.00元，还差1.50元')
  })

  it('leaves out what is not known', () => {
    expect(sayProblem('outside-window', { day: '2025-07-24' }, 'zh')).toBe(
      '2025年7月24日（周四）不在使用期内。请在使用期内再来。',
    )
    const facts = { day: '2025-07-24', nextFrom: '2025-07-25', nextUntil: '2025-08-03' }
    expect(sayProblem('outside-window', facts, 'en')).toBe(
      'The credit cannot be used on 24 July 2025 (Thu): it holds from 25 July 2025 (Fri) until 3 August 2025 (Sun). Come again within those days.',
    )
  })

  it('is not made up for a code that has none', () => {
    expect(sayProblem('no-such-code', {}, 'en')).toBeUndefined()
    expect(sayProblem('constructor', {}, 'en')).toBeUndefined()
  })
})

describe('facts', () => {
  it.each([
    ['amountFen', 5, '0.05 yuan', '0.05元'],
    ['amountFen', -123_456_789, '-1,234,567.89 yuan', '-1,234,567.89元'],
    ['retryAfterS', 20, '20 seconds', '20秒'],
    ['retryAfterS', 61, '2 minutes', '2分钟'],
    ['maxBytes', 2_097_152, '2048 KB', '2048 KB'],
    ['day', '2025-10-06', '6 October 2025 (Mon)', '2025年10月6日（周一）'],
    ['day', '2025-02-30', '2025-02-30', '2025-02-30'],
    ['roles', ['officer', 'merchant-till'], 'officer, merchant’s till', '经办人、商户收银'],
    ['maker', 'officer/li', 'li (officer)', 'li（经办人）'],
    ['purposes', ['festival-meal', 'ours'], 'meals around festivals, ours', '节日餐补、ours'],
    ['outcome', 'performed', 'approved and done', '已同意并办理'],
    ['plan', 'sites', 'a list of sites', '点位清单'],
    ['sites', ['a', 'b', 'c', 'd', 'e', 'f', 'g'], 'a, b, c, d, e, 2 more', 'a、b、c、d、e、另2项'],
    [
      'issues',
      [{ path: 'limit', code: 'too-small', minimum: 1 }],
      'limit is too small or too short (at least 1)',
      'limit 太小或太短（至少1）',
    ],
    ['issues', [{ path: 'colour', code: 'unheard-of' }], 'colour unheard-of', 'colour unheard-of'],
    [
      'places',
      [
        { programme: 'programme-1', account: 'issued', amountFen: 2_500 },
        { programme: 'programme-1', account: 'used', amountFen: 5 },
      ],
      'programme programme-1, account issued, amount 25.00 yuan; programme programme-1, account used, amount 0.05 yuan',
      '项目 programme-1，账户 已发放额度，金额 25.00元；项目 programme-1，账户 已核销（用餐），金额 0.05元',
    ],
    ['until', '2025-07-25T08:01:02.000+08:00', '08:01 on 25 July 2025 (Fri)', '2025年7月25日（周五）08:01'],
  ])('%s %s', (name, value, en, zh) => {
    expect(showFact(name, value, 'en')).toBe(en)
    expect(showFact(name, value, 'zh')).toBe(zh)
  })
})

test('no code stands in two areas', () => {
  const codes = Object.values(sentencesByArea).flatMap((sentences) => Object.keys(sentences))
  expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([])
})

test.each(Object.entries(problemSentences))(
  '%s: whole sentences in both languages, with the same facts',
  (_code, { en, zh, wayOut }) => {
    for (const text of [en, wayOut.en]) expect(text).toMatch(/^[A-Z{].*[.]$/)
    for (const text of [zh, wayOut.zh]) expect(text).toMatch(/[一-鿿].*。$/)
    for (const text of [zh, wayOut.zh]) expect(shownOf(text), 'marks of full width').not.toMatch(/[,;:?!()]/)
    expect(wayOut.zh, 'says what to do').toMatch(/请|无需|须|可|不必|不能再|待/)
    const names = (text: string) => [...new Set(text.match(/\{\w+\}/g))].sort()
    expect(names(zh + wayOut.zh)).toEqual(names(en + wayOut.en))
  },
)

/** What only programs meet, and who writes them: header fields and the like have no other names. */
const ofPrograms: readonly string[] = [
  ...['idempotency-key-missing', 'idempotency-key-malformed', 'if-match-malformed', 'if-match-required'],
  ...['position-malformed', 'cursor-malformed', 'content-encoding-unsupported'],
  ...['query-invalid', 'body-malformed', 'body-invalid', 'route-not-found'],
]
const atTerminals: readonly string[] = Object.keys({
  ...sentencesByArea['command line'],
  ...sentencesByArea['processes apart'],
})

test.each(
  Object.entries(problemSentences).filter(([code]) => !ofPrograms.includes(code) && !atTerminals.includes(code)),
)('%s: is said without the names of fields, options, settings and addresses', (_code, { en, zh, wayOut }) => {
  const CODE = /`|[a-z][A-Z]|\w_\w|--\w|\w=|\/[a-z]/
  for (const text of [en, wayOut.en, zh, wayOut.zh]) expect(shownOf(text)).not.toMatch(CODE)
  // What an office calls by these names itself.
  const names = /\.xlsx?|Excel|Cookie/g
  for (const text of [zh, wayOut.zh]) expect(shownOf(text).replace(names, '')).not.toMatch(/[a-z]{2}/)
})

/** Without the names of facts, and without what is typed as it stands. */
function shownOf(text: string): string {
  return text.replace(/\{\w+\}|https?:\/\/\S+|esdb:\/\/…/g, '0').replace(/`[^`]* [^`]*`/g, '')
}
