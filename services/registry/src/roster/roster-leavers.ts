import type { DataOf } from '@welfare/contracts/catalogue.ts'
import { problemOf } from '@welfare/http/answer-command.ts'
import type { Problem } from '@welfare/http/problem.ts'
import { maskName } from '@welfare/printouts/masks.ts'
import type { RegistryFacts } from '../registry.facts.store.ts'
import type { RosterPlan } from './roster-plan.ts'
import { ROSTER_REFUSALS } from './roster-refusals.ts'
import type { RowCounts } from './row-counts.ts'

/** Who is missing on a file that takes the roster's place, and what becomes of their credits. */
export interface Leavers {
  readonly workers: readonly string[]
  readonly credits: DataOf<'RosterWorkersLeft'>['credits']
}

export interface LeaverChoices {
  readonly mode?: 'add' | 'replace' | undefined
  readonly leaverCredits?: Leavers['credits'] | undefined
}

/** Undefined where the file adds to the roster. A person on any row of the file stays. */
export function findLeavers(
  facts: Pick<RegistryFacts, 'listOnRoster'>,
  programme: string,
  { rows }: Pick<RosterPlan, 'rows'>,
  { mode, leaverCredits = 'run-on' }: LeaverChoices,
): Leavers | undefined {
  if (mode !== 'replace') return undefined
  const listed = new Set(rows.flatMap(({ worker }) => worker ?? []))
  const workers = facts.listOnRoster(programme).filter((worker) => !listed.has(worker))
  return { workers, credits: leaverCredits }
}

/** Who cannot be read from a row cannot be told from who is missing: such a file replaces nothing. */
export function refuseReplacing(leavers: Leavers | undefined, counts: RowCounts): Problem | undefined {
  if (leavers === undefined || counts.error + counts.warning === 0) return undefined
  return problemOf({ code: 'roster-replaced-by-part', facts: { counts: { ...counts } } }, ROSTER_REFUSALS)
}

/** As the preview names them. */
export function previewLeavers(facts: Pick<RegistryFacts, 'findWorker'>, leavers: Leavers | undefined) {
  if (leavers === undefined) return {}
  const workers = leavers.workers.map((worker) => {
    const name = facts.findWorker(worker)?.fields?.name
    return { worker, ...(name !== undefined && { name: maskName(name) }) }
  })
  return { leavers: { credits: leavers.credits, count: workers.length, workers } }
}
