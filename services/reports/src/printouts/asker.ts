import type { Scope } from '@welfare/contracts/authority.ts'

/** Who a printout is made for. */
export interface Asker {
  readonly scope: Scope
  readonly signal: AbortSignal
}
