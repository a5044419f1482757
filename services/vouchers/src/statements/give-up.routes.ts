import { actRoute } from '@welfare/approvals/define-act-route.ts'
import type { ActKind } from '@welfare/contracts/acts.ts'
import { claimWriteOff } from '@welfare/contracts/money-legs.ts'
import { type Share, totalOf } from '@welfare/contracts/shares.ts'
import { onlyEvent } from '@welfare/http/command-route.ts'
import type { Problem } from '@welfare/http/problem.ts'
import type { Route } from '@welfare/http/route.ts'
import { statementCodec } from '../codecs.ts'
import type { VouchersContext } from '../vouchers.context.ts'
import { statementRefusals } from './statement.commands.ts'
import { statementDecider } from './statement.decider.ts'
import * as wire from './statement-wire.ts'

const unknown: Problem = { code: 'statement-unknown', status: 404, facts: {} }
const post = { method: 'post', tag: 'settlement', params: wire.params, refusals: statementRefusals } as const

/** What nobody gives back, or wants to be paid, any more ends as soon as a second person agrees, whatever limits say. */
export function createGiveUpRoutes(context: VouchersContext): readonly Route[] {
  const { copy, runner } = context
  const describe = async (kind: ActKind, id: string, { shares, reason }: { shares: Share[]; reason: string }) => {
    const of = await runner.read(statementDecider, statementCodec, id, ({ merchant, programme }) => ({
      merchant,
      programme,
    }))
    const division = copy.findProgramme(of?.programme ?? '')?.division
    if (!of || division === undefined) return unknown
    const amountFen = totalOf(shares)
    const about = { merchant: of.merchant, reason }
    const beyond = { limit: 0, value: amountFen }
    return { kind, amountFen, division, programme: of.programme, beyond, about }
  }
  return [
    actRoute(context, {
      ...post,
      ...{ path: '/v1/statements/{id}/claims-given-up', operationId: 'giveUpClaim', body: wire.givenUpBody },
      summary: 'Gives up what the merchant owes: a loss, which a second person always approves',
      answers: { 201: { description: 'Given up, once it was approved', schema: wire.actAnswer } },
      describe: ({ params: { id }, body }) => describe('bad-debt', id, body),
      movedByProcess({ params: { id }, body: { shares } }) {
        const { merchant = '', programme = '' } = copy.listNumbers(id)[0]?.proposal ?? {}
        return shares.flatMap((share) => claimWriteOff(share, programme, merchant))
      },
      decidedBy: [statementDecider, statementCodec],
      toCommand: ({ params: { id: stream }, body: { shares, reason, document } }) => ({
        stream,
        command: { type: 'GiveUpClaim', stream, performed: copy.performedOf(stream), shares, reason },
        metadata: { ...(document && { document }) },
      }),
      toAnswer: ({ events }, { params: { id } }) => ({
        status: 201,
        body: { id, number: onlyEvent(events, 'ClaimGivenUp', id).data.statement },
      }),
    }),
    actRoute(context, {
      ...post,
      ...{ path: '/v1/statements/{id}/waivers', operationId: 'waivePayable', body: wire.waiverBody },
      summary:
        'Records what the merchant does without of an approved number, by its signed paper; a second person always approves',
      answers: { 201: { description: 'Waived, once it was approved', schema: wire.actAnswer } },
      describe: ({ params: { id }, body }) => describe('waiver', id, body),
      decidedBy: [statementDecider, statementCodec],
      toCommand: ({ params: { id: stream }, body: { number: statement, shares, reason, document } }) => ({
        stream,
        command: { type: 'WaivePayable', statement, shares, reason },
        metadata: { document },
      }),
      toAnswer: ({ events }, { params: { id } }) => ({
        status: 201,
        body: { id, number: onlyEvent(events, 'PayableWaived', id).data.statement },
      }),
    }),
  ]
}
