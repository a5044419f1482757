import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LAST_SERIAL } from '../issuance/serials.decider.ts'
import { codes } from '../sample.fixture.ts'
import { createVoucherCodes, looksLikeQrToken } from './voucher-code.ts'

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const serial = fc.integer({ min: 1, max: LAST_SERIAL })

describe('codes', () => {
  it('lead back to their serial', () => {
    fc.assert(
      fc.property(serial, (given) => {
        expect(codes.serialOf(codes.codeOf(given))).toBe(given)
      }),
    )
    expect(codes.serialOf(codes.codeOf(1))).toBe(1)
    expect(codes.serialOf(codes.codeOf(LAST_SERIAL))).toBe(LAST_SERIAL)
  })

  it('of the first 100,000 serials are all different, and ten characters of the alphabet', () => {
    const seen = new Set<string>()
    for (let given = 1; given <= 100_000; given += 1) seen.add(codes.codeOf(given))
    expect(seen.size).toBe(100_000)
    expect([...seen].every((code) => /^[0-9A-HJKMNP-TV-Z]{10}$/.test(code))).toBe(true)
  })

  it('of neighbours have nothing to do with one another', () => {
    const shared = Array.from({ length: 200 }, (_, index) => {
      const [a, b] = [codes.codeOf(index + 1), codes.codeOf(index + 2)]
      return [...a].filter((character, place) => character === b.charAt(place)).length
    })
    expect(shared.reduce((sum, count) => sum + count, 0) / shared.length).toBeLessThan(1)
  })

  it('tell any single wrong character', () => {
    const code = codes.codeOf(4711)
    for (let place = 0; place < code.length; place += 1) {
      for (const wrong of alphabet.replace(code.charAt(place), '')) {
        expect(codes.serialOf(code.slice(0, place) + wrong + code.slice(place + 1)), `${place}${wrong}`).toBeUndefined()
      }
    }
  })

  it('tell any two neighbours that were swapped', () => {
    fc.assert(
      fc.property(serial, fc.nat(8), (given, place) => {
        const code = codes.codeOf(given)
        const swapped = `${code.slice(0, place)}${code.charAt(place + 1)}${code.charAt(place)}${code.slice(place + 2)}`
        if (swapped !== code) expect(codes.serialOf(swapped)).toBeUndefined()
      }),
      { numRuns: 500 },
    )
  })

  it('are read as people type them', () => {
    for (let given = 1; given <= 2_000; given += 1) {
      const code = codes.codeOf(given)
      expect(codes.serialOf(`${code.slice(0, 5).toLowerCase()}-${code.slice(5)} `)).toBe(given)
      expect(codes.serialOf(code.replaceAll('0', 'o').replaceAll('1', 'l'))).toBe(given)
      expect(codes.serialOf(code.replaceAll('0', 'O').replaceAll('1', 'I'))).toBe(given)
    }
  })

  it.each(['', '7', '7K3M9QX2T', '7K3M9QX2TDD', 'UUUUUUUUUU', '7K3M9QX2T!', '\u0000'])('"%s" is none', (text) => {
    expect(codes.serialOf(text)).toBeUndefined()
  })

  it('of another key are other codes', () => {
    const others = createVoucherCodes({ code: Buffer.alloc(32, 9), qr: Buffer.alloc(32, 2) })
    expect(others.codeOf(1)).not.toBe(codes.codeOf(1))
    expect(others.serialOf(codes.codeOf(1))).not.toBe(1)
  })
})

describe('QR tokens', () => {
  it('are 128 bits, made again from the serial, never mistaken for a code', () => {
    const token = codes.qrTokenOf(1)
    expect(Buffer.from(token, 'base64url')).toHaveLength(16)
    expect(codes.qrTokenOf(1)).toBe(token)
    expect(codes.qrTokenOf(2)).not.toBe(token)
    expect(looksLikeQrToken(token)).toBe(true)
    expect(looksLikeQrToken(codes.codeOf(1))).toBe(false)
    expect(codes.serialOf(token)).toBeUndefined()
  })

  it('are known to events by a keyed hash only', () => {
    const token = codes.qrTokenOf(1)
    const others = createVoucherCodes({ code: Buffer.alloc(32, 1), qr: Buffer.alloc(32, 8) })
    expect(codes.qrHashOf(token)).toMatch(/^[0-9a-f]{64}$/)
    expect(codes.qrHashOf(token)).not.toContain(token)
    expect(others.qrHashOf(token)).not.toBe(codes.qrHashOf(token))
  })
})
