import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { setTimeout as delay } from 'node:timers/promises'
import { sayProblem } from '@welfare/contracts/problem-sentences/say-problem.ts'
import type { JsonObject } from '@welfare/event-store/decider/decider.ts'
import type { Job } from '@welfare/http/jobs.ts'
import type { ApiClient } from '../api-client.ts'
import type { CliContext } from '../cli-context.ts'
import { CommandFailedError, misused } from '../failure.ts'
import {
  type RosterOutcome,
  type RosterPreview,
  renderRosterOutcome,
  renderRosterPreview,
} from '../tables/roster-table.ts'
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
  const { language, terminal } = context
  const { confirm, ...choices } = options
  const query = { ...choices, ...(confirm !== undefined && { confirmRows: confirm.replaceAll(' ', '') }) }
  await withSession(context, async (api) => {
    try {
      if (options.dryRun) {
        const preview = await api.post<RosterPreview>(path, { body, query })
        terminal.answer(preview, () => `${renderRosterPreview(preview, language)}\n\nA preview: nothing was changed.`)
      } else {
        const started = await api.post<Job>(path, { body, query })
        const job = await followJob(api, started, context)
        terminal.answer(job, () => `${renderRosterOutcome(outcomeOf(job), language)}\n\nImported as ${job.id}.`)
      }
    } catch (error) {
      throw terminal.json ? error : tellRows(error, context)
    }
  })
}

async function readRosterFile(file: string): Promise<{ bytes: Uint8Array; contentType: string }> {
  if (file === '-') return { bytes: await buffer(process.stdin), contentType: 'application/octet-stream' }
  try {
    return { bytes: await readFile(file), contentType: contentTypeOf(file) }
  } catch (error) {
    if (error instanceof Error && 'code' in error) {
      throw misused('file-unreadable', { file, why: String(error.code) })
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
async function followJob(api: ApiClient, started: Job, { language, terminal }: CliContext): Promise<Job> {
  const progress = terminal.progress('Importing', started.progress.total)
  try {
    let job = started
    for (let waitMs: number = POLL_MS.first; job.status === 'running'; waitMs = Math.min(waitMs * 2, POLL_MS.max)) {
      await delay(waitMs)
      job = await api.get<Job>(`/v1/jobs/${started.id}`)
      progress.update(job.progress.done, job.progress.total)
    }
    if (job.status === 'done') return job
    const half = sayProblem('import-broken-off', { job: job.id }, language)
    if (job.refusal === undefined) throw new CommandFailedError('refused', 'import-broken-off', {}, half)
    const { code, facts } = job.refusal
    throw new CommandFailedError('refused', code, facts, `${half} ${sayProblem(code, facts, language) ?? ''}`)
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

/** A roster refused for its rows: names them to the person at the terminal, too. @returns the refusal, without the rows */
function tellRows(error: unknown, { language, terminal }: CliContext): unknown {
  if (!(error instanceof CommandFailedError) || !REFUSED_FOR_ROWS.includes(error.code)) return error
  const { counts = {}, rows = [], ...facts } = error.facts as Partial<RosterOutcome> & JsonObject
  terminal.note(`${renderRosterOutcome({ counts, rows }, language)}\n`)
  return new CommandFailedError(error.kind, error.code, facts, error.said)
}
