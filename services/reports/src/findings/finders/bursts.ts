import type { FindingStates } from '../finding-states.store.ts'
import type { Findings, NewFinding } from '../findings.store.ts'
import { REMEMBERED_OF_BURST } from '../findings-thresholds.ts'

interface BurstState {
  /** The last ones, in the order in which they were recorded; `source` is where each came from. */
  readonly recent: (readonly [atMs: number, sequence: number, source: string])[]
  /** The last finding, and the event that last belonged to it. */
  finding: number | null
  last: number
}

interface Watched {
  readonly key: string
  readonly sequence: number
  readonly atMs: number
  readonly source: string
  readonly spanMs: number
  readonly atLeast: number
  /** From fewer sources it is a burst of another kind. */
  readonly atLeastSources: number
}

/**
 * With this one, at least so many of the last ones happened within a span up to it. What follows so closely that one of the burst is still
 * among them belongs to the same finding.
 */
export function watchBurst(
  { states, findings }: { states: FindingStates; findings: Findings },
  { key, sequence, atMs, source, spanMs, atLeast, atLeastSources }: Watched,
  toFinding: (count: number) => Omit<NewFinding, 'subject'>,
): void {
  const state = states.get<BurstState>(key, emptyBurst)
  state.recent.push([atMs, sequence, source])
  if (state.recent.length > REMEMBERED_OF_BURST) state.recent.shift()
  states.changed(key)
  const within = endingAt(state.recent, atMs, spanMs, atLeast)
  if (!within || new Set(within.map(([, , of]) => of)).size < atLeastSources) return
  const sequences = within.map(([, of]) => of)
  if (state.finding !== null && sequences.includes(state.last)) findings.extend(state.finding, sequence)
  else state.finding = findings.open({ ...toFinding(within.length), subject: key }, sequence, sequences)
  state.last = sequence
}

/** It never took place: what comes later is counted without it. A burst that is a finding stays one. */
export function forgetOfBurst(states: FindingStates, key: string, sequence: number): void {
  const { recent } = states.get<BurstState>(key, emptyBurst)
  const index = recent.findIndex(([, of]) => of === sequence)
  if (index < 0) return
  recent.splice(index, 1)
  states.changed(key)
}

function emptyBurst(): BurstState {
  return { recent: [], finding: null, last: 0 }
}

/** Those of the span up to a time; undefined where they are fewer. Most are: nothing is made for them. */
function endingAt(
  recent: BurstState['recent'],
  atMs: number,
  spanMs: number,
  atLeast: number,
): BurstState['recent'] | undefined {
  const since = atMs - spanMs
  let count = 0
  for (const one of recent) if (one[0] > since && one[0] <= atMs) count += 1
  if (count < atLeast) return undefined
  return recent.filter(([ms]) => ms > since && ms <= atMs)
}
