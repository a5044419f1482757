import type { Decision } from '@welfare/event-store/decider/decider.ts'
import type { FundInProgramme } from '../broken-terms.ts'
import type { RoundEvent } from './round.state.ts'
import type { PersonGroup, RosterEntry } from './round-parts.ts'
import type { PlannedSiteRequest, SitePlanRefusalCode } from './site-plan.ts'

export type RoundCommand =
  | PlanPeople
  | FreezeMore
  | PlanSites
  | JoinRound
  | LeaveRound
  | AnnounceRound
  | RaiseObjection
  | DecideObjection

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

/** A person as the round lists them. */
export interface RoundMember {
  readonly worker: string
  /** Their record was frozen into the round. */
  readonly wasFrozen: boolean
  /** Records that were merged into theirs, and stand in the round themselves. */
  readonly doubles?: readonly Omit<RoundMember, 'doubles'>[]
}

export interface JoinRound {
  readonly type: 'JoinRound'
  /** As they stand on the programme's roster. */
  readonly entries: readonly (RosterEntry & RoundMember)[]
  readonly joinedOn: string
  readonly reason: string
  readonly programmeClosed: boolean
}

export interface LeaveRound {
  readonly type: 'LeaveRound'
  readonly workers: readonly RoundMember[]
  readonly leftOn: string
  readonly credits: 'run-on' | 'withdraw'
  readonly reason: string
  /** A process asks: who is not in the round, or joined it later, stays as they are. */
  readonly whoeverIsIn?: true
}

export interface AnnounceRound {
  readonly type: 'AnnounceRound'
  readonly today: string
  /** By the programme's rules; none where they ask for no announcement. */
  readonly workingDays: number | undefined
  readonly programmeClosed: boolean
  /** Of the list as it is after so many steps: who joined or left afterwards is not in the hash. */
  readonly list: { readonly steps: number; readonly hash: string }
}

export interface RaiseObjection {
  readonly type: 'RaiseObjection'
  readonly member: RoundMember
  readonly raisedBy: string
  readonly reason: string
}

export interface DecideObjection {
  readonly type: 'DecideObjection'
  readonly objection: number
  readonly outcome: 'upheld' | 'rejected'
  readonly reason: string
  /** Who decides. */
  readonly account: string
}

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
  | 'announcement-not-ruled'
  | 'list-changes'
  | 'already-announced'
  | 'working-days-unknown'
  | 'round-not-announced'
  | 'objection-stands'
  | 'objection-unknown'
  | 'objection-decided'
  | 'raiser-cannot-decide'
  | SitePlanRefusalCode

export type RoundDecision = Decision<RoundEvent, RoundRefusalCode>
