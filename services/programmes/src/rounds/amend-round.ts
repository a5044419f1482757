import { accept, refuse } from '@welfare/event-store/decider/decider.ts'
import type { JoinRound, LeaveRound, RoundDecision, RoundMember } from './round.commands.ts'
import type { Amendment, OpenRound, RoundState } from './round.state.ts'
import { inPeopleParts } from './round-parts.ts'

/** Who is in the round already stays as they are. */
export function joinRound(state: RoundState, command: JoinRound): RoundDecision {
  const refusal = cannotAmend(state)
  if (refusal || state.status === 'absent') return refusal ?? refuse('round-unknown')
  const { programme } = state
  if (command.programmeClosed) return refuse('programme-closed', { programme })
  const { joinedOn, reason } = command
  const joining = command.entries.filter((entry) => recordsIn(state, entry).length === 0)
  for (const entry of joining) {
    const { worker } = entry
    const leftOn = recordsOf(entry).flatMap((record) => lastOf(state, record)?.on ?? [])
    const tooLate = leftOn.find((on) => joinedOn < on)
    if (tooLate !== undefined) return refuse('joined-before-left', { worker, joinedOn, leftOn: tooLate })
  }
  return accept(
    inPeopleParts(joining).map((groups) => ({
      type: 'WorkersJoinedRound',
      data: { programme, joinedOn, groups, reason },
    })),
  )
}

export function leaveRound(state: RoundState, command: LeaveRound): RoundDecision {
  const refusal = cannotAmend(state)
  if (refusal || state.status === 'absent') return refusal ?? refuse('round-unknown')
  const { workers, leftOn, credits, reason, whoeverIsIn } = command
  const stranger = workers.find((member) => !recordsOf(member).some((record) => isKnown(state, record)))
  if (stranger && !whoeverIsIn) return refuse('worker-not-in-round', { worker: stranger.worker })
  const leaving = workers.flatMap((member) => recordsIn(state, member))
  const joinedLater = leaving.filter((record) => leftOn < (lastOf(state, record)?.on ?? leftOn))
  const [first] = joinedLater
  if (first && !whoeverIsIn)
    return refuse('left-before-joined', { worker: first.worker, leftOn, joinedOn: lastOf(state, first)?.on ?? leftOn })
  const gone = leaving.filter((record) => !joinedLater.includes(record)).map(({ worker }) => worker)
  if (gone.length === 0) return accept([])
  const { programme } = state
  return accept([{ type: 'WorkersLeftRound', data: { programme, leftOn, workers: gone, credits, reason } }])
}

export function cannotAmend(state: RoundState): RoundDecision | undefined {
  if (state.status === 'absent') return refuse('round-unknown')
  if (state.plan !== 'people') return refuse('plan-mismatch', { plan: state.plan })
  return state.status === 'sealed' ? undefined : refuse('round-not-sealed')
}

/** Each record of a person is an entry of its own: who leaves, leaves with all of them. */
export function recordsIn(state: OpenRound, member: RoundMember): readonly RoundMember[] {
  return recordsOf(member).filter((record) => {
    const last = lastOf(state, record)
    return last === undefined ? record.wasFrozen : last.word === 'joined'
  })
}

function recordsOf({ doubles = [], ...own }: RoundMember): readonly RoundMember[] {
  return [own, ...doubles]
}

function isKnown({ amended }: OpenRound, { worker, wasFrozen }: RoundMember): boolean {
  return wasFrozen || amended.has(worker)
}

function lastOf({ amended }: OpenRound, { worker }: RoundMember): Amendment | undefined {
  return amended.get(worker)?.at(-1)
}
