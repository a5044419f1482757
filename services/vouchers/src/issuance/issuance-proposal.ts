import type { EventOf } from '@welfare/contracts/catalogue.ts'
import { accept, refuse } from '@welfare/event-store/decider/decider.ts'
import type {
  ApproveIssuance,
  BatchCommand,
  BatchDecision,
  RefuseProposal,
  WithdrawProposal,
} from './batch.commands.ts'
import type { BatchEvent, BatchState, IssuanceProposal } from './batch.state.ts'
import { windowsThatFit } from './event-size.ts'

/** From here on nothing but the order itself is missing: the money is reserved. */
export function receiveReservation(
  { order, status }: BatchState,
  { attempt, reservation, shares }: Extract<BatchCommand, { type: 'ReceiveReservation' }>,
): BatchDecision {
  if (!order || status !== 'proposed' || order.attempt !== attempt) return accept([])
  const { programme, terms } = order
  const received: BatchEvent = {
    type: 'ReservationReceived',
    data: { programme, attempt, reservation, shares: [...shares] },
  }
  const facts = tooManyWindows(terms, shares.length)
  if (!facts) return accept([received])
  return accept([received, { type: 'IssuanceRefused', data: { programme, attempt, code: 'too-many-windows', facts } }])
}

/** Where one worker's credits, of all these windows from so many funds, would not fit into an event: how many windows do. */
export function tooManyWindows(terms: readonly { readonly window: string }[], funds: number) {
  const largestWindows = windowsThatFit(terms, funds)
  return largestWindows < terms.length ? { windows: terms.length, funds, largestWindows } : undefined
}

/** What is approved is what was proposed; workers who were credited meanwhile are skipped when it is issued. */
export function approve(state: BatchState, command: ApproveIssuance): BatchDecision {
  const found = findOpen(state, command)
  if ('code' in found) return refuse(found.code, found.facts)
  const { order, proposal } = found
  if (command.approver === proposal.proposedBy) return refuse('maker-cannot-approve', { maker: proposal.proposedBy })
  if (command.programmeClosed) return refuse('programme-closed')
  if (state.status !== 'reserved') return refuse('reservation-pending')
  const { programme, attempt } = order
  const id = `${command.batch}.${proposal.version}`
  const { note } = command
  return accept([
    { type: 'IssuanceApproved', data: { proposal: id, programme, attempt, ...(note !== undefined && { note }) } },
    { type: 'IssuanceOrdered', data: { ...order, proposal: id } },
  ])
}

export function refuseProposal(state: BatchState, command: RefuseProposal): BatchDecision {
  const found = findOpen(state, command)
  if ('code' in found) return refuse(found.code, found.facts)
  return accept([{ type: 'IssuanceProposalRefused', data: ended(found, command) }])
}

export function withdraw(state: BatchState, command: WithdrawProposal): BatchDecision {
  const found = findOpen(state, command)
  if ('code' in found) return refuse(found.code, found.facts)
  const { proposedBy } = found.proposal
  if (command.account !== proposedBy) return refuse('only-maker-withdraws', { maker: proposedBy })
  return accept([{ type: 'IssuanceProposalWithdrawn', data: ended(found, command) }])
}

interface OpenProposal {
  readonly order: EventOf<'IssuanceOrdered'>['data']
  readonly proposal: IssuanceProposal
}
type NotOpen = { readonly code: 'proposal-not-open'; readonly facts: { stage: string; attempt: number } }

/** Named by its attempt, so that nobody decides on another order than the one that was looked at. */
function findOpen(
  { order, proposal, status }: BatchState,
  { attempt }: { readonly attempt: number },
): OpenProposal | NotOpen {
  const isOpen = status === 'proposed' || status === 'reserved'
  if (isOpen && order && proposal && order.attempt === attempt) return { order, proposal }
  return { code: 'proposal-not-open', facts: { stage: status, attempt: order?.attempt ?? 0 } }
}

function ended({ order, proposal }: OpenProposal, { batch, attempt, reason }: RefuseProposal | WithdrawProposal) {
  const { programme, budget } = order
  return { proposal: `${batch}.${proposal.version}`, programme, budget, attempt, reason }
}
