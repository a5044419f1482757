import type { DataOf, EventOf } from '@welfare/contracts/catalogue.ts'
import { accept, type Decider, type Decision, refuse } from '@welfare/event-store/decider/decider.ts'
import { sameData } from '../people/same-data.ts'

/*
 * Stream `employer-<uuid>`: a work unit. Its id is made of division and name, so that a roster and an officer who name the same
 * one mean the same one.
 * Invariant: registered once; a change says what is so from then on, wholly.
 */
export type EmployerEvent = EventOf<'EmployerRegistered' | 'EmployerChanged'>
export type EmployerData = DataOf<'EmployerRegistered'>
export type EmployerCommand =
  | { readonly type: 'RegisterEmployer'; readonly id: string; readonly employer: EmployerData }
  | { readonly type: 'ChangeEmployer'; readonly employer: EmployerData }
export type EmployerRefusalCode = 'employer-already-registered' | 'employer-unknown'

export interface EmployerState {
  readonly employer: EmployerData | undefined
}

type EmployerDecision = Decision<EmployerEvent, EmployerRefusalCode>

export const employerDecider: Decider<EmployerState, EmployerCommand, EmployerEvent, EmployerRefusalCode> = {
  category: 'employer',
  initialState: { employer: undefined },
  decide,
  evolve: (_, event) => ({ employer: event.data }),
}

function decide(state: EmployerState, command: EmployerCommand): EmployerDecision {
  switch (command.type) {
    case 'RegisterEmployer':
      return register(state, command)
    case 'ChangeEmployer':
      return change(state, command.employer)
  }
}

function register(
  state: EmployerState,
  { id, employer }: { readonly id: string; readonly employer: EmployerData },
): EmployerDecision {
  if (state.employer) return refuse('employer-already-registered', { employer: id })
  return accept([{ type: 'EmployerRegistered', data: employer }])
}

function change({ employer }: EmployerState, data: EmployerData): EmployerDecision {
  if (employer === undefined) return refuse('employer-unknown')
  return accept(sameData(employer, data) ? [] : [{ type: 'EmployerChanged', data }])
}
