/**
 * Stream `batch`: one issuance order, commit → issue → complete. Owns the account `committed`.
 * Invariant: what was committed is either issued, by fund, or released when the batch completes; no part is issued twice.
 */
import type { EventOf } from '@welfare/contracts/catalogue.ts'
import type { Quota } from '@welfare/contracts/events/programmes.ts'
import { addFen, MAX_TOTAL_FEN, sumFen } from '@welfare/contracts/money.ts'
import { drawShares, type Share, subtractShares, totalOf, withoutZeros } from '@welfare/contracts/shares.ts'
import { accept, type Decider, type Decision, type JsonObject, refuse } from '@welfare/decider/decider.ts'

export type BatchEvent = EventOf<
  | 'IssuanceOrdered'
  | 'CommitmentReceived'
  | 'IssuanceRefused'
  | 'SerialsAssigned'
  | 'CreditsIssued'
  | 'CommitmentReleased'
  | 'IssuanceCompleted'
>
type EventData<T extends BatchEvent['type']> = EventOf<T>['data']
export type CreditTerms = EventData<'IssuanceOrdered'>['terms'][number]

export interface OrderIssuance {
  readonly type: 'OrderIssuance'
  readonly programme: string
  readonly budget: string
  readonly round: string
  readonly programmeClosed: boolean
  readonly terms: readonly CreditTerms[]
  readonly quota: Quota
  readonly lateEntryDays: number
  readonly ownSharePerRedemptionFen?: number | undefined
  readonly rulesVersion: number
  /** Workers of the round who lack at least one of the windows' credits, and what they lack in all. */
  readonly workers: number
  readonly totalFen: number
  readonly rosterSize: number
}

export type BatchCommand =
  | OrderIssuance
  | {
      readonly type: 'ReceiveCommitment'
      readonly commitment: string
      readonly attempt: number
      readonly shares: readonly Share[]
    }
  | { readonly type: 'RefuseIssuance'; readonly attempt: number; readonly code: string; readonly facts: JsonObject }
  | { readonly type: 'AssignSerials'; readonly first: number; readonly count: number }
  | {
      readonly type: 'IssueCredits'
      readonly batch: string
      readonly part: number
      readonly wallets: readonly PlannedWallet[]
    }
  /** After the last part, or because the programme was closed: the rest is released. */
  | { readonly type: 'CompleteIssuance' }

export interface PlannedWallet {
  readonly wallet: string
  readonly worker: string
  readonly serial?: number | undefined
  /** The windows that the worker has no credit for yet. */
  readonly windows: readonly string[]
}

export const batchRefusals = {
  'programme-closed': 409,
  'nothing-to-issue': 409,
  'total-too-large': 422,
} as const
type BatchDecision = Decision<BatchEvent, keyof typeof batchRefusals>

export interface BatchState {
  status: 'none' | 'ordered' | 'refused' | 'committed' | 'issuing' | 'completed'
  order: EventData<'IssuanceOrdered'> | undefined
  refusal: EventData<'IssuanceRefused'> | undefined
  remaining: Share[]
  serials: { first: number; count: number } | undefined
  parts: number
  issuedWorkers: number
  skippedWorkers: number
  issuedFen: number
}

export const batchDecider: Decider<BatchState, BatchCommand, BatchEvent, keyof typeof batchRefusals> = {
  category: 'batch',
  get initialState(): BatchState {
    return {
      status: 'none',
      order: undefined,
      refusal: undefined,
      remaining: [],
      serials: undefined,
      parts: 0,
      issuedWorkers: 0,
      skippedWorkers: 0,
      issuedFen: 0,
    }
  },
  decide(state, command) {
    switch (command.type) {
      case 'OrderIssuance':
        return orderIssuance(state, command)
      case 'ReceiveCommitment':
        return receiveCommitment(state, command)
      case 'RefuseIssuance':
        return refuseIssuance(state, command)
      case 'AssignSerials':
        return assignSerials(state, command)
      case 'IssueCredits':
        return issueCredits(state, command)
      case 'CompleteIssuance':
        return completeIssuance(state)
    }
  },
  evolve,
}

function orderIssuance(state: BatchState, command: OrderIssuance): BatchDecision {
  if (state.status !== 'none' && state.status !== 'refused') return accept([])
  if (command.programmeClosed) return refuse('programme-closed')
  if (command.workers === 0) return refuse('nothing-to-issue', { rosterSize: command.rosterSize })
  if (command.totalFen > MAX_TOTAL_FEN) return refuse('total-too-large', { largestFen: MAX_TOTAL_FEN })
  const { programme, budget, round, quota, lateEntryDays, rulesVersion, workers, totalFen, ownSharePerRedemptionFen } =
    command
  return accept([
    {
      type: 'IssuanceOrdered',
      data: {
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
      },
    },
  ])
}

function receiveCommitment(
  state: BatchState,
  {
    commitment,
    attempt,
    shares,
  }: { readonly commitment: string; readonly attempt: number; readonly shares: readonly Share[] },
): BatchDecision {
  if (!state.order || state.status !== 'ordered' || state.order.attempt !== attempt) return accept([])
  return accept([
    { type: 'CommitmentReceived', data: { programme: state.order.programme, commitment, shares: [...shares] } },
  ])
}

function refuseIssuance(
  state: BatchState,
  { attempt, code, facts }: { readonly attempt: number; readonly code: string; readonly facts: JsonObject },
): BatchDecision {
  if (!state.order || state.status !== 'ordered' || state.order.attempt !== attempt) return accept([])
  return accept([
    {
      type: 'IssuanceRefused',
      data: {
        programme: state.order.programme,
        attempt,
        code,
        facts: { ...facts } as EventData<'IssuanceRefused'>['facts'],
      },
    },
  ])
}

function assignSerials(
  state: BatchState,
  { first, count }: { readonly first: number; readonly count: number },
): BatchDecision {
  if (state.status !== 'committed') return accept([])
  return accept([{ type: 'SerialsAssigned', data: { first, count } }])
}

function issueCredits(
  state: BatchState,
  { part, wallets }: { readonly part: number; readonly wallets: readonly PlannedWallet[] },
): BatchDecision {
  if (!state.order || state.status !== 'issuing' || part !== state.parts + 1) return accept([])
  const { programme, terms } = state.order
  const creditOf = new Map(terms.map(({ window, creditFen }) => [window, creditFen]))
  let remaining: Share[] = state.remaining
  const issued: EventData<'CreditsIssued'>['wallets'] = []
  for (const { wallet, worker, serial, windows } of wallets) {
    const amounts = windows
      .map((window) => ({ window, amountFen: creditOf.get(window) ?? 0 }))
      .filter(({ amountFen }) => amountFen > 0)
    if (amounts.length === 0 || sumFen(amounts.map(({ amountFen }) => amountFen)) > totalOf(remaining)) continue
    const credits = amounts.map(({ window, amountFen }) => {
      const shares = drawShares(remaining, amountFen)
      remaining = subtractShares(remaining, shares)
      return { window, shares }
    })
    issued.push({ wallet, worker, ...(serial !== undefined && { serial }), credits })
  }
  if (issued.length === 0) return completeIssuance(state)
  return accept([{ type: 'CreditsIssued', data: { programme, part, wallets: issued } }])
}

function completeIssuance(state: BatchState): BatchDecision {
  if (!state.order || state.status === 'completed' || state.status === 'refused' || state.status === 'ordered')
    return accept([])
  const { programme, budget, workers } = state.order
  const rest = withoutZeros(state.remaining)
  const completed: BatchEvent = {
    type: 'IssuanceCompleted',
    data: {
      programme,
      workers: state.issuedWorkers,
      issuedFen: state.issuedFen,
      skipped: Math.max(0, workers - state.issuedWorkers),
    },
  }
  return accept(
    rest.length === 0
      ? [completed]
      : [{ type: 'CommitmentReleased', data: { programme, budget, shares: rest } }, completed],
  )
}

function evolve(state: BatchState, event: BatchEvent): BatchState {
  switch (event.type) {
    case 'IssuanceOrdered':
      state.order = event.data
      state.refusal = undefined
      state.status = 'ordered'
      return state
    case 'CommitmentReceived':
      state.remaining = event.data.shares
      state.status = 'committed'
      return state
    case 'IssuanceRefused':
      state.refusal = event.data
      state.status = 'refused'
      return state
    case 'SerialsAssigned':
      state.serials = event.data
      state.status = 'issuing'
      return state
    case 'CreditsIssued': {
      state.parts = event.data.part
      state.issuedWorkers += event.data.wallets.length
      for (const { credits } of event.data.wallets) {
        for (const { shares } of credits) {
          state.remaining = subtractShares(state.remaining, shares)
          state.issuedFen = addFen(state.issuedFen, totalOf(shares))
        }
      }
      return state
    }
    case 'CommitmentReleased':
      state.remaining = subtractShares(state.remaining, event.data.shares)
      return state
    case 'IssuanceCompleted':
      state.skippedWorkers = event.data.skipped
      state.status = 'completed'
      return state
  }
}
