import type { Act, WaitingReason } from '@welfare/approvals/act.ts'
import { defineActRoute } from '@welfare/approvals/define-act-route.ts'
import { idOf } from '@welfare/contracts/primitives.ts'
import { afterField } from '@welfare/http/after.ts'
import { notAccepted, problemOf } from '@welfare/http/answer-command.ts'
import { commandInput, commandMetadata } from '@welfare/http/command-route.ts'
import { jobSchema } from '@welfare/http/jobs.ts'
import { listRoute } from '@welfare/http/list-route.ts'
import { isProblem, type Problem } from '@welfare/http/problem.ts'
import { queryBoolean } from '@welfare/http/query-fields.ts'
import type { Actor, Route, RouteAnswer } from '@welfare/http/route.ts'
import { z } from 'zod'
import { batchCodec } from '../codecs.ts'
import type { VouchersContext } from '../vouchers.context.ts'
import type { BatchFacts, VouchersFacts } from '../vouchers.facts.ts'
import { batchDecider } from './batch.decider.ts'
import type { BatchState } from './batch.state.ts'
import { answerJob } from './issuance-job.ts'
import { issuanceBody, issuancePreview, issuanceSummary } from './issuances.contract.ts'
import { issuanceRefusals, type PlannedIssuance, planIssuance, previewOf } from './plan-issuance.ts'

const COMMITMENT_WAIT_MS = 5_000

export function createIssuancesRoutes(context: VouchersContext): readonly Route[] {
  return [orderRoute(context), listIssuancesRoute(context)]
}

function orderRoute(context: VouchersContext): Route {
  /** Each request is planned once, for the limits and for the order. */
  const plans = new WeakMap<object, Promise<PlannedIssuance | Problem>>()
  const plan = (request: OrderRequest) => {
    const known = plans.get(request) ?? planIssuance(context, request.params.id, request.actor.id, request.body)
    plans.set(request, known)
    return known
  }
  return defineActRoute(context, {
    method: 'post',
    path: '/v1/programmes/{id}/issuances',
    operationId: 'orderIssuance',
    summary:
      "Issues the round's windows to its roster out of the budget; above the division's limits an approver orders it",
    tag: 'vouchers',
    params: z.strictObject({ id: idOf('programme') }),
    query: z.strictObject({ dryRun: queryBoolean.optional(), after: afterField }),
    body: issuanceBody,
    answers: {
      200: { description: 'With dryRun: what would be issued', schema: issuancePreview },
      202: { description: 'The job; read on at /v1/jobs/{id}', schema: jobSchema },
    },
    refusals: issuanceRefusals,
    async describe(request) {
      const planned = await plan(request)
      return isProblem(planned) ? planned : toAct(planned)
    },
    reserve: async (request, because) => order(context, request, await plan(request), because),
    async perform(given, request) {
      const planned = await plan(request)
      if (!request.query.dryRun || isProblem(planned)) return order(given, request, planned)
      if (planned.refusal) return problemOf(planned.refusal, issuanceRefusals)
      const because = await context.acts.reasonsOf(toAct(planned), request.actor)
      return { status: 200, body: previewOf(context, planned, because) }
    },
  })
}

interface OrderRequest {
  readonly params: { readonly id: string }
  readonly body: z.infer<typeof issuanceBody>
  readonly actor: Actor
  readonly commandId: string
}

function toAct({ division, command: { programme, totalFen } }: PlannedIssuance): Act {
  return { kind: 'issuance', amountFen: totalFen, division, programme }
}

/** @param because given where it waits: the limits that it is above */
async function order(
  context: VouchersContext,
  { body, actor, commandId }: OrderRequest,
  planned: PlannedIssuance | Problem,
  because?: readonly WaitingReason[],
): Promise<RouteAnswer | Problem> {
  if (isProblem(planned)) return planned
  const request = {
    command: { ...planned.command, limitFen: because?.[0]?.limit, ...(because && { because: [...because] }) },
    refusal: planned.refusal,
    commandId,
    input: commandInput(body),
    metadata: commandMetadata(context.clock, actor),
  }
  // A repeat of an order that is done is answered as the first time; another order of the same gives what is missing since.
  for (const stream of planned.earlier) {
    const known = await context.runner.execute(batchDecider, batchCodec, { ...request, stream })
    if (known.outcome === 'accepted' && known.repeated) return answerOrder(context, stream)
    if (known.outcome !== 'accepted') return notAccepted(known, issuanceRefusals)
  }
  const done = planned.earlier.at(-1)
  const { workers, excluded = [] } = planned.command
  if (done !== undefined && workers === 0 && excluded.length === 0) return alreadyIssued(context, done)
  const result = await context.runner.execute(batchDecider, batchCodec, {
    ...request,
    stream: planned.batch,
    mayCreate: true,
  })
  return result.outcome === 'accepted' ? answerOrder(context, planned.batch) : notAccepted(result, issuanceRefusals)
}

function alreadyIssued({ copy }: VouchersContext, batch: string): Problem {
  const order = copy.findBatch(batch)?.order
  return { code: 'already-issued', status: 409, facts: { batch, ...(order && { workers: order.workers }) } }
}

/** Waits, bounded, for the budget's word: a refusal of an order is told at once, everything else is told by the job. */
async function answerOrder(context: VouchersContext, batch: string): Promise<RouteAnswer | Problem> {
  const { runner, copy, nextChange } = context
  const giveUpAt = performance.now() + COMMITMENT_WAIT_MS
  for (;;) {
    const read = await runner.read(batchDecider, batchCodec, batch, (state, version) => ({
      state: { ...state },
      version,
    }))
    if (!read) throw new Error(`${batch} was ordered and is not there`)
    const leftMs = giveUpAt - performance.now()
    const stillWaits = stagesOfWaiting(read.state.status)
    if (!stillWaits || leftMs <= 0) return answerJob(batch, read.state, read.version)
    // Where the copy already knows the word, the next look at the stream finds it.
    if (!knowsAnswer(copy, batch, read.state.order?.attempt ?? 1, stillWaits)) await nextChange(leftMs)
  }
}

/** Where a batch at this stage waits for the budget: the stages at which the copy does not know the word yet. */
function stagesOfWaiting(stage: BatchState['status']): readonly string[] | undefined {
  if (stage === 'proposed') return ['proposed']
  return stage === 'ordered' ? ['proposed', 'reserved', 'ordered'] : undefined
}

function knowsAnswer(copy: VouchersFacts, batchId: string, attempt: number, stillWaits: readonly string[]): boolean {
  const batch = copy.findBatch(batchId)
  return batch !== undefined && batch.order.attempt >= attempt && !stillWaits.includes(batch.status)
}

function listIssuancesRoute({ copy }: VouchersContext): Route {
  return listRoute({
    path: '/v1/programmes/{id}/issuances',
    operationId: 'listIssuances',
    summary: "Lists a programme's issuances in the order in which they were ordered",
    tag: 'vouchers',
    params: z.strictObject({ id: idOf('programme') }),
    item: issuanceSummary,
    description: 'Issuances',
    refusals: { 'programme-unknown': 404 },
    listRows: ({ params: { id } }, { from, limit }) =>
      copy.findProgramme(id)
        ? copy.listBatches(id, from, limit)
        : { code: 'programme-unknown', status: 404, facts: {} },
    placeOf: ({ orderedSequence }) => orderedSequence,
    toItem: ({ batch }) => summarise(batch),
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
