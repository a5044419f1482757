import { expect, test } from 'vitest'
import { figuresOf, sumOfFigures } from './figures.ts'

const sheet = { carriedFen: 0, mealsFen: 0, takenBackFen: 0, comeBackFen: 0, disputedFen: 0 }

test('one fund is paid, but for what was waived, and another carries on: neither settles the other’s', () => {
  const funds = [
    { ...sheet, fund: 'a', carriedFen: -500, mealsFen: 200, dueFen: -300 },
    { ...sheet, fund: 'b', mealsFen: 700, disputedFen: 100, dueFen: 600 },
  ]
  const figures = figuresOf({ funds, waived: [{ fund: 'b', amountFen: 250 }] })
  expect(figures).toMatchObject([
    { waivedFen: 0, payFen: 0, closingFen: -300 },
    { waivedFen: 250, payFen: 350, closingFen: 0 },
  ])
  expect(sumOfFigures(figures)).toEqual({
    ...sheet,
    ...{ carriedFen: -500, mealsFen: 900, disputedFen: 100, waivedFen: 250, payFen: 350, closingFen: -300 },
  })
  expect(figuresOf({ funds })).toMatchObject([{ payFen: 0 }, { payFen: 600 }])
})

test('without funds every figure is nought', () => {
  expect(sumOfFigures([])).toMatchObject({ mealsFen: 0, payFen: 0, closingFen: 0 })
})
