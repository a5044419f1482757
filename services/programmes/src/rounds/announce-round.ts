import { workingDayAfter } from '@welfare/contracts/calendar/working-days.ts'
import { accept, refuse } from '@welfare/event-store/decider/decider.ts'
import { cannotAmend, recordsIn } from './amend-round.ts'
import type { AnnounceRound, DecideObjection, RaiseObjection, RoundDecision } from './round.commands.ts'
import type { OpenRound, RoundState } from './round.state.ts'

/** 公示. Again after others joined: those are held back until their own announcement is over, everybody else goes by the first. */
export function announceRound(state: RoundState, command: AnnounceRound): RoundDecision {
  const refusal = cannotAmend(state)
  if (refusal || state.status === 'absent') return refusal ?? refuse('round-unknown')
  const { programme, entriesNow } = state
  const { today, workingDays, programmeClosed, list } = command
  if (programmeClosed) return refuse('programme-closed', { programme })
  if (workingDays === undefined) return refuse('announcement-not-ruled', { programme })
  if (list.steps !== state.steps) return refuse('list-changes')
  const last = state.announcements.at(-1)
  if (last?.listHash === list.hash) return refuse('already-announced', { until: last.until })
  const until = workingDayAfter(today, workingDays)
  if ('unknownYear' in until) return refuse('working-days-unknown', { year: until.unknownYear })
  return accept([
    {
      type: 'RoundAnnounced',
      data: { programme, announcedOn: today, until: until.day, workingDays, entries: entriesNow, listHash: list.hash },
    },
  ])
}

export function raiseObjection(state: RoundState, command: RaiseObjection): RoundDecision {
  const refusal = cannotAmend(state)
  if (refusal || state.status === 'absent') return refusal ?? refuse('round-unknown')
  if (state.announcements.length === 0) return refuse('round-not-announced')
  const { member, raisedBy, reason } = command
  const { worker } = member
  if (recordsIn(state, member).length === 0) return refuse('worker-not-in-round', { worker })
  const standing = state.objections.find((one) => one.worker === worker && one.outcome !== 'rejected')
  if (standing) return refuse('objection-stands', { objection: standing.objection })
  const objection = state.objections.length + 1
  return accept([
    { type: 'ObjectionRaised', data: { programme: state.programme, objection, worker, raisedBy, reason } },
  ])
}

export function decideObjection(state: RoundState, command: DecideObjection): RoundDecision {
  const found = state.status === 'absent' ? undefined : findObjection(state, command.objection)
  if (state.status === 'absent' || !found) return refuse('objection-unknown')
  const { objection, outcome, reason, account } = command
  if (found.outcome === outcome) return accept([])
  if (found.outcome) return refuse('objection-decided')
  if (found.raisedBy === account) return refuse('raiser-cannot-decide', { raisedBy: found.raisedBy })
  const { programme } = state
  return accept([{ type: 'ObjectionDecided', data: { programme, objection, worker: found.worker, outcome, reason } }])
}

function findObjection({ objections }: OpenRound, number: number) {
  return objections.find(({ objection }) => objection === number)
}
