import type { EventStore } from '@welfare/event-store/port.ts'
import type { LedgerRunner } from '@welfare/event-store/runner.ts'
import type { Facts } from '../facts.service.ts'
import { type BoundProcess, defineProcess } from '../process-manager.ts'
import type { Processes } from '../processes.service.ts'
import { createYearClosing } from './close-year.ts'
import { periodCodec, periodDecider } from './period.decider.ts'
import { createPeriodLookUps } from './period.facts.ts'

interface Closing {
  readonly facts: Pick<Facts, 'prepare'>
  readonly processes: Processes
  readonly runner: LedgerRunner
  readonly store: Pick<EventStore, 'readAll'>
  /** Of the tree of exactly so many events; undefined where it does not get so far in time. */
  rootAt(treeSize: number): Promise<string | undefined>
}

/** Closes a month once every writer has passed, where the tree is, because the closing says its root; and a year once two persons asked for it. */
export function followClosings({ facts, processes, runner, store, rootAt }: Closing): void {
  const { passedAt } = createPeriodLookUps(facts.prepare)
  const closing: BoundProcess = {
    name: 'close-period',
    minds: (type) => type === 'PeriodPassed',
    run: (source, ofService, delay) => {
      if (source.type !== 'PeriodPassed' || passedAt(String(source.data.month)) !== source.sequence) return []
      return [
        async () => {
          const { sequence: throughSequence } = source
          const root = await rootAt(throughSequence)
          if (root === undefined) throw new Error(`close-period: the tree does not reach ${throughSequence}`)
          const process = defineProcess({
            name: 'close-period',
            on: ['PeriodPassed'],
            decider: periodDecider,
            codec: periodCodec,
            react: ({ data: { month } }, { stream }) => [
              { stream, command: { type: 'ClosePeriod' as const, month, throughSequence, root } },
            ],
          })
          for (const step of process.run(source, ofService, delay)) await step()
        },
      ]
    },
  }
  processes.run({ service: 'closings', runner, processes: [closing, createYearClosing({ facts, store })] })
}
