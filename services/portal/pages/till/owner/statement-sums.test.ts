import { expect, test } from 'vitest'
import { signedFen, sumsOf } from './statement-sums.ts'

const none = { carriedFen: 0, mealsFen: 0, takenBackFen: 0, comeBackFen: 0, disputedFen: 0, dueFen: 0 }

test('a number is added up over its funds; what one fund has too little of is carried on, not taken from another', () => {
  const funds = [
    { fund: 'fund-1', ...none, carriedFen: -1_000, mealsFen: 5_000, disputedFen: 700, comeBackFen: 200, dueFen: 3_500 },
    { fund: 'fund-2', ...none, mealsFen: 300, takenBackFen: 900, dueFen: -600 },
  ]
  expect(sumsOf({ funds, waived: [{ fund: 'fund-1', amountFen: 400 }] })).toEqual({
    ...{ carriedFen: -1_000, mealsFen: 5_300, takenBackFen: -900, comeBackFen: 200, disputedFen: -700 },
    waivedFen: -400,
    carriedOnFen: -600,
  })
})

test('a line that is taken back, disputed or waived lessens the number; all else adds to it', () => {
  const kinds = [
    'meal',
    'taken-back',
    'taking-back-ended',
    'disputed',
    'dispute-ended',
    'returned',
    'repaid',
    'given-up',
    'waived',
  ] as const
  expect(kinds.map((kind) => signedFen({ kind, amountFen: 5 }))).toEqual([5, -5, 5, -5, 5, 5, 5, 5, -5])
})
