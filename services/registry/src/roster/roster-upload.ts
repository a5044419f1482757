import { createHmac } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { caughtUp } from '@welfare/http/after-facts.ts'
import { problemOf } from '@welfare/http/answer-command.ts'
import { commandMetadata } from '@welfare/http/command-route.ts'
import { preferredLanguage } from '@welfare/http/edge/preferred-language.ts'
import { isProblem, type Problem, problem } from '@welfare/http/problem.ts'
import type { RouteAnswer, RouteRequest, UploadedFile } from '@welfare/http/route.ts'
import { shanghaiDay } from '@welfare/process/shanghai-days.ts'
import { createFreeTextCheck } from '../personal-data/free-text-check.ts'
import { sealWork } from '../personal-data/seal-work.ts'
import { remarkOf } from '../problem-texts.ts'
import type { RegistryContext } from '../registry.context.ts'
import { registryLimits } from '../registry-limits.ts'
import { kindOfUpload } from '../spreadsheet/kind-of-upload.ts'
import type { Roster, RosterField } from '../spreadsheet/roster.ts'
import type { RosterReader } from '../spreadsheet/roster-reader.ts'
import type { RosterFile } from '../spreadsheet/roster-task.ts'
import { type RosterChoices, refuseLostRows, refuseRoster } from './refuse-roster.ts'
import type { ProgrammeFacts } from './roster.queries.ts'
import type { RosterImports } from './roster-imports.ts'
import type { RosterJobs } from './roster-jobs.store.ts'
import { findLeavers, previewLeavers, refuseReplacing } from './roster-leavers.ts'
import { createRosterPlanner, type RosterPlan } from './roster-plan.ts'
import { previewRoster } from './roster-preview.ts'
import { ROSTER_REFUSALS } from './roster-refusals.ts'
import { addsUp, countRows, otherRowsOf } from './row-counts.ts'
import { createRowMatcher } from './row-ranges.ts'

export interface RosterQuery extends RosterChoices {
  readonly dryRun?: boolean | undefined
  readonly cells?: boolean | undefined
  readonly after?: string | undefined
}
export type RosterRequest = RouteRequest<{ readonly id: string }, RosterQuery, UploadedFile, string, number | undefined>

/** Where rosters are handed in: reads the file, says what it would do, and when that is confirmed hands the job on. */
export interface RosterUpload {
  receive(request: RosterRequest): Promise<RouteAnswer | Problem>
  /** The same sheet with a column that says what is wrong with each row. Of people who are registered that is a read by name, and recorded. */
  annotate(request: RosterRequest): Promise<Uint8Array | Problem>
}

export interface RosterUploadOptions
  extends Pick<RegistryContext, 'store' | 'clock' | 'keyStore' | 'facts' | 'factsFollower' | 'accessRecords'> {
  readonly reader: RosterReader
  readonly jobs: RosterJobs
  readonly imports: RosterImports
}

export function createRosterUpload(options: RosterUploadOptions): RosterUpload {
  const { accessRecords, clock, facts, factsFollower, imports, jobs, keyStore, reader, store } = options
  return { receive, annotate }

  async function receive(request: RosterRequest): Promise<RouteAnswer | Problem> {
    const id = `import-${request.commandId}`
    const inputHash = hashInput(request)
    const known = request.query.dryRun ? undefined : answerKnown(id, inputHash)
    if (known) return known
    const read = await readAndPlan(request)
    if (isProblem(read)) return read
    const { programme, plan, roster, hashKeyVersion } = read
    const counts = countRows(plan.rows, otherRowsOf(roster))
    if (!addsUp(counts, roster.file.physicalRows)) return refuseLostRows(counts, roster)
    const language = preferredLanguage(request.headers['accept-language'])
    const leavers = findLeavers(facts, programme.id, plan, request.query)
    if (request.query.dryRun) {
      const withCells = request.query.cells === true
      const unread = withCells ? await recordRead(request, read, 'importRoster', '核对名册') : undefined
      if (unread) return unread
      const choices = request.query
      const preview = previewRoster({ programme: programme.id, roster, plan, counts, choices, language, withCells })
      return { status: 200, body: { ...preview, ...previewLeavers(facts, leavers) } }
    }
    const refused = refuseReplacing(leavers, counts) ?? refuseRoster({ roster, plan, counts, choices: request.query })
    if (refused) return refused
    const work = await sealWork(plan.work, keyStore)
    if (work === undefined) return problem('after-not-reached')
    // From here to `save` nothing else gets its turn: a rotation either sees this job or is seen here.
    if (keyStore.identityHash.current().version !== hashKeyVersion) return refuse('identity-hash-rotating')
    const job = {
      id,
      inputHash,
      programme: programme.id,
      fileHash: keyedHash('file', request.body.bytes),
      hashKeyVersion,
      metadata: { ...commandMetadata(clock, request.actor) },
      rows: plan.rows,
      otherRows: otherRowsOf(roster),
      newEmployers: [...plan.newEmployers],
      work,
      ...(leavers && leavers.workers.length > 0 && { leavers }),
    }
    if (jobs.save(job, clock.now())) imports.submit(job)
    // Looked up again: another request with this key may have been saved in between.
    return answerKnown(id, inputHash) ?? answerJob(id)
  }

  async function annotate(request: RosterRequest): Promise<Uint8Array | Problem> {
    const read = await readAndPlan(request)
    if (isProblem(read)) return read
    const refused = await recordRead(request, read, 'annotateRoster', '名册错误文件')
    if (refused) return refused
    const remarks = read.plan.rows.flatMap((row) => {
      const text = remarkOf(row)
      return text === undefined ? [] : [{ row: row.row, text }]
    })
    const annotated = await reader.annotate(fileOf(request), remarks)
    return annotated.read ? annotated.value : problemOf(annotated.refusal, ROSTER_REFUSALS)
  }

  /** Who of the file is registered is read by name where the file's rows are answered. */
  function recordRead(
    { actor }: RosterRequest,
    { programme, plan }: { readonly programme: ProgrammeFacts; readonly plan: RosterPlan },
    operation: string,
    purpose: string,
  ): Promise<Problem | undefined> {
    const people = plan.rows.flatMap(({ worker }) => (worker && facts.findWorker(worker)) || [])
    return accessRecords.record(actor, { operation, purpose, programme: programme.id, people })
  }

  async function readAndPlan(request: RosterRequest) {
    const programme = facts.findProgramme(request.params.id)
    if (programme === undefined) return refuse('programme-unknown')
    if (programme.closed) return refuse('programme-closed')
    const read = await reader.read(fileOf(request))
    if (!read.read) return problemOf(read.refusal, ROSTER_REFUSALS)
    // Reading may have taken long.
    if (!(await caughtUp(store, factsFollower))) return problem('after-not-reached')
    // Somebody who is yet to be reserved again would look like somebody new.
    if (keyStore.identityHash.isRotationDue()) return refuse('identity-hash-rotating')
    const hash = keyStore.identityHash.current()
    const plan = await planInTurns(read.value, programme, request.query, hash.key)
    return { programme, roster: read.value, plan, hashKeyVersion: hash.version }
  }

  async function planInTurns(
    { rows, columns, emptyFields }: Roster,
    programme: ProgrammeFacts,
    { division, employer, trade, confirmRows }: RosterChoices,
    hashKey: Uint8Array,
  ) {
    const given = new Set<RosterField>([
      ...(employer ? ['employer' as const] : []),
      ...(trade ? ['trade' as const] : []),
    ])
    const context = {
      programme,
      programmeDivision: programme.division,
      defaultDivision: division ?? programme.division,
      defaultEmployer: employer,
      defaultTrade: trade,
      missing: new Set(emptyFields.filter((field) => !given.has(field))),
      today: shanghaiDay(clock.now()),
      columns: Object.fromEntries(columns.toReversed().map(({ field, letter }) => [field, letter])),
      checkFreeText: createFreeTextCheck(rows),
      isConfirmed: createRowMatcher(confirmRows),
      hashKey,
    }
    const planner = createRosterPlanner(context, facts)
    for (let from = 0; from < rows.length; from += registryLimits.rowsPerTurn) {
      planner.add(rows.slice(from, from + registryLimits.rowsPerTurn))
      await nextTurn()
    }
    return planner.plan()
  }

  /** The same request again is answered with its job; another with the same key is refused. */
  function answerKnown(id: string, inputHash: string): Promise<RouteAnswer> | Problem | undefined {
    const known = jobs.summarise(id)
    if (known === undefined) return undefined
    return known.inputHash === inputHash ? answerJob(id) : problem('idempotency-key-reused')
  }

  async function answerJob(id: string): Promise<RouteAnswer> {
    const found = await imports.reader.read(id)
    return { status: 202, body: found?.job, headers: { Location: `/v1/jobs/${id}` } }
  }

  /** What makes two requests the same: programme, file and everything asked of it. */
  function hashInput({ params, query, body }: RosterRequest): string {
    const { dryRun: _dryRun, cells: _cells, after: _after, ...asked } = query
    const choices = Object.entries(asked).filter(([, value]) => value !== undefined && value !== false)
    const input = [params.id, choices.sort(([one], [other]) => (one < other ? -1 : 1)), keyedHash('file', body.bytes)]
    return keyedHash('input', JSON.stringify(input))
  }

  function keyedHash(purpose: string, content: string | Uint8Array): string {
    const key = keyStore.ledgerSecret('input-hash')
    return createHmac('sha256', key).update(`roster-${purpose}\n`).update(content).digest('hex')
  }
}

function fileOf({ body, query }: RosterRequest): RosterFile {
  const { sheet, hidden, employer, fillEmployers } = query
  // An employer given for the file is for the rows that name none: they are not "as above" then.
  const fills = fillEmployers ?? employer === undefined
  return { bytes: body.bytes, kind: kindOfUpload(body), sheet, hidden, fillEmployers: fills }
}

function refuse(code: string): Problem {
  return problemOf({ code, facts: {} }, ROSTER_REFUSALS)
}
