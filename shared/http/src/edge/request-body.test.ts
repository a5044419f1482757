import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseExactJson } from './request-body.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

it('takes everything that JSON and doubles hold exactly, as it is', () => {
  const key = fc.string({ maxLength: 20 }).filter((text) => !text.includes('\0') && text !== '__proto__')
  const text = fc.string({ unit: 'binary' }).filter((given) => given.isWellFormed() && !given.includes('\0'))
  const hundredths = fc.integer({ min: -1e9, max: 1e9 }).map((number) => number / 100)
  const leaf = fc.oneof(text, fc.maxSafeInteger(), hundredths, fc.boolean(), fc.constant(null))
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { depthSize: 'small' },
      leaf,
      fc.array(tie('tree')),
      fc.dictionary(key, tie('tree'), { noNullPrototype: true }),
    ),
  }))
  fc.assert(
    fc.property(tree, fc.constantFrom(undefined, 1), (value, indent) => {
      // -0 is written as 0.
      const written = JSON.stringify(value, undefined, indent)
      expect(parseExactJson(bytes(written))).toEqual({ value: JSON.parse(written) })
    }),
    { numRuns: 500 },
  )
})

it.each([
  ['"a text with \\" a quote: and a colon"'],
  ['{"a\\"b":{"a":1},"b":{"a":1}}'],
  ['["a", ":", {"": ""}]'],
  ['{"id":"632701199001011234","hash":"1e400"}'],
  ['[1.50000000000000000000, 0.000, 0e99, -0, 1E2]'],
  ['{"id":"merchant-1e45c3f0-1234567890123456","text":", 1e400"}'],
  ['\ufeff{}'],
])('takes %s', (text) => {
  expect(parseExactJson(bytes(text))).toHaveProperty('value')
})

it.each([
  ['[{"a":1,"b":2,"a":3}]', 'key-repeated'],
  ['{"a":{"x":1},"a":{"x":1}}', 'key-repeated'],
  ['{"a\\ud800":1}', 'text-malformed'],
  ['[0.12345678901234567]', 'number-not-exact'],
  ['[-9007199254740992]', 'number-not-exact'],
  ['1e309', 'number-not-exact'],
  ['1e-400', 'number-not-exact'],
  ['{"a": {"b":-1.5E-400}}', 'number-not-exact'],
  ['[1,\n-0.12345678901234567]', 'number-not-exact'],
  ['"\\udfff"', 'text-malformed'],
])('refuses %s', (text, code) => {
  expect(parseExactJson(bytes(text))).toMatchObject({ code })
})
