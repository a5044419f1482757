import type { DataOf, EventOf } from '@welfare/contracts/catalogue.ts'
import { accept, type Decider, type Decision, refuse } from '@welfare/decider/decider.ts'

/*
 * Stream `worker-<uuid>`: a person by real name; what is personal is sealed.
 * Invariant: registered once, for one identity, which never changes.
 */
export type WorkerEvent = EventOf<'WorkerRegistered' | 'WorkerChanged'>
export type WorkerCommand =
  | { readonly type: 'RegisterWorker'; readonly worker: DataOf<'WorkerRegistered'> }
  | { readonly type: 'ChangeWorker'; readonly worker: DataOf<'WorkerChanged'> }
export type WorkerRefusalCode = 'worker-already-registered' | 'worker-unknown'

export interface WorkerState {
  readonly worker: DataOf<'WorkerRegistered'> | undefined
}

type WorkerDecision = Decision<WorkerEvent, WorkerRefusalCode>

export const workerDecider: Decider<WorkerState, WorkerCommand, WorkerEvent, WorkerRefusalCode> = {
  category: 'worker',
  initialState: { worker: undefined },
  decide,
  evolve,
}

function decide(state: WorkerState, command: WorkerCommand): WorkerDecision {
  switch (command.type) {
    case 'RegisterWorker':
      return register(state, command.worker)
    case 'ChangeWorker':
      return change(state, command.worker)
  }
}

function register({ worker }: WorkerState, data: DataOf<'WorkerRegistered'>): WorkerDecision {
  return worker === undefined ? accept([{ type: 'WorkerRegistered', data }]) : refuse('worker-already-registered')
}

/** Sealed anew each time, so that the same twice cannot be seen here: whoever sends the command compares first. */
function change({ worker }: WorkerState, data: DataOf<'WorkerChanged'>): WorkerDecision {
  return worker === undefined ? refuse('worker-unknown') : accept([{ type: 'WorkerChanged', data }])
}

function evolve(state: WorkerState, event: WorkerEvent): WorkerState {
  switch (event.type) {
    case 'WorkerRegistered':
      return { worker: event.data }
    case 'WorkerChanged':
      return { worker: state.worker && { ...state.worker, ...event.data } }
  }
}
