import type { DataOf } from '@welfare/contracts/catalogue.ts'
import { accept, type Decider, refuse } from '@welfare/event-store/decider/decider.ts'
import type { EraseWorker, WorkerCommand, WorkerDecision, WorkerRefusalCode } from './worker.commands.ts'
import { evolveWorker, type WorkerEvent, type WorkerState } from './worker.state.ts'
import { correctWorker, mergeInto, refusalOfClosed, takeDouble } from './worker-merges.ts'

/*
 * Stream `worker-<uuid>`: a person by real name; what is personal is sealed.
 * Invariant: registered once; restricted before erased; nothing follows an erasure. What was merged into another record is corrected there.
 */
export const workerDecider: Decider<WorkerState, WorkerCommand, WorkerEvent, WorkerRefusalCode> = {
  category: 'worker',
  initialState: { worker: undefined, mergedInto: undefined, doubles: [], processing: 'open' },
  decide,
  evolve: evolveWorker,
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

/** Sealed again each time, so that the same twice cannot be seen here: the sender of the command compares first. */
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
