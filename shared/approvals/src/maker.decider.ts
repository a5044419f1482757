import type { ActKind } from '@welfare/contracts/acts.ts'
import type { EventOf } from '@welfare/contracts/catalogue.ts'
import { sumFen } from '@welfare/contracts/money.ts'
import { accept, type Decider, type Decision, refuse } from '@welfare/event-store/decider/decider.ts'
import type { ActLimits, Area, WaitingReason } from './act.ts'

/**
 * Stream `maker-<uuid of account and kind>`: what one person did alone, of one kind of act. An act is counted here before it is done, so
 * that the sums hold for requests of the same moment, wherever they arrive; what is above a limit is not counted: it waits for another person.
 */
export const makerDecider: Decider<MakerState, MakerCommand, MakerEvent, MakerRefusalCode> = {
  category: 'maker',
  get initialState(): MakerState {
    return { acts: new Map() }
  },
  decide(state, command) {
    switch (command.type) {
      case 'CountAct':
        return countAct(state, command)
      case 'UncountAct':
        return state.acts.has(command.act)
          ? accept([{ type: 'ActUncounted', data: { act: command.act, kind: command.kind } }])
          : accept([])
      case 'ReviewActs':
        return reviewActs(state, command)
    }
  },
  evolve,
}

export type MakerEvent = EventOf<'ActCounted' | 'ActUncounted' | 'ActsReviewed'>
export type MakerRefusalCode = 'above-limit'

interface CountedAct {
  readonly amount: number
  readonly place: string
  readonly atMs: number
  /** Another person has approved there since. */
  readonly isReviewed: boolean
}
export interface MakerState {
  /** That count, by their command's id. */
  readonly acts: Map<string, CountedAct>
}

export interface CountAct {
  readonly type: 'CountAct'
  /** Id of the act's command: counted once however often it is sent. */
  readonly act: string
  readonly kind: ActKind
  readonly amount: number
  readonly place: string
  /** Now, RFC 3339. */
  readonly at: string
  readonly limits: ActLimits
  readonly area: Area
}
export type MakerCommand =
  | CountAct
  | { readonly type: 'UncountAct'; readonly act: string; readonly kind: ActKind }
  | { readonly type: 'ReviewActs'; readonly kind: ActKind; readonly place: string; readonly proposal: string }

const WINDOW_MS = 24 * 3_600_000

function countAct(state: MakerState, command: CountAct): Decision<MakerEvent, MakerRefusalCode> {
  const { act, kind, amount, place, at, area } = command
  if (state.acts.has(act)) return accept([])
  const because = reasonsToWait(state, command)
  if (because.length > 0) return refuse('above-limit', { because: because.map((reason) => ({ ...reason })) })
  return accept([{ type: 'ActCounted', data: { act, kind, amount, place, at, area } }])
}

/** The limits that the act would be above, with what its maker did before. */
export function reasonsToWait(state: MakerState, { kind, amount, place, at, limits }: CountAct): WaitingReason[] {
  const fromMs = Date.parse(at) - WINDOW_MS
  const acts = [...state.acts.values()]
  const recent = acts.filter(({ atMs }) => atMs > fromMs)
  const together = (before: readonly CountedAct[]) => sumFen([...before.map((counted) => counted.amount), amount])
  const values = [
    { rule: 'one-act', limit: limits.perAct, value: amount },
    { rule: 'within-24-hours', limit: limits.within24Hours, value: together(recent) },
    { rule: 'since-approval', limit: limits.sinceApproval, value: together(unreviewed(state, place)) },
  ] as const
  return values.flatMap(({ rule, limit, value }) =>
    limit !== undefined && value > limit ? [{ rule, kind, limit, value }] : [],
  )
}

function unreviewed({ acts }: MakerState, place: string): CountedAct[] {
  return [...acts.values()].filter((counted) => counted.place === place && !counted.isReviewed)
}

function reviewActs(
  state: MakerState,
  { kind, place, proposal }: Extract<MakerCommand, { type: 'ReviewActs' }>,
): Decision<MakerEvent, MakerRefusalCode> {
  if (unreviewed(state, place).length === 0) return accept([])
  return accept([{ type: 'ActsReviewed', data: { kind, place, proposal } }])
}

function evolve(state: MakerState, event: MakerEvent): MakerState {
  const { acts } = state
  switch (event.type) {
    case 'ActCounted': {
      const { act, amount, place, at } = event.data
      acts.set(act, { amount, place, atMs: Date.parse(at), isReviewed: false })
      return state
    }
    case 'ActUncounted':
      acts.delete(event.data.act)
      return state
    case 'ActsReviewed':
      for (const [act, counted] of acts)
        if (counted.place === event.data.place) acts.set(act, { ...counted, isReviewed: true })
      return state
  }
}
