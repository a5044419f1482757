import { actRoute } from '@welfare/approvals/define-act-route.ts'
import { WHOLE_LEDGER } from '@welfare/contracts/divisions.ts'
import { ledgerWriters } from '@welfare/facts/periods/pass-period.ts'
import { periodCodec, periodDecider } from '@welfare/facts/periods/period.decider.ts'
import { type Period, periodOf } from '@welfare/facts/periods/period.facts.ts'
import { onlyEvent } from '@welfare/http/command-route.ts'
import { listRoute } from '@welfare/http/list-route.ts'
import type { Route } from '@welfare/http/route.ts'
import { shanghaiDay } from '@welfare/process/shanghai-days.ts'
import type { FundsContext } from '../funds.context.ts'
import { readBeforeClosingRoute } from './before-closing.routes.ts'
import { closingAnswer, closingBody, monthParams, type PeriodAnswer, periodAnswer } from './periods-wire.ts'
import { createYearsRoutes } from './years.routes.ts'

/** Months and years of the whole ledger, closed one after the other by two persons. */
export function createPeriodsRoutes(context: FundsContext, ledger: string): readonly Route[] {
  const stream = periodOf(ledger)
  return [
    listPeriodsRoute(context),
    readBeforeClosingRoute(context),
    closeMonthRoute(context, stream),
    ...createYearsRoutes(context, stream),
  ]
}

/** Later than every month. */
const AFTER_ALL = '9999-99'

function listPeriodsRoute({ facts }: FundsContext): Route {
  return listRoute({
    path: '/v1/periods',
    operationId: 'listPeriods',
    summary: 'Lists the months that are closed, the last one first',
    tag: 'periods',
    item: periodAnswer,
    description: 'A page of months',
    start: '',
    listRows: (_, { from, limit }) => facts.listPeriods(from || AFTER_ALL, limit),
    placeOf: ({ month }) => month,
    toItem: toAnswer,
  })
}

function closeMonthRoute(context: FundsContext, stream: string): Route {
  const { facts, clock } = context
  return actRoute(context, {
    method: 'post',
    path: '/v1/periods/{month}/closing',
    operationId: 'closeMonth',
    summary: 'Closes a month: from then on nothing counts in it; a second person always approves',
    tag: 'periods',
    params: monthParams,
    body: closingBody,
    answers: { 201: { description: 'The closing, once it was approved', schema: closingAnswer } },
    refusals: {
      'period-closed-before': 409,
      'period-still-closing': 409,
      'period-not-next': 409,
      'period-not-over': 409,
    },
    describe: ({ params: { month }, body: { reason } }) => ({
      ...{ kind: 'month-closing', count: 1, division: WHOLE_LEDGER, beyond: { limit: 0, value: 1 } },
      about: { month, ...(reason !== undefined && { reason }) },
    }),
    decidedBy: [periodDecider, periodCodec],
    toCommand: ({ params: { month } }) => ({
      stream,
      command: {
        ...{ type: 'BeginClosing', month, writers: ledgerWriters, today: shanghaiDay(clock.now()) },
        lateEntryDays: facts.lateEntryDaysIn(month),
      },
      mayCreate: true,
    }),
    toAnswer({ events }) {
      const { writers: _, ...said } = onlyEvent(events, 'PeriodClosing', stream).data
      return { status: 201, body: said }
    },
  })
}

function toAnswer({ month, firstOpenDay, said, closingAt, awaited, closed }: Period): PeriodAnswer {
  const answer = { month, firstOpenDay, closedBy: said.actor, approvedBy: said.approvedBy, closingAt, awaited }
  if (!closed) return { ...answer, status: 'closing' }
  const { month: _, ...how } = closed
  return { ...answer, status: 'closed', closed: how }
}
