import canonicalize from 'canonicalize'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalText, isCanonical, type Json } from './json.ts'

const values = fc.jsonValue({ noUnicodeString: false, maxDepth: 5 }) as fc.Arbitrary<Json>

test('the canonical form is that of another implementation of RFC 8785', () => {
  fc.assert(
    fc.property(values, (value) => {
      expect(canonicalText(value)).toBe(canonicalize(value))
    }),
  )
})

test('a text is canonical exactly when it is that form', () => {
  const isForm = (text: string) => isCanonical(JSON.parse(text), text)
  fc.assert(
    fc.property(values, (value) => {
      const plain = JSON.stringify(value)
      const canonical = canonicalize(value) ?? ''
      expect(isForm(canonical)).toBe(true)
      expect(isForm(plain)).toBe(plain === canonical)
      expect(isForm(JSON.stringify(value, null, 1))).toBe(JSON.stringify(value, null, 1) === canonical)
    }),
  )
})

test.each([
  ['{"10":1,"9":2}', true],
  ['{"9":2,"10":1}', false],
  ['{"a":1,"a":1}', false],
  ['{"a":1.0}', false],
  ['{"a":1e3}', false],
  ['{"a":"\\u0041"}', false],
  ['{"b":1,"a":2}', false],
  ['{"a":[{"c":1,"b":2}]}', false],
])('%s: %s', (text, outcome) => {
  expect(isCanonical(JSON.parse(text), text)).toBe(outcome)
})
