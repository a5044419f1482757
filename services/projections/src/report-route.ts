import { problemOf } from '@welfare/service-kit/answer-command.ts'
import { isProblem, type Problem } from '@welfare/service-kit/problem.ts'
import type { RouteAnswer } from '@welfare/service-kit/route.ts'
import type { ProjectionsService } from './projections.service.ts'
import type { QueryName, QueryParams } from './queries.ts'
import { isRefusal } from './query-context.ts'

export const reportRefusals = {
  'read-models-not-ready': 503,
  'stamp-not-ready': 503,
  'sequence-not-reached': 422,
  'moments-reversed': 422,
  'fund-unknown': 404,
  'programme-unknown': 404,
  'funder-unknown': 404,
  'employer-unknown': 404,
  'merchant-unknown': 404,
  'window-unknown': 404,
  'document-unknown': 404,
  'thing-unknown': 404,
  'finding-unknown': 404,
} as const

/** What every report's route begins with. */
export const reading = { method: 'get', tag: 'reports', refusals: reportRefusals } as const

export type Asks = Pick<ProjectionsService, 'ask' | 'beginRebuild' | 'status'>

/** A report as the route's answer. The `reach` among its params is the actor's. */
export async function answerReport<Name extends QueryName>(
  service: Asks,
  name: Name,
  params: QueryParams<Name>,
  options: { after: string | undefined; signal: AbortSignal },
): Promise<RouteAnswer | Problem> {
  const given: object = await service.ask(name, params, options)
  if (isProblem(given)) return given
  return isRefusal(given) ? problemOf(given, reportRefusals) : { status: 200, body: given }
}
