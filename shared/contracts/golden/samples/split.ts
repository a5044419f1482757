import { id } from './ids.ts'

/** First 3.00 of the county, then the union until both have paid 5.00, a discount; the worker pays the rest. */
export const split = {
  lines: [
    { payer: id('fund', 1), rule: { kind: 'fixed' as const, amountFen: 300 }, onEmpty: 'next' as const },
    { payer: id('fund', 2), rule: { kind: 'upToInAll' as const, amountFen: 500 }, onEmpty: 'stop' as const },
    { payer: 'merchant' as const, rule: { kind: 'share' as const, thousandths: 50, upToFen: 100 } },
    { payer: 'worker' as const, rule: { kind: 'rest' as const } },
  ],
  usualPriceFen: 1_000,
}
/** Of 10.00: 3.00, 2.00, 0.50, 4.50. */
export const splitOfMeal = split.lines.map((line, index) => ({
  ...line,
  amountFen: [300, 200, 50, 450][index] ?? 0,
  ...(index < 2 && { limitFen: 9_000 }),
  ...(index === 2 && { owedMilliFen: -250 }),
}))
export const pots = [
  { fund: id('fund', 1), amountFen: 24_000, onEmpty: 'next' as const },
  { fund: id('fund', 2), amountFen: 16_000, onEmpty: 'stop' as const },
]
