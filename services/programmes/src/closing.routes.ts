import { defineActRoute } from '@welfare/approvals/define-act-route.ts'
import { addDays } from '@welfare/contracts/days.ts'
import { sumFen } from '@welfare/contracts/money.ts'
import { answerCommand } from '@welfare/http/answer-command.ts'
import { queryBoolean } from '@welfare/http/query-fields.ts'
import { commandInput, commandMetadata } from '@welfare/http/room.ts'
import { defineRoute, type Route } from '@welfare/http/route.ts'
import { shanghaiDay } from '@welfare/process/shanghai-days.ts'
import { z } from 'zod'
import { type CloseProgramme, programmeDecider } from './programme.decider.ts'
import { type ProgrammesContext, programmeCodec } from './programmes.context.ts'
import { noProgramme, onProgramme, programmeParams } from './programmes.routes.ts'
import { closureAnswer, closurePreview, lastDayAnswer, lastDayBody, reasonBody } from './wire.ts'

/** Two steps to the end of a programme: its last day, and, when nothing more can come for it, the closing. */
export function createClosingRoutes(context: ProgrammesContext): readonly Route[] {
  return [setLastDayRoute(context), closeProgrammeRoute(context)]
}

function setLastDayRoute({ runner, clock }: ProgrammesContext): Route {
  return defineRoute({
    method: 'put',
    path: '/v1/programmes/{id}/last-day',
    operationId: 'setProgrammeLastDay',
    summary:
      'Says when a programme ends: what happens later is none of its own, what happened until then can still be entered',
    tag: 'programmes',
    params: programmeParams,
    body: lastDayBody,
    answers: { 200: { description: 'The last day', schema: lastDayAnswer } },
    refusals: onProgramme,
    async handle({ params, body, actor, commandId }) {
      const result = await runner.execute(programmeDecider, programmeCodec, {
        stream: params.id,
        command: { type: 'SetLastDay', ...body },
        commandId,
        input: commandInput(body),
        metadata: commandMetadata(clock, actor),
        mayCreate: true,
      })
      const lateEntryDays = await runner.read(programmeDecider, programmeCodec, params.id, (state) =>
        state.status === 'absent' ? 0 : state.rules.lateEntryDays,
      )
      const lateEntriesUntil = addDays(body.lastDay, lateEntryDays ?? 0)
      return answerCommand(result, {
        refusals: onProgramme,
        onAccepted: () => ({
          status: 200,
          body: { programme: params.id, lastDay: body.lastDay, lateEntriesUntil },
        }),
      })
    },
  })
}

function closeProgrammeRoute(context: ProgrammesContext): Route {
  const { clock, copy } = context
  const refusals = {
    ...onProgramme,
    'programme-has-no-last-day': 409,
    'late-entries-open': 409,
    'batches-open': 409,
    'consignments-open': 409,
  } as const
  return defineActRoute(context, {
    method: 'post',
    path: '/v1/programmes/{id}/closure',
    operationId: 'closeProgramme',
    summary: 'Ends a programme for good: what is unspent goes back to the funds it came from',
    tag: 'programmes',
    params: programmeParams,
    query: z.strictObject({ dryRun: queryBoolean.optional() }),
    body: reasonBody,
    answers: {
      200: { description: 'With dryRun: what would return to which fund; nothing is recorded', schema: closurePreview },
      201: { description: 'Closed', schema: closureAnswer },
    },
    refusals,
    describe({ params: { id }, body: { reason } }) {
      const division = copy.divisionOfProgramme(id)
      if (division === undefined) return noProgramme
      const returnsFen = sumFen(returnsOf(context, id).map(({ amountFen }) => amountFen))
      return { kind: 'closing', division, programme: id, about: { reason, returnsFen } }
    },
    async perform({ runner }, { params, query, body, actor, commandId }, approval) {
      const command = await toCommand(context, params.id, body.reason)
      if (query.dryRun) return preview(context, params.id, command)
      const result = await runner.execute(programmeDecider, programmeCodec, {
        stream: params.id,
        command,
        commandId,
        input: commandInput(body),
        metadata: commandMetadata(clock, actor, { approval }),
        mayCreate: true,
      })
      return answerCommand(result, {
        refusals,
        onAccepted: () => ({ status: 201, body: { programme: params.id, status: 'closed' } }),
      })
    },
  })
}

/** A stale fact must not let a running issuance be overlooked. */
async function toCommand(
  { copy, clock }: ProgrammesContext,
  programme: string,
  reason: string,
): Promise<CloseProgramme> {
  return { type: 'CloseProgramme', reason, today: shanghaiDay(clock.now()), open: copy.openWorkOf(programme) }
}

async function preview(context: ProgrammesContext, programme: string, command: CloseProgramme) {
  const decision = await context.runner.read(programmeDecider, programmeCodec, programme, (state) =>
    programmeDecider.decide(state, command),
  )
  if (!decision) return noProgramme
  const refused = !decision.accepted && { refusedAs: decision.refusal.code }
  return { status: 200, body: { programme, ...refused, open: command.open, returns: returnsOf(context, programme) } }
}

/** What would go back to which fund. */
function returnsOf({ copy }: ProgrammesContext, programme: string) {
  const unspent = copy.balances.ofProgramme(programme).filter(({ account }) => returning.has(account))
  const funds = [...new Set(unspent.map(({ fund }) => fund))]
  return funds.map((fund) => {
    const ofFund = unspent.filter((one) => one.fund === fund)
    const accounts = [...new Set(ofFund.map(({ account }) => account))]
    const ofWhich = accounts.map((account) => ({
      account,
      amountFen: sumFen(ofFund.filter((one) => one.account === account).map(({ amountFen }) => amountFen)),
    }))
    return { fund, amountFen: sumFen(ofFund.map(({ amountFen }) => amountFen)), ofWhich }
  })
}

/** What goes home when a programme is closed; what is used has been eaten. */
const returning = new Set(['reserved', 'allocated', 'committed', 'issued'])
