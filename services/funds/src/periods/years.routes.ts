import { actRoute } from '@welfare/approvals/define-act-route.ts'
import { WHOLE_LEDGER } from '@welfare/contracts/divisions.ts'
import { periodCodec, periodDecider } from '@welfare/facts/periods/period.decider.ts'
import type { Period } from '@welfare/facts/periods/period.facts.ts'
import type { ClosedYear } from '@welfare/facts/periods/year.facts.ts'
import { onlyEvent } from '@welfare/http/command-route.ts'
import { listRoute } from '@welfare/http/list-route.ts'
import { defineRoute, type Route } from '@welfare/http/route.ts'
import type { FundsContext } from '../funds.context.ts'
import { createOpenItems } from './open-items.ts'
import {
  type BeforeYearClosingAnswer,
  beforeYearClosingAnswer,
  closingBody,
  type YearAnswer,
  yearAnswer,
  yearClosingAnswer,
  yearParams,
} from './periods-wire.ts'

/** Years of the whole ledger: each is closed after its twelve months, by two persons. */
export function createYearsRoutes(context: FundsContext, stream: string): readonly Route[] {
  return [listYearsRoute(context), readBeforeYearClosingRoute(context), closeYearRoute(context, stream)]
}

const AFTER_ALL_YEARS = '9999~'
const AFTER_ALL_MONTHS = '9999-99'

function listYearsRoute({ facts }: FundsContext): Route {
  return listRoute({
    path: '/v1/years',
    operationId: 'listYears',
    summary: 'Lists the years that are closed, the last one first',
    tag: 'periods',
    item: yearAnswer,
    description: 'A page of years',
    start: '',
    listRows: (_, { from, limit }) => facts.listYears(from || AFTER_ALL_YEARS, limit),
    placeOf: ({ year }) => year,
    toItem: toAnswer,
  })
}

/** Nothing of what is open stands in the way: it stays as it is. Only the months do. */
function readBeforeYearClosingRoute({ facts, runner }: FundsContext): Route {
  const openItems = createOpenItems({ facts, runner })
  return defineRoute({
    method: 'get',
    path: '/v1/years/{year}/before',
    operationId: 'readBeforeYearClosing',
    summary: 'Says which months of a year are closed, and what stays open over its end',
    tag: 'periods',
    params: yearParams,
    answers: { 200: { description: 'Its months, and what is not at its end', schema: beforeYearClosingAnswer } },
    refusals: {},
    async handle({ params: { year }, actor: { scope } }) {
      const [last] = facts.listPeriods(AFTER_ALL_MONTHS, 1)
      const months = Array.from({ length: 12 }, (_, index) => `${year}-${String(index + 1).padStart(2, '0')}`)
      const body: BeforeYearClosingAnswer = {
        year,
        months: months.map((month) => ({ month, status: statusOf(month, last) })),
        ...(await openItems(`${year}-12`, scope)),
      }
      return { status: 200, body }
    },
  })
}

/** The first month that is closed closes what is before it, too. */
function statusOf(month: string, last: Period | undefined): BeforeYearClosingAnswer['months'][number]['status'] {
  if (last === undefined || month > last.month) return 'open'
  return month === last.month && !last.closed ? 'closing' : 'closed'
}

function closeYearRoute(context: FundsContext, stream: string): Route {
  return actRoute(context, {
    method: 'post',
    path: '/v1/years/{year}/closing',
    operationId: 'closeYear',
    summary: 'Closes a year whose months are closed: its closing entry is recorded; a second person always approves',
    tag: 'periods',
    params: yearParams,
    body: closingBody,
    answers: { 201: { description: 'The closing, once it was approved', schema: yearClosingAnswer } },
    refusals: {
      'year-closed-before': 409,
      'year-still-closing': 409,
      'year-months-open': 409,
      'year-not-next': 409,
    },
    describe: ({ params: { year }, body: { reason } }) => ({
      ...{ kind: 'year-closing', count: 1, division: WHOLE_LEDGER, beyond: { limit: 0, value: 1 } },
      about: { year, ...(reason !== undefined && { reason }) },
    }),
    decidedBy: [periodDecider, periodCodec],
    toCommand: ({ params: { year } }) => ({ stream, command: { type: 'BeginYear', year }, mayCreate: true }),
    toAnswer: ({ events }) => ({ status: 201, body: onlyEvent(events, 'YearClosing', stream).data }),
  })
}

function toAnswer({ year, said, closingAt, throughSequence, partsRecorded, closedAt }: ClosedYear): YearAnswer {
  const answer = { year, closedBy: said.actor, approvedBy: said.approvedBy, closingAt, throughSequence, partsRecorded }
  return closedAt === undefined ? { ...answer, status: 'closing' } : { ...answer, status: 'closed', closedAt }
}
