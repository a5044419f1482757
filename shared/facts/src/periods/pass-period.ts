import type { LedgerRunner } from '@welfare/event-store/runner.ts'
import { type BoundProcess, defineProcess } from '../process-manager.ts'
import { periodCodec, periodDecider } from './period.decider.ts'

/** Every service whose commands count on days. A month is closed when each of them has passed its closing. */
export const ledgerWriters: readonly string[] = [
  ...['accounts', 'registry', 'programmes', 'funds', 'vouchers', 'deliveries', 'reports'],
]

/**
 * Says for the services of this process that nothing of theirs counts in the month any more. Facts stand before processes: whatever is begun
 * after the closing knows of it, and what was begun before is waited for. Of several instances of a service only one says it: what another one
 * had begun with older facts may still be dated in the month, behind its end; the verifier names such an entry.
 */
export function createPassing(runner: Pick<LedgerRunner, 'settled'>, services: readonly string[]): BoundProcess {
  const writers = ledgerWriters.filter((writer) => services.includes(writer))
  const process = defineProcess({
    name: `pass-period-${writers.join('-')}`,
    on: ['PeriodClosing'],
    decider: periodDecider,
    codec: periodCodec,
    react: ({ data: { month } }, { stream }) =>
      writers.length === 0 ? [] : [{ stream, command: { type: 'PassPeriod' as const, month, writers } }],
  })
  return {
    ...process,
    run: (source, ofService, delay) =>
      process.run(source, ofService, delay).map((step) => async () => {
        await runner.settled()
        await step()
      }),
  }
}
