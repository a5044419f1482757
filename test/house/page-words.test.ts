import { expect, test } from 'vitest'
import { sourceFiles } from './source-files.ts'

const FULL_WIDTH = /[（），。：；！？、《》]/
const pages = sourceFiles.filter(({ path }) => path.startsWith('services/portal/pages/') && !path.includes('.test.'))
const isWords = (name: string) => name.includes('words')

/** `path: line` of each line with a mark of full width. */
function fullWidthIn(path: string, text: string): string[] {
  return text
    .replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')
    .split('\n')
    .filter((line) => FULL_WIDTH.test(line))
    .map((line) => `${path}: ${line.trim()}`)
}

test('English sentences have English punctuation', () => {
  const english = pages.flatMap(({ path, name, text }) => {
    const at = name.startsWith('words-en') ? 0 : text.search(/\ben: \{/)
    return at === -1 ? [] : [[path, text.slice(at)] as const]
  })
  expect(english.length).toBeGreaterThan(25)
  expect(english.flatMap(([path, text]) => fullWidthIn(path, text))).toEqual([])
})

test('Chinese sentences have Chinese punctuation', () => {
  const chinese = pages.filter(({ name }) => isWords(name) && !name.startsWith('words-en'))
  const wrong = chinese.flatMap(({ path, text }) =>
    text
      .replace(/\ben: \{[\s\S]*/, '')
      .replace(/^const en\b[\s\S]*/m, '')
      .split('\n')
      .filter((line) => /[\u4e00-\u9fff][,;:?!()]|[,;?!()][\u4e00-\u9fff]/.test(line.replace(/^\s*(\/\/|\/?\*).*/, '')))
      .map((line) => `${path}: ${line.trim()}`),
  )
  expect(chinese.length).toBeGreaterThan(25)
  expect(wrong).toEqual([])
})

test('what pages put together themselves has the punctuation of the language that is chosen', () => {
  const outside = pages.filter(({ name }) => !isWords(name))
  const wrong = outside.flatMap(({ path, text }) => fullWidthIn(path, text.replace(/zh: \{[\s\S]*?(?=\ben: \{)/g, '')))
  expect(wrong).toEqual([])
})
