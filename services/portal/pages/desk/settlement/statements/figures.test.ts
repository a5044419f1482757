import { expect, test } from 'vitest'
import { figuresOf, sumOfFigures } from './figures.ts'

const sheet = { carriedFen: 0, mealsFen: 0, takenBackFen: 0, comeBackFen: 0, disputedFen: 0 }

test('one fund is paid and another carries on: neither settles the other’s', () => {
  const owing = figuresOf({ ...sheet, fund: 'a', carriedFen: -500, mealsFen: 200, dueFen: -300 })
  const due = figuresOf({ ...sheet, fund: 'b', mealsFen: 700, disputedFen: 100, dueFen: 600 })
  expect(owing).toMatchObject({ payFen: 0, closingFen: -300 })
  expect(due).toMatchObject({ payFen: 600, closingFen: 0 })
  expect(sumOfFigures([owing, due])).toEqual({
    ...sheet,
    ...{ carriedFen: -500, mealsFen: 900, disputedFen: 100, payFen: 600, closingFen: -300 },
  })
})

test('without funds every figure is nought', () => {
  expect(sumOfFigures([])).toMatchObject({ mealsFen: 0, payFen: 0, closingFen: 0 })
})
