import type { LimitedKind } from '@welfare/contracts/acts.ts'
import type { DataOf } from '@welfare/contracts/catalogue.ts'
import { enclosingDivisions } from '@welfare/contracts/divisions.ts'
import { multiplyFen, sumFen } from '@welfare/contracts/money.ts'
import type { Divisions } from '../../read-model/divisions.ts'
import type { Projected } from '../../read-model/projection.ts'
import type { FindingStates } from '../finding-states.store.ts'
import type { FindingKind, Findings, NewFinding } from '../findings.store.ts'
import { REMEMBERED_OF_BURST, type Thresholds } from '../findings-thresholds.ts'
import { type LimitedAct, limitedActsOf } from '../limited-acts.ts'
import { watchBurst } from './bursts.ts'
import { MINUTE_MS } from './meal-finders.ts'

const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

interface Dependencies {
  readonly states: FindingStates
  readonly findings: Findings
  readonly places: Pick<Divisions, 'divisionOf'>
  readonly thresholds: Pick<Thresholds, 'belowLimit'>
}

type Limits = Partial<DataOf<'ApprovalLimitSet'>['limits']>

interface Together {
  /** The account's last acts of the kind in the place. */
  recent: (readonly [atMs: number, sequence: number, amount: number])[]
  finding: number | null
  last: number
}

/**
 * Sums just below a limit: an account's acts of one kind that nearly reach what one act may be, again and again; and acts of some hours in one
 * place that are each within the limit and together above it. The limit is the one that held when the act was done. What another person
 * approved is neither; what was corrected afterwards was done all the same.
 */
export function createBelowLimitFinder({ states, findings, places, thresholds }: Dependencies) {
  const { withinPercent, acts: atLeast, withinDays, togetherWithinHours } = thresholds.belowLimit
  return {
    look(projected: Projected): void {
      const { event, recorded, sequence } = projected
      if (event.type === 'ApprovalLimitSet') setLimits(event.data)
      const account = String(recorded.metadata.actor)
      const atMs = Date.parse(recorded.recordedAt)
      for (const act of limitedActsOf(projected)) {
        const division = places.divisionOf([act.of], sequence)
        const limit = limitOf(division, act.kind)
        if (limit === undefined || act.amount > limit.perAct) continue
        const done: Done = { ...act, sequence, atMs, account, division, limit }
        watchNear(done)
        watchTogether(done)
      }
    },
  }

  function watchNear(done: Done): void {
    const { kind, amount, account, sequence, atMs, limit } = done
    if (multiplyFen(amount, 100) < multiplyFen(limit.perAct, 100 - withinPercent)) return
    const key = `near|${account}|${kind}|${limit.division}`
    const watched = { key, sequence, atMs, source: '', atLeastSources: 1, spanMs: withinDays * DAY_MS, atLeast }
    watchBurst({ states, findings }, watched, (acts) => toFinding('just-below-limit', done, { acts, amount }))
  }

  function watchTogether(done: Done): void {
    const { kind, amount, account, sequence, atMs, limit, place } = done
    const key = `together|${account}|${kind}|${place}`
    const state = states.get<Together>(key, () => ({ recent: [], finding: null, last: 0 }))
    const within = state.recent.filter(([ms]) => ms > atMs - togetherWithinHours * HOUR_MS)
    const all = [...within, [atMs, sequence, amount] as const]
    state.recent = all.slice(-REMEMBERED_OF_BURST)
    states.changed(key)
    const sum = sumFen(all.map(([, , of]) => of))
    if (all.length < 2 || sum <= limit.perAct) return
    if (state.finding !== null && within.some(([, of]) => of === state.last)) findings.extend(state.finding, sequence)
    else {
      const found = toFinding('together-above-limit', done, { acts: all.length, together: sum })
      const sequences = all.map(([, of]) => of)
      state.finding = findings.open({ ...found, subject: key }, sequence, sequences)
    }
    state.last = sequence
  }

  function toFinding(
    kind: FindingKind,
    { kind: act, account, division, of, limit }: Done,
    facts: Record<string, number>,
  ): Omit<NewFinding, 'subject'> {
    const said = Object.entries(facts).map(([name, value]) => [isAmount(name, act) ? `${name}Fen` : name, value])
    return {
      ...{ kind, programme: of.programme ?? '', merchant: '', worker: '', division },
      facts: { account, act, ...Object.fromEntries(said), [isFen(act) ? 'limitFen' : 'limit']: limit.perAct },
      thresholds: thresholds.belowLimit,
    }
  }

  function setLimits({ division, limits }: DataOf<'ApprovalLimitSet'>): void {
    Object.assign(saidOf(division), { limits })
    states.changed(limitsKey(division))
  }

  /** Kind by kind, what the nearest enclosing division that says anything of it says. */
  function limitOf(division: string, kind: LimitedKind): Limit | undefined {
    for (const code of enclosingDivisions(division)) {
      const said = saidOf(code).limits[kind]
      if (said !== undefined) return said?.perAct === undefined ? undefined : { perAct: said.perAct, division: code }
    }
    return undefined
  }

  function saidOf(division: string): { limits: Limits } {
    return states.get<{ limits: Limits }>(limitsKey(division), () => ({ limits: {} }))
  }
}

interface Limit {
  readonly perAct: number
  /** Which said so. */
  readonly division: string
}

interface Done extends LimitedAct {
  readonly sequence: number
  readonly atMs: number
  readonly account: string
  readonly division: string
  readonly limit: Limit
}

function limitsKey(division: string): string {
  return `limits|${division}`
}

function isFen(kind: LimitedKind): boolean {
  return kind !== 'write-off'
}

function isAmount(name: string, kind: LimitedKind): boolean {
  return isFen(kind) && name !== 'acts'
}
