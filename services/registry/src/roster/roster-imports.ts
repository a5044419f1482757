import { setTimeout as delay } from 'node:timers/promises'
import type { Job, JobReader } from '@welfare/http/jobs.ts'
import type { Logger } from '@welfare/process/logger.ts'
import { importCodec } from '../registry.context.ts'
import { registryLimits } from '../registry-limits.ts'
import { importDecider } from './import.decider.ts'
import { failRosterImport, type ImportDependencies, runRosterImport } from './roster-import.ts'
import type { RosterJob, RosterJobs } from './roster-jobs.store.ts'
import type { PlannedRow } from './roster-plan.ts'
import { countRows, NO_OTHER_ROWS, type OtherRows } from './row-counts.ts'
import { rowToJson } from './row-json.ts'

/** Carries confirmed rosters out in the background, a few at once, and goes on after a restart with what was left. */
export interface RosterImports {
  /** The job is saved: nothing it rests on can be lost from here on. Does nothing when there is nothing to do. */
  submit(job: RosterJob): void
  readonly reader: JobReader
  /** Takes up what was left. */
  start(): void
  /** Leaves at the next step; what is left is taken up by the next start. */
  stop(): Promise<void>
}

export interface RosterImportsOptions extends ImportDependencies {
  readonly jobs: RosterJobs
  readonly logger: Logger
  readonly retries?: ImportRetries
}

/** Tries of a whole import that broke, and the pause after the first; it doubles each time. */
export interface ImportRetries {
  readonly attempts: number
  readonly pauseMs: number
}

export function createRosterImports(options: RosterImportsOptions): RosterImports {
  const { jobs, logger, runner } = options
  const { attempts, pauseMs } = options.retries ?? registryLimits.importRetries
  const stopping = new AbortController()
  const waiting: string[] = []
  const running = new Set<Promise<void>>()

  return {
    submit(job) {
      if (job.work.length > 0 || job.leavers !== undefined) enqueue(job.id)
    },
    reader: { category: 'import', read },
    start() {
      for (const id of jobs.listOpen()) enqueue(id)
    },
    async stop() {
      stopping.abort()
      await Promise.all(running)
    },
  }

  function enqueue(id: string): void {
    waiting.push(id)
    takeNext()
  }

  function takeNext(): void {
    if (stopping.signal.aborted || running.size >= registryLimits.importsAtOnce) return
    const id = waiting.shift()
    if (id === undefined) return
    const run = carryOut(id).finally(() => {
      running.delete(run)
      takeNext()
    })
    running.add(run)
  }

  async function carryOut(id: string): Promise<void> {
    const job = jobs.find(id)
    if (job === undefined) return
    for (let attempt = 1; !stopping.signal.aborted; attempt++) {
      try {
        if (attempt <= attempts) await runRosterImport(job, options, stopping.signal)
        else await failRosterImport(job, 'roster-import-broke', options, stopping.signal)
        return
      } catch (error) {
        if (stopping.signal.aborted) return
        logger.error({ job: id, attempt, err: error }, 'roster-import-stopped')
        if (attempt > attempts) return
        await delay(pauseMs * 2 ** (attempt - 1), undefined, { signal: stopping.signal }).catch(() => undefined)
      }
    }
  }

  async function read(id: string): Promise<{ job: Job; version: number } | undefined> {
    const state = await runner.read(importDecider, importCodec, id, (found, version) => ({ ...found, version }))
    const saved = jobs.summarise(id)
    if (state === undefined || state.status === 'absent') {
      if (saved === undefined) return undefined
      const progress = { done: 0, total: saved.workRows }
      const rows = saved.workRows === 0 ? jobs.readRows(id) : undefined
      return {
        job: describe(id, saved.programme, rows ? 'done' : 'running', progress, rows, saved.otherRows),
        version: 0,
      }
    }
    const { programme, workers, version } = state
    const progress = { done: workers, total: saved?.workRows ?? state.rows }
    switch (state.status) {
      case 'running':
        return { job: describe(id, programme, 'running', progress, undefined), version }
      case 'failed': {
        const refusal = { code: state.code, facts: state.facts }
        return { job: { ...describe(id, programme, 'refused', progress, undefined), refusal }, version }
      }
      case 'completed': {
        // Rows are forgotten after a while; the counts are the ledger's.
        const job = describe(id, programme, 'done', progress, saved && jobs.readRows(id), saved?.otherRows)
        return { job: { ...job, result: { ...job.result, counts: state.counts } }, version }
      }
    }
  }
}

function describe(
  id: string,
  programme: string,
  status: Job['status'],
  progress: Job['progress'],
  rows: readonly PlannedRow[] | undefined,
  otherRows: OtherRows = NO_OTHER_ROWS,
): Job {
  const outcome = rows === undefined ? {} : { counts: { ...countRows(rows, otherRows) }, rows: rows.map(rowToJson) }
  return { id, kind: 'roster-import', status, progress, result: { programme, ...outcome } }
}
