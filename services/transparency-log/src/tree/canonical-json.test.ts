import type { JsonValue } from '@welfare/event-store/decider/decider.ts'
import canonicalize from 'canonicalize'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalJson } from './canonical-json.ts'

test('is what another implementation of RFC 8785 writes, for any JSON', () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'binary', maxDepth: 4 }), (generated) => {
      const value = generated as JsonValue
      const text = canonicalJson(value)
      expect(text).toBe(canonicalize(value))
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)))
    }),
    { numRuns: 1_000 },
  )
})

test('sorts members by UTF-16 code units, integer-like names too', () => {
  // U+1F600 begins with the unit D83D, which is before U+FB33.
  const members = JSON.parse(
    '{"\\ufb33":1,"\\ud83d\\ude00":2,"\\u20ac":3,"\\r":4,"10":5,"9":6,"1":7,"__proto__":8,"":9}',
  )
  expect(canonicalJson(members)).toBe(
    '{"":9,"\\r":4,"1":7,"10":5,"9":6,"__proto__":8,"\u20ac":3,"\u{1f600}":2,"\ufb33":1}',
  )
})

test('writes numbers and strings as RFC 8785 does', () => {
  expect(canonicalJson([1 / 3, 1e30, 4.5, 2e-3, 1e-27, -0, 1e21, '\u0008\u001f"\\/\u007f\u2028'])).toBe(
    '[0.3333333333333333,1e+30,4.5,0.002,1e-27,0,1e+21,"\\b\\u001f\\"\\\\/\u007f\u2028"]',
  )
})

test.each([Number.NaN, Number.POSITIVE_INFINITY, '\ud800', { '\udc00': 1 }, [[Number.NaN]]])('refuses %o', (value) => {
  expect(() => canonicalJson(value)).toThrow()
})
