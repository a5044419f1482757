import type { DataOf } from '@welfare/contracts/catalogue.ts'
import { splitPart } from '@welfare/contracts/primitives.ts'
import { accountingDateOf, type JsonObject } from '@welfare/event-store/decider/decider.ts'
import { earliestUndoable } from '../till/meal-entry.ts'
import type { CorrectRedemption, EnteredMeal, ReverseRedemption } from '../wallets/wallet.commands.ts'

type Line = DataOf<'LineTakenBack'>

/** As it stands in the log. */
export interface RecordedLine {
  readonly stream: string
  readonly version: number
  readonly recordedAt: string
  readonly metadata: JsonObject
}

/** Who ends what a line began: the route that recorded it, or after a crash the process. */
export const takeBackProcess = { name: 'take-back', onBehalf: true } as const

/** What the line asks of its wallet: it says all of it, so that whoever comes first asks the same. */
export function toWalletCommand(line: Line, recorded: RecordedLine): ReverseRedemption | CorrectRedemption {
  const { redemption, to, shares, reason, right } = line
  const occurredAt = new Date(String(recorded.metadata.occurredAt ?? recorded.recordedAt))
  const by =
    line.by === 'union' ? line.by : { till: line.merchant, earliestEntry: earliestUndoable(occurredAt).toISOString() }
  const today = accountingDateOf(recorded)
  const takenBack = { id: `${recorded.stream}.${recorded.version}`, to, shares }
  const red = { redemption, by, today, reason, takenBack }
  if (right) return { type: 'CorrectRedemption', ...red, right: toMeal(right, line.by, today) }
  return { type: 'ReverseRedemption', ...red, part: takenPart(line) }
}

export function walletOf({ redemption }: Pick<Line, 'redemption'>): string {
  return splitPart(redemption).stream
}

export function takenPart({ items, amountFen }: Pick<Line, 'items' | 'amountFen'>): ReverseRedemption['part'] {
  if (items) return { kind: 'items', items }
  return amountFen === undefined ? undefined : { kind: 'amount', amountFen }
}

/** What is not said of it was found in order before the line was recorded. */
export function toRightMeal(meal: EnteredMeal): NonNullable<Line['right']> {
  const { merchant, day, enteredAt, purchase, ownShareFen, factsReadThrough } = meal
  const { deviceId, deviceSequence, capturedOffline, collectedBy } = meal
  return {
    ...{ merchant, day, enteredAt, factsReadThrough, deviceId, deviceSequence, capturedOffline },
    ...(purchase.kind === 'items'
      ? { items: [...purchase.items], priceListVersion: purchase.priceListVersion }
      : { amountFen: purchase.amountFen }),
    ...(ownShareFen !== undefined && { ownShareFen }),
    ...(collectedBy !== undefined && { collectedBy }),
  }
}

function toMeal(right: NonNullable<Line['right']>, enteredBy: Line['by'], today: string): EnteredMeal {
  const { items, priceListVersion = 1, amountFen = 0, ...meal } = right
  const purchase = items
    ? ({ kind: 'items', priceListVersion, items, unknown: [] } as const)
    : ({ kind: 'amount', amountFen } as const)
  return { ...meal, purchase, enteredBy, today, merchantAdmitted: true, programmeClosed: false }
}
