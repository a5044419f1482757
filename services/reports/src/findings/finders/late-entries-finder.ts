import type { Projected } from '../../read-model/projection.ts'
import type { FindingStates } from '../finding-states.store.ts'
import type { FindingKind, Findings } from '../findings.store.ts'
import type { Thresholds } from '../findings-thresholds.ts'
import { watchBurst } from './bursts.ts'

const DAY_MS = 24 * 60 * 60_000

interface Dependencies {
  readonly states: FindingStates
  readonly findings: Findings
  readonly thresholds: Pick<Thresholds, 'lateEntries'>
}

/** Many entries for earlier days within some days: by one account, and of one merchant. The events of one command are one entry. */
export function createLateEntriesFinder(dependencies: Dependencies) {
  const { states, thresholds } = dependencies
  return {
    look({ recorded, event, sequence }: Projected, division: () => string): void {
      const late = recorded.metadata.lateEntry as { days?: number } | undefined
      if (!late || late.days === 0) return
      const command = String(recorded.metadata.commandId)
      const merchant = 'merchant' in event.data ? String(event.data.merchant ?? '') : ''
      const account = String(recorded.metadata.actor)
      const { ofAccount, ofMerchant, withinDays } = thresholds.lateEntries
      watch('late-by-account', account, ofAccount, { account })
      if (merchant !== '') watch('late-by-merchant', merchant, ofMerchant, {})

      function watch(kind: FindingKind, of: string, atLeast: number, facts: object): void {
        const key = `${kind}|${of}`
        const last = states.get<{ command: string }>(`${key}|last`, () => ({ command: '' }))
        if (last.command === command) return
        last.command = command
        states.changed(`${key}|last`)
        const atMs = Date.parse(recorded.recordedAt)
        const watched = { key, sequence, atMs, source: '', spanMs: withinDays * DAY_MS, atLeast, atLeastSources: 1 }
        watchBurst(dependencies, watched, (count) => ({
          ...{ kind, programme: '', worker: '', division: division(), thresholds: thresholds.lateEntries },
          merchant: kind === 'late-by-merchant' ? merchant : '',
          facts: { ...facts, entries: count },
        }))
      }
    },
  }
}
