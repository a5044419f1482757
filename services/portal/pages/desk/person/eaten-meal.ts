import type { BodyOf } from '../../common/api/client.ts'

/** What was eaten, as a paper says it. */
export interface TypedMeal {
  readonly what: 'amount' | 'items'
  readonly amountFen?: number
  /** By the merchant, then by the dish's code; nothing where its field was left empty. */
  readonly dishes?: Readonly<Record<string, Readonly<Record<string, number | null>>>>
  readonly ownShareFen?: number
  readonly merchant: string
  readonly day: string
  readonly slip: string
  readonly reason: string
}

type Entry = BodyOf<'redeemMeal'>
type Eaten = Pick<Entry, 'amountFen' | 'items' | 'ownShareFen'>

/** A meal that the till did not record. Undefined as long as something is missing. */
export function toLateMeal(typed: Partial<TypedMeal>, today: string | undefined): Entry | undefined {
  const { merchant, day } = typed
  const [eaten, paper] = [toEaten(typed), toPaper(typed)]
  if (!merchant || !day || !today || !eaten || !paper) return undefined
  const { reason, document } = paper
  const when = day < today ? { lateEntry: { occurredAt: `${day}T00:00:00+08:00`, reason } } : { reason }
  return { merchant, ...eaten, document, ...when }
}

/** What stands in place of a wrong meal; its shop and its day only where they were wrong. Undefined as long as something is missing. */
export function toRightMeal(
  typed: Partial<TypedMeal>,
  wrong: Pick<TypedMeal, 'merchant' | 'day'>,
): BodyOf<'reverseRedemption'> | undefined {
  const { merchant, day } = typed
  const [eaten, paper] = [toEaten(typed), toPaper(typed)]
  if (!merchant || !day || !eaten || !paper) return undefined
  const place = { ...(merchant !== wrong.merchant && { merchant }), ...(day !== wrong.day && { day }) }
  return { ...paper, right: { ...eaten, ...place } }
}

function toEaten({ what, amountFen, dishes, ownShareFen, merchant = '' }: Partial<TypedMeal>): Eaten | undefined {
  const ownShare = ownShareFen === undefined ? {} : { ownShareFen }
  if (what === 'amount') return amountFen ? { amountFen, ...ownShare } : undefined
  const items = itemsOf(dishes?.[merchant])
  return items.length > 0 ? { items, ...ownShare } : undefined
}

/** Of the dishes whose field was filled in. */
export function itemsOf(quantities: Readonly<Record<string, number | null>> = {}) {
  return Object.entries(quantities).flatMap(([code, quantity]) => (quantity ? [{ code, quantity }] : []))
}

/** Undefined as long as its number or the reason is missing. */
export function toPaper({ slip = '', reason = '' }: Partial<Pick<TypedMeal, 'slip' | 'reason'>>) {
  const [number, why] = [slip.trim(), reason.trim()]
  return number === '' || why === '' ? undefined : { reason: why, document: { kind: 'slip' as const, number } }
}
