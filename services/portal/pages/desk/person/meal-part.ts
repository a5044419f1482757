import type { BodyOf } from '../../common/api/client.ts'
import { itemsOf, toPaper } from './eaten-meal.ts'

export interface TypedTakingBack {
  readonly part: 'whole' | 'items' | 'amount'
  readonly amountFen?: number
  /** By the dish's code; nothing where its field was left empty. */
  readonly quantities?: Readonly<Record<string, number | null>>
  readonly slip: string
  readonly reason: string
}

/** Undefined as long as something is missing. */
export function toTakingBack(typed: Partial<TypedTakingBack>): BodyOf<'reverseRedemption'> | undefined {
  const paper = toPaper(typed)
  if (!paper) return undefined
  if (typed.part === 'amount') return typed.amountFen ? { ...paper, amountFen: typed.amountFen } : undefined
  if (typed.part !== 'items') return paper
  const items = itemsOf(typed.quantities)
  return items.length > 0 ? { ...paper, items } : undefined
}
