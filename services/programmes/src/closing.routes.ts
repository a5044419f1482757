import { actRoute } from '@welfare/approvals/define-act-route.ts'
import type { AccountName } from '@welfare/contracts/accounts.ts'
import { addDays } from '@welfare/contracts/days.ts'
import { legs } from '@welfare/contracts/legs.ts'
import { sumFen } from '@welfare/contracts/money.ts'
import { commandRoute } from '@welfare/http/command-route.ts'
import { queryBoolean } from '@welfare/http/query-fields.ts'
import type { Route } from '@welfare/http/route.ts'
import { shanghaiDay } from '@welfare/process/shanghai-days.ts'
import { z } from 'zod'
import { type ProgrammeCommand, programmeDecider } from './programme.decider.ts'
import { type ProgrammesContext, programmeCodec } from './programmes.context.ts'
import { noProgramme, onProgramme, programmeParams } from './programmes.routes.ts'
import { closureAnswer, closurePreview, lastDayAnswer, lastDayBody, reasonBody } from './wire.ts'

/** Two steps to the end of a programme: its last day, and, when nothing more can come for it, the closing. */
export function createClosingRoutes(context: ProgrammesContext): readonly Route[] {
  return [setLastDayRoute(context), closeProgrammeRoute(context)]
}

function setLastDayRoute(context: ProgrammesContext): Route {
  return commandRoute(context, {
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
    decidedBy: [programmeDecider, programmeCodec],
    toCommand: ({ params, body }) => ({
      stream: params.id,
      command: { type: 'SetLastDay', ...body },
      mayCreate: true,
    }),
    async toAnswer(_, { params, body: { lastDay } }) {
      const lateEntryDays = await context.runner.read(programmeDecider, programmeCodec, params.id, (state) =>
        state.status === 'absent' ? 0 : state.rules.lateEntryDays,
      )
      const lateEntriesUntil = addDays(lastDay, lateEntryDays ?? 0)
      return { status: 200, body: { programme: params.id, lastDay, lateEntriesUntil } }
    },
  })
}

function closeProgrammeRoute(context: ProgrammesContext): Route {
  const { clock, facts } = context
  return actRoute(context, {
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
    refusals: {
      ...onProgramme,
      'programme-has-no-last-day': 409,
      'late-entries-open': 409,
      'batches-open': 409,
      'consignments-open': 409,
    },
    describe({ params: { id }, body: { reason } }) {
      const division = facts.divisionOfProgramme(id)
      if (division === undefined) return noProgramme
      const returnsFen = sumFen(returnsOf(context, id).map(({ amountFen }) => amountFen))
      const claimedFen = sumFen(claimsOf(context, id).map((claim) => claim.claimedFen))
      const claimed = claimedFen > 0 && { claimedFen }
      const payables = facts.payablesOf(id)
      const payableFen = sumFen(payables.map((one) => Math.max(0, one.payableFen)))
      const disputedFen = sumFen(payables.map((one) => one.disputedFen))
      const payable = { ...(payableFen > 0 && { payableFen }), ...(disputedFen > 0 && { disputedFen }) }
      return { kind: 'closing', division, programme: id, about: { reason, returnsFen, ...claimed, ...payable } }
    },
    movedByProcess: ({ params: { id } }) =>
      returnsOf(context, id).flatMap(({ fund, ofWhich }) =>
        ofWhich.flatMap(({ account, amountFen }) =>
          legs('CNY', amountFen, { account, fund, programme: id }, { account: 'available', fund }),
        ),
      ),
    decidedBy: [programmeDecider, programmeCodec],
    toCommand({ params: { id }, body: { reason } }) {
      const today = shanghaiDay(clock.now())
      const command = { type: 'CloseProgramme' as const, reason, today, open: facts.openWorkOf(id) }
      return { stream: id, command, mayCreate: true }
    },
    toPreview: ({ command }, { params }) => preview(context, params.id, command),
    toAnswer: (_, { params }) => ({ status: 201, body: { programme: params.id, status: 'closed' } }),
  })
}

async function preview(context: ProgrammesContext, programme: string, command: ProgrammeCommand) {
  const decision = await context.runner.read(programmeDecider, programmeCodec, programme, (state) =>
    programmeDecider.decide(state, command),
  )
  if (!decision) return noProgramme
  const refused = !decision.accepted && { refusedAs: decision.refusal.code }
  const { facts } = context
  const outlasting = { claims: claimsOf(context, programme), payables: facts.payablesOf(programme) }
  const open = facts.openWorkOf(programme)
  return { status: 200, body: { programme, ...refused, open, returns: returnsOf(context, programme), ...outlasting } }
}

/** What would go back to which fund. */
function returnsOf({ facts }: ProgrammesContext, programme: string) {
  const unspent = facts.balances
    .ofProgramme(programme)
    .filter(({ account }) => returning.some((one) => one === account))
  const funds = [...new Set(unspent.map(({ fund }) => fund))]
  return funds.map((fund) => {
    const ofFund = unspent.filter((one) => one.fund === fund)
    const accounts = returning.filter((account) => ofFund.some((one) => one.account === account))
    const ofWhich = accounts.map((account) => ({
      account,
      amountFen: sumFen(ofFund.filter((one) => one.account === account).map(({ amountFen }) => amountFen)),
    }))
    return { fund, amountFen: sumFen(ofFund.map(({ amountFen }) => amountFen)), ofWhich }
  })
}

/** What merchants owe outlasts the programme. */
function claimsOf({ facts }: ProgrammesContext, programme: string) {
  return facts.balances
    .ofProgramme(programme)
    .filter(({ account }) => account === 'claimed')
    .map(({ fund, amountFen }) => ({ fund, claimedFen: amountFen }))
}

/** What goes home when a programme is closed; what is used has been eaten. */
const returning = ['reserved', 'allocated', 'committed', 'issued'] as const satisfies AccountName[]
