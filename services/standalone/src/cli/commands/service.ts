import { processes } from '../../distributed/processes.ts'
import { misused } from '../failure.ts'

export const processNames: readonly string[] = Object.keys(processes)

/** Runs one process of the services apart until it is told to stop. */
export async function service(name: string): Promise<void> {
  if (name === 'store') {
    throw misused('store-not-served')
  }
  const run = Object.hasOwn(processes, name) ? processes[name] : undefined
  if (!run)
    throw misused('process-unknown', {
      given: name,
      ...(name === 'projections' && { now: 'reports' }),
      possible: processNames,
    })
  await run()
}
