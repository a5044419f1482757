import { expect, it, test } from 'vitest'
import { type PathFlaws, simulatePath } from './two-ledgers.ts'

const SEEDS = Number(process.env.SIMULATION_SEEDS ?? 10_000)
const replayed = process.env.SIMULATION_SEED

test('between two ledgers no fen is lost, made or counted twice, and in the end nothing is under way', async () => {
  const [first, last] = replayed === undefined ? [1, SEEDS] : [Number(replayed), Number(replayed)]
  const tally = { steps: 0, moments: 0, faults: 0 }
  for (let seed = first; seed <= last; seed += 1) {
    const { breaches, steps, moments, faults, trace } = await simulatePath(seed)
    expect(breaches, `SIMULATION_SEED=${seed} npx vitest run test/simulation\n${trace().join('\n')}`).toEqual([])
    tally.steps += steps
    tally.moments += moments
    tally.faults += faults
  }
  expect(tally.moments).toBeGreaterThan(last - first)
  process.stdout.write(
    `two ledgers: ${last - first + 1} seeds, ${tally.steps} steps, ${tally.faults} faults, books compared at ${tally.moments} moments\n`,
  )
}, 600_000)

it.each([
  ['answers that say what is new instead of what there is in all', { saysDeltas: true }],
  ['a message recorded under a new id each time it arrives', { newIdEachTime: true }],
] satisfies [string, PathFlaws][])('finds %s', async (_, flaws) => {
  const found = []
  for (let seed = 1; seed <= 200; seed += 1) found.push(...(await simulatePath(seed, flaws)).breaches)
  expect(found.length).toBeGreaterThan(0)
})
