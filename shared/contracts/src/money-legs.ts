import { type Leg, legs, type Place } from './legs.ts'
import type { Share } from './shares.ts'

export function donation({ fund, amountFen }: Share): Leg[] {
  return [
    ...pair(amountFen, { account: 'granted', fund }, { account: 'available', fund }),
    ...pair(amountFen, { account: 'bank', fund }, { account: 'donated', fund }),
  ]
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

export function commitment({ fund, amountFen }: Share, programme: string, batch: string): Leg[] {
  return pair(amountFen, { account: 'allocated', fund, programme }, { account: 'committed', fund, programme, batch })
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
  /** The year of the meal is closed: what was used then stays used, and the cost lessens what was carried over. */
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
export function settlement({ fund, amountFen }: Share, programme: string, merchant: string): Leg[] {
  return pair(amountFen, { account: 'payable', fund, programme, merchant }, { account: 'bank', fund })
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
export function claimRecovery({ fund, amountFen }: Share, programme: string, merchant: string): Leg[] {
  const owedBy = { fund, programme, merchant }
  return [
    ...pair(amountFen, { account: 'written-off', ...owedBy }, { account: 'allocated', fund, programme }),
    ...pair(amountFen, { account: 'bank', fund }, { account: 'loss', ...owedBy }),
  ]
}

export function creditReturn({ fund, amountFen }: Share, programme: string, batch: string): Leg[] {
  return pair(amountFen, { account: 'issued', fund, programme, batch }, { account: 'allocated', fund, programme })
}

function pair(amountFen: number, debit: Place, credit: Place): Leg[] {
  return legs('CNY', amountFen, debit, credit)
}
