import { type EventType, eventCodec, type WelfareEvent } from '@welfare/contracts/catalogue.ts'
import { addShares, type Share } from '@welfare/contracts/shares.ts'
import { accountingDateOf } from '@welfare/event-store/decider/decider.ts'
import type { SequencedEvent } from '@welfare/event-store/port.ts'

/** What a slice of the feed returned of one batch's credits. */
export interface CreditReturn {
  readonly batch: string
  readonly programme: string
  readonly shares: readonly Share[]
  /** The slice's last event that concerns the batch: its totals count through here. */
  readonly last: SequencedEvent
  /** The latest day on which any of it counts: money that comes back is spendable from then on. */
  readonly accountingDate: string
}

const returning = new Set<string>([
  'CreditExpired',
  'CreditWithdrawn',
  'CreditDeclined',
  'RedemptionReversed',
] satisfies EventType[])

/** Credit that ended, was withdrawn, never arrived, or came back after its end: one entry for each batch, in the order of first mention. */
export function creditReturnsIn(events: readonly SequencedEvent[]): CreditReturn[] {
  const byBatch = new Map<string, CreditReturn>()
  for (const source of events) {
    if (!returning.has(source.type)) continue
    const event = eventCodec.decode(source)
    for (const { batch, programme, shares } of returnsOf(event)) {
      const known = byBatch.get(batch)
      const day = accountingDateOf(source)
      const accountingDate = known && known.accountingDate > day ? known.accountingDate : day
      const all = addShares(known?.shares ?? [], shares)
      byBatch.set(batch, { batch, programme, shares: all, last: source, accountingDate })
    }
  }
  return [...byBatch.values()]
}

function returnsOf(event: WelfareEvent): Pick<CreditReturn, 'batch' | 'programme' | 'shares'>[] {
  switch (event.type) {
    case 'CreditExpired':
    case 'CreditWithdrawn':
    case 'CreditDeclined':
      return [event.data]
    case 'RedemptionReversed': {
      const { programme, draws } = event.data
      return draws.filter(({ to }) => to === 'allocated').map(({ batch, shares }) => ({ batch, programme, shares }))
    }
    default:
      return []
  }
}
