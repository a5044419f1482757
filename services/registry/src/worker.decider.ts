import type { DataOf, EventOf } from '@welfare/contracts/catalogue.ts'
import { accept, type Decider, type Decision, refuse } from '@welfare/decider/decider.ts'
import { correctWorker, mergeInto, refusalOfClosed, takeDouble } from './worker-merges.ts'

/*
 * Stream `worker-<uuid>`: a person by real name; what is personal is sealed.
 * Invariant: registered once; restricted before erased; nothing follows an erasure. What was merged into another record is corrected there.
 */
export type WorkerEvent = EventOf<
  | 'WorkerRegistered'
  | 'WorkerChanged'
  | 'WorkerCorrected'
  | 'WorkersMerged'
  | 'WorkerMergedInto'
  | 'WorkerRestricted'
  | 'WorkerRestrictionLifted'
  | 'WorkerErased'
>
export type WorkerCommand =
  | { readonly type: 'RegisterWorker'; readonly worker: DataOf<'WorkerRegistered'> }
  | { readonly type: 'ChangeWorker'; readonly worker: DataOf<'WorkerChanged'> }
  | { readonly type: 'CorrectWorker'; readonly worker: Omit<DataOf<'WorkerCorrected'>, 'was'> }
  /** In the survivor's stream. */
  | { readonly type: 'TakeDouble'; readonly double: string }
  /** In the double's stream, which is `self`. */
  | ({ readonly type: 'MergeInto'; readonly self: string } & DataOf<'WorkerMergedInto'>)
  | ({ readonly type: 'RestrictWorker' } & DataOf<'WorkerRestricted'>)
  | ({ readonly type: 'LiftRestriction' } & DataOf<'WorkerRestrictionLifted'>)
  | EraseWorker
export type WorkerRefusalCode =
  | 'worker-already-registered'
  | 'worker-unknown'
  | 'worker-erased'
  | 'worker-merged'
  | 'merged-the-other-way'
  | 'worker-restricted'
  | 'worker-not-restricted'
  | 'retention-running'
  | 'credits-open'

interface EraseWorker extends DataOf<'WorkerErased'> {
  readonly type: 'EraseWorker'
  /** In Asia/Shanghai. */
  readonly today: string
  /** Credits of the person that can still be used, as the room's copy had them. */
  readonly openCredits: number
}

export interface WorkerState {
  readonly worker: DataOf<'WorkerRegistered'> | undefined
  /** The record that goes on for this person. */
  readonly mergedInto: string | undefined
  /** Records that this one took, or was about to take. */
  readonly doubles: readonly string[]
  /** What may be done with the person's data: everything it was collected for, storage only, nothing. */
  readonly processing: 'open' | 'restricted' | 'erased'
}

export type WorkerDecision = Decision<WorkerEvent, WorkerRefusalCode>

export const workerDecider: Decider<WorkerState, WorkerCommand, WorkerEvent, WorkerRefusalCode> = {
  category: 'worker',
  initialState: { worker: undefined, mergedInto: undefined, doubles: [], processing: 'open' },
  decide,
  evolve,
}

function decide(state: WorkerState, command: WorkerCommand): WorkerDecision {
  switch (command.type) {
    case 'RegisterWorker':
      return register(state, command.worker)
    case 'ChangeWorker':
      return change(state, command.worker)
    case 'CorrectWorker':
      return correctWorker(state, command.worker)
    case 'TakeDouble':
      return takeDouble(state, command.double)
    case 'MergeInto':
      return mergeInto(state, command)
    case 'RestrictWorker':
      return restrict(state, command.reason)
    case 'LiftRestriction':
      return lift(state, command.reason)
    case 'EraseWorker':
      return erase(state, command)
  }
}

function register({ worker }: WorkerState, data: DataOf<'WorkerRegistered'>): WorkerDecision {
  return worker === undefined ? accept([{ type: 'WorkerRegistered', data }]) : refuse('worker-already-registered')
}

/** Sealed anew each time, so that the same twice cannot be seen here: whoever sends the command compares first. */
function change(state: WorkerState, data: DataOf<'WorkerChanged'>): WorkerDecision {
  return refusalOfClosed(state) ?? accept([{ type: 'WorkerChanged', data }])
}

function restrict({ worker, processing }: WorkerState, reason: DataOf<'WorkerRestricted'>['reason']): WorkerDecision {
  if (worker === undefined) return refuse('worker-unknown')
  if (processing === 'erased') return refuse('worker-erased')
  return accept(processing === 'open' ? [{ type: 'WorkerRestricted', data: { reason } }] : [])
}

function lift(
  { worker, processing }: WorkerState,
  reason: DataOf<'WorkerRestrictionLifted'>['reason'],
): WorkerDecision {
  if (worker === undefined) return refuse('worker-unknown')
  if (processing === 'erased') return refuse('worker-erased')
  return accept(processing === 'restricted' ? [{ type: 'WorkerRestrictionLifted', data: { reason } }] : [])
}

function erase({ worker, processing }: WorkerState, command: EraseWorker): WorkerDecision {
  const { reason, retentionEndedOn, today, openCredits } = command
  if (worker === undefined) return refuse('worker-unknown')
  if (processing === 'erased') return accept([])
  if (processing !== 'restricted') return refuse('worker-not-restricted')
  if (retentionEndedOn > today) return refuse('retention-running', { retentionEndedOn, today })
  if (openCredits > 0) return refuse('credits-open', { openCredits })
  return accept([{ type: 'WorkerErased', data: { reason, retentionEndedOn } }])
}

function evolve(state: WorkerState, event: WorkerEvent): WorkerState {
  switch (event.type) {
    case 'WorkerRegistered':
      return { ...state, worker: event.data }
    case 'WorkerChanged':
      return { ...state, worker: state.worker && { ...state.worker, ...event.data } }
    case 'WorkerCorrected': {
      const { employer, division, trade, sealed, sealedFields, identity = state.worker?.identity } = event.data
      const record = { employer, division, trade, sealed, sealedFields }
      return { ...state, worker: identity === undefined ? undefined : { identity, ...record } }
    }
    case 'WorkersMerged':
      return { ...state, doubles: [...state.doubles, event.data.double] }
    case 'WorkerMergedInto':
      return { ...state, mergedInto: event.data.survivor }
    case 'WorkerRestricted':
      return { ...state, processing: 'restricted' }
    case 'WorkerRestrictionLifted':
      return { ...state, processing: 'open' }
    case 'WorkerErased':
      return { ...state, processing: 'erased' }
  }
}
