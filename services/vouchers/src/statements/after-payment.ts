import { subtractFen } from '@welfare/contracts/money.ts'
import { addShares, sharesEqual } from '@welfare/contracts/shares.ts'
import { accept, refuse } from '@welfare/event-store/decider/decider.ts'
import { refusalOfUnderway } from './lines.ts'
import type { AssignPayment, StatementCommand, StatementDecision } from './statement.commands.ts'
import type { ApprovedStatement, StatementEvent, StatementState } from './statement.state.ts'

type CommandOf<T extends StatementCommand['type']> = Extract<StatementCommand, { type: T }>

/** Each part is answered: a payment that cannot have one ends. */
export function assignPayment(state: StatementState, command: AssignPayment): StatementDecision {
  const { merchant, programme, payment, parts } = command
  return accept(
    parts.flatMap(({ statement, shares }): StatementEvent[] => {
      const known = state.approved.get(statement)
      if (known?.status === 'assigned' && known.payment === payment) return []
      const of = { merchant, programme, statement, payment }
      const code = reasonAgainst(known, { shares })
      if (code) return [{ type: 'StatementAssignmentRefused', data: { ...of, code } }]
      return [{ type: 'StatementAssigned', data: { ...of, shares: [...shares] } }]
    }),
  )
}

function reasonAgainst(known: ApprovedStatement | undefined, { shares }: Pick<ApprovedStatement, 'shares'>) {
  if (!known) return 'statement-not-approved'
  if (known.status === 'assigned') return 'statement-already-assigned'
  if (known.status !== 'approved') return 'statement-already-paid'
  return sharesEqual(known.shares, shares) ? undefined : 'statement-amount-differs'
}

export function releaseStatements(
  state: StatementState,
  { payment, reason }: CommandOf<'ReleaseStatements'>,
): StatementDecision {
  return accept(
    statementsOf(state, payment, 'assigned').map(([statement]) => ({
      type: 'StatementReleased',
      data: { ...between(state), statement, payment, reason },
    })),
  )
}

export function recordPaid(state: StatementState, { payment, paidOn }: CommandOf<'RecordPaid'>): StatementDecision {
  return accept(
    statementsOf(state, payment, 'assigned').map(([statement, { shares, setOff }]) => ({
      type: 'SettlementPaid',
      data: {
        ...{ ...between(state), statement, payment, shares: [...shares], paidOn },
        ...(setOff.length > 0 && { setOff: [...setOff] }),
      },
    })),
  )
}

/** It is due again in the open number: nothing is paid twice. */
export function takeInReturned(
  state: StatementState,
  { payment, reason }: CommandOf<'TakeInReturned'>,
): StatementDecision {
  return accept(
    statementsOf(state, payment, 'paid').map(([ofStatement, { shares }]) => ({
      type: 'PaymentReturned',
      data: { ...between(state), statement: state.number, ofStatement, payment, shares: [...shares], reason },
    })),
  )
}

export function recordRepayment(state: StatementState, command: CommandOf<'RecordRepayment'>): StatementDecision {
  const shares = addShares([], command.shares)
  const refusal = refusalOfClaim(state, { ...command, shares }, 'repaid-more-than-owed')
  return refusal ?? accept([{ type: 'MerchantRepaid', data: { ...between(state), statement: state.number, shares } }])
}

export function giveUpClaim(state: StatementState, command: CommandOf<'GiveUpClaim'>): StatementDecision {
  const shares = addShares([], command.shares)
  const refusal = refusalOfClaim(state, { ...command, shares }, 'given-up-more-than-owed')
  const data = { ...between(state), statement: state.number, shares, reason: command.reason }
  return refusal ?? accept([{ type: 'ClaimGivenUp', data }])
}

/** What is owed is what the wallets have performed. */
function refusalOfClaim(
  state: StatementState,
  command: CommandOf<'RecordRepayment' | 'GiveUpClaim'>,
  code: 'repaid-more-than-owed' | 'given-up-more-than-owed',
): StatementDecision | undefined {
  const underway = refusalOfUnderway(state, command, ({ to }) => to === 'claim')
  if (underway) return underway
  const beyond = command.shares.find(({ fund, amountFen }) => subtractFen(state.claims.get(fund) ?? 0, amountFen) < 0)
  return beyond && refuse(code, { owedFen: state.claims.get(beyond.fund) ?? 0 })
}

function statementsOf({ approved }: StatementState, payment: string, status: ApprovedStatement['status']) {
  return [...approved].filter(([, known]) => known.payment === payment && known.status === status)
}

function between({ merchant, programme }: StatementState) {
  return { merchant, programme }
}
