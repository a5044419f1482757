import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { setTimeout as delay } from 'node:timers/promises'
import type { JsonObject } from '@welfare/decider/decider.ts'
import type { Job } from '@welfare/service-kit/jobs.ts'
import type { ApiClient } from '../api-client.ts'
import type { CliContext } from '../cli-context.ts'
import { CommandFailedError, misused, refused } from '../failure.ts'
import {
  type RosterOutcome,
  type RosterPreview,
  renderRosterOutcome,
  renderRosterPreview,
} from '../tables/roster-table.ts'
import type { Terminal } from '../terminal.ts'
import { withSession } from '../with-session.ts'

export interface ImportOptions {
  readonly dryRun?: boolean
  readonly acceptErrors?: boolean
  readonly division?: string
  readonly employer?: string
  readonly trade?: string
  readonly sheet?: string
  readonly hidden?: 'include' | 'leave'
  readonly fillEmployers?: boolean
  /** Rows, and ranges of rows. */
  readonly confirm?: string
}

const POLL_MS = { first: 20, max: 500 } as const

/** Puts the people of a roster file on a programme's roster, or says what that would do. `-` reads standard input. */
export async function importRoster(
  context: CliContext,
  programme: string,
  file: string,
  options: ImportOptions,
): Promise<void> {
  const body = await readRosterFile(file)
  const path = `/v1/programmes/${encodeURIComponent(programme)}/roster`
  const { terminal } = context
  const { confirm, ...choices } = options
  const query = { ...choices, ...(confirm !== undefined && { confirmRows: confirm.replaceAll(' ', '') }) }
  await withSession(context, async (api) => {
    try {
      if (options.dryRun) {
        const preview = await api.post<RosterPreview>(path, { body, query })
        terminal.answer(preview, () => `${renderRosterPreview(preview)}\n\nA preview: nothing was changed.`)
      } else {
        const started = await api.post<Job>(path, { body, query })
        const job = await followJob(api, started, terminal)
        terminal.answer(job, () => `${renderRosterOutcome(outcomeOf(job))}\n\nImported as ${job.id}.`)
      }
    } catch (error) {
      if (!terminal.json) throw withRows(error)
      throw error
    }
  })
}

async function readRosterFile(file: string): Promise<{ bytes: Uint8Array; contentType: string }> {
  if (file === '-') return { bytes: await buffer(process.stdin), contentType: 'application/octet-stream' }
  try {
    return { bytes: await readFile(file), contentType: contentTypeOf(file) }
  } catch (error) {
    if (error instanceof Error && 'code' in error) {
      throw misused('file-unreadable', `${file} cannot be read: ${error.code}`)
    }
    throw error
  }
}

/** By its first bytes, where the name does not say what a file is. */
function contentTypeOf(file: string): string {
  switch (extname(file).toLowerCase()) {
    case '.xlsx':
      return 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
    case '.csv':
      return 'text/csv'
    default:
      return 'application/octet-stream'
  }
}

/** @throws CommandFailedError where the job is refused half-way */
async function followJob(api: ApiClient, started: Job, terminal: Terminal): Promise<Job> {
  const progress = terminal.progress('Importing', started.progress.total)
  try {
    let job = started
    for (let waitMs: number = POLL_MS.first; job.status === 'running'; waitMs = Math.min(waitMs * 2, POLL_MS.max)) {
      await delay(waitMs)
      job = await api.get<Job>(`/v1/jobs/${started.id}`)
      progress.update(job.progress.done, job.progress.total)
    }
    if (job.status === 'done') return job
    const { code, facts } = job.refusal ?? { code: 'job-refused', facts: {} }
    throw refused(code, `The import ${job.id} was refused half-way.`, facts)
  } finally {
    progress.stop()
  }
}

/** The counts come with the job's last event; the rows are kept for some days only. */
function outcomeOf(job: Job): RosterOutcome {
  const { counts, rows } = (job.result ?? {}) as Partial<RosterOutcome>
  return { counts: counts ?? {}, rows }
}

const REFUSED_FOR_ROWS = ['roster-has-errors', 'roster-has-warnings', 'roster-nothing-imported']

/** A roster refused for its rows: names them to the person at the terminal, too. */
function withRows(error: unknown): unknown {
  if (!(error instanceof CommandFailedError) || !REFUSED_FOR_ROWS.includes(error.code)) return error
  const { counts = {}, rows = [], ...facts } = error.facts as Partial<RosterOutcome> & JsonObject
  return refused(error.code, `${renderRosterOutcome({ counts, rows })}\n\n${error.message}`, facts)
}
