import type { Act } from '@welfare/approvals/act.ts'
import { actRoute } from '@welfare/approvals/define-act-route.ts'
import { sumFen } from '@welfare/contracts/money.ts'
import { idOf } from '@welfare/contracts/primitives.ts'
import { totalOf } from '@welfare/contracts/shares.ts'
import type { JsonObject } from '@welfare/event-store/decider/decider.ts'
import type { CommandResult } from '@welfare/event-store/runner.ts'
import { afterField, awaitAfter } from '@welfare/http/after.ts'
import { afterFacts } from '@welfare/http/after-facts.ts'
import type { Approval } from '@welfare/http/command-route.ts'
import { commandRoute, isDryRun, type StreamCommand } from '@welfare/http/command-route.ts'
import { preferredLanguage } from '@welfare/http/edge/preferred-language.ts'
import { isProblem, type Problem } from '@welfare/http/problem.ts'
import { queryBoolean } from '@welfare/http/query-fields.ts'
import { type Actor, defineRoute, notKept, type Route } from '@welfare/http/route.ts'
import { shanghaiDay } from '@welfare/process/shanghai-days.ts'
import { z } from 'zod'
import { walletCodec } from '../codecs.ts'
import type { VouchersContext } from '../vouchers.context.ts'
import { type RedeemMeal, walletRefusals } from '../wallets/wallet.commands.ts'
import { walletDecider } from '../wallets/wallet.decider.ts'
import type { WalletEvent } from '../wallets/wallet.state.ts'
import { type RedemptionBody, redemptionAnswer, redemptionBody, shownVoucher, voucherCode } from '../wire.ts'
import { describeVoucher } from './look-up.ts'
import {
  type AskedMeal,
  lateEntryOf,
  type MealDay,
  openApproved,
  openShown,
  readMealFacts,
  refusalOfMealDay,
  type ShownVoucher,
  toEnteredMeal,
  toMealDay,
  undoableUntil,
  voucherUnknown,
} from './meal-entry.ts'
import { tailOfCode } from './voucher-code.ts'

const codeParams = z.strictObject({ code: voucherCode })

/** The till: look, redeem; see reversal.routes.ts for taking back. */
export function createTillRoutes(context: VouchersContext): readonly Route[] {
  return [lookUpRoute(context), redeemRoute(context)]
}

function lookUpRoute(context: VouchersContext): Route {
  const { clock, follower, runner } = context
  return defineRoute({
    method: 'get',
    path: '/v1/vouchers/{code}',
    operationId: 'lookUpVoucher',
    summary: 'Looks up what a voucher is worth now, before anything is redeemed',
    tag: 'vouchers',
    params: codeParams,
    query: z.strictObject({ merchant: idOf('merchant').optional(), after: afterField }),
    answers: { 200: { description: 'The voucher', schema: shownVoucher } },
    refusals: { 'voucher-unknown': 404, 'merchant-missing': 422 },
    async handle(request) {
      const { params, query, actor } = request
      const ownMerchants = actor.scope.merchants
      const merchant = query.merchant ?? (ownMerchants?.length === 1 ? ownMerchants[0] : undefined)
      if (ownMerchants && merchant === undefined) return { code: 'merchant-missing', status: 422, facts: {} }
      const late = await awaitAfter(follower, query.after, request)
      if (late) return late
      const now = clock.now()
      const day = shanghaiDay(now)
      const meal = merchant === undefined ? undefined : { merchant, day, isOfItsDay: false }
      const voucher = await openShown(context, params.code, request, meal)
      if (isProblem(voucher)) return voucher
      const { wallet, serial, facts } = voucher
      const { merchantAdmitted, programme } = facts
      const language = preferredLanguage(request.headers['accept-language'])
      const asked = { ...{ wallet, serial, day, now: now.toISOString(), merchant, merchantAdmitted, language } }
      const answer = await runner.read(walletDecider, walletCodec, wallet, (state, version) => ({
        version,
        body: {
          ...describeVoucher(state, {
            ...asked,
            programmeClosed: programme?.closed ?? false,
            allowedItems: programme?.rules.allowedItems,
          }),
          tail: tailOfCode(context.codes.codeOf(serial)),
        },
      }))
      return answer ? { status: 200, ...answer, headers: notKept } : voucherUnknown
    },
  })
}

export const redemptionRefusals = {
  ...walletRefusals,
  'late-entry-not-allowed': 403,
  'paper-missing': 422,
  'reason-missing': 422,
} as const

interface RedemptionRequest {
  readonly params: { readonly code: string }
  readonly body: RedemptionBody
  readonly actor: Actor
  readonly address: string
  readonly credential?: string | undefined
}

/** The second step at the till: the meal is paid by the credit, or refused with its reason. A till's meals are counted nowhere but in the wallet; what the union enters from papers has limits. */
function redeemRoute(context: VouchersContext): Route {
  const definition = {
    method: 'post' as const,
    path: '/v1/vouchers/{code}/redemptions',
    operationId: 'redeemMeal',
    summary: 'Pays a meal with the credit that ends first; an officer enters what a slip or list says',
    tag: 'vouchers',
    params: codeParams,
    query: z.strictObject({ after: afterField, dryRun: queryBoolean.optional() }),
    body: redemptionBody,
    answers: { 201: { description: 'The redemption', schema: redemptionAnswer } },
    refusals: redemptionRefusals,
    decidedBy: [walletDecider, walletCodec] as const,
    toAnswer({ events: [redeemed] }: RecordedMeal, _: unknown, { stream }: { readonly stream: string }) {
      if (!redeemed) throw new Error('a redemption led to no event')
      return { status: 201, body: describeRedemption(stream, redeemed) }
    },
  }
  const atTill = commandRoute(context, {
    ...definition,
    async toCommand(request) {
      const { after } = request.query
      const late = after === undefined ? undefined : await awaitAfter(context.follower, after, request)
      return late ?? toRedemption(context, request)
    },
  })
  const byUnion = actRoute(context, {
    ...definition,
    isPreviewed: true,
    toCommand: (request, approval) => toRedemption(context, request, approval),
    describe: (request) => (request.actor.role === 'officer' ? describeEntry(context, request) : undefined),
    record: ({ params, body }) => ({
      // Of a card no more than its serial goes into the log.
      params: { code: `serial-${context.findVoucher(params.code)?.serial ?? 0}` },
      query: {},
      body: asJson(body),
    }),
    restore: ({ params, ...rest }) => ({ ...rest, params: { code: codeOfSerial(context, String(params.code)) } }),
  })
  const [known = byUnion] = afterFacts([byUnion], { store: context.store, followers: [context.follower] })
  const handle: Route['handle'] = (request) =>
    request.actor.role === 'officer' || isDryRun(request.query) ? known.handle(request) : atTill.handle(request)
  return { ...byUnion, handle }
}

type RecordedMeal = Pick<Extract<CommandResult<WalletEvent>, { outcome: 'accepted' }>, 'events'>

function asJson(body: object): JsonObject {
  return JSON.parse(JSON.stringify(body)) as JsonObject
}

function codeOfSerial({ codes }: VouchersContext, recorded: string): string {
  return codes.codeOf(Number(recorded.slice('serial-'.length)))
}

interface Redemption {
  readonly voucher: ShownVoucher
  readonly when: MealDay
  readonly command: RedeemMeal
  /** The shop has left the programme: what it recorded before is still answered, and nothing else. */
  readonly unknown?: Problem | undefined
}

async function readRedemption(
  context: VouchersContext,
  request: RedemptionRequest,
  approval?: Approval,
): Promise<Redemption | Problem> {
  const askedOn = approval?.askedOn
  const { params, body, actor } = request
  const isOfItsDay = actor.role === 'officer'
  const when = toMealDay(context, body.lateEntry && new Date(body.lateEntry.occurredAt), askedOn)
  const { merchant, items } = body
  const asked = { merchant, items, day: when.day, isOfItsDay }
  const open = approval ? openApproved : openShown
  const shown = await open(context, params.code, request, asked)
  const voucher = isProblem(shown) ? findOutside(context, shown, params.code, asked) : shown
  if (isProblem(voucher)) return voucher
  const unproved = refusalOfPaper(body, actor)
  if (unproved) return isProblem(shown) ? shown : unproved
  const { facts, serial, wallet } = voucher
  const { deviceId = actor.id, deviceSequence = 0, capturedOffline = false, collectedBy } = body
  const meal = toEnteredMeal(facts, {
    ...{ meal: body, when, isOfItsDay, enteredBy: isOfItsDay ? 'union' : 'till' },
    dayRefused: refusalOfMealDay(context, when, facts.programme, {
      ...{ actor, reason: reasonOf(body), askedOn },
      tappedOn: body.tappedOn,
    }),
    slip: { deviceId, deviceSequence, capturedOffline, collectedBy },
  })
  const command: RedeemMeal = { type: 'RedeemMeal', wallet, serial, ...meal }
  return { voucher, when, command, ...(isProblem(shown) && { unknown: shown }) }
}

function findOutside(
  context: VouchersContext,
  problem: Problem,
  shown: string,
  asked: AskedMeal,
): ShownVoucher | Problem {
  const found = problem.code === voucherUnknown.code ? context.findVoucher(shown) : undefined
  return found ? { ...found, facts: readMealFacts(context, found.programme, asked) } : problem
}

async function toRedemption(
  context: VouchersContext,
  request: RedemptionRequest,
  approval?: Approval,
): Promise<StreamCommand<RedeemMeal> | Problem> {
  const redemption = await readRedemption(context, request, approval)
  if (isProblem(redemption)) return redemption
  const { command, when, unknown: refusal } = redemption
  const { body, actor } = request
  const paper = { lateEntry: lateEntryOf(reasonOf(body), when), document: body.document }
  return {
    stream: command.wallet,
    command,
    refusal,
    metadata: { occurredAt: when.occurredAt, ...(actor.role === 'officer' && paper) },
  }
}

/** What the union would enter, for its limits; undefined where the wallet refuses it, which the command then tells. */
async function describeEntry(context: VouchersContext, request: RedemptionRequest): Promise<Act | Problem | undefined> {
  const redemption = await readRedemption(context, request)
  if (isProblem(redemption)) return redemption
  if (redemption.unknown) return redemption.unknown
  const { command, voucher, when } = redemption
  const decision = await context.runner.read(walletDecider, walletCodec, command.wallet, (state) =>
    walletDecider.decide(state, command),
  )
  const division = voucher.facts.programme?.division
  const [meal] = decision?.accepted ? decision.events : []
  if (meal?.type !== 'MealRedeemed' || division === undefined) return undefined
  const { draws, redeemedOn, merchant } = meal.data
  return {
    kind: 'late-entry',
    amountFen: sumFen(draws.map(({ shares }) => totalOf(shares))),
    ...{ division, programme: voucher.programme, lateDays: when.daysLate },
    about: { redeemedOn, merchant },
  }
}

/** The union enters what a paper says, and names it; a till enters what is being eaten. */
function refusalOfPaper(body: RedemptionBody, actor: Actor): Problem | undefined {
  if (actor.role !== 'officer') return body.lateEntry && refused('late-entry-not-allowed')
  if (!body.document) return refused('paper-missing')
  return (body.lateEntry?.reason ?? body.reason) === undefined ? refused('reason-missing') : undefined
}

function reasonOf({ lateEntry, reason }: RedemptionBody): string {
  return lateEntry?.reason ?? reason ?? ''
}

export function describeRedemption(
  wallet: string,
  { event, version, recordedAt }: RecordedMeal['events'][number],
): z.infer<typeof redemptionAnswer> {
  if (event.type !== 'MealRedeemed') throw new Error(`expected MealRedeemed, found ${event.type}`)
  const { programme, merchant, redeemedOn, listPriceFen, discountFen, ownShareFen, balanceAfterFen, items, draws } =
    event.data
  const { enteredAt, enteredBy, split } = event.data
  return {
    ...{ id: `${wallet}.${version}`, wallet, programme, merchant, redeemedOn, recordedAt },
    amountFen: sumFen(draws.map(({ shares }) => totalOf(shares))),
    ...{ listPriceFen, discountFen, ownShareFen, balanceAfterFen, items },
    draws: draws.map(({ window, shares }) => ({ window, amountFen: totalOf(shares) })),
    ...(split && { split: split.map(({ payer, amountFen }) => ({ payer, amountFen })) }),
    ...(enteredBy === 'till' &&
      enteredAt !== undefined && { undoUntil: undoableUntil(new Date(enteredAt)).toISOString() }),
  }
}

function refused(code: keyof typeof redemptionRefusals, facts: Problem['facts'] = {}): Problem {
  return { code, status: redemptionRefusals[code], facts }
}
