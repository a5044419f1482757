import { problemOf } from '@welfare/http/answer-command.ts'
import { addressKey, createRateLimiter, tooManyAttempts } from '@welfare/http/edge/rate-limit.ts'
import { isProblem } from '@welfare/http/problem.ts'
import { defineRoute, notKept, type Route } from '@welfare/http/route.ts'
import type { Clock } from '@welfare/process/clock.ts'
import { projectionLimits } from '../limits.ts'
import { isRefusal } from '../query-context.ts'
import { type ReportQueries, reading, reportRefusals } from '../report-route.ts'
import { giftAnswer, giftBody } from './gift.contract.ts'

const refusals = { ...reportRefusals, 'gift-unknown': 404, 'too-many-attempts': 429 } as const

/** To the donor, who has the receipt: number and code open what became of the gift. */
export function createGiftRoute(service: ReportQueries, clock: Clock, codeKey: Uint8Array): Route {
  const byAddress = createRateLimiter(projectionLimits.giftMisses.byAddress)
  const together = createRateLimiter(projectionLimits.giftMisses.together)
  return defineRoute({
    ...reading,
    method: 'post',
    path: '/v1/public/gifts',
    operationId: 'readGift',
    summary:
      'Reads what became of a gift, by the number of its receipt and the code printed beside it; anybody may ask',
    body: giftBody,
    refusals,
    answers: { 200: { description: 'What became of it', schema: giftAnswer } },
    async handle({ body, address, signal }) {
      const key = addressKey(address)
      const waitS = Math.max(byAddress.waitS(key) ?? 0, together.waitS('all') ?? 0)
      if (waitS > 0) return tooManyAttempts(waitS, clock)
      byAddress.take(key)
      together.take('all')
      const given = await service.ask('gift', { ...body, codeKey }, { signal })
      if (!isProblem(given) && isRefusal(given)) return problemOf(given, refusals)
      byAddress.giveBack(key)
      together.giveBack('all')
      return isProblem(given) ? given : { status: 200, body: given, headers: notKept }
    },
  })
}
