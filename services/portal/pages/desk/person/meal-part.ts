import type { BodyOf } from '../../common/api/client.ts'

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
  const [slip = '', reason = ''] = [typed.slip?.trim(), typed.reason?.trim()]
  if (slip === '' || reason === '') return undefined
  const paper = { reason, document: { kind: 'slip' as const, number: slip } }
  if (typed.part === 'amount') return typed.amountFen ? { ...paper, amountFen: typed.amountFen } : undefined
  if (typed.part !== 'items') return paper
  const items = Object.entries(typed.quantities ?? {}).flatMap(([code, quantity]) =>
    quantity ? [{ code, quantity }] : [],
  )
  return items.length > 0 ? { ...paper, items } : undefined
}
