import { expect, test } from 'vitest'
import { inParallel } from './in-parallel.ts'

test('work in parallel stays within its bound, and a failure waits for what was begun', async () => {
  let running = 0
  let most = 0
  const done: number[] = []
  const work = async (item: number) => {
    most = Math.max(most, ++running)
    await new Promise((resolve) => setImmediate(resolve))
    running--
    if (item === 5) throw new Error('five')
    done.push(item)
  }
  const items = Array.from({ length: 20 }, (_, index) => index)
  await expect(inParallel(items, 4, work)).rejects.toThrow('five')
  expect(running).toBe(0)
  expect(most).toBe(4)
  expect(done.length).toBeLessThan(19)
  await inParallel([], 4, work)
})

test('results stand in the order of the items, whichever ends first', async () => {
  const turns = [3, 0, 2, 1]
  const after = async (count: number): Promise<number> => {
    for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve))
    return count
  }
  expect(await inParallel(turns, 2, after)).toEqual(turns)
})
