import { eventCodec, type WelfareEvent } from '@welfare/contracts/catalogue.ts'
import { type Leg, postings } from '@welfare/contracts/postings.ts'
import type { SequencedEvent } from '@welfare/event-store/port.ts'

/** Document numbers and divisions recomputed by a walk from the first event, sharing nothing with the read models but the contracts. */
export interface NaiveEntry {
  readonly sequence: number
  readonly document: string
  readonly legs: readonly Leg[]
  /** Where each leg lies. */
  readonly divisions: readonly string[]
}

const kinds: { readonly [kind: string]: readonly WelfareEvent['type'][] } = {
  SK: ['DonationReceived'],
  BK: ['FundsAllocated'],
  FF: ['FundsCommitted', 'CreditsIssued'],
  HX: ['MealRedeemed'],
  YL: [
    'AllocationProposed',
    'AllocationApproved',
    'AllocationProposalRefused',
    'AllocationProposalWithdrawn',
    'FundsReserved',
    'ReservationReleased',
  ],
  TH: [
    'DonationRefunded',
    'AllocationReturned',
    'CommitmentReleased',
    'RedemptionReversed',
    'CreditExpired',
    'CreditWithdrawn',
    'CreditDeclined',
  ],
  CH: ['SiteReturnReversed', 'SiteLossReversed'],
}

const kindsSince2: { readonly [type: string]: string } = {
  RedemptionReversed: 'CH',
  CommitmentReleased: 'SH',
  CreditExpired: 'SH',
  CreditWithdrawn: 'SH',
  CreditDeclined: 'SH',
}

export function naiveEntries(events: readonly SequencedEvent[]): NaiveEntry[] {
  const divisions = new Map<string, string>()
  const consignments = new Map<string, readonly string[]>()
  const last = new Map<string, number>()
  const entries: NaiveEntry[] = []
  for (const recorded of events) {
    const event = eventCodec.decode(recorded)
    const { data } = event
    if (event.type === 'ConsignmentPlanned')
      consignments.set(recorded.stream, [event.data.programme ?? '', event.data.site])
    else if ('division' in data && typeof data.division === 'string') divisions.set(recorded.stream, data.division)
    const lookUp = (id: string | undefined): string | undefined => {
      const planned = id === undefined ? undefined : consignments.get(id)
      return planned ? planned.map(lookUp).find((found) => found !== undefined) : divisions.get(id ?? '')
    }
    const place = (legs: readonly Leg[]): string =>
      (['programme', 'fund', 'depot', 'site', 'consignment'] as const)
        .flatMap((kind) => legs.map((leg) => lookUp(leg[kind])))
        .find((found) => found !== undefined) ?? '000000'
    const legs = postings(event, recorded.stream)
    if (legs.length === 0) continue
    const since2 = recorded.schemaVersion > 1 ? kindsSince2[event.type] : undefined
    const kind = since2 ?? Object.keys(kinds).find((code) => kinds[code]?.includes(event.type)) ?? 'WP'
    const series = `${place(legs)}-${String(recorded.metadata.accountingDate).slice(0, 4)}-${kind}`
    last.set(series, (last.get(series) ?? 0) + 1)
    entries.push({
      sequence: recorded.sequence,
      document: `${series}-${last.get(series)}`,
      legs,
      divisions: legs.map((leg) => place([leg])),
    })
  }
  return entries
}
