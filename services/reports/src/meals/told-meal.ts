import type { EventOf } from '@welfare/contracts/catalogue.ts'
import { sumFen } from '@welfare/contracts/money.ts'
import { totalOf } from '@welfare/contracts/shares.ts'
import type { SequencedEvent } from '@welfare/event-store/port.ts'
import type { QueryContext } from '../query-context.ts'
import { toProjected } from '../read-model/generation.ts'
import type { DonorsOfMealAnswer } from './meals.contract.ts'

/** What is told of a meal, whoever asks. */
type ToldMeal = Pick<
  DonorsOfMealAnswer,
  | 'redemption'
  | 'sequence'
  | 'recordedAt'
  | 'accountingDate'
  | 'programme'
  | 'merchant'
  | 'merchantName'
  | 'batches'
  | 'paidFen'
  | 'reversedAt'
>

/** @throws Error where the event is no meal */
export function toldMeal({ generation }: QueryContext, found: SequencedEvent | undefined, through: number): ToldMeal {
  const { recorded, event, sequence, date } = mealAt(found)
  const { programme, merchant, draws } = event.data
  return {
    redemption: `${recorded.stream}.${recorded.version}`,
    sequence,
    recordedAt: recorded.recordedAt,
    accountingDate: date,
    programme,
    merchant,
    merchantName: generation.directory.find('merchant', merchant, through)?.name ?? null,
    batches: [...new Set(draws.map((draw) => draw.batch))],
    paidFen: sumFen(draws.map((draw) => totalOf(draw.shares))),
    reversedAt: reversalOf(generation.model, sequence, through),
  }
}

/** @throws Error where the event is no meal */
export function mealIn(found: SequencedEvent | undefined): EventOf<'MealRedeemed'>['data'] {
  return mealAt(found).event.data
}

function mealAt(found: SequencedEvent | undefined) {
  if (!found) throw new Error('the journal names an event that the ledger does not have')
  const { event, ...projected } = toProjected(found)
  if (event.type !== 'MealRedeemed') throw new Error(`event ${found.sequence} used money and is no redemption`)
  return { ...projected, event }
}

function reversalOf(model: QueryContext['generation']['model'], redemption: number, through: number): number | null {
  const row = model
    .prepare('SELECT reversed_at FROM redemption WHERE sequence = ? AND reversed_at <= ?')
    .get(redemption, through)
  return row ? Number(row.reversed_at) : null
}
