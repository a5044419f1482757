import { createHash, randomUUID } from 'node:crypto'

const run = randomUUID()

/** One namespace for each folder of a contract suite, never the same in two runs: all share one server, and nothing is cleaned up there. */
export function toNamespace(folder: string): string {
  return `test-${createHash('sha256').update(`${run} ${folder}`).digest('hex').slice(0, 32)}`
}
