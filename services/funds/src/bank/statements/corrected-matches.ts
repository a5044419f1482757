import type { EventOf } from '@welfare/contracts/catalogue.ts'
import { accept, type Decision } from '@welfare/event-store/decider/decider.ts'
import type { BankStatements } from './bank-statements.state.ts'

/** By a process: a movement of the books was taken back in red. */
export interface FollowCorrection {
  readonly type: 'FollowCorrection'
  readonly bankAccount: string
  readonly wrong: string
  readonly red: string
  readonly reason: string
}

/** The line that it was matched with is open again; the wrong entry and the red one cancel each other, and the bank has no line for either. */
export function followCorrection(
  { matched }: BankStatements,
  { bankAccount, wrong, red, reason }: FollowCorrection,
): Decision<EventOf<'BankMatchTakenBack' | 'BankLinesMatched'>, never> {
  if (matched.has(red)) return accept([])
  const match = matched.get(wrong)
  const pair = { lines: [], movements: [wrong, red], amountFen: 0, foundBy: 'reference' } as const
  return accept([
    ...(match === undefined
      ? []
      : [{ type: 'BankMatchTakenBack' as const, data: { match: `${bankAccount}.${match}`, reason } }]),
    { type: 'BankLinesMatched', data: { ...pair, lines: [], movements: [...pair.movements] } },
  ])
}
