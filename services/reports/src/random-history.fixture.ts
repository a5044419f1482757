import fc from 'fast-check'
import { createHistory, dayNumber, type SampleEvent } from './history.fixture.ts'
import { playsOfGoods } from './random-goods.fixture.ts'
import { playsOfMoney } from './random-money.fixture.ts'
import { playsOfStatements } from './random-statements.fixture.ts'
import { type Step, setUpTown } from './random-town.fixture.ts'

export const randomStep = fc.record({
  kind: fc.noBias(fc.nat(999)),
  a: fc.noBias(fc.nat(29)),
  b: fc.noBias(fc.nat(29)),
  amount: fc.noBias(fc.integer({ min: 1, max: 5_000 })),
  late: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer({ min: 1, max: 6 }) }),
})

export const randomSteps = fc.array(randomStep, { minLength: 30, maxLength: 140, size: 'max' })

export function playSteps(steps: readonly Step[]): readonly SampleEvent[] {
  const history = createHistory()
  setUpTown(history)
  let rounds = 0
  const nextRound = () => rounds++
  const plays = [
    ...playsOfMoney(history, nextRound),
    ...playsOfGoods(history, nextRound),
    ...playsOfStatements(history),
  ]
  for (const [index, step] of steps.entries()) {
    const date = dayNumber(10 + Math.floor(index / 4) - step.late)
    const play = plays[step.kind % plays.length]
    play?.(step, date)
  }
  return history.events
}
