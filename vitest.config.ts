import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['shared/**/*.test.ts', 'services/**/*.test.ts', 'test/**/*.test.ts'],
    pool: 'forks',
    // Much of the time goes into waiting for disks and child processes: two at once, on two cores as well.
    maxWorkers: 2,
    // Ends what hangs. Nothing is timed by it: beside the processes of a cluster a test may wait long for its turn.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
})
