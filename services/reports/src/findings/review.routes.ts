import { codecFor } from '@welfare/contracts/catalogue.ts'
import type { EventStore } from '@welfare/event-store/port.ts'
import { problemOf } from '@welfare/http/answer-command.ts'
import { type CommandContext, commandRoute } from '@welfare/http/command-route.ts'
import { isProblem } from '@welfare/http/problem.ts'
import { defineRoute, type Route } from '@welfare/http/route.ts'
import { isRefusal } from '../query-context.ts'
import { answerReport, type ReportQueries, reading } from '../report-route.ts'
import { type FindingEvent, findingDecider } from './finding.decider.ts'
import { findingAnswer, findingParams, findingQuery, reviewBody, reviewedAnswer } from './findings.contract.ts'

const codec = codecFor<FindingEvent['type']>()
const reviewRefusals = {
  'read-models-not-ready': 503,
  'stamp-not-ready': 503,
  'finding-unknown': 404,
  'maker-cannot-review': 403,
  'finding-has-grown': 409,
  'reason-names-number': 422,
  'correction-unknown': 422,
  'correction-of-another-act': 422,
} as const

interface Context extends ReportQueries, CommandContext {
  readonly store: EventStore
}

/** One finding, and what becomes of it. */
export function createReviewRoutes(context: Context): readonly Route[] {
  return [
    defineRoute({
      ...reading,
      path: '/v1/findings/{id}',
      operationId: 'getFinding',
      summary: 'Reads a finding with its reviews',
      params: findingParams,
      query: findingQuery,
      answers: { 200: { description: 'The finding and its reviews', schema: findingAnswer } },
      async handle({ params: { id }, query: { after, ...query }, actor: { scope }, signal }) {
        const answer = await answerReport(context, 'finding', { ...query, id, scope }, { after, signal })
        if (isProblem(answer)) return answer
        const { finding } = answer.body as { readonly finding: { readonly version: number } }
        return { ...answer, version: finding.version }
      },
    }),
    commandRoute(context, {
      method: 'post',
      path: '/v1/findings/{id}/reviews',
      operationId: 'reviewFinding',
      summary: 'Reviews a finding; a further review takes the place of the one before, which stays readable',
      tag: 'reports',
      params: findingParams,
      body: reviewBody,
      ifMatch: 'required',
      answers: { 201: { description: 'Reviewed', schema: reviewedAnswer } },
      refusals: reviewRefusals,
      decidedBy: [findingDecider, codec],
      async toCommand({ params: { id }, body, actor, signal }) {
        // What was recorded a moment ago may be one more of its acts, or the correction that the review names.
        const after = (await context.store.head())?.position
        const asked = { id, correction: body.correction, scope: actor.scope }
        const found = await context.ask('reviewedFinding', asked, { after, signal })
        if (isProblem(found)) return found
        if (isRefusal(found)) return problemOf(found, reviewRefusals)
        const { finding, correction } = found
        const { outcome, reason, eventCount: seen } = body
        const command = {
          type: 'ReviewFinding',
          finding,
          reviewer: actor.id,
          outcome,
          reason,
          seen,
          correction,
        } as const
        return { stream: id, command, mayCreate: true }
      },
      toAnswer({ events: [said], version }, { params: { id } }) {
        if (!said) throw new Error(`nothing was said of ${id}`)
        const { eventCount, outcome, reason, correction = null } = said.event.data
        const reviewedBy = String(said.metadata.actor)
        return { status: 201, body: { finding: id, version, reviewedBy, eventCount, correction, outcome, reason } }
      },
    }),
  ]
}
