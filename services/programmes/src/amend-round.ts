import { accept, refuse } from '@welfare/decider/decider.ts'
import type { Amendment, OpenRound, RoundDecision, RoundState } from './round.decider.ts'
import { inPeopleParts, type RosterEntry } from './round-parts.ts'

export interface JoinRound {
  readonly type: 'JoinRound'
  /** As they stand on the programme's roster; `wasFrozen`: they were frozen into the round. */
  readonly entries: readonly (RosterEntry & { readonly wasFrozen: boolean })[]
  readonly joinedOn: string
  readonly reason: string
  readonly programmeClosed: boolean
}

export interface LeaveRound {
  readonly type: 'LeaveRound'
  readonly workers: readonly { readonly worker: string; readonly wasFrozen: boolean }[]
  readonly leftOn: string
  readonly credits: 'run-on' | 'withdraw'
  readonly reason: string
}

/** Who is in the round already stays as they are. */
export function joinRound(state: RoundState, command: JoinRound): RoundDecision {
  const refusal = cannotAmend(state)
  if (refusal || state.status === 'absent') return refusal ?? refuse('round-unknown')
  const { programme } = state
  if (command.programmeClosed) return refuse('programme-closed', { programme })
  const { joinedOn, reason } = command
  const joining = command.entries.filter((entry) => !isIn(state, entry))
  for (const { worker } of joining) {
    const left = state.amended.get(worker)?.at(-1)
    if (left && joinedOn < left.on) return refuse('joined-before-left', { worker, joinedOn, leftOn: left.on })
  }
  return accept(
    inPeopleParts(joining).map((groups) => ({
      type: 'WorkersJoinedRound',
      data: { programme, joinedOn, groups, reason },
    })),
  )
}

export function leaveRound(state: RoundState, { workers, leftOn, credits, reason }: LeaveRound): RoundDecision {
  const refusal = cannotAmend(state)
  if (refusal || state.status === 'absent') return refusal ?? refuse('round-unknown')
  const stranger = workers.find(({ worker, wasFrozen }) => !wasFrozen && !state.amended.has(worker))
  if (stranger) return refuse('worker-not-in-round', { worker: stranger.worker })
  const leaving = workers.filter((entry) => isIn(state, entry)).map(({ worker }) => worker)
  if (leaving.length === 0) return accept([])
  for (const worker of leaving) {
    const joined = state.amended.get(worker)?.at(-1)
    if (joined && leftOn < joined.on) return refuse('left-before-joined', { worker, leftOn, joinedOn: joined.on })
  }
  const { programme } = state
  return accept([{ type: 'WorkersLeftRound', data: { programme, leftOn, workers: leaving, credits, reason } }])
}

function cannotAmend(state: RoundState): RoundDecision | undefined {
  if (state.status === 'absent') return refuse('round-unknown')
  if (state.plan !== 'people') return refuse('plan-mismatch', { plan: state.plan })
  return state.status === 'sealed' ? undefined : refuse('round-not-sealed')
}

function isIn({ amended }: OpenRound, { worker, wasFrozen }: { readonly worker: string; readonly wasFrozen: boolean }) {
  const last = amended.get(worker)?.at(-1)
  return last === undefined ? wasFrozen : last.word === 'joined'
}

/** Who joins on the day of leaving has not left, and the other way round: so a wrong day is taken back and stated anew. */
export function withStep(steps: readonly Amendment[] | undefined, step: Amendment): readonly Amendment[] {
  return steps?.at(-1)?.on === step.on ? steps.slice(0, -1) : [...(steps ?? []), step]
}
