/** Two whole numbers; nothing to divide by where the denominator is 0. */
export interface Ratio {
  readonly numerator: number
  readonly denominator: number
}

/** Said under every table with percentages. */
export const percentageRule = {
  english: 'Percentages are rounded down to one decimal; 100.0% only when complete.',
  chinese: '百分比保留一位小数，一律向下舍去；全部完成才显示100.0%。',
} as const

/**
 * The one rule for percentages: `98.0%`, rounded down to a tenth, so that 100.0% is reached only when nothing is missing; beyond it where
 * there is more than was planned. Undefined where there is nothing to divide by, or less than nothing.
 */
export function formatPercentage({ numerator, denominator }: Ratio): string | undefined {
  if (denominator <= 0 || numerator < 0) return undefined
  // Sums of fen times 1,000 can be beyond what a double holds exactly.
  const tenths = (BigInt(numerator) * 1_000n) / BigInt(denominator)
  return `${tenths / 10n}.${tenths % 10n}%`
}
