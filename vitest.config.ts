import { resolve } from 'node:path'
import { defineConfig } from 'vitest/config'

const everyLevel = '**/*.test.ts'
const all = '**/*.all.test.ts'
const long = '**/*.long.test.ts'
const clusters = 'test/cluster/**'
const packages = '**/node_modules/**'

// The level of a test stands in its file's name.
export default defineConfig({
  test: {
    pool: 'forks',
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // What a test waits for comes when it comes: a busy machine is no failure.
    expect: { poll: { timeout: 20_000 } },
    // Hundreds of child processes run the same code: it is compiled once.
    env: { NODE_COMPILE_CACHE: resolve('node_modules/.cache/compiled') },
    projects: [
      {
        extends: true,
        test: { name: 'quick', include: [everyLevel], exclude: [packages, all, long], maxWorkers: 2 },
      },
      {
        // Much of the time goes into waiting for disks and child processes: two at once, on two cores as well.
        extends: true,
        test: {
          name: 'all',
          include: [all],
          exclude: [packages, clusters],
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        // A dozen processes of their own: afterwards and alone, or what runs beside them waits longer for its turn than its limit.
        extends: true,
        test: {
          name: 'cluster',
          include: [all],
          dir: 'test/cluster',
          maxWorkers: 1,
          sequence: { groupOrder: 2 },
        },
      },
      {
        extends: true,
        test: { name: 'long', include: [long], exclude: [packages], maxWorkers: 1, sequence: { groupOrder: 3 } },
      },
    ],
  },
})
