import { formatYuanPlain, MAX_TOTAL_FEN } from '@welfare/contracts/money.ts'
import fc from 'fast-check'
import Nzh from 'nzh'
import { describe, expect, it, test } from 'vitest'
import { amountInWords } from './amount-in-words.ts'
import { amountFormat } from './amounts.ts'

describe('an amount in words (大写)', () => {
  it.each([
    [0, '人民币零圆整'],
    [1, '人民币壹分'],
    [5, '人民币伍分'],
    [50, '人民币伍角整'],
    [100, '人民币壹圆整'],
    [32_504, '人民币叁佰贰拾伍圆零肆分'],
    [140_950, '人民币壹仟肆佰零玖圆伍角整'],
    [600_714, '人民币陆仟零柒圆壹角肆分'],
    [1_000_500, '人民币壹万零伍圆整'],
    [10_700_053, '人民币壹拾万柒仟圆伍角叁分'],
    [1_000_010_000_000, '人民币壹佰亿零壹拾万圆整'],
    [100_000_000_000_000, '人民币壹万亿圆整'],
    [-50, '人民币负伍角整'],
    [-1_000_500, '人民币负壹万零伍圆整'],
  ])('%i fen: %s', (fen, words) => {
    expect(amountInWords(fen)).toBe(words)
  })

  test('equals what another library says, over all sizes and many zeros', () => {
    const sparse = fc
      .array(fc.constantFrom('0', '0', '0', '1', '9'), { minLength: 1, maxLength: 14 })
      .map((digits) => Number(digits.join('')))
    const amount = fc.oneof(fc.integer({ min: -MAX_TOTAL_FEN, max: MAX_TOTAL_FEN }), sparse)
    fc.assert(
      fc.property(amount, (fen) => {
        const theirs = Nzh.cn.toMoney(formatYuanPlain(fen), { forceZheng: true }).replace('元', '圆')
        expect(amountInWords(fen)).toBe(theirs)
      }),
      { numRuns: 3_000 },
    )
  })
})

describe('amounts of a paper', () => {
  const tableOf = (...amounts: number[]) => ({
    columns: [{ heading: '金额', kind: 'money' as const }],
    rows: amounts.map((amount) => [amount]),
  })

  it('in 元 have two decimals', () => {
    const { text, number } = amountFormat('yuan', [tableOf(20_000_000)])
    expect([text(20_000_000), text(-5), number(-5), number(100_000_000_000_001)]).toEqual([
      '200,000.00',
      '-0.05',
      -0.05,
      1_000_000_000_000.01,
    ])
  })

  it('in 万元 have as many decimals as the most exact one needs', () => {
    expect(amountFormat('wan', [tableOf(20_000_000)]).text(20_000_000)).toBe('20.00')
    const exact = amountFormat('wan', [tableOf(20_000_000), tableOf(1_477_290_001)])
    expect([exact.decimals, exact.text(20_000_000), exact.text(1_477_290_001)]).toEqual([
      6,
      '20.000000',
      '1,477.290001',
    ])
  })

  test('a figure that is not a whole number is refused', () => {
    expect(() => amountFormat('wan', [tableOf(0.5)])).toThrow(TypeError)
  })

  test('nothing is lost: every amount can be read back from its text and its number', () => {
    fc.assert(
      fc.property(fc.integer({ min: -MAX_TOTAL_FEN, max: MAX_TOTAL_FEN }), (fen) => {
        for (const [unit, factor] of [
          ['yuan', 100],
          ['wan', 1_000_000],
        ] as const) {
          const { text, number } = amountFormat(unit, [tableOf(fen)])
          expect(Math.round(number(fen) * factor)).toBe(fen)
          expect(Math.round(Number(text(fen).replaceAll(',', '')) * factor)).toBe(fen)
        }
      }),
    )
  })
})
