import type { DataOf, EventOf } from '@welfare/contracts/catalogue.ts'

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

export interface WorkerState {
  readonly worker: DataOf<'WorkerRegistered'> | undefined
  /** The record that goes on for this person. */
  readonly mergedInto: string | undefined
  /** Records that this one took, or was about to take. */
  readonly doubles: readonly string[]
  /** What may be done with the person's data: everything it was collected for, storage only, nothing. */
  readonly processing: 'open' | 'restricted' | 'erased'
}

export function evolveWorker(state: WorkerState, event: WorkerEvent): WorkerState {
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
