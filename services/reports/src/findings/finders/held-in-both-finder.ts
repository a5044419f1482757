import type { Exclusions } from '../../people/exclusions.store.ts'
import type { Holdings } from '../../people/holdings.ts'
import type { People } from '../../people/people.store.ts'
import type { Divisions } from '../../read-model/divisions.ts'
import type { Projected } from '../../read-model/projection.ts'
import type { FindingStates } from '../finding-states.store.ts'
import type { Findings } from '../findings.store.ts'

interface Dependencies {
  readonly states: FindingStates
  readonly findings: Findings
  readonly places: Divisions
  readonly people: Pick<People, 'workersInBoth' | 'programmesOf'>
  readonly exclusions: Exclusions
  readonly holdings: Holdings
}

/**
 * One person who holds credits of two programmes that exclude each other: the rule came after them, two records turned out to be one person,
 * or a wallet took what it should have declined. The rule takes nothing away; somebody decides. Of the programme that gave later.
 */
export function createHeldInBothFinder({ states, findings, places, people, exclusions, holdings }: Dependencies) {
  return {
    look({ event, recorded: { stream }, sequence, date }: Projected): void {
      if (event.type === 'CreditReceived') check(event.data, { sequence, date }, true)
      else if (event.type === 'WorkerMergedInto') {
        const worker = event.data.survivor
        for (const programme of people.programmesOf(worker)) check({ programme, worker }, { sequence, date })
      } else if (event.type === 'ProgrammeDefined' || event.type === 'ProgrammeRulesChanged') {
        if (!isNew(stream, event.data.rules.exclusiveWith ?? [])) return
        for (const other of exclusions.everOf(stream))
          for (const worker of people.workersInBoth(stream, other))
            check({ programme: stream, worker }, { sequence, date })
      }
    },
  }

  /** Nobody is looked for where only something else in the rules changed. */
  function isNew(programme: string, others: readonly string[]): boolean {
    const state = states.get<{ named: string }>(`excludes|${programme}`, () => ({ named: '' }))
    const named = [...others].sort().join()
    if (named === state.named) return false
    state.named = named
    states.changed(`excludes|${programme}`)
    return true
  }

  /** @param isMore a further credit is a further event of what was found */
  function check(
    of: { readonly programme: string; readonly worker: string },
    { sequence, date }: Pick<Projected, 'sequence' | 'date'>,
    isMore = false,
  ): void {
    const [here, ...others] = holdings.recordsAlike(of)
    if (here?.programme !== of.programme) return
    const own = holdings.receivedIn(here.programme, here)
    if (own === undefined) return
    for (const other of others) {
      const received = holdings.receivedIn(other.programme, other)
      if (received === undefined || !exclusions.holdsOn(here.programme, other.programme, date)) continue
      const key = `both|${[here.programme, other.programme].sort().join('|')}|${here.worker}`
      const state = states.get<{ finding: number | null }>(key, () => ({ finding: null }))
      if (state.finding !== null && isMore) findings.extend(state.finding, sequence)
      if (state.finding !== null) continue
      const isLater = own > received
      const [programme, heldIn] = isLater ? [here.programme, other.programme] : [other.programme, here.programme]
      const about = { kind: 'held-in-both' as const, programme, merchant: '', worker: here.worker, facts: { heldIn } }
      const found = { ...about, subject: key, division: places.divisionOf([{ programme }], sequence), thresholds: null }
      state.finding = findings.open(
        found,
        sequence,
        [...new Set([own, received, sequence])].sort((a, b) => a - b),
      )
      states.changed(key)
    }
  }
}
