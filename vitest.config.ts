import { defineConfig } from 'vitest/config'

const clusters = 'test/cluster/**/*.test.ts'

export default defineConfig({
  test: {
    pool: 'forks',
    testTimeout: 30_000,
    hookTimeout: 30_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'ledger',
          include: ['shared/**/*.test.ts', 'services/**/*.test.ts', 'test/**/*.test.ts'],
          exclude: ['**/node_modules/**', clusters],
          // Much of the time goes into waiting for disks and child processes: two at once, on two cores as well.
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        // A dozen processes of their own: afterwards and alone, or what runs beside them waits longer for its turn than its limit.
        extends: true,
        test: { name: 'cluster', include: [clusters], maxWorkers: 1, sequence: { groupOrder: 1 } },
      },
    ],
  },
})
