import type { Act } from '@welfare/approvals/act.ts'
import { sumFen } from '@welfare/contracts/money.ts'
import { totalOf } from '@welfare/contracts/shares.ts'
import { answerCommand } from '@welfare/http/answer-command.ts'
import { isProblem, type Problem } from '@welfare/http/problem.ts'
import type { Approval } from '@welfare/http/room.ts'
import { commandInput, commandMetadata } from '@welfare/http/room.ts'
import type { Actor, RouteAnswer } from '@welfare/http/route.ts'
import type { VouchersContext } from '../vouchers.context.ts'
import { walletCodec } from '../vouchers.process.ts'
import { type RedeemMeal, walletRefusals } from '../wallets/wallet.commands.ts'
import { walletDecider } from '../wallets/wallet.decider.ts'
import type { WalletEvent } from '../wallets/wallet.state.ts'
import type { RedemptionBody } from '../wire.ts'
import { judgeMealDay, lateEntryOf, type MealDay, toEnteredMeal } from './meal-entry.ts'
import { openShown } from './shown-code.ts'
import type { FoundVoucher } from './till.facts.ts'

export const redemptionRefusals = {
  ...walletRefusals,
  'late-entry-not-allowed': 403,
  'paper-missing': 422,
  'reason-missing': 422,
} as const

export interface RedemptionRequest {
  readonly shown: string
  readonly body: RedemptionBody
  readonly actor: Actor
  readonly address: string
  readonly credential?: string | undefined
  readonly commandId: string
}

/** The second step at the till: the meal is paid by the credit, or refused with its reason. */
export async function redeem(
  context: VouchersContext,
  request: RedemptionRequest,
  approval?: Approval,
): Promise<RouteAnswer | Problem> {
  const { runner, clock } = context
  const { body, actor, commandId } = request
  const voucher = await openShown(context, request.shown, request)
  if (isProblem(voucher)) return voucher
  const unproved = refusalOfPaper(body, actor)
  if (unproved) return unproved
  const when = whenOf(context, voucher, body, actor, approval)
  const command = await toCommand(context, voucher, body, actor, when)
  const result = await runner.execute(walletDecider, walletCodec, {
    stream: voucher.wallet,
    command,
    commandId,
    input: commandInput(body),
    metadata: commandMetadata(clock, actor, {
      occurredAt: when.occurredAt,
      ...(actor.role === 'officer' && { lateEntry: lateEntryOf(reasonOf(body), when), document: body.document }),
      approval,
    }),
  })
  return answerCommand(result, {
    refusals: redemptionRefusals,
    onAccepted: ({ events }) => {
      const [redeemed] = events
      if (!redeemed) throw new Error('a redemption led to no event')
      return { status: 201, body: describeRedemption(voucher.wallet, redeemed) }
    },
  })
}

/** What the union would enter, for its limits; undefined where the wallet refuses it, which `redeem` then tells. */
export async function describeEntry(
  context: VouchersContext,
  request: RedemptionRequest,
): Promise<Act | Problem | undefined> {
  const { runner, copy } = context
  const { body, actor } = request
  const voucher = await openShown(context, request.shown, request)
  if (isProblem(voucher)) return voucher
  const unproved = refusalOfPaper(body, actor)
  if (unproved) return unproved
  const when = whenOf(context, voucher, body, actor)
  const command = await toCommand(context, voucher, body, actor, when)
  const decision = await runner.read(walletDecider, walletCodec, voucher.wallet, (state) =>
    walletDecider.decide(state, command),
  )
  const division = copy.findProgramme(voucher.programme)?.division
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

function whenOf(
  context: VouchersContext,
  { programme }: FoundVoucher,
  body: RedemptionBody,
  actor: Actor,
  approval?: Approval,
): MealDay {
  const occurredAt = body.lateEntry && new Date(body.lateEntry.occurredAt)
  return judgeMealDay(context, { programme, actor, occurredAt, reason: reasonOf(body), askedOn: approval?.askedOn })
}

async function toCommand(
  context: VouchersContext,
  { wallet, serial, programme }: FoundVoucher,
  body: RedemptionBody,
  { id, role }: Actor,
  when: MealDay,
): Promise<RedeemMeal> {
  const isFromPaper = role === 'officer'
  const { deviceId = id, deviceSequence = 0, capturedOffline = false, collectedBy } = body
  const meal = await toEnteredMeal(context, {
    ...{ programme, meal: body, when, isOfItsDay: isFromPaper, enteredBy: isFromPaper ? 'union' : 'till' },
    slip: { deviceId, deviceSequence, capturedOffline, collectedBy },
  })
  return { type: 'RedeemMeal', wallet, serial, ...meal }
}

export function describeRedemption(
  wallet: string,
  {
    event,
    version,
    recordedAt,
  }: { readonly event: WalletEvent; readonly version: number; readonly recordedAt: string },
) {
  if (event.type !== 'MealRedeemed') throw new Error(`expected MealRedeemed, found ${event.type}`)
  const { programme, merchant, redeemedOn, listPriceFen, discountFen, ownShareFen, balanceAfterFen, items, draws } =
    event.data
  return {
    id: `${wallet}.${version}`,
    wallet,
    programme,
    merchant,
    redeemedOn,
    recordedAt,
    amountFen: sumFen(draws.map(({ shares }) => totalOf(shares))),
    listPriceFen,
    discountFen,
    ownShareFen,
    balanceAfterFen,
    items,
    draws: draws.map(({ window, shares }) => ({ window, amountFen: totalOf(shares) })),
  }
}

function refused(code: keyof typeof redemptionRefusals, facts: Problem['facts'] = {}): Problem {
  return { code, status: redemptionRefusals[code], facts }
}
