import { readdirSync, readFileSync } from 'node:fs'

/** Microseconds of processor time. */
export interface CpuTime {
  readonly mainThread: number
  readonly all: number
}

/** Of a running process, as Linux counts it. */
export function cpuTimeOf(pid: number): CpuTime {
  const tasks = `/proc/${pid}/task`
  const timeOf = (task: string | number) =>
    Number(readFileSync(`${tasks}/${task}/schedstat`, 'utf8').split(' ')[0]) / 1_000
  return { mainThread: timeOf(pid), all: readdirSync(tasks).reduce((sum, task) => sum + timeOf(task), 0) }
}
