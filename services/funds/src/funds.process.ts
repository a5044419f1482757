import type { EventOf, EventType } from '@welfare/contracts/catalogue.ts'
import { budgetOf } from '@welfare/contracts/events/funds.ts'
import { splitPart } from '@welfare/contracts/primitives.ts'
import { totalOf } from '@welfare/contracts/shares.ts'
import { type BoundProcess, defineProcess, type Reaction } from '@welfare/facts/process-manager.ts'
import type { BudgetCommand } from './budgets/budget.commands.ts'
import { budgetDecider } from './budgets/budget.decider.ts'
import { claimTypes, settleClaims } from './budgets/claims.process.ts'
import type { FundCommand } from './fund.commands.ts'
import { fundDecider } from './fund.decider.ts'
import { budgetCodec, fundCodec } from './funds.context.ts'
import type { FundsFacts } from './funds.facts.ts'

const onBudgets = { decider: budgetDecider, codec: budgetCodec }
const onFunds = { decider: fundDecider, codec: fundCodec }

/**
 * The service's hops. A budget is opened before anything else reaches it: its programme's definition comes first in the one order of the
 * ledger, and commands on one stream keep that order. What comes back of credits has a consumer of its own (credit-returns).
 */
export function createFundsProcesses(facts: ProcessesFacts): readonly BoundProcess[] {
  return [
    defineProcess({ name: 'open-budget', on: ['ProgrammeDefined'], ...onBudgets, react: openBudget }),
    defineProcess({
      name: 'change-sharing',
      on: ['ProgrammeRulesChanged'],
      ...onBudgets,
      react: (event, source) => changeSharing(facts, event, source),
    }),
    defineProcess({
      name: 'allocate',
      on: ['FundsAllocated', 'AllocationReturnReversed'],
      ...onBudgets,
      react: receiveAllocation,
    }),
    defineProcess({
      name: 'reserve',
      on: waits,
      ...onBudgets,
      react: (event, source) => reserveFunds(facts, event, source),
    }),
    defineProcess({
      name: 'commit',
      on: ['IssuanceOrdered'],
      ...onBudgets,
      react: (event, source) => commitFunds(facts, event, source),
    }),
    defineProcess({
      name: 'commit-purchase',
      on: ['GoodsOrdered', 'PurchaseExtended'],
      ...onBudgets,
      react: (event, source) => commitForPurchase(facts, event, source),
    }),
    defineProcess({
      name: 'release',
      on: ['CommitmentReleased', 'PurchaseShortened', 'PurchaseEnded'],
      ...onBudgets,
      react: receiveRelease,
    }),
    defineProcess({ name: 'settle-claims', on: claimTypes, ...onBudgets, react: settleClaims }),
    defineProcess({ name: 'close', on: ['ProgrammeClosed'], ...onBudgets, react: closeBudget }),
    defineProcess({
      name: 'end-proposals',
      // A proposal made while its programme was closed is met at its own event.
      on: ['ProgrammeClosed', 'AllocationProposed'],
      ...onFunds,
      react: (event, source) => endProposals(facts, event, source),
    }),
    defineProcess({
      name: 'return',
      on: ['AllocationReturned', 'AllocationReversed'],
      ...onFunds,
      react: receiveReturn,
    }),
  ]
}

const waits = [
  'IssuanceProposed',
  'IssuanceProposalRefused',
  'IssuanceProposalWithdrawn',
  'IssuanceRefused',
] as const satisfies EventType[]

/** What the hops look up. */
export type ProcessesFacts = Pick<FundsFacts, 'findProgramme' | 'sharingOf' | 'listOpenProposals' | 'listBarredFunds'>

/** Where the event stands: `<stream>.<version>` is the id of what it created. */
export interface Source {
  readonly stream: string
  readonly version: number
}

export function openBudget({ data }: EventOf<'ProgrammeDefined'>, { stream }: Source): Reaction<BudgetCommand>[] {
  const { division, kind, rules } = data
  const command = { type: 'OpenBudget' as const, programme: stream, division, kind, sharing: rules.sharing }
  return [{ stream: budgetOf(stream), command }]
}

/** To what the newest rules say: where events are read again, those of before must not come back. */
export function changeSharing(
  facts: ProcessesFacts,
  { data }: EventOf<'ProgrammeRulesChanged'>,
  source: Source,
): Reaction<BudgetCommand>[] {
  const sharing = facts.sharingOf(source.stream) ?? data.rules.sharing
  return [{ stream: budgetOf(source.stream), command: { type: 'ChangeSharing', sharing } }]
}

export function receiveAllocation(
  { data }: EventOf<'FundsAllocated' | 'AllocationReturnReversed'>,
  source: Source,
): Reaction<BudgetCommand>[] {
  return data.shares.map((share) => ({
    stream: data.budget,
    command: { type: 'ReceiveAllocation', allocation: partId(source), ...share },
  }))
}

/** An issuance that waits, and what ends its waiting without an order; a refusal of one that never waited releases nothing. */
export function reserveFunds(
  facts: ProcessesFacts,
  event: EventOf<(typeof waits)[number]>,
  { stream }: Source,
): Reaction<BudgetCommand>[] {
  const { programme, attempt } = event.data
  const of = { batch: stream, attempt }
  if (event.type === 'IssuanceProposed') {
    const { budget, totalFen: amountFen, terms, pots } = event.data
    const barred = facts.listBarredFunds(programme, terms)
    return [{ stream: budget, command: { type: 'ReserveFunds', ...of, amountFen, barred, ...(pots && { pots }) } }]
  }
  const cause = event.type === 'IssuanceProposalWithdrawn' ? ('withdrawn' as const) : ('refused' as const)
  return [{ stream: budgetOf(programme), command: { type: 'ReleaseReservation', ...of, cause } }]
}

export function commitFunds(
  facts: ProcessesFacts,
  { data: { programme, budget, attempt, totalFen: amountFen, terms, pots } }: EventOf<'IssuanceOrdered'>,
  { stream: batch }: Source,
): Reaction<BudgetCommand>[] {
  const barred = facts.listBarredFunds(programme, terms)
  return [
    { stream: budget, command: { type: 'CommitFunds', batch, attempt, amountFen, barred, ...(pots && { pots }) } },
  ]
}

/** Goods that are ordered: with one fund's money, which its donor allows to be used until they are to come; more of them, on the day when more is ordered. */
function commitForPurchase(
  facts: ProcessesFacts,
  { type, data }: EventOf<'GoodsOrdered' | 'PurchaseExtended'>,
  { stream: batch }: Source,
): Reaction<BudgetCommand>[] {
  const { programme, fund } = data
  const from = type === 'GoodsOrdered' ? data.orderedOn : data.extendedOn
  const until = type === 'GoodsOrdered' ? (data.deliverBy ?? from) : from
  const barred = facts.listBarredFunds(programme, [{ from, until }])
  const [attempt, amountFen] = type === 'GoodsOrdered' ? [1, data.totalFen] : [data.attempt, data.amountFen]
  const command = { type: 'CommitFunds' as const, batch, attempt, amountFen, barred, fund }
  return [{ stream: budgetOf(programme), command }]
}

export function receiveRelease(
  { data }: EventOf<'CommitmentReleased' | 'PurchaseShortened' | 'PurchaseEnded'>,
  source: Source,
): Reaction<BudgetCommand>[] {
  const { programme, shares = [] } = data
  if (shares.length === 0) return []
  return [{ stream: budgetOf(programme), command: { type: 'ReceiveRelease', release: partId(source), shares } }]
}

export function closeBudget({ data }: EventOf<'ProgrammeClosed'>, { stream }: Source): Reaction<BudgetCommand>[] {
  return [{ stream: budgetOf(stream), command: { type: 'CloseBudget', reason: data.reason } }]
}

export function endProposals(
  facts: ProcessesFacts,
  event: EventOf<'ProgrammeClosed' | 'AllocationProposed'>,
  source: Source,
): Reaction<FundCommand>[] {
  const end = (fund: string, proposal: string) => ({
    stream: fund,
    command: { type: 'EndProposal' as const, fund, proposal, reason: 'programme-closed' },
  })
  if (event.type === 'ProgrammeClosed')
    return facts.listOpenProposals(source.stream, 'allocation').map(({ id }) => end(splitPart(id).stream, id))
  return facts.findProgramme(event.data.programme)?.closed ? [end(source.stream, partId(source))] : []
}

export function receiveReturn(
  { data }: EventOf<'AllocationReturned' | 'AllocationReversed'>,
  source: Source,
): Reaction<FundCommand>[] {
  const { fund, shares } = data
  const command = { type: 'ReceiveReturn' as const, fund, allocationReturn: partId(source), amountFen: totalOf(shares) }
  return [{ stream: fund, command }]
}

function partId({ stream, version }: Source): string {
  return `${stream}.${version}`
}
