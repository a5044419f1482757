import type { DataOf } from '@welfare/contracts/catalogue.ts'
import { accept, refuse } from '@welfare/event-store/decider/decider.ts'
import type { WorkerDecision, WorkerRefusalCode } from './worker.commands.ts'
import type { WorkerState } from './worker.state.ts'

/** The record stays one of its own: it is registered, may be handled, and was not merged away. */
export function refusalOfClosed({ worker, mergedInto, processing }: WorkerState) {
  if (worker === undefined) return refuse<WorkerRefusalCode>('worker-unknown')
  if (mergedInto !== undefined) return refuse<WorkerRefusalCode>('worker-merged', { survivor: mergedInto })
  return processing === 'open' ? undefined : refuse<WorkerRefusalCode>(`worker-${processing}`)
}

export function correctWorker(
  state: WorkerState,
  { corrected, ...data }: Omit<DataOf<'WorkerCorrected'>, 'was'>,
): WorkerDecision {
  const { worker } = state
  const refusal = refusalOfClosed(state)
  if (refusal || worker === undefined) return refusal ?? refuse('worker-unknown')
  if (corrected.length === 0) return accept([])
  const { employer, division, trade } = worker
  return accept([{ type: 'WorkerCorrected', data: { ...data, corrected, was: { employer, division, trade } } }])
}

export function takeDouble(state: WorkerState, double: string): WorkerDecision {
  const refusal = refusalOfClosed(state)
  if (refusal) return refusal
  return accept(state.doubles.includes(double) ? [] : [{ type: 'WorkersMerged', data: { double } }])
}

/** Where each of two was to survive the other, at once, the one with the lower id does. */
export function mergeInto(
  state: WorkerState,
  { self, survivor, sealedReason }: { readonly self: string } & DataOf<'WorkerMergedInto'>,
): WorkerDecision {
  if (state.mergedInto === survivor) return accept([])
  const refusal = refusalOfClosed(state)
  if (refusal) return refusal
  if (state.doubles.includes(survivor) && self < survivor)
    return refuse('merged-the-other-way', { survivor: self, double: survivor })
  return accept([{ type: 'WorkerMergedInto', data: { survivor, sealedReason } }])
}
