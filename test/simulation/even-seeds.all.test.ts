import { expect, test } from 'vitest'
import { describeTally, neverHappened, simulateSeeds } from './seeds.ts'

test('whatever the network, the machines and the tills do, the books hold and every promise is kept (even seeds)', async () => {
  const tally = await simulateSeeds(2)
  process.stdout.write(`simulation: ${describeTally(tally)}\n`)
  expect(tally.seeds).toBeGreaterThan(0)
  expect(neverHappened(tally)).toEqual([])
}, 1_800_000)
