import type { DataOf, EventOf } from '@welfare/contracts/catalogue.ts'
import { accept, type Decision, refuse } from '@welfare/event-store/decider/decider.ts'
import type { BankStatements } from '../statements/bank-statements.state.ts'

/** What lies on an account and is under way to or from it, as far as facts were read. */
export interface AccountUse {
  readonly balanceFen: number
  /** Prepared or sent, and not at their end in every book. */
  readonly payments: number
  readonly transfers: number
  readonly inTransitFen: number
  /** `2025-07`, of the last movement; absent where nothing ever moved there. */
  readonly lastMonth?: string | undefined
}
export interface CloseAccount extends DataOf<'BankAccountClosed'> {
  readonly type: 'CloseAccount'
  readonly use: AccountUse
}
/** By a process: what is recorded on the account, or sent to it, is not refused any more. */
export interface ReopenAccount extends DataOf<'BankAccountReopened'> {
  readonly type: 'ReopenAccount'
}
export type ClosingEvent = EventOf<'BankAccountClosed' | 'BankAccountReopened'>

export function closeAccount(
  statements: BankStatements,
  { reason, factsReadThrough, use }: CloseAccount,
): Decision<ClosingEvent, 'bank-account-in-use'> {
  const inTheWay = inTheWayOf(statements, use)
  if (Object.keys(inTheWay).length > 0) return refuse('bank-account-in-use', inTheWay)
  return accept([{ type: 'BankAccountClosed', data: { reason, factsReadThrough } }])
}

/** Nothing of it: the account may be closed. */
export function inTheWayOf({ lines, reconciliations }: BankStatements, use: AccountUse) {
  const openLines = [...lines.values()].filter(({ match }) => match === undefined).length
  const { lastMonth: month } = use
  const isReconciled =
    month === undefined ||
    [...reconciliations.values()].some(
      (one) => one.isChecked && one.month >= month && one.booksFen === 0 && one.bankFen === 0,
    )
  return {
    ...(use.balanceFen !== 0 && { balanceFen: use.balanceFen }),
    ...(use.payments > 0 && { payments: use.payments }),
    ...(use.transfers > 0 && { transfers: use.transfers }),
    ...(openLines > 0 && { openLines }),
    ...(!isReconciled && { month }),
  }
}
