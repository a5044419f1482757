import { subtractFen } from '@welfare/contracts/money.ts'
import { addShares, type Share } from '@welfare/contracts/shares.ts'
import { accept, refuse } from '@welfare/event-store/decider/decider.ts'
import { refusalOfUnderway } from './lines.ts'
import type { AssignPayment, StatementCommand, StatementDecision } from './statement.commands.ts'
import type { ApprovedStatement, StatementEvent, StatementState } from './statement.state.ts'
import { freeCostFen } from './statement-sheet.ts'
import { freeShares, reasonAgainstTaking, type TakenShares } from './taken-shares.ts'

type CommandOf<T extends StatementCommand['type']> = Extract<StatementCommand, { type: T }>

/** Each part is answered: a payment that cannot have one ends. */
export function assignPayment(state: StatementState, command: AssignPayment): StatementDecision {
  const { merchant, programme, payment, parts } = command
  return accept(
    parts.flatMap(({ statement, shares }): StatementEvent[] => {
      const known = state.approved.get(statement)
      const own = known?.payments.get(payment)?.status
      if (own === 'assigned') return []
      const of = { merchant, programme, statement, payment }
      const code = reasonAgainst(known, own, shares)
      if (code) return [{ type: 'StatementAssignmentRefused', data: { ...of, code } }]
      return [{ type: 'StatementAssigned', data: { ...of, shares: [...shares] } }]
    }),
  )
}

/** What it paid once it pays no second time. */
function reasonAgainst(
  known: ApprovedStatement | undefined,
  own: TakenShares['status'] | undefined,
  asked: readonly Share[],
) {
  if (!known) return 'statement-not-approved'
  if (own !== undefined) return 'statement-already-paid'
  return reasonAgainstTaking(known.shares, [...known.payments.values()], asked)
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

export function recordPaid(
  state: StatementState,
  { payment, paidOn, bankAccount, payer }: CommandOf<'RecordPaid'>,
): StatementDecision {
  return accept(
    statementsOf(state, payment, 'assigned').map(([statement, { shares, setOff }]) => ({
      type: 'SettlementPaid',
      data: {
        ...{ ...between(state), statement, payment, shares: [...shares], paidOn },
        ...(setOff.length > 0 && { setOff: [...setOff] }),
        ...placeOf({ bankAccount, payer }),
      },
    })),
  )
}

/** It is due again in the open number: nothing is paid twice. */
export function takeInReturned(
  state: StatementState,
  { payment, reason, bankAccount, payer }: CommandOf<'TakeInReturned'>,
): StatementDecision {
  return accept(
    statementsOf(state, payment, 'paid').map(([ofStatement, { shares }]) => ({
      type: 'PaymentReturned',
      data: {
        ...{ ...between(state), statement: state.number, ofStatement, payment, shares: [...shares], reason },
        ...placeOf({ bankAccount, payer }),
      },
    })),
  )
}

export function recordRepayment(state: StatementState, command: CommandOf<'RecordRepayment'>): StatementDecision {
  const shares = addShares([], command.shares)
  const refusal = refusalOfClaim(state, { ...command, shares }, 'repaid-more-than-owed')
  const to = placeOf(command)
  const data = { ...between(state), statement: state.number, shares, ...to }
  return refusal ?? accept([{ type: 'MerchantRepaid', data }])
}

export function giveUpClaim(state: StatementState, command: CommandOf<'GiveUpClaim'>): StatementDecision {
  const shares = addShares([], command.shares)
  const refusal = refusalOfClaim(state, { ...command, shares }, 'given-up-more-than-owed')
  const data = { ...between(state), statement: state.number, shares, reason: command.reason }
  return refusal ?? accept([{ type: 'ClaimGivenUp', data }])
}

/** Of what no payment has taken; no more than its meals cost, so that nobody does without what it never earned. */
export function waivePayable(state: StatementState, command: CommandOf<'WaivePayable'>): StatementDecision {
  const { statement, reason } = command
  const known = state.approved.get(statement)
  if (!known) return refuse('statement-not-approved', { number: statement })
  const shares = addShares([], command.shares)
  const taken = [...known.payments.values()]
  const holder = taken.find((one) => shares.some(({ fund }) => fenOf(one.shares, fund) > 0))
  if (holder?.status === 'assigned') return refuse('statement-already-assigned', { number: statement })
  if (holder) return refuse('statement-already-paid', { number: statement })
  const free = freeShares(known.shares, taken)
  const dueFen = (fund: string) => Math.max(0, Math.min(fenOf(free, fund), freeCostFen(state, fund)))
  const beyond = shares.find(({ fund, amountFen }) => amountFen > dueFen(fund))
  if (beyond) return refuse('waived-more-than-due', { dueFen: dueFen(beyond.fund) })
  // Nothing is paid of these funds any more, with which their claims would end.
  const setOff = known.setOff.filter(({ fund }) => fenOf(known.shares, fund) === fenOf(shares, fund))
  const data = { ...between(state), statement, shares, reason, ...(setOff.length > 0 && { setOff }) }
  return accept([{ type: 'PayableWaived', data }])
}

function fenOf(shares: readonly Share[], fund: string): number {
  return shares.find((share) => share.fund === fund)?.amountFen ?? 0
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

/** Numbers of which the payment has taken something, and what. */
function statementsOf({ approved }: StatementState, payment: string, status: TakenShares['status']) {
  return [...approved].flatMap(([number, { payments, setOff: all }]) => {
    const taken = payments.get(payment)
    if (taken?.status !== status) return []
    const setOff = all.filter(({ fund }) => fenOf(taken.shares, fund) > 0)
    return [[number, { shares: taken.shares, setOff }] as const]
  })
}

function placeOf({
  bankAccount,
  payer,
}: CommandOf<'RecordRepayment'> | Pick<CommandOf<'RecordPaid'>, 'bankAccount' | 'payer'>) {
  return { ...(bankAccount !== undefined && { bankAccount }), ...(payer !== undefined && { payer }) }
}

function between({ merchant, programme }: StatementState) {
  return { merchant, programme }
}
