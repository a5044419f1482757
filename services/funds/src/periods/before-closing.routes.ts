import { earliestClosing } from '@welfare/facts/periods/period.decider.ts'
import { defineRoute, type Route } from '@welfare/http/route.ts'
import { shanghaiDay } from '@welfare/process/shanghai-days.ts'
import type { FundsContext } from '../funds.context.ts'
import { createOpenItems } from './open-items.ts'
import { type BeforeClosingAnswer, beforeClosingAnswer, monthParams } from './periods-wire.ts'

/** Nothing of it stands in the way of a closing: whoever closes knows what comes later. */
export function readBeforeClosingRoute({ facts, runner, clock }: FundsContext): Route {
  const openItems = createOpenItems({ facts, runner })
  return defineRoute({
    method: 'get',
    path: '/v1/periods/{month}/before',
    operationId: 'readBeforeClosing',
    summary: 'Says what of a month is not at its end, and would count in a later month once it is closed',
    tag: 'periods',
    params: monthParams,
    answers: { 200: { description: 'What is not at its end', schema: beforeClosingAnswer } },
    refusals: {},
    async handle({ params: { month }, actor: { scope } }) {
      const body: BeforeClosingAnswer = {
        month,
        earliest: earliestClosing(month, facts.lateEntryDaysIn(month)),
        lateWindows: facts.lateWindows(month, shanghaiDay(clock.now()), scope),
        ...(await openItems(month, scope)),
      }
      return { status: 200, body }
    },
  })
}
