import type { PostedEvent } from '../books.ts'
import { textIn } from '../json.ts'

/** Until when each credit can be used, by its own events, whatever its window has become since. */
export function createCreditDays() {
  /** Worker → credit → as its last event says; '' where it has ended. */
  const people = new Map<string, Map<string, { readonly window: string; readonly until: string }>>()
  /** Worker and window of which a credit came. */
  const credited = new Set<string>()
  return {
    take({ type, stream, version, data }: PostedEvent['event']): void {
      const isEnd = type === 'CreditExpired' || type === 'CreditWithdrawn'
      if (!isEnd && type !== 'CreditReceived' && type !== 'CreditExtended' && type !== 'CreditMoved') return
      const credit = type === 'CreditReceived' ? `${stream}.${version}` : textIn(data, 'credit')
      const window = textIn(data, type === 'CreditMoved' ? 'toWindow' : 'window')
      const worker = textIn(data, 'worker')
      const credits = people.get(worker) ?? new Map()
      people.set(worker, credits.set(credit, { window, until: isEnd ? '' : textIn(data, 'until') }))
      credited.add(`${worker}|${window}`)
    },
    /** Undefined where none has come. */
    lastDaysOf(worker: string, window: string): readonly string[] | undefined {
      if (!credited.has(`${worker}|${window}`)) return undefined
      const credits = [...(people.get(worker)?.values() ?? [])]
      return credits.filter((credit) => credit.window === window).map(({ until }) => until)
    },
  }
}
