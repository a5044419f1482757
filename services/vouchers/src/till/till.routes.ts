import { defineActRoute } from '@welfare/approvals/define-act-route.ts'
import { idOf } from '@welfare/contracts/primitives.ts'
import type { JsonObject } from '@welfare/event-store/decider/decider.ts'
import { afterField, awaitAfter } from '@welfare/http/after.ts'
import { isProblem, type Problem } from '@welfare/http/problem.ts'
import { defineRoute, type Route } from '@welfare/http/route.ts'
import { shanghaiDay } from '@welfare/process/shanghai-days.ts'
import { z } from 'zod'
import type { VouchersContext } from '../vouchers.context.ts'
import { walletCodec } from '../vouchers.process.ts'
import { walletDecider } from '../wallets/wallet.decider.ts'
import { redemptionAnswer, redemptionBody, voucherAnswer, voucherCode } from '../wire.ts'
import { describeVoucher } from './look-up.ts'
import { describeEntry, redeem, redemptionRefusals } from './redeem.ts'
import { openShown } from './shown-code.ts'

const codeParams = z.strictObject({ code: voucherCode })
const afterQuery = z.strictObject({ after: afterField })
const unknown: Problem = { code: 'voucher-unknown', status: 404, facts: {} }

/** The till: look, redeem; see reversal.routes.ts for taking back. */
export function createTillRoutes(context: VouchersContext): readonly Route[] {
  return [lookUpRoute(context), redeemRoute(context)]
}

function lookUpRoute(context: VouchersContext): Route {
  const { copy, clock, facts, runner } = context
  return defineRoute({
    method: 'get',
    path: '/v1/vouchers/{code}',
    operationId: 'lookUpVoucher',
    summary: 'What a voucher is worth now, before anything is redeemed',
    tag: 'vouchers',
    params: codeParams,
    query: z.strictObject({ merchant: idOf('merchant').optional(), after: afterField }),
    answers: { 200: { description: 'The voucher', schema: voucherAnswer } },
    refusals: { 'voucher-unknown': 404, 'merchant-missing': 422 },
    async handle({ params, query, actor, address, credential, signal }) {
      const ownMerchants = actor.reach.merchants
      const merchantId = query.merchant ?? (ownMerchants?.length === 1 ? ownMerchants[0] : undefined)
      if (ownMerchants && merchantId === undefined) return { code: 'merchant-missing', status: 422, facts: {} }
      const late = await awaitAfter(facts, query.after, { signal })
      if (late) return late
      const voucher = await openShown(context, params.code, { actor, address, credential })
      if (isProblem(voucher)) return voucher
      const day = shanghaiDay(clock.now())
      const answer = await runner.read(walletDecider, walletCodec, voucher.wallet, (state, version) => ({
        version,
        body: describeVoucher(state, {
          ...voucher,
          day,
          now: clock.now().toISOString(),
          merchant:
            merchantId === undefined
              ? undefined
              : { id: merchantId, admitted: copy.isAdmitted(state.programme, merchantId) },
          programmeClosed: copy.findProgramme(state.programme)?.closed ?? false,
        }),
      }))
      return answer ? { status: 200, ...answer } : unknown
    },
  })
}

/** A till's meals are counted nowhere but in the wallet; what the union enters from papers has limits. */
function redeemRoute(context: VouchersContext): Route {
  const definition = {
    method: 'post' as const,
    path: '/v1/vouchers/{code}/redemptions',
    operationId: 'redeemMeal',
    summary: 'Pays a meal with the credit that ends first; an officer enters what a slip or list says',
    tag: 'vouchers',
    params: codeParams,
    query: afterQuery,
    body: redemptionBody,
    answers: { 201: { description: 'The redemption', schema: redemptionAnswer } },
    refusals: redemptionRefusals,
  }
  const atTill = defineRoute({
    ...definition,
    async handle({ params, query, body, actor, address, credential, commandId, signal }) {
      const late = await awaitAfter(context.facts, query.after, { signal })
      return late ?? redeem(context, { shown: params.code, body, actor, address, credential, commandId })
    },
  })
  const byUnion = defineActRoute(context, {
    ...definition,
    describe: ({ params, body, actor, address, credential, commandId }) =>
      describeEntry(context, { shown: params.code, body, actor, address, credential, commandId }),
    async perform(given, { params, query, body, actor, address, credential, commandId, signal }, approval) {
      const late = await awaitAfter(context.facts, query.after, { signal })
      return late ?? redeem(given, { shown: params.code, body, actor, address, credential, commandId }, approval)
    },
    record: ({ params, body }) => ({
      params: { code: serialText(context, params.code) },
      query: {},
      body: asJson(body),
    }),
    restore: ({ params, ...rest }) => ({ ...rest, params: { code: codeOfSerial(context, String(params.code)) } }),
  })
  const handle: Route['handle'] = (request) =>
    request.actor.role === 'officer' ? byUnion.handle(request) : atTill.handle(request)
  return { ...byUnion, handle }
}

function asJson(body: object): JsonObject {
  return JSON.parse(JSON.stringify(body)) as JsonObject
}

/** Of a card no more than its serial goes into the log. */
function serialText({ findVoucher }: VouchersContext, shown: string): string {
  return `serial-${findVoucher(shown)?.serial ?? 0}`
}

function codeOfSerial({ codes }: VouchersContext, recorded: string): string {
  return codes.codeOf(Number(recorded.slice('serial-'.length)))
}
