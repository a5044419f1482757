import { problemOf } from '@welfare/http/answer-command.ts'
import { addressKey, createRateLimiter, tooManyAttempts } from '@welfare/http/edge/rate-limit.ts'
import { isProblem } from '@welfare/http/problem.ts'
import { defineRoute, notKept, type Route } from '@welfare/http/route.ts'
import type { Clock } from '@welfare/process/clock.ts'
import { projectionLimits } from '../limits.ts'
import { isRefusal } from '../query-context.ts'
import { type ReportQueries, reading, reportRefusals, reportRoute } from '../report-route.ts'
import { publicity, publicityQuery, publicProgramme, publicProgrammeParams } from './public-programme.contract.ts'

const refusals = { ...reportRefusals, 'public-page-unknown': 404, 'too-many-attempts': 429 } as const

/** What anybody may read, and how it will look to who switches it on. */
export function createPublicRoutes(service: ReportQueries, clock: Clock): readonly Route[] {
  const reads = createRateLimiter(projectionLimits.publicReads)
  return [
    defineRoute({
      ...reading,
      path: '/v1/public/programmes/{programme}',
      operationId: 'readPublicProgramme',
      summary: 'Reads what a programme took in and gave out; anybody may, where its union has switched that on',
      params: publicProgrammeParams,
      refusals,
      answers: { 200: { description: 'Sums of the whole programme', schema: publicProgramme } },
      async handle({ params: { programme }, address, signal }) {
        const waitS = reads.take(addressKey(address))
        if (waitS !== undefined) return tooManyAttempts(waitS, clock)
        const given = await service.ask('publicProgramme', { programme }, { signal })
        if (isProblem(given)) return given
        return isRefusal(given) ? problemOf(given, refusals) : { status: 200, body: given, headers: notKept }
      },
    }),
    reportRoute(service, {
      name: 'publicity',
      path: '/v1/publicity',
      operationId: 'getPublicity',
      summary: 'Reports whether a programme has a public page, and what stands or would stand on it',
      query: publicityQuery,
      answer: publicity,
      description: 'The page',
    }),
  ]
}
