import { describe, expect, test } from 'vitest'
import { limitsOf, readLimit, typedOf } from './limit-values.ts'

describe('a limit', () => {
  test('of money is typed in yuan and sent in fen, of what is counted as a whole number', () => {
    const typed = {
      allocation: { perAct: '5,000' },
      issuance: { perAct: '120.50', within24Hours: '' },
      'bulk-void': { perAct: '0' },
    }
    expect(limitsOf(typed)).toEqual({
      allocation: { perAct: 500_000 },
      issuance: { perAct: 12_050 },
      'bulk-void': { perAct: 0 },
    })
  })

  test('that says nothing of a kind is not sent', () => {
    expect(limitsOf({ refund: { perAct: ' ' } })).toEqual({})
  })

  test.each([
    ['allocation', '0'],
    ['allocation', '一千'],
    ['allocation', '1.234'],
    ['bulk-void', '1.5'],
    ['bulk-void', '-1'],
  ] as const)('%s %s is none', (kind, typed) => {
    expect(readLimit(kind, typed)).toBeUndefined()
  })

  test('is shown as it was typed, in plain figures', () => {
    const limits = { allocation: { perAct: 500_000, sinceApproval: 1 }, closing: { perAct: 0 }, refund: null }
    expect(typedOf(limits)).toEqual({
      allocation: { perAct: '5000.00', sinceApproval: '0.01' },
      closing: { perAct: '0' },
    })
    expect(limitsOf(typedOf(limits))).toEqual({ allocation: limits.allocation, closing: limits.closing })
  })
})
