import type { DataOf, EventOf } from '@welfare/contracts/catalogue.ts'
import { accept, type Decider, type Decision, type JsonObject, refuse } from '@welfare/event-store/decider/decider.ts'

/**
 * Stream `proposal-<uuid of the request's command>`: an act above a limit, as it was asked for, and what became of it. It is decided once, by
 * another person than its maker; only its maker takes it back; what was approved is performed or has failed, once.
 */
export const proposalDecider: Decider<ProposalState, ProposalCommand, ProposalEvent, ProposalRefusalCode> = {
  category: 'proposal',
  initialState: { status: 'absent' },
  decide,
  evolve(state, event, _, day) {
    if (event.type === 'ActProposed') return { status: 'proposed', act: event.data, askedOn: day }
    if (state.status === 'absent') throw new Error(`${event.type} before ActProposed`)
    if (event.type === 'ActPerformed') return { ...state, ...event.data, status: 'performed' }
    if (event.type === 'ActFailed') return { ...state, failure: event.data, status: 'failed' }
    return { ...state, status: outcomes[event.type] }
  },
}

export type ProposalEvent = EventOf<
  'ActProposed' | 'ActApproved' | 'ActRefused' | 'ActWithdrawn' | 'ActPerformed' | 'ActFailed'
>
type ProposalRefusalCode =
  | 'already-exists'
  | 'proposal-unknown'
  | 'proposal-not-open'
  | 'maker-cannot-approve'
  | 'only-maker-withdraws'

export type ProposalState =
  | { readonly status: 'absent' }
  | {
      readonly status: 'proposed' | 'approved' | 'refused' | 'withdrawn' | 'performed' | 'failed'
      readonly act: DataOf<'ActProposed'>
      /** The day on which it was proposed. */
      readonly askedOn: string
      /** Id of what the act made. */
      readonly created?: string | undefined
      readonly failure?: DataOf<'ActFailed'>
    }

export type ProposalCommand =
  | { readonly type: 'ProposeAct'; readonly act: DataOf<'ActProposed'> }
  /** Asks for what its first request was answered with. */
  | { readonly type: 'RecallProposal' }
  | { readonly type: 'ApproveAct'; readonly approver: string; readonly note: string | undefined }
  | { readonly type: 'RefuseAct'; readonly reason: string }
  | { readonly type: 'WithdrawAct'; readonly account: string; readonly reason: string }
  | { readonly type: 'RecordPerformed'; readonly created: string | undefined }
  | { readonly type: 'RecordFailed'; readonly code: string; readonly facts: JsonObject }

const outcomes = {
  ActApproved: 'approved',
  ActRefused: 'refused',
  ActWithdrawn: 'withdrawn',
} as const

type ProposalDecision = Decision<ProposalEvent, ProposalRefusalCode>

function decide(state: ProposalState, command: ProposalCommand): ProposalDecision {
  if (command.type === 'ProposeAct') {
    return state.status === 'absent' ? accept([{ type: 'ActProposed', data: command.act }]) : refuse('already-exists')
  }
  if (state.status === 'absent') return refuse('proposal-unknown')
  if (command.type === 'RecallProposal') return accept([])
  // The performer is told twice, by the request and by the feed.
  if (command.type === 'RecordPerformed' || command.type === 'RecordFailed') return recordOutcome(state, command)
  const maker = state.act.maker.account
  if (state.status !== 'proposed') return refuse('proposal-not-open', { outcome: state.status })
  switch (command.type) {
    case 'ApproveAct': {
      const { approver, note } = command
      if (approver === maker) return refuse('maker-cannot-approve', { maker })
      return accept([{ type: 'ActApproved', data: { ...(note !== undefined && { note }) } }])
    }
    case 'RefuseAct':
      return accept([{ type: 'ActRefused', data: { reason: command.reason } }])
    case 'WithdrawAct':
      if (command.account !== maker) return refuse('only-maker-withdraws', { maker })
      return accept([{ type: 'ActWithdrawn', data: { reason: command.reason } }])
  }
}

function recordOutcome(
  { status }: ProposalState,
  command: Extract<ProposalCommand, { type: 'RecordPerformed' | 'RecordFailed' }>,
): ProposalDecision {
  if (status !== 'approved') return accept([])
  if (command.type === 'RecordPerformed') {
    const { created } = command
    return accept([{ type: 'ActPerformed', data: { ...(created !== undefined && { created }) } }])
  }
  const facts = { ...command.facts } as DataOf<'ActFailed'>['facts']
  return accept([{ type: 'ActFailed', data: { code: command.code, facts } }])
}
