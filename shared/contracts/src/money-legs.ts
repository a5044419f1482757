import { type Leg, legs, type Place } from './legs.ts'
import type { Share } from './shares.ts'

/** Where money lies. With neither: recorded before unions named their accounts, and not assigned since. */
interface Held {
  readonly bankAccount?: string | undefined
  /** Who pays it instead of a union: it is at no bank of ours. */
  readonly payer?: string | undefined
}

function lyingAt(fund: string, { bankAccount, payer }: Held): Place {
  if (payer !== undefined) return { account: 'quota', fund, payer }
  return { account: 'bank', fund, ...(bankAccount !== undefined && { bankAccount }) }
}

export function donation({ fund, amountFen }: Share, held: Held): Leg[] {
  return [
    ...pair(amountFen, { account: 'granted', fund }, { account: 'available', fund }),
    ...pair(amountFen, lyingAt(fund, held), { account: 'donated', fund }),
  ]
}

/** What a bank takes for itself: used and cost, for no programme. */
export function charge({ fund, amountFen }: Share, held: Held): Leg[] {
  return [
    ...pair(amountFen, { account: 'available', fund }, { account: 'used', fund }),
    ...pair(amountFen, { account: 'cost', fund }, lyingAt(fund, held)),
  ]
}

/** What lay nowhere in particular lies on an account. */
export function assignment({ fund, amountFen }: Share, held: Held): Leg[] {
  return pair(amountFen, lyingAt(fund, held), lyingAt(fund, {}))
}

/** Come, and not known yet whose it is. */
export function suspense({ fund, amountFen }: Share, on: Held): Leg[] {
  return pair(amountFen, lyingAt(fund, on), { account: 'suspense', fund })
}

/** Between two accounts, until it has arrived. */
export function sending({ fund, amountFen }: Share, from: Held): Leg[] {
  return pair(amountFen, { account: 'transit', fund }, lyingAt(fund, from))
}

export function allocation({ fund, amountFen }: Share, programme: string): Leg[] {
  return pair(amountFen, { account: 'available', fund }, { account: 'allocated', fund, programme })
}

/** An allocation that waits for an approver. */
export function allocationReserve({ fund, amountFen }: Share, programme: string): Leg[] {
  return pair(amountFen, { account: 'available', fund }, { account: 'reserved', fund, programme })
}

/** An issuance that waits for an approver. */
export function issuanceReserve({ fund, amountFen }: Share, programme: string, batch: string): Leg[] {
  return pair(amountFen, { account: 'allocated', fund, programme }, { account: 'reserved', fund, programme, batch })
}

/** Kept for a batch of credits, or for goods that were ordered. */
type KeptFor = Pick<Place, 'batch' | 'purchase'>

export function keptFor(order: string): KeptFor {
  return order.startsWith('purchase-') ? { purchase: order } : { batch: order }
}

export function commitment({ fund, amountFen }: Share, programme: string, order: string): Leg[] {
  const kept: Place = { account: 'committed', fund, programme, ...keptFor(order) }
  return pair(amountFen, { account: 'allocated', fund, programme }, kept)
}

/** What a supplier asks for goods. */
export function invoice({ fund, amountFen }: Share, { programme, merchant, purchase }: Bought): Leg[] {
  return [
    ...pair(
      amountFen,
      { account: 'committed', fund, programme, purchase },
      { account: 'used', fund, programme, purchase },
    ),
    ...pair(
      amountFen,
      { account: 'cost', fund, programme, merchant },
      { account: 'payable', fund, programme, merchant },
    ),
  ]
}

interface Bought extends Owed {
  readonly purchase: string
}

export function issuance({ fund, amountFen }: Share, programme: string, batch: string): Leg[] {
  return pair(
    amountFen,
    { account: 'committed', fund, programme, batch },
    { account: 'issued', fund, programme, batch },
  )
}

export function redemption({ fund, amountFen }: Share, programme: string, batch: string, merchant: string): Leg[] {
  return [
    ...pair(amountFen, { account: 'issued', fund, programme, batch }, { account: 'used', fund, programme, batch }),
    ...pair(
      amountFen,
      { account: 'cost', fund, programme, merchant },
      { account: 'payable', fund, programme, merchant },
    ),
  ]
}

export interface GivenBack {
  readonly programme: string
  readonly batch: string
  readonly merchant: string
  readonly to: 'issued' | 'allocated' | 'claimed'
  /** The meal counts in an earlier year: what was used then stays used, and the cost lessens what was carried over. */
  readonly priorYear?: boolean | undefined
}

export function reversal({ fund, amountFen }: Share, back: GivenBack): Leg[] {
  const { programme, batch, merchant, to, priorYear = false } = back
  const places: Record<GivenBack['to'], Place> = {
    issued: { account: 'issued', fund, programme, batch },
    allocated: { account: 'allocated', fund, programme },
    claimed: { account: 'claimed', fund, programme, merchant },
  }
  const budget: Place = priorYear ? { account: 'granted', fund } : { account: 'used', fund, programme, batch }
  const money: Place = priorYear ? { account: 'carried', fund } : { account: 'cost', fund, programme, merchant }
  return [
    ...pair(amountFen, budget, places[to]),
    ...pair(amountFen, { account: 'payable', fund, programme, merchant }, money),
  ]
}

/** What a merchant is paid, of what it was owed. */
export function settlement({ fund, amountFen }: Share, { programme, merchant, ...held }: Owed & Held): Leg[] {
  return pair(amountFen, { account: 'payable', fund, programme, merchant }, lyingAt(fund, held))
}

interface Owed {
  readonly programme: string
  readonly merchant: string
}

/** What a merchant does without is there again for the programme; of no batch: what its meals used stays theirs. */
export function waiver({ fund, amountFen }: Share, programme: string, merchant: string): Leg[] {
  return [
    ...pair(amountFen, { account: 'used', fund, programme }, { account: 'allocated', fund, programme }),
    ...pair(
      amountFen,
      { account: 'payable', fund, programme, merchant },
      { account: 'cost', fund, programme, merchant },
    ),
  ]
}

/** What a merchant or the union does not agree to is not paid until they do. */
export function dispute({ fund, amountFen }: Share, programme: string, merchant: string): Leg[] {
  return pair(
    amountFen,
    { account: 'payable', fund, programme, merchant },
    { account: 'disputed', fund, programme, merchant },
  )
}

/** What a merchant owed is there again for the programme. */
export function claimSettlement({ fund, amountFen }: Share, programme: string, merchant: string): Leg[] {
  return pair(amountFen, { account: 'claimed', fund, programme, merchant }, { account: 'allocated', fund, programme })
}

/** Nobody gives it back any more: a loss. */
export function claimWriteOff({ fund, amountFen }: Share, programme: string, merchant: string): Leg[] {
  const owedBy = { fund, programme, merchant }
  return [
    ...pair(amountFen, { account: 'claimed', ...owedBy }, { account: 'written-off', ...owedBy }),
    ...pair(amountFen, { account: 'loss', ...owedBy }, { account: 'payable', ...owedBy }),
  ]
}

/** It came after all, and can be spent again. */
export function claimRecovery({ fund, amountFen }: Share, { programme, merchant, ...held }: Owed & Held): Leg[] {
  const owedBy = { fund, programme, merchant }
  return [
    ...pair(amountFen, { account: 'written-off', ...owedBy }, { account: 'allocated', fund, programme }),
    ...pair(amountFen, lyingAt(fund, held), { account: 'loss', ...owedBy }),
  ]
}

export function creditReturn({ fund, amountFen }: Share, programme: string, batch: string): Leg[] {
  return pair(amountFen, { account: 'issued', fund, programme, batch }, { account: 'allocated', fund, programme })
}

function pair(amountFen: number, debit: Place, credit: Place): Leg[] {
  return legs('CNY', amountFen, debit, credit)
}
