import { multiplyFen, sumFen } from '@welfare/contracts/money.ts'
import { idOf } from '@welfare/contracts/primitives.ts'
import { derivedId } from '@welfare/event-store/derived-id.ts'
import { afterField, awaitAfter } from '@welfare/service-kit/after.ts'
import { answerCommand } from '@welfare/service-kit/answer-command.ts'
import { type Job, jobSchema } from '@welfare/service-kit/jobs.ts'
import { isProblem, type Problem } from '@welfare/service-kit/problem.ts'
import { decodeCursor, encodeCursor, pageFields, queryBoolean } from '@welfare/service-kit/query-fields.ts'
import { caughtUp, commandInput, commandMetadata, findFresh } from '@welfare/service-kit/room.ts'
import { defineRoute, type Route } from '@welfare/service-kit/route.ts'
import { z } from 'zod'
import { type BatchState, batchDecider, batchRefusals, type OrderIssuance } from './batch.decider.ts'
import type { VouchersContext } from './vouchers.context.ts'
import { batchCodec } from './vouchers.process.ts'
import type { BatchFacts, ProgrammeFacts, RoundFacts } from './vouchers-copy.store.ts'
import { issuanceBody, issuancePreview, issuanceSummary } from './wire.ts'

const issuanceRefusals = {
  ...batchRefusals,
  'programme-unknown': 404,
  'round-unknown': 404,
  'round-not-sealed': 409,
  'round-has-no-people': 422,
  'window-not-in-round': 422,
  'budget-insufficient': 409,
} as const

const COMMITMENT_WAIT_MS = 5_000

export function createIssuancesRoutes(context: VouchersContext): readonly Route[] {
  return [orderRoute(context), listRoute(context)]
}

function orderRoute(context: VouchersContext): Route {
  return defineRoute({
    method: 'post',
    path: '/v1/programmes/{id}/issuances',
    operationId: 'orderIssuance',
    summary:
      "Issues the round's windows to its roster: commits the budget first, and is refused where it does not suffice",
    tag: 'vouchers',
    roles: ['officer', 'administrator'],
    params: z.strictObject({ id: idOf('programme') }),
    query: z.strictObject({ dryRun: queryBoolean.optional(), after: afterField }),
    body: issuanceBody,
    answers: {
      200: { description: 'With dryRun: what would be issued', schema: issuancePreview },
      202: { description: 'The job; read on at /v1/jobs/{id}', schema: jobSchema },
    },
    refusals: issuanceRefusals,
    async handle({ params, query, body, actor, commandId, signal }) {
      const late = await awaitAfter(context.facts, query.after, { signal })
      if (late) return late
      const planned = await planIssuance(context, params.id, body)
      if (isProblem(planned)) return planned
      if (query.dryRun) return { status: 200, body: preview(context, planned) }
      const result = await context.runner.execute(batchDecider, batchCodec, {
        stream: planned.batch,
        command: planned.command,
        commandId,
        input: commandInput(body),
        metadata: commandMetadata(context.clock, actor),
        mayCreate: true,
      })
      if (result.outcome !== 'accepted')
        return answerCommand(result, { refusals: issuanceRefusals, onAccepted: () => ({ status: 202 }) })
      return answerOrder(context, planned.batch)
    },
  })
}

interface PlannedIssuance {
  readonly batch: string
  readonly command: OrderIssuance
  readonly windows: readonly { readonly window: string; readonly workers: number; readonly creditFen: number }[]
}

async function planIssuance(
  context: VouchersContext,
  programmeId: string,
  body: z.infer<typeof issuanceBody>,
): Promise<PlannedIssuance | Problem> {
  const { copy, store, facts } = context
  const programme = await findFresh(() => copy.findProgramme(programmeId), store, facts)
  if (!programme) return refused('programme-unknown')
  const sealed = await findFresh(() => sealedRound(copy.findRound(body.round)), store, facts)
  const round = sealed ?? copy.findRound(body.round)
  if (round?.programme !== programmeId) return refused('round-unknown')
  if (!round.sealed) return refused('round-not-sealed')
  if (round.windows.length === 0) return refused('round-has-no-people')
  const windows = body.windows ?? round.windows
  const foreign = windows.filter(
    (window) => !round.windows.includes(window) || !programme.rules.windows.some((known) => known.window === window),
  )
  if (foreign.length > 0) return refused('window-not-in-round', { windows: foreign })
  // Who is credited already is read from the copy: up to date, or the preview counts people twice.
  await caughtUp(store, facts)
  return toOrder(context, programmeId, programme, body.round, round, windows)
}

function toOrder(
  { copy }: VouchersContext,
  programmeId: string,
  programme: ProgrammeFacts,
  roundId: string,
  round: RoundFacts,
  windows: readonly string[],
): PlannedIssuance {
  const { rules, rulesVersion, closed } = programme
  const batch = derivedId('batch', programmeId, roundId, ...[...windows].sort())
  const missing = copy.countMissing(roundId, programmeId, batch, windows)
  const terms = rules.windows
    .filter(({ window }) => windows.includes(window))
    .map(({ window, from, until, creditFen }) => ({ window, from, until, creditFen }))
  const perWindow = terms.map(({ window, creditFen }) => ({
    window,
    creditFen,
    workers: missing.byWindow.get(window) ?? 0,
  }))
  return {
    batch,
    windows: perWindow,
    command: {
      type: 'OrderIssuance',
      programme: programmeId,
      budget: programmeId.replace('programme-', 'budget-'),
      round: roundId,
      programmeClosed: closed,
      terms,
      quota: rules.quota,
      lateEntryDays: rules.lateEntryDays,
      ownSharePerRedemptionFen: rules.ownSharePerRedemptionFen,
      rulesVersion,
      workers: missing.workers,
      totalFen: sumFen(perWindow.map(({ creditFen, workers }) => multiplyFen(creditFen, workers))),
      rosterSize: round.size,
    },
  }
}

function preview(
  { copy }: VouchersContext,
  { batch, command, windows }: PlannedIssuance,
): z.infer<typeof issuancePreview> {
  const allocatedFen = copy.allocatedFen(command.programme)
  const { workers, rosterSize, totalFen } = command
  return {
    batch,
    workers,
    alreadyIssued: rosterSize - workers,
    totalFen,
    windows: [...windows],
    allocatedFen,
    sufficient: totalFen <= allocatedFen,
  }
}

/** Waits, bounded, for the budget's word: a refusal is told at once, everything else is told by the job. */
async function answerOrder(context: VouchersContext, batch: string) {
  const { runner, copy, nextChange } = context
  const giveUpAt = performance.now() + COMMITMENT_WAIT_MS
  for (;;) {
    const read = await runner.read(batchDecider, batchCodec, batch, (state, version) => ({
      state: { ...state },
      version,
    }))
    if (!read) throw new Error(`${batch} was ordered and is not there`)
    const leftMs = giveUpAt - performance.now()
    if (read.state.status !== 'ordered' || leftMs <= 0) return toAnswer(batch, read.state, read.version)
    if (copy.findBatch(batch)?.status === 'ordered' || !copy.findBatch(batch)) await nextChange(leftMs)
  }
}

function toAnswer(batch: string, state: BatchState, version: number) {
  const job = toJob(batch, state)
  if (job.refusal)
    return {
      code: job.refusal.code,
      status: issuanceRefusals['budget-insufficient'],
      facts: { ...job.refusal.facts, job: batch } as Problem['facts'],
    }
  return { status: 202, body: job, version, headers: { Location: `/v1/jobs/${batch}` } }
}

export async function readIssuanceJob(
  { runner }: Pick<VouchersContext, 'runner'>,
  id: string,
): Promise<{ job: Job; version: number } | undefined> {
  if (!idOf('batch').safeParse(id).success) return undefined
  return runner.read(batchDecider, batchCodec, id, (state, version) => ({ job: toJob(id, state), version }))
}

function toJob(id: string, { order, status, refusal, issuedWorkers, issuedFen, skippedWorkers }: BatchState): Job {
  const job: Job = {
    id,
    kind: 'issuance',
    status: status === 'completed' ? 'done' : status === 'refused' ? 'refused' : 'running',
    progress: { done: issuedWorkers, total: order?.workers ?? 0 },
    result: { batch: id, stage: status, workers: issuedWorkers, issuedFen, skipped: skippedWorkers },
  }
  return refusal && status === 'refused' ? { ...job, refusal: { code: refusal.code, facts: refusal.facts } } : job
}

function listRoute({ copy, facts, store }: VouchersContext): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/programmes/{id}/issuances',
    operationId: 'listIssuances',
    summary: "A programme's issuances in the order in which they were ordered",
    tag: 'vouchers',
    roles: ['officer', 'approver', 'auditor', 'administrator'],
    params: z.strictObject({ id: idOf('programme') }),
    query: z.strictObject({ ...pageFields, after: afterField }),
    answers: {
      200: {
        description: 'Issuances',
        schema: z.strictObject({ issuances: z.array(issuanceSummary), nextCursor: z.string().optional() }),
      },
    },
    refusals: { 'programme-unknown': 404 },
    async handle({ params, query, signal }) {
      const late = await awaitAfter(facts, query.after, { signal })
      if (late) return late
      if (!(await findFresh(() => copy.findProgramme(params.id), store, facts)))
        return { code: 'programme-unknown', status: 404, facts: {} }
      const place = decodeCursor(query.cursor, z.tuple([z.int()]))
      if (place && isProblem(place)) return place
      const listed = copy.listBatches(params.id, place?.[0] ?? 0, query.limit)
      const last = listed.length === query.limit ? listed.at(-1) : undefined
      return {
        status: 200,
        body: {
          issuances: listed.map(({ batch }) => summarise(batch)),
          ...(last && { nextCursor: encodeCursor([last.orderedSequence]) }),
        },
      }
    },
  })
}

function summarise({ id, round, status, order }: BatchFacts): z.infer<typeof issuanceSummary> {
  return {
    id,
    round,
    status,
    attempt: order.attempt,
    workers: order.workers,
    totalFen: order.totalFen,
    windows: order.terms.map(({ window }) => window),
  }
}

function sealedRound(round: RoundFacts | undefined): RoundFacts | undefined {
  return round?.sealed ? round : undefined
}

function refused(code: keyof typeof issuanceRefusals, facts: Problem['facts'] = {}): Problem {
  return { code, status: issuanceRefusals[code], facts }
}
