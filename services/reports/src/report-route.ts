import { problemOf } from '@welfare/http/answer-command.ts'
import { isProblem, type Problem } from '@welfare/http/problem.ts'
import type { RouteAnswer } from '@welfare/http/route.ts'
import type { QueryName, QueryParams, StampedAnswer } from './queries.ts'
import { isRefusal } from './query-context.ts'
import type { ThreadStatus } from './read-model/thread-messages.ts'

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

export interface AskOptions {
  /** Waits, bounded, until the answer reflects this position. */
  readonly after?: string | undefined
  readonly signal?: AbortSignal
}

/** What routes ask of the read models. */
export interface Asks {
  /**
   * Without `after` the answer reflects what was durable when it was asked, if that takes no longer than a second; else what there is, and
   * says so by its sequence. A problem where `after` is malformed or not reached, nothing can be served yet, or the transparency log is behind.
   */
  ask<Name extends QueryName>(
    name: Name,
    params: QueryParams<Name>,
    options?: AskOptions,
  ): Promise<StampedAnswer<Name> | Problem>
  /** Fills all read models anew; for whoever does not wait: the log tells how it went. */
  beginRebuild(): void
  status(): ThreadStatus
}

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
