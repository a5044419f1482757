import { expect, it } from 'vitest'
import { createMetrics } from './metrics.ts'

it('the disk of the data folder has room left, and less than its size', async () => {
  const metrics = createMetrics()
  metrics.watchDisk(import.meta.dirname)
  const told = await metrics.registry.metrics()
  const [free, size] = ['free', 'size'].map((what) =>
    Number(new RegExp(`^welfare_disk_${what}_bytes (\\S+)$`, 'm').exec(told)?.[1]),
  )
  expect(free).toBeGreaterThan(0)
  expect(size).toBeGreaterThan(free ?? Number.POSITIVE_INFINITY)
})

it('a number that nobody can tell is no number', async () => {
  const metrics = createMetrics()
  metrics.watchNumber('welfare_sample', 'A sample', () => undefined)
  expect(await metrics.registry.metrics()).toContain('welfare_sample Nan')
})
