import type { DataOf, EventType } from '../../src/catalogue.ts'
import type { Category } from '../../src/primitives.ts'

interface Sample<T extends EventType> {
  readonly stream: string
  readonly data: DataOf<T>
}
/** One representative event of each type: with every optional field, and with several funds, lots or draws where it can hold them. */
export type SamplesOf<T extends EventType> = { readonly [K in T]: Sample<K> }

/** The n-th thing of its kind. */
export function id<C extends Category>(category: C, n = 1): string {
  return `${category}-00000000-0000-7000-8000-${String(n).padStart(12, '0')}`
}

export const division = '632701'
export const bothFunds = [
  { fund: id('fund', 1), amountFen: 26_700 },
  { fund: id('fund', 2), amountFen: 13_300 },
]
