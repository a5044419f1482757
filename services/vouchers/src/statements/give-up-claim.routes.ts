import { actRoute } from '@welfare/approvals/define-act-route.ts'
import { totalOf } from '@welfare/contracts/shares.ts'
import { onlyEvent } from '@welfare/http/only-event.ts'
import type { Problem } from '@welfare/http/problem.ts'
import type { Route } from '@welfare/http/route.ts'
import { statementCodec } from '../codecs.ts'
import type { VouchersContext } from '../vouchers.context.ts'
import { statementRefusals } from './statement.commands.ts'
import { statementDecider } from './statement.decider.ts'
import * as wire from './statement-wire.ts'

const unknown: Problem = { code: 'statement-unknown', status: 404, facts: {} }

/** What nobody gives back any more is a loss as soon as a second person agrees, whatever limits say. */
export function createGiveUpClaimRoute(context: VouchersContext): Route {
  const { copy, runner } = context
  return actRoute(context, {
    ...{ method: 'post', path: '/v1/statements/{id}/claims-given-up', operationId: 'giveUpClaim', tag: 'settlement' },
    summary: 'Gives up what the merchant owes: a loss, which a second person always approves',
    ...{ params: wire.params, body: wire.givenUpBody, refusals: statementRefusals },
    answers: { 201: { description: 'Given up, once it was approved', schema: wire.actAnswer } },
    async describe({ params: { id }, body: { shares, reason } }) {
      const of = await runner.read(statementDecider, statementCodec, id, ({ merchant, programme }) => ({
        merchant,
        programme,
      }))
      const division = copy.findProgramme(of?.programme ?? '')?.division
      if (!of || division === undefined) return unknown
      const amountFen = totalOf(shares)
      const about = { merchant: of.merchant, reason }
      const beyond = { limit: 0, value: amountFen }
      return { kind: 'bad-debt', amountFen, division, programme: of.programme, beyond, about }
    },
    decidedBy: [statementDecider, statementCodec],
    toCommand: ({ params: { id: stream }, body: { shares, reason, document } }) => ({
      stream,
      command: { type: 'GiveUpClaim', stream, performed: copy.performedOf(stream), shares, reason },
      metadata: { ...(document && { document }) },
    }),
    toAnswer({ events }, { params: { id } }) {
      const { statement: number } = onlyEvent(events, 'ClaimGivenUp', id).data
      return { status: 201, body: { id, number } }
    },
  })
}
