import { totalOf } from '@welfare/contracts/shares.ts'
import { accountingDateOf } from '@welfare/event-store/decider/decider.ts'
import type { SequencedEvent } from '@welfare/event-store/port.ts'
import type { EventHandlers } from '@welfare/facts/event-handlers.ts'
import type { Prepare } from '@welfare/facts/facts-declaration.ts'

/** What may turn out to have been entered wrongly, by the id of its entry. */
export const enteredSchema = `
  CREATE TABLE entered (id TEXT PRIMARY KEY, fund TEXT NOT NULL, programme TEXT, amount_fen INTEGER NOT NULL,
    reversed_fen INTEGER NOT NULL DEFAULT 0, counted_on TEXT NOT NULL) WITHOUT ROWID;
`

export interface Entered {
  readonly fund: string
  readonly programme: string | undefined
  readonly amountFen: number
  /** By how much it was put right since. */
  readonly reversedFen: number
  /** The day on which it counts. */
  readonly countedOn: string
}

interface Moved {
  readonly shares: { fund: string; amountFen: number }[]
  readonly programme?: string
}

export function createEnteredHandlers(prepare: Prepare): EventHandlers {
  const enter = ({ shares, programme }: Moved, source: SequencedEvent): void => {
    prepare('INSERT INTO entered VALUES (?, ?, ?, ?, 0, ?)').run(
      ...[`${source.stream}.${source.version}`, shares[0]?.fund ?? '', programme ?? null, totalOf(shares)],
      accountingDateOf(source),
    )
  }
  const reverse = ({ corrects, shares }: Moved & { readonly corrects: string }): void => {
    const update = prepare('UPDATE entered SET reversed_fen = reversed_fen + ? WHERE id = ?')
    update.run(totalOf(shares), corrects)
  }
  return {
    DonationReceived: enter,
    DonationRefunded: enter,
    FundsAllocated: enter,
    AllocationReturned: enter,
    IncomeReceived: enter,
    BankChargePaid: enter,
    UnidentifiedReceived: enter,
    DonationReversed: reverse,
    RefundReversed: reverse,
    AllocationReversed: reverse,
    AllocationReturnReversed: reverse,
    IncomeReversed: reverse,
    BankChargeReversed: reverse,
    UnidentifiedReversed: reverse,
  }
}

export function createEnteredLookUp(prepare: Prepare): (id: string) => Entered | undefined {
  return (id) => {
    const row = prepare('SELECT * FROM entered WHERE id = ?').get(id)
    return (
      row && {
        fund: String(row.fund),
        programme: row.programme === null ? undefined : String(row.programme),
        amountFen: Number(row.amount_fen),
        reversedFen: Number(row.reversed_fen),
        countedOn: String(row.counted_on),
      }
    )
  }
}
