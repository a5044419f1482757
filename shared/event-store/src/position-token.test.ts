import fc from 'fast-check'
import { expect, test } from 'vitest'
import { InvalidPositionError } from './port.ts'
import { comparePositionTokens, formatLogPosition, formatSequencePosition, parsePosition } from './position-token.ts'

const ledger = 'a4c1.b'
const prefix = `${ledger}.3.`
const sequences = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER })
const places = fc.record({ commit: fc.bigInt(0n, 2n ** 63n - 1n), prepare: fc.bigInt(0n, 2n ** 63n - 1n) })

test('what was formatted is parsed as it was', () => {
  fc.assert(
    fc.property(sequences, places, (sequence, log) => {
      const parts = { ledger, epoch: 3 }
      expect(parsePosition(formatSequencePosition(prefix, sequence))).toEqual({ ...parts, sequence, log: undefined })
      expect(parsePosition(formatLogPosition(prefix, log))).toEqual({ ...parts, sequence: undefined, log })
      expect(parsePosition(formatLogPosition(prefix, log, sequence))).toEqual({ ...parts, sequence, log })
    }),
  )
})

test('a digit more, less or other is found', () => {
  fc.assert(
    fc.property(sequences, fc.nat(), fc.nat(9), (sequence, at, digit) => {
      const token = formatSequencePosition(prefix, sequence)
      const place = prefix.length + (at % String(sequence).length)
      const changed = `${token.slice(0, place)}${digit}${token.slice(place + 1)}`
      if (changed !== token) expect(() => parsePosition(changed)).toThrow(InvalidPositionError)
      for (const wrong of [`${token}0`, `${token.slice(0, -1)}`, ` ${token}`, `${token}.1`])
        expect(() => parsePosition(wrong)).toThrow(InvalidPositionError)
    }),
  )
})

test('positions compare by sequence where both know it, else by their place in the log', () => {
  const early = { commit: 900n, prepare: 900n }
  const late = { commit: 10_000n, prepare: 9_000n }
  expect(comparePositionTokens(formatLogPosition(prefix, early), formatLogPosition(prefix, late, 7))).toBeLessThan(0)
  expect(comparePositionTokens(formatLogPosition(prefix, early, 5), formatSequencePosition(prefix, 4))).toBe(1)
  expect(comparePositionTokens(formatLogPosition(prefix, late), formatLogPosition(prefix, late, 8))).toBe(0)
})

test('what has nothing in common cannot be compared', () => {
  const bySequence = formatSequencePosition(prefix, 4)
  expect(() => comparePositionTokens(bySequence, formatLogPosition(prefix, { commit: 1n, prepare: 1n }))).toThrow(
    InvalidPositionError,
  )
  expect(() => comparePositionTokens(bySequence, formatSequencePosition('other.3.', 4))).toThrow(InvalidPositionError)
})
