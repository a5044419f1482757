import { subtractFen } from '@welfare/contracts/money.ts'
import { day, idOf } from '@welfare/contracts/primitives.ts'
import { totalOf } from '@welfare/contracts/shares.ts'
import { derivedUuid } from '@welfare/event-store/derived-id.ts'
import { statementId } from '@welfare/facts/statement-id.ts'
import { afterField } from '@welfare/http/after.ts'
import { notAccepted } from '@welfare/http/answer-command.ts'
import { commandInput, commandMetadata } from '@welfare/http/command-route.ts'
import { orderField } from '@welfare/http/list-order.ts'
import { listRoute } from '@welfare/http/list-route.ts'
import { isProblem, type Problem } from '@welfare/http/problem.ts'
import { queryBoolean } from '@welfare/http/query-fields.ts'
import { type Actor, defineRoute, notKept, type Route } from '@welfare/http/route.ts'
import { z } from 'zod'
import { statementCodec } from '../codecs.ts'
import type { VouchersContext } from '../vouchers.context.ts'
import { createDisputesRoute } from './disputes.routes.ts'
import { invoicesOf } from './invoices.ts'
import { createOpenNumbersRoute, openNumberOf } from './open-numbers.routes.ts'
import { readStatement } from './read-statement.ts'
import { payersOf } from './sheet-payers.ts'
import { type ProposeStatement, statementRefusals } from './statement.commands.ts'
import { statementDecider } from './statement.decider.ts'
import type { StatementState } from './statement.state.ts'
import { payFenOf, sheetOf } from './statement-sheet.ts'
import * as wire from './statement-wire.ts'
import type { StatementRow } from './statements.facts.ts'
import { isWithin, readWithin } from './statements-within.ts'

export function createStatementsRoutes(context: VouchersContext): readonly Route[] {
  return [
    proposeRoute(context),
    listStatementsRoute(context),
    createOpenNumbersRoute(context),
    createDisputesRoute(context),
    readRoute(context),
  ]
}

/** The open number of every merchant of a programme that has something in it; each by itself. */
function proposeRoute(context: VouchersContext): Route {
  const { copy } = context
  return defineRoute({
    method: 'post',
    path: '/v1/programmes/{id}/statements',
    operationId: 'proposeStatements',
    summary: 'Proposes what is due to the merchants of a programme, each in its next statement',
    tag: 'settlement',
    params: z.strictObject({ id: idOf('programme') }),
    query: z.strictObject({ dryRun: queryBoolean.optional(), after: afterField }),
    body: wire.proposeBody,
    answers: {
      200: { description: 'With dryRun: what would be proposed', schema: wire.proposedAnswer },
      201: { description: 'What became of each', schema: wire.proposedAnswer },
    },
    refusals: { 'programme-unknown': 404 },
    async handle({ params: { id: programme }, query: { dryRun = false }, body, actor, commandId }) {
      if (!copy.findProgramme(programme)) return { code: 'programme-unknown', status: 404, facts: {} }
      const items = []
      for (const merchant of body.merchants ?? copy.listMerchantsWithMeals(programme)) {
        const item = await proposeOne(context, { merchant, programme, until: body.until, actor, commandId, dryRun })
        if (isProblem(item)) return item
        items.push(item)
      }
      return { status: dryRun ? 200 : 201, body: { items } }
    },
  })
}

interface Proposing {
  readonly merchant: string
  readonly programme: string
  readonly until: string | undefined
  readonly actor: Actor
  readonly commandId: string
  readonly dryRun: boolean
}

async function proposeOne({ runner, copy, clock }: VouchersContext, asked: Proposing) {
  const { merchant, programme, until, actor, commandId, dryRun } = asked
  const stream = statementId(merchant, programme)
  const state =
    (await runner.read(statementDecider, statementCodec, stream, (known) => structuredClone(known))) ??
    statementDecider.initialState
  const { through: after, number } = state
  const ofDay = until === undefined ? undefined : copy.throughDay({ merchant, programme }, until)
  const through = Math.max(after, ofDay ?? copy.sequence())
  const due = copy.dueBetween({ merchant, programme }, after, through)
  const range = { after, through, ...(until !== undefined && { until }), ...due }
  const command: ProposeStatement = { type: 'ProposeStatement', merchant, programme, ...range, account: actor.id }
  const result = await runner.execute(statementDecider, statementCodec, {
    stream,
    command,
    commandId: dryRun ? crypto.randomUUID() : derivedUuid('propose', commandId, stream),
    input: commandInput({ until: until ?? null }),
    metadata: commandMetadata(clock, actor),
    mayCreate: true,
    isTrial: dryRun,
  })
  if (result.outcome !== 'accepted' && result.outcome !== 'refused') return notAccepted(result, statementRefusals)
  const outcome = result.outcome === 'accepted' ? 'proposed' : result.refusal.code
  const [proposed] = result.outcome === 'accepted' ? result.events : []
  // Sent again after more has happened, it is answered by what it proposed.
  if (proposed?.event.type === 'StatementProposed') {
    const { statement, meals, payFen } = proposed.event.data
    return { merchant, statement: stream, number: statement, meals, dueFen: payFen, outcome }
  }
  const dueFen = payFenOf(sheetOf(state, { through, funds: due.funds }))
  return { merchant, statement: stream, number, meals: due.meals, dueFen, outcome }
}

function listStatementsRoute({ copy }: VouchersContext): Route {
  return listRoute({
    path: '/v1/statements',
    operationId: 'listStatements',
    summary: 'Lists statements, each number in its latest revision',
    tag: 'settlement',
    filter: {
      programme: idOf('programme').optional(),
      merchant: idOf('merchant').optional(),
      status: wire.statusOf.optional(),
      from: day.optional(),
      until: day.optional(),
      order: orderField,
    },
    item: wire.statementRow,
    description: 'In the order in which their numbers were first proposed',
    listRows: ({ query, actor }, { from, limit }) =>
      readWithin(
        (after) => copy.listStatements(query, after, limit),
        ({ proposal }) => isWithin(copy, actor, proposal),
        { from, limit },
      ),
    placeOf: ({ sequence }) => sequence,
    toItem: ({ stream, status, proposedOn, payment, refusal, proposal, approval, waived, left }) => ({
      ...{ id: stream, number: proposal.statement, revision: proposal.revision },
      ...{ merchant: proposal.merchant, programme: proposal.programme, status, proposedOn, meals: proposal.meals },
      payFen: subtractFen((approval ?? proposal).payFen, totalOf(waived)),
      ...(waived.length > 0 && { waivedFen: totalOf(waived) }),
      ...(left.length > 0 && { leftFen: totalOf(left) }),
      ...(payment !== undefined && { payment }),
      ...(refusal !== undefined && { refusal }),
    }),
  })
}

function readRoute(context: VouchersContext): Route {
  const { copy } = context
  return defineRoute({
    method: 'get',
    path: '/v1/statements/{id}',
    operationId: 'readStatement',
    summary: "Reads what was and is due to a merchant in a programme: every number's sheet, and what is open",
    tag: 'settlement',
    params: wire.params,
    query: z.strictObject({ after: afterField }),
    answers: { 200: { description: 'Every number', schema: wire.statementAnswer } },
    refusals: { 'statement-unknown': 404 },
    async handle({ params: { id } }) {
      const read = await readStatement(context, id, (state, version) => ({ version, body: toBody(copy, id, state) }))
      return read ? { status: 200, ...read, headers: notKept } : unknown
    },
  })
}

const unknown: Problem = { code: 'statement-unknown', status: 404, facts: {} }

function toBody(copy: VouchersContext['copy'], id: string, state: StatementState) {
  const { merchant, programme, silenceDays, claims, disputes } = state
  return {
    ...{ id, merchant, programme, ...(silenceDays !== undefined && { silenceDays }) },
    numbers: copy.listNumbers(id).flatMap((row) => toSheet(copy, row, state)),
    open: openNumberOf(copy, state),
    claims: [...claims].flatMap(([fund, amountFen]) => (amountFen > 0 ? [{ fund, amountFen }] : [])),
    disputes: [...disputes].map(([redemption, { shares }]) => ({ redemption, shares })),
  }
}

function toSheet(
  copy: VouchersContext['copy'],
  { proposal, approval, status, proposedOn, payment, waived, taken, left }: StatementRow,
  state: StatementState,
) {
  if (!approval) return []
  const { statement: number, revision, after, through, until, meals } = proposal
  const { funds } = approval
  const payFen = subtractFen(approval.payFen, totalOf(waived))
  const of = { number, revision, status, after, through, ...(until !== undefined && { until }), proposedOn, meals }
  const without = waived.length > 0 && { waived }
  const untaken = left.length > 0 && { left: [...left] }
  return [
    {
      ...of,
      funds,
      payers: payersOf(copy, { funds, waived, taken }),
      payFen,
      ...without,
      ...untaken,
      ...(payment !== undefined && { payment }),
      ...invoicesOf(state, number),
    },
  ]
}
