import { accept, type Decider, refuse } from '@welfare/event-store/decider/decider.ts'
import { brokenTerms } from '../broken-terms.ts'
import { joinRound, leaveRound } from './amend-round.ts'
import { announceRound, decideObjection, raiseObjection } from './announce-round.ts'
import type {
  FreezeMore,
  PlanPeople,
  PlanSites,
  ProgrammeFacts,
  RoundCommand,
  RoundDecision,
  RoundRefusalCode,
} from './round.commands.ts'
import { evolveRound, type RoundEvent, type RoundState } from './round.state.ts'
import { inSiteParts, type PersonGroup, peopleIn } from './round-parts.ts'
import { planSites } from './site-plan.ts'

/**
 * Stream `round-<uuid>`: one freezing of a programme's roster, or of a site list. What is frozen never changes; nobody issues or
 * delivers to a round before it is sealed, that is, before every entry it was opened for stands in it. Who joins or leaves after that
 * amends the plan beside the frozen one. Who is on an announced list can be objected to, and is held back until another person decides on it.
 */
export const roundDecider: Decider<RoundState, RoundCommand, RoundEvent, RoundRefusalCode> = {
  category: 'round',
  initialState: { status: 'absent' },
  decide,
  evolve: evolveRound,
}

function decide(state: RoundState, command: RoundCommand): RoundDecision {
  switch (command.type) {
    case 'PlanPeople':
      return planPeople(state, command)
    case 'FreezeMore':
      return freezeMore(state, command)
    case 'PlanSites':
      return openForSites(state, command)
    case 'JoinRound':
      return joinRound(state, command)
    case 'LeaveRound':
      return leaveRound(state, command)
    case 'AnnounceRound':
      return announceRound(state, command)
    case 'RaiseObjection':
      return raiseObjection(state, command)
    case 'DecideObjection':
      return decideObjection(state, command)
  }
}

function planPeople(state: RoundState, command: PlanPeople): RoundDecision {
  const { name, facts, entries, rosterReadThrough, parts } = command
  const { programme } = facts
  const refusal = cannotOpen(state, facts, 'people')
  if (refusal) return refusal
  const windows = [...new Set(command.windows ?? facts.windows)]
  const unknown = windows.find((window) => !facts.windows.includes(window))
  if (unknown !== undefined) return refuse('window-unknown', { window: unknown, windows: [...facts.windows] })
  if (entries === 0) return refuse('roster-empty', { programme })
  const opened: RoundEvent = {
    type: 'RoundOpened',
    data: { programme, plan: 'people', name, windows, entries, rosterReadThrough },
  }
  const frozen = frozenBy(programme, 0, entries, parts)
  return frozen ? accept([opened, ...frozen]) : refuse('roster-differs', { entries })
}

function freezeMore(state: RoundState, { from, parts }: FreezeMore): RoundDecision {
  if (state.status === 'absent') return refuse('round-unknown')
  if (state.status === 'sealed' || from < state.frozen) return accept([])
  const frozen = from === state.frozen ? frozenBy(state.programme, from, state.entries, parts) : undefined
  return frozen ? accept(frozen) : refuse('roster-differs', { entries: state.entries, frozen: state.frozen, from })
}

function openForSites(state: RoundState, command: PlanSites): RoundDecision {
  const { name, facts, sitesReadThrough } = command
  const { programme } = facts
  const refusal = cannotOpen(state, facts, 'sites')
  if (refusal) return refusal
  const planned = planSites(command.sites, command.kit, command.kitsPerHead ?? facts.kitsPerHead)
  if ('code' in planned) return refuse(planned.code, planned.facts)
  const broken = brokenTerms(
    command.funds ?? [],
    planned.sites.map(({ dueOn }) => ({ from: dueOn, until: dueOn })),
  )
  if (broken) return refuse(broken.code, broken.facts)
  const entries = planned.sites.length
  const round = { programme, plan: 'sites' as const, name, windows: [], entries, rosterReadThrough: sitesReadThrough }
  return accept([
    { type: 'RoundOpened', data: round },
    ...inSiteParts(planned.sites).map((sites) => ({ type: 'SiteListFrozen' as const, data: { programme, sites } })),
    { type: 'RoundSealed', data: { programme, entries } },
  ])
}

function cannotOpen(state: RoundState, facts: ProgrammeFacts, plan: 'people' | 'sites'): RoundDecision | undefined {
  if (state.status !== 'absent') return refuse('already-exists')
  if (facts.closed) return refuse('programme-closed', { programme: facts.programme })
  return facts.plan === plan ? undefined : refuse('plan-mismatch', { plan: facts.plan })
}

/** Undefined when there are more people than the round was opened for: the roster read now is not the one it was opened with. */
function frozenBy(
  programme: string,
  from: number,
  entries: number,
  parts: readonly (readonly PersonGroup[])[],
): RoundEvent[] | undefined {
  const through = parts.reduce((total, groups) => total + peopleIn(groups), from)
  if (through > entries) return undefined
  return [
    ...parts.map((groups) => ({ type: 'RosterFrozen' as const, data: { programme, groups: [...groups] } })),
    ...(through === entries ? [{ type: 'RoundSealed' as const, data: { programme, entries } }] : []),
  ]
}
