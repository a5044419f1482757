import type { DataOf, EventOf } from '@welfare/contracts/catalogue.ts'
import { peopleIn } from './round-parts.ts'

export type RoundEvent = EventOf<
  | 'RoundOpened'
  | 'RosterFrozen'
  | 'SiteListFrozen'
  | 'RoundSealed'
  | 'WorkersJoinedRound'
  | 'WorkersLeftRound'
  | 'RoundAnnounced'
  | 'ObjectionRaised'
  | 'ObjectionDecided'
>

export type RoundState = { readonly status: 'absent' } | OpenRound

export interface OpenRound extends DataOf<'RoundOpened'> {
  status: 'freezing' | 'sealed'
  /** Entries that stand in it so far. */
  frozen: number
  /** Entries of the plan as amended. */
  entriesNow: number
  /** Who joined or left after the freezing, step by step. */
  readonly amended: Map<string, readonly Amendment[]>
  /** How often somebody joined or left: apart from the first, which froze it. */
  steps: number
  readonly announcements: DataOf<'RoundAnnounced'>[]
  /** By their numbers, from 1 on. */
  readonly objections: Objection[]
}

export interface Objection extends DataOf<'ObjectionRaised'> {
  outcome?: 'upheld' | 'rejected'
}

export interface Amendment {
  readonly word: 'joined' | 'left'
  readonly on: string
}

export function evolveRound(state: RoundState, event: RoundEvent): RoundState {
  if (event.type === 'RoundOpened')
    return {
      ...{ status: 'freezing', ...event.data, frozen: 0, entriesNow: event.data.entries, amended: new Map() },
      ...{ steps: 0, announcements: [], objections: [] },
    }
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
      state.steps += 1
      return state
    case 'WorkersLeftRound':
      amend(state, event.data.workers, { word: 'left', on: event.data.leftOn })
      state.entriesNow -= event.data.workers.length
      state.steps += 1
      return state
    case 'RoundAnnounced':
      state.announcements.push(event.data)
      return state
    case 'ObjectionRaised':
      state.objections.push({ ...event.data })
      return state
    case 'ObjectionDecided':
      for (const objection of state.objections)
        if (objection.objection === event.data.objection) objection.outcome = event.data.outcome
      return state
  }
}

function amend({ amended }: OpenRound, workers: readonly string[], step: Amendment): void {
  for (const worker of workers) amended.set(worker, withStep(amended.get(worker), step))
}

/** Who joins on the day of leaving has not left, and the other way round: so a wrong day is taken back and stated again. */
function withStep(steps: readonly Amendment[] | undefined, step: Amendment): readonly Amendment[] {
  return steps?.at(-1)?.on === step.on ? steps.slice(0, -1) : [...(steps ?? []), step]
}
