import type { CommandRunner } from '@welfare/event-store/runner.ts'
import type { KeyStore } from '@welfare/keys/key-store.store.ts'
import { maskName } from '@welfare/printouts/masks.ts'
import { inParallel } from '@welfare/process/in-parallel.ts'
import { workerDecider } from '../people/worker.decider.ts'
import { workerCodec } from '../registry.context.ts'
import { registryLimits } from '../registry-limits.ts'
import { createImportSteps, type ImportSteps } from './import-steps.ts'
import type { PersonalFields, WorkerGroup } from './roster.queries.ts'
import type { RosterJob, RosterJobs, SealedWork } from './roster-jobs.store.ts'
import type { PlannedRow } from './roster-plan.ts'
import { rowProblem } from './roster-row.ts'
import { differences } from './roster-verdict.ts'
import { countRows } from './row-counts.ts'

export interface ImportDependencies {
  readonly runner: CommandRunner
  readonly keyStore: Pick<KeyStore, 'decryptFields'>
  readonly jobs: Pick<RosterJobs, 'saveOutcome' | 'end'>
}

/**
 * Carries a confirmed roster out. Every command has an id of its own that follows from the job, so that running the same job
 * again, after a crash or beside itself, adds nothing.
 */
export async function runRosterImport(
  job: RosterJob,
  dependencies: ImportDependencies,
  signal: AbortSignal,
): Promise<void> {
  const steps = createImportSteps(job, dependencies.runner, signal)
  const { programme, fileHash } = job
  await steps.import('started', { type: 'StartImport', programme, fileHash, rows: job.rows.length })
  await inParallel(job.newEmployers, registryLimits.importInFlight, ([id, employer]) => steps.employer(id, employer))
  const outcomes = new Map(job.rows.map((row) => [row.row, row]))
  for (let from = 0; from < job.work.length; from += registryLimits.workersPerEvent) {
    const chunk = job.work.slice(from, from + registryLimits.workersPerEvent)
    await inParallel(chunk, registryLimits.importInFlight, async (work) => {
      const changed = await importRow(work, steps, dependencies)
      const planned = outcomes.get(work.row)
      if (changed !== undefined && planned !== undefined) outcomes.set(work.row, { ...planned, ...changed })
    })
    const groups = groupWorkers(chunk.filter(({ row }) => isImported(outcomes.get(row))))
    if (groups.length > 0) await steps.import(`rows-${from}`, { type: 'ImportRows', groups })
  }
  await takeOffMissing(job, steps)
  const rows = [...outcomes.values()]
  // Before the last event: a reader who sees the import completed can read its rows.
  dependencies.jobs.saveOutcome(job.id, rows)
  await steps.import('completed', { type: 'CompleteImport', counts: countRows(rows, job.otherRows) })
  dependencies.jobs.end(job.id)
}

/** The file takes the roster's place: who is missing on it has left. */
async function takeOffMissing({ leavers }: RosterJob, steps: ImportSteps): Promise<void> {
  if (leavers === undefined) return
  const { workers, credits } = leavers
  for (let from = 0; from < workers.length; from += registryLimits.workersPerEvent) {
    const slice = workers.slice(from, from + registryLimits.workersPerEvent)
    await steps.import(`missing-${from}`, { type: 'TakeOffMissing', workers: slice, credits })
  }
}

export async function failRosterImport(
  job: RosterJob,
  code: string,
  dependencies: ImportDependencies,
  signal: AbortSignal,
): Promise<void> {
  const steps = createImportSteps(job, dependencies.runner, signal)
  const { programme, fileHash } = job
  await steps.import('started', { type: 'StartImport', programme, fileHash, rows: job.rows.length })
  await steps.import('failed', { type: 'FailImport', code, facts: {} })
  dependencies.jobs.end(job.id)
}

/** What came out otherwise than planned; undefined when nothing did. */
async function importRow(
  work: SealedWork,
  steps: ImportSteps,
  { runner, keyStore }: ImportDependencies,
): Promise<Partial<PlannedRow> | undefined> {
  if (work.action === 'join') return undefined
  if (work.action === 'change') {
    const code = await steps.change(work)
    return code && { status: 'error', problems: [rowProblem({ columns: {} }, 'identityNumber', code)] }
  }
  if (!(await steps.reserve(work)))
    return { status: 'error', problems: [rowProblem({ columns: {} }, 'identityNumber', 'identity-of-another-worker')] }
  if (await steps.register(work)) return undefined
  const known = await runner.read(workerDecider, workerCodec, work.worker, ({ worker }) => worker)
  if (known === undefined) throw new Error(`${work.worker} is registered and cannot be read`)
  const fields = personalFields(keyStore.decryptFields(work.worker, work.sealed))
  const knownFields = personalFields(keyStore.decryptFields(work.worker, known.sealed))
  const differs = fields === undefined ? [] : differences(fields, work.group, { ...known, fields: knownFields })
  if (differs.includes('name')) {
    const facts = { otherName: maskName(knownFields?.name ?? '') }
    const warning = rowProblem({ columns: {} }, 'name', 'identity-number-registered-under-other-name', facts, 'warning')
    return { status: 'warning', problems: [warning] }
  }
  return { status: 'known', reason: 'registered-meanwhile', facts: { differs } }
}

function isImported(outcome: PlannedRow | undefined): boolean {
  return outcome !== undefined && outcome.status !== 'error' && outcome.status !== 'warning'
}

/** What was sealed here was a whole record. */
function personalFields(fields: Record<string, string> | undefined): PersonalFields | undefined {
  if (fields === undefined) return undefined
  const { name = '', identityNumber = '', birthDate = '', sex, phone } = fields
  return {
    name,
    identityNumber,
    birthDate,
    sex: sex === 'male' ? 'male' : 'female',
    ...(phone !== undefined && { phone }),
  }
}

function groupWorkers(chunk: readonly SealedWork[]): (WorkerGroup & { workers: string[] })[] {
  const groups = new Map<string, WorkerGroup & { workers: string[] }>()
  for (const { group, worker } of chunk) {
    const key = JSON.stringify([group.employer, group.division, group.trade])
    const found = groups.get(key)
    if (found === undefined) groups.set(key, { ...group, workers: [worker] })
    else found.workers.push(worker)
  }
  return [...groups.values()]
}
