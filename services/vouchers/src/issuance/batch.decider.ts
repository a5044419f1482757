/**
 * Stream `batch`: one issuance order, commit → issue → complete; above the division's limit it is proposed first, and ordered by an
 * approver who is not its maker. Owns the account `committed`.
 * Invariant: what was committed is either issued, by fund, or released when the batch completes; no part is issued twice.
 */
import type { EventOf } from '@welfare/contracts/catalogue.ts'
import { fillPots, potsOf } from '@welfare/contracts/meals/split-meal.ts'
import { MAX_AMOUNT_FEN, sumFen } from '@welfare/contracts/money.ts'
import { drawShares, type Share, subtractShares, totalOf, withoutZeros } from '@welfare/contracts/shares.ts'
import { accept, type Decider, refuse } from '@welfare/event-store/decider/decider.ts'
import type { BatchCommand, BatchDecision, BatchRefusalCode, ExcludedWorkers, OrderIssuance } from './batch.commands.ts'
import {
  type BatchEvent,
  type BatchState,
  evolveBatch,
  initialBatchState,
  isUndecided,
  mayOrder,
} from './batch.state.ts'
import { approve, receiveReservation, refuseProposal, tooManyWindows, withdraw } from './issuance-proposal.ts'

type EventData<T extends BatchEvent['type']> = EventOf<T>['data']

export const batchDecider: Decider<BatchState, BatchCommand, BatchEvent, BatchRefusalCode> = {
  category: 'batch',
  get initialState(): BatchState {
    return initialBatchState()
  },
  decide(state, command) {
    switch (command.type) {
      case 'OrderIssuance':
        return orderIssuance(state, command)
      case 'ReceiveReservation':
        return receiveReservation(state, command)
      case 'ApproveIssuance':
        return approve(state, command)
      case 'RefuseProposal':
        return refuseProposal(state, command)
      case 'WithdrawProposal':
        return withdraw(state, command)
      case 'ReceiveCommitment':
        return receiveCommitment(state, command)
      case 'RefuseIssuance':
        return refuseIssuance(state, command)
      case 'AssignSerials':
        return assignSerials(state, command)
      case 'IssueCredits':
        return issueCredits(state, command)
      case 'CompleteIssuance':
        return completeIssuance(state, command.excluded)
    }
  },
  evolve: evolveBatch,
}

function orderIssuance(state: BatchState, command: OrderIssuance): BatchDecision {
  if (!mayOrder(state)) return accept([])
  if (command.programmeClosed) return refuse('programme-closed')
  if (command.endedWindows.length > 0) return refuse('window-has-ended', { windows: command.endedWindows })
  const { excluded = [] } = command
  if (command.workers === 0 && excluded.length > 0) return refuse('holds-exclusive-programme', everybody(excluded))
  if (command.workers === 0) return refuse('nothing-to-issue', { rosterSize: command.rosterSize })
  if (command.totalFen > MAX_AMOUNT_FEN) return refuse('total-too-large', { largestFen: MAX_AMOUNT_FEN })
  const { programme, budget, round, quota, lateEntryDays, rulesVersion, workers, totalFen, ownSharePerRedemptionFen } =
    command
  const { split, pots, itemsOnly } = command
  const order = {
    programme,
    budget,
    round,
    attempt: (state.order?.attempt ?? 0) + 1,
    terms: [...command.terms],
    quota,
    lateEntryDays,
    workers,
    totalFen,
    rulesVersion,
    ...(ownSharePerRedemptionFen !== undefined && { ownSharePerRedemptionFen }),
    ...(split && pots && { split, pots }),
    ...(itemsOnly && { itemsOnly }),
  }
  const { limitFen, because, maker } = command
  if (limitFen === undefined) return accept([{ type: 'IssuanceOrdered', data: order }])
  return accept([
    {
      type: 'IssuanceProposed',
      data: { ...order, limitFen, proposedBy: maker, ...(because && { because }) },
    },
  ])
}

function receiveCommitment(
  { order, status }: BatchState,
  { commitment, attempt, shares }: Extract<BatchCommand, { type: 'ReceiveCommitment' }>,
): BatchDecision {
  if (!order || status !== 'ordered' || order.attempt !== attempt) return accept([])
  const { programme, budget, terms } = order
  const received: BatchEvent = { type: 'CommitmentReceived', data: { programme, commitment, shares: [...shares] } }
  const facts = tooManyWindows(terms, shares.length)
  if (!facts) return accept([received])
  return accept([
    received,
    { type: 'CommitmentReleased', data: { programme, budget, shares: [...shares] } },
    { type: 'IssuanceRefused', data: { programme, attempt, code: 'too-many-windows', facts } },
  ])
}

function refuseIssuance(
  { order, status }: BatchState,
  { attempt, code, facts }: Extract<BatchCommand, { type: 'RefuseIssuance' }>,
): BatchDecision {
  if (!order || !isUndecided(status) || order.attempt !== attempt) return accept([])
  const stored = { ...facts } as EventData<'IssuanceRefused'>['facts']
  return accept([{ type: 'IssuanceRefused', data: { programme: order.programme, attempt, code, facts: stored } }])
}

function assignSerials(
  state: BatchState,
  { first, count }: Extract<BatchCommand, { type: 'AssignSerials' }>,
): BatchDecision {
  if (state.status !== 'committed') return accept([])
  return accept([{ type: 'SerialsAssigned', data: { first, count } }])
}

function issueCredits(
  state: BatchState,
  { part, wallets }: Extract<BatchCommand, { type: 'IssueCredits' }>,
): BatchDecision {
  if (!state.order || state.status !== 'issuing' || part !== state.parts + 1) return accept([])
  const { programme, terms, split } = state.order
  const creditOf = new Map(terms.map(({ window, creditFen }) => [window, creditFen]))
  let remaining: Share[] = state.remaining
  const issued: EventData<'CreditsIssued'>['wallets'] = []
  for (const { wallet, worker, serial, credits: lacking } of wallets) {
    const amounts = lacking
      .map(({ window, amountFen }) => ({ window, amountFen: Math.min(amountFen, creditOf.get(window) ?? 0) }))
      .filter(({ amountFen }) => amountFen > 0)
    if (amounts.length === 0 || sumFen(amounts.map(({ amountFen }) => amountFen)) > totalOf(remaining)) continue
    const given = giveCredits(remaining, amounts, split)
    if (!given) continue
    remaining = given.remaining
    issued.push({ wallet, worker, ...(serial !== undefined && { serial }), credits: given.credits })
  }
  if (issued.length === 0) return completeIssuance(state)
  return accept([{ type: 'CreditsIssued', data: { programme, part, wallets: issued } }])
}

/** Undefined where a fund of several that pay has too little, and no other gives it. */
function giveCredits(
  held: readonly Share[],
  amounts: readonly { readonly window: string; readonly amountFen: number }[],
  split: OrderIssuance['split'],
) {
  let remaining = held
  const credits: { window: string; shares: Share[] }[] = []
  for (const { window, amountFen } of amounts) {
    const filled = split && fillPots(potsOf(split, amountFen), remaining)
    if (filled && filled.lacking.length > 0) return undefined
    const shares = filled ? [...filled.shares] : drawShares(remaining, amountFen)
    remaining = subtractShares(remaining, shares)
    credits.push({ window, shares })
  }
  return { credits, remaining: [...remaining] }
}

function completeIssuance(state: BatchState, excluded: readonly ExcludedWorkers[] = []): BatchDecision {
  if (!state.order || mayOrder(state) || isUndecided(state.status) || state.status === 'completed') return accept([])
  const { programme, budget, workers } = state.order
  const rest = withoutZeros(state.remaining)
  const completed: BatchEvent = {
    type: 'IssuanceCompleted',
    data: {
      programme,
      workers: state.issuedWorkers,
      issuedFen: state.issuedFen,
      skipped: Math.max(0, workers - state.issuedWorkers),
      ...(excluded.length > 0 && { excluded: [...excluded] }),
    },
  }
  return accept(
    rest.length === 0
      ? [completed]
      : [{ type: 'CommitmentReleased', data: { programme, budget, shares: rest } }, completed],
  )
}

function everybody(excluded: readonly ExcludedWorkers[]) {
  return {
    workers: excluded.reduce((sum, { workers }) => sum + workers, 0),
    programmes: excluded.map(({ programme }) => programme),
  }
}
