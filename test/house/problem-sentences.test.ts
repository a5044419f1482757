import { problemSentences } from '@welfare/contracts/problem-sentences/catalogue.ts'
import { wordsOfIssue } from '@welfare/contracts/problem-sentences/issues.ts'
import { kitProblems } from '@welfare/http/problem.ts'
import { describe, expect, test } from 'vitest'
import { shippedFiles } from './source-files.ts'

const files = shippedFiles.filter(({ path }) => !/\/problem-sentences\/|\/demo\/|\/event-store\//.test(path))

/** What a table of refusals declares, what a decider or a handler refuses with, what is said of a roster's row. */
const SAID =
  /'([a-z][a-z0-9]*(?:-[a-z0-9]+)+)': (?:4\d\d|503)\b|\b(?:refuse|refused|misused|broken)\(\s*'([a-z0-9-]+)'|\bcode: '([a-z0-9-]+)'/g

test('there is a sentence for every code that anything refuses with', () => {
  const said = files.flatMap(({ path, text }) =>
    [...text.matchAll(SAID)].map(([, declared, refused, named]) => ({
      path,
      code: declared ?? refused ?? named ?? '',
    })),
  )
  expect(said.length).toBeGreaterThan(300)
  expect(said.filter(({ code }) => !Object.hasOwn(problemSentences, code) && !isIssue(code))).toEqual([])
})

test('there is a sentence for everything that the kit refuses', () => {
  expect(Object.keys(kitProblems).filter((code) => !Object.hasOwn(problemSentences, code))).toEqual([])
})

test('there is no sentence for a code that nothing refuses with', () => {
  const named = new Set(
    files.flatMap(({ text }) => [...text.matchAll(/(?<=['"`])([a-z][a-z0-9-]+)(?=['"`])/g)].map(([code]) => code)),
  )
  const kit: readonly string[] = Object.keys(kitProblems)
  const isMade = (code: string) => /^(employer|trade|name)-(missing|malformed)$/.test(code)
  expect(
    Object.keys(problemSentences).filter((code) => !named.has(code) && !kit.includes(code) && !isMade(code)),
  ).toEqual([])
})

describe('the command line', () => {
  const commands = shippedFiles.filter(({ path }) => path.includes('/standalone/src/'))

  test('refuses with a code and its facts alone: no sentence stands outside the catalogue', () => {
    const TOLD =
      /\b(?:refused|misused|broken)\(\s*'[a-z-]+',\s*['"`]|new (?:\w+Failed|InvalidArgument)Error\(\s*['"`][^'"`]* /
    expect(commands.filter(({ text }) => TOLD.test(text)).map(({ path }) => path)).toEqual([])
    expect(TOLD.test("throw refused('no-ledger', `There is no ledger.`)")).toBe(true)
    expect(TOLD.test("throw new InvalidArgumentError('A count is a whole number.')")).toBe(true)
  })

  test('writes to standard error in few places: what failed, what is noted, what is asked', () => {
    const writers = commands.filter(({ text }) => /\bstderr\b/.test(text)).map(({ path }) => path.split('/src/')[1])
    expect(writers.sort()).toEqual(['cli/commands/demo.ts', 'cli/commands/login.ts', 'cli/main.ts', 'cli/terminal.ts'])
  })

  test('says in both languages what the verifier refuses', () => {
    const verdict = shippedFiles.find(({ path }) => path.endsWith('verifier/src/verdict.ts'))
    const [, union = ''] = /export type RefusalCode =([^\n]*(?:\n {2}\|[^\n]*)*)/.exec(verdict?.text ?? '') ?? []
    const codes = [...union.matchAll(/'([a-z-]+)'/g)].map(([, code]) => code ?? '')
    expect(codes.length).toBeGreaterThan(3)
    expect(codes.filter((code) => !Object.hasOwn(problemSentences, code))).toEqual([])
  })
})

/** Of a field of a request: it stands within `query-invalid` and its like, and has words of its own. */
function isIssue(code: string): boolean {
  return code === 'custom' || wordsOfIssue(code, 'en') !== undefined
}
