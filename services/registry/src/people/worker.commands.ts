import type { DataOf } from '@welfare/contracts/catalogue.ts'
import type { Decision } from '@welfare/event-store/decider/decider.ts'
import type { WorkerEvent } from './worker.state.ts'

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

export interface EraseWorker extends DataOf<'WorkerErased'> {
  readonly type: 'EraseWorker'
  /** In Asia/Shanghai. */
  readonly today: string
  /** Credits of the person that can still be used, as the service's facts had them. */
  readonly openCredits: number
}

export type WorkerDecision = Decision<WorkerEvent, WorkerRefusalCode>
