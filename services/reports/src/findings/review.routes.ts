import { codecFor } from '@welfare/contracts/catalogue.ts'
import type { EventStore } from '@welfare/event-store/port.ts'
import type { CommandRunner } from '@welfare/event-store/runner.ts'
import { answerCommand, problemOf } from '@welfare/http/answer-command.ts'
import { isProblem } from '@welfare/http/problem.ts'
import { commandInput, commandMetadata } from '@welfare/http/room.ts'
import { defineRoute, type Route } from '@welfare/http/route.ts'
import type { Clock } from '@welfare/process/clock.ts'
import { isRefusal } from '../query-context.ts'
import { type Asks, answerReport, reading } from '../report-route.ts'
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

interface Context extends Asks {
  readonly runner: CommandRunner
  readonly store: EventStore
  readonly clock: Clock
}

/** One finding, and what becomes of it. */
export function createReviewRoutes(context: Context): readonly Route[] {
  const { runner, store, clock } = context
  return [
    defineRoute({
      ...reading,
      path: '/v1/findings/{id}',
      operationId: 'getFinding',
      summary: 'A finding with everything that was said of it',
      params: findingParams,
      query: findingQuery,
      answers: { 200: { description: 'The finding and its reviews', schema: findingAnswer } },
      async handle({ params: { id }, query: { after, ...query }, actor: { reach }, signal }) {
        const answer = await answerReport(context, 'finding', { ...query, id, reach }, { after, signal })
        if (isProblem(answer)) return answer
        const { finding } = answer.body as { readonly finding: { readonly version: number } }
        return { ...answer, version: finding.version }
      },
    }),
    defineRoute({
      method: 'post',
      path: '/v1/findings/{id}/reviews',
      operationId: 'reviewFinding',
      summary:
        'Says what became of a finding; a further review takes the place of the one before, which stays readable',
      tag: 'reports',
      params: findingParams,
      body: reviewBody,
      ifMatch: 'required',
      answers: { 201: { description: 'Reviewed', schema: reviewedAnswer } },
      refusals: reviewRefusals,
      async handle({ params: { id }, body, actor, commandId, ifVersion, signal }) {
        // What was recorded a moment ago may be one more of its acts, or the correction that the review names.
        const after = (await store.head())?.position
        const asked = { id, correction: body.correction, reach: actor.reach }
        const found = await context.ask('reviewedFinding', asked, { after, signal })
        if (isProblem(found)) return found
        if (isRefusal(found)) return problemOf(found, reviewRefusals)
        const { finding, correction } = found
        const { outcome, reason, eventCount: seen } = body
        const reviewer = actor.id
        const result = await runner.execute(findingDecider, codec, {
          stream: id,
          command: { type: 'ReviewFinding', finding, reviewer, outcome, reason, seen, correction },
          commandId,
          input: commandInput(body),
          metadata: commandMetadata(clock, actor),
          mayCreate: true,
          ifVersion,
        })
        return answerCommand(result, {
          refusals: reviewRefusals,
          onAccepted({ events, version }) {
            const [said] = events
            if (!said) throw new Error(`nothing was said of ${id}`)
            const { data } = said.event
            const reviewedBy = String(said.metadata.actor)
            const { eventCount } = data
            const answer = { finding: id, version, reviewedBy, eventCount, correction: data.correction ?? null }
            return { status: 201, body: { ...answer, outcome: data.outcome, reason: data.reason } }
          },
        })
      },
    }),
  ]
}
