import type { LimitedKind } from '@welfare/contracts/acts.ts'
import { isProcess } from '@welfare/contracts/authority.ts'
import type { WelfareEvent } from '@welfare/contracts/catalogue.ts'
import { sumFen } from '@welfare/contracts/money.ts'
import { totalOf } from '@welfare/contracts/shares.ts'
import type { Projected } from '../read-model/projection.ts'

/** What an account did alone, as limits measure it. */
export interface LimitedAct {
  readonly kind: LimitedKind
  /** Fen, or pieces of what is written off. */
  readonly amount: number
  /** Whose sums are held together: the programme, the fund where there is none, else the depot. */
  readonly place: string
  /** Whose limits hold: that of the programme where one is named, else of the fund or depot. */
  readonly of: { readonly programme?: string; readonly fund?: string; readonly depot?: string }
}

/**
 * An act that a division's limits measure, and that no second person looked at. Meals entered or taken back one by one are each of their own
 * paper: no act that was cut into parts, so `place` is the meal itself.
 */
export function limitedActsOf({ event, recorded }: Projected): readonly LimitedAct[] {
  const { actor, approval, lateEntry } = recorded.metadata as {
    actor?: unknown
    approval?: object
    lateEntry?: { days?: number }
  }
  if (isProcess(actor) || approval !== undefined) return []
  const act = actOf(event, recorded.stream)
  if (!act || saysOf(event, 'proposal') || saysOf(event, 'correctedFrom')) return []
  const isLate = lateEntry !== undefined && lateEntry.days !== 0
  const isOwnKind = act.kind !== 'late-entry'
  return [...(isOwnKind ? [act] : []), ...(isLate ? [{ ...act, kind: 'late-entry' as const }] : [])]
}

/** It was proposed and approved; or it is the right one beside a red entry, which is the act. */
function saysOf({ data }: WelfareEvent, field: 'proposal' | 'correctedFrom'): boolean {
  return field in data && data[field as keyof typeof data] !== undefined
}

function actOf(event: WelfareEvent, stream: string): LimitedAct | undefined {
  switch (event.type) {
    case 'FundsAllocated': {
      const { programme, shares } = event.data
      return { kind: 'allocation', amount: totalOf(shares), place: programme, of: { programme } }
    }
    case 'IssuanceOrdered': {
      const { programme, totalFen } = event.data
      return { kind: 'issuance', amount: totalFen, place: programme, of: { programme } }
    }
    case 'AllocationReturned': {
      const { programme, shares } = event.data
      return { kind: 'return', amount: totalOf(shares), place: programme, of: { programme } }
    }
    case 'DonationReceived':
    case 'DirectPaymentGranted':
      return { kind: 'late-entry', amount: totalOf(event.data.shares), place: stream, of: { fund: stream } }
    case 'DonationRefunded':
    case 'DirectPaymentReduced':
      return { kind: 'refund', amount: totalOf(event.data.shares), place: stream, of: { fund: stream } }
    case 'DonationReversed':
    case 'RefundReversed':
    case 'IncomeReversed':
    case 'BankChargeReversed':
    case 'UnidentifiedReversed':
      return { kind: 'correction', amount: totalOf(event.data.shares), place: stream, of: { fund: stream } }
    case 'AllocationReversed':
    case 'AllocationReturnReversed': {
      const { programme, shares } = event.data
      return { kind: 'correction', amount: totalOf(shares), place: programme, of: { programme } }
    }
    case 'RedemptionReversed': {
      const { programme, draws, redemption, by } = event.data
      const amount = sumFen(draws.map(({ shares }) => totalOf(shares)))
      return by === 'union' ? { kind: 'correction', amount, place: redemption, of: { programme } } : undefined
    }
    case 'GoodsWrittenOff': {
      const amount = event.data.lines.reduce((pieces, { quantity }) => pieces + quantity, 0)
      return { kind: 'write-off', amount, place: stream, of: { depot: stream } }
    }
    default:
      return undefined
  }
}
