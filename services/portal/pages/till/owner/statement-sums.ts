import { multiplyFen, sumFen } from '@welfare/contracts/money.ts'
import type { StatementLine, StatementSheet } from './statements.ts'

/** Of all funds, as it is added up: what lessens the sum is below zero. */
export function sumsOf({ funds, waived = [] }: Pick<StatementSheet, 'funds' | 'waived'>) {
  const sum = (name: 'carriedFen' | 'mealsFen' | 'takenBackFen' | 'comeBackFen' | 'disputedFen') =>
    sumFen(funds.map((fund) => fund[name]))
  return {
    carriedFen: sum('carriedFen'),
    mealsFen: sum('mealsFen'),
    takenBackFen: multiplyFen(sum('takenBackFen'), -1),
    comeBackFen: sum('comeBackFen'),
    disputedFen: multiplyFen(sum('disputedFen'), -1),
    waivedFen: multiplyFen(sumFen(waived.map(({ amountFen }) => amountFen)), -1),
    carriedOnFen: sumFen(funds.map(({ dueFen }) => Math.min(0, dueFen))),
  }
}

const lessening: readonly StatementLine['kind'][] = ['taken-back', 'disputed', 'waived']

/** What a line adds to the number. */
export function signedFen({ kind, amountFen }: Pick<StatementLine, 'kind' | 'amountFen'>): number {
  return lessening.includes(kind) ? multiplyFen(amountFen, -1) : amountFen
}
