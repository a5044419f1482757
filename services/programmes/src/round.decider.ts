import type { DataOf, EventOf } from '@welfare/contracts/catalogue.ts'
import { accept, type Decider, type Decision, refuse } from '@welfare/decider/decider.ts'
import { type JoinRound, joinRound, type LeaveRound, leaveRound, withStep } from './amend-round.ts'
import { brokenTerms, type FundInProgramme } from './broken-terms.ts'
import { inSiteParts, type PersonGroup, peopleIn } from './round-parts.ts'
import { type PlannedSiteRequest, planSites, type SitePlanRefusalCode } from './site-plan.ts'

/**
 * Stream `round-<uuid>`: one freezing of a programme's roster, or of a site list. What is frozen never changes; nobody issues or
 * delivers to a round before it is sealed, that is, before every entry it was opened for stands in it. Who joins or leaves after that
 * amends the plan beside the frozen one.
 */
export const roundDecider: Decider<RoundState, RoundCommand, RoundEvent, RoundRefusalCode> = {
  category: 'round',
  initialState: { status: 'absent' },
  decide,
  evolve,
}

export type RoundState = { readonly status: 'absent' } | OpenRound

export interface OpenRound extends DataOf<'RoundOpened'> {
  status: 'freezing' | 'sealed'
  /** Entries that stand in it so far. */
  frozen: number
  /** Entries of the plan as amended. */
  entriesNow: number
  /** Who joined or left after the freezing, step by step. */
  readonly amended: Map<string, readonly Amendment[]>
}

export interface Amendment {
  readonly word: 'joined' | 'left'
  readonly on: string
}

export type RoundCommand = PlanPeople | FreezeMore | PlanSites | JoinRound | LeaveRound

/** What the round must know of its programme. */
export interface ProgrammeFacts {
  readonly programme: string
  readonly closed: boolean
  readonly plan: 'people' | 'sites'
  readonly windows: readonly string[]
  /** Kits for each head, where the programme's rules say so. */
  readonly kitsPerHead: number | undefined
}

export interface PlanPeople {
  readonly type: 'PlanPeople'
  readonly name: string
  /** Default: all windows of the programme. */
  readonly windows: readonly string[] | undefined
  readonly facts: ProgrammeFacts
  /** People on the roster through `rosterReadThrough`. */
  readonly entries: number
  readonly rosterReadThrough: number
  /** The first of them, as many as fit into one append. */
  readonly parts: readonly (readonly PersonGroup[])[]
}
export interface FreezeMore {
  readonly type: 'FreezeMore'
  /** Entries that stand in the round already. */
  readonly from: number
  readonly parts: readonly (readonly PersonGroup[])[]
}
export interface PlanSites {
  readonly type: 'PlanSites'
  readonly name: string
  readonly facts: ProgrammeFacts
  readonly sites: readonly PlannedSiteRequest[]
  /** For sites without goods of their own: this kit, for each head. */
  readonly kit: string | undefined
  readonly kitsPerHead: number | undefined
  readonly sitesReadThrough: number
  /** Funds whose money lies in the programme. */
  readonly funds?: readonly FundInProgramme[]
}

export type RoundEvent = EventOf<
  'RoundOpened' | 'RosterFrozen' | 'SiteListFrozen' | 'RoundSealed' | 'WorkersJoinedRound' | 'WorkersLeftRound'
>

export type RoundRefusalCode =
  | 'already-exists'
  | 'round-unknown'
  | 'programme-closed'
  | 'plan-mismatch'
  | 'window-unknown'
  | 'roster-empty'
  | 'roster-differs'
  | 'round-not-sealed'
  | 'worker-not-in-round'
  | 'joined-before-left'
  | 'left-before-joined'
  | 'donor-terms-broken'
  | SitePlanRefusalCode

export type RoundDecision = Decision<RoundEvent, RoundRefusalCode>

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

function evolve(state: RoundState, event: RoundEvent): RoundState {
  if (event.type === 'RoundOpened')
    return { status: 'freezing', ...event.data, frozen: 0, entriesNow: event.data.entries, amended: new Map() }
  if (state.status === 'absent') throw new Error(`${event.type} before RoundOpened`)
  switch (event.type) {
    case 'RosterFrozen':
      state.frozen += peopleIn(event.data.groups)
      return state
    case 'SiteListFrozen':
      state.frozen += event.data.sites.length
      return state
    case 'RoundSealed':
      state.status = 'sealed'
      return state
    case 'WorkersJoinedRound':
      for (const { workers } of event.data.groups) amend(state, workers, { word: 'joined', on: event.data.joinedOn })
      state.entriesNow += peopleIn(event.data.groups)
      return state
    case 'WorkersLeftRound':
      amend(state, event.data.workers, { word: 'left', on: event.data.leftOn })
      state.entriesNow -= event.data.workers.length
      return state
  }
}

function amend({ amended }: OpenRound, workers: readonly string[], step: Amendment): void {
  for (const worker of workers) amended.set(worker, withStep(amended.get(worker), step))
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
