import { expect, it } from 'vitest'
import { accountWords } from './account-words.ts'
import { glossary } from './glossary.ts'

const words = Object.values(glossary).flatMap((section) => Object.values(section))
/** A site, and what lies there: accounts have sections and names of their own. */
const ofAccounts = new Set<unknown>(Object.values(accountWords))

it('one word, one meaning: none stands twice', () => {
  const seen = words.filter((one) => !ofAccounts.has(one)).map(({ english }) => english)
  expect(seen.filter((english, index) => seen.indexOf(english) !== index)).toEqual([])
})

it('old words are gone', () => {
  const old = /受赠|捐赠收入|捐赠人|分配|拨付|基金|卡包|餐券|券号|时段|批次名单|运单|损耗|供货|凭证号|纪元|迟到/
  expect(words.filter(({ chinese }) => old.test(chinese))).toEqual([])
})

it('WORDS.md is this list (`npx vitest run PATH --update` writes it)', async () => {
  const sections = Object.entries(glossary).map(([title, section]) =>
    [
      `## ${title}`,
      '',
      '| word | 中文 | meaning |',
      '| --- | --- | --- |',
      ...Object.values(section).map(({ english, chinese, meaning }) => `| ${english} | ${chinese} | ${meaning} |`),
    ].join('\n'),
  )
  const head =
    '# Words\n\nOne word, one meaning; in code, events, routes, pages and printouts. This list is made of `shared/contracts/src/words/glossary.ts`.'
  await expect(`${[head, ...sections].join('\n\n')}\n`).toMatchFileSnapshot('../../WORDS.md')
})
