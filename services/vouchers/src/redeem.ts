import { addDays, daysBetween } from '@welfare/contracts/days.ts'
import { sumFen } from '@welfare/contracts/money.ts'
import { totalOf } from '@welfare/contracts/shares.ts'
import type { Act, Approval } from '@welfare/service-kit/acts/act.ts'
import { answerCommand } from '@welfare/service-kit/answer-command.ts'
import { isProblem, type Problem } from '@welfare/service-kit/problem.ts'
import { caughtUp, commandInput, commandMetadata } from '@welfare/service-kit/room.ts'
import type { Actor, RouteAnswer } from '@welfare/service-kit/route.ts'
import { shanghaiDay } from '@welfare/service-kit/shanghai-days.ts'
import type { FoundVoucher } from './look-up.ts'
import { openShown } from './shown-code.ts'
import type { VouchersContext } from './vouchers.context.ts'
import { walletCodec } from './vouchers.process.ts'
import type { PricedItem, ProgrammeFacts } from './vouchers-copy.store.ts'
import { type RedeemMeal, walletRefusals } from './wallet.commands.ts'
import { walletDecider } from './wallet.decider.ts'
import type { WalletEvent } from './wallet.state.ts'
import type { RedemptionBody } from './wire.ts'

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
  const now = clock.now()
  const occurredAt = body.lateEntry ? new Date(body.lateEntry.occurredAt) : now
  const unproved = refusalOfPaper(body, actor)
  if (unproved) return unproved
  const command = await toCommand(context, voucher, body, actor, { now, occurredAt })
  const result = await runner.execute(walletDecider, walletCodec, {
    stream: voucher.wallet,
    command,
    commandId,
    input: commandInput(body),
    metadata: commandMetadata(clock, actor, {
      occurredAt,
      ...(actor.role === 'officer' && { lateEntry: lateEntryOf(body, now, occurredAt), document: body.document }),
      ...(approval && { approval }),
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
  const { runner, clock, copy } = context
  const { body, actor } = request
  const voucher = await openShown(context, request.shown, request)
  if (isProblem(voucher)) return voucher
  const unproved = refusalOfPaper(body, actor)
  if (unproved) return unproved
  const now = clock.now()
  const occurredAt = body.lateEntry ? new Date(body.lateEntry.occurredAt) : now
  const command = await toCommand(context, voucher, body, actor, { now, occurredAt })
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
    ...{ division, programme: voucher.programme, lateDays: lateEntryOf(body, now, occurredAt).days },
    about: { redeemedOn, merchant },
  }
}

/** The union enters what a paper says, and names it; a till enters what is being eaten. */
function refusalOfPaper(body: RedemptionBody, actor: Actor): Problem | undefined {
  if (actor.role !== 'officer') return body.lateEntry && refused('late-entry-not-allowed')
  if (!body.document) return refused('paper-missing')
  return (body.lateEntry?.reason ?? body.reason) === undefined ? refused('reason-missing') : undefined
}

/** Of a paper of today it says only why the union entered it. */
function lateEntryOf({ lateEntry, reason }: RedemptionBody, now: Date, occurredAt: Date) {
  const days = Math.max(0, daysBetween(shanghaiDay(occurredAt), shanghaiDay(now)))
  return { reason: lateEntry?.reason ?? reason ?? '', days }
}

interface Moments {
  readonly now: Date
  readonly occurredAt: Date
}

async function toCommand(
  context: VouchersContext,
  voucher: FoundVoucher,
  body: RedemptionBody,
  actor: Actor,
  { now, occurredAt }: Moments,
): Promise<RedeemMeal> {
  const { programme } = voucher
  const day = shanghaiDay(occurredAt)
  const today = shanghaiDay(now)
  const { copy, store, facts } = context
  if (!isReady(context, programme, body, day)) await caughtUp(store, facts)
  const rules = copy.findProgramme(programme)
  const earliest = addDays(today, -(rules?.rules.lateEntryDays ?? 0))
  const isFromPaper = actor.role === 'officer'
  return {
    type: 'RedeemMeal',
    wallet: voucher.wallet,
    serial: voucher.serial,
    merchant: body.merchant,
    // A paper is judged by its own day's facts, a card that is shown by those of this moment.
    merchantAdmitted: isFromPaper
      ? copy.wasAdmitted(programme, body.merchant, day)
      : copy.isAdmitted(programme, body.merchant),
    programmeClosed: rules !== undefined && isOver(rules, isFromPaper ? day : undefined, today),
    day,
    today,
    enteredAt: now.toISOString(),
    enteredBy: isFromPaper ? 'union' : 'till',
    lateEntry: body.lateEntry && { earliest, isInTheFuture: occurredAt > now },
    purchase: toPurchase(context, body, day),
    ownShareFen: body.ownShareFen,
    factsReadThrough: copy.sequence(),
    deviceId: body.deviceId ?? actor.id,
    deviceSequence: body.deviceSequence ?? 0,
    capturedOffline: body.capturedOffline ?? false,
    collectedBy: body.collectedBy,
  }
}

/** For a paper as it stood on its day; on the day of the closing itself the meal may have come first. */
function isOver({ closed, closedOn, lastDay }: ProgrammeFacts, paperDay: string | undefined, today: string): boolean {
  if (lastDay !== undefined && lastDay < (paperDay ?? today)) return true
  return paperDay === undefined ? closed : closedOn !== undefined && closedOn < paperDay
}

/** Does the copy already hold what this redemption needs? If not, it may only be behind. */
function isReady({ copy }: VouchersContext, programme: string, body: RedemptionBody, day: string): boolean {
  if (!copy.isAdmitted(programme, body.merchant)) return false
  if (!body.items) return true
  const known = copy.findPriceList(body.merchant, day)?.items ?? []
  return body.items.every(({ code }) => known.some((item) => item.code === code))
}

function toPurchase({ copy }: VouchersContext, body: RedemptionBody, day: string): RedeemMeal['purchase'] {
  if (!body.items) return { kind: 'amount', amountFen: body.amountFen ?? 0 }
  const priceList = copy.findPriceList(body.merchant, day)
  const priced = body.items.map(({ code, quantity }) => ({
    code,
    quantity,
    item: priceList?.items.find((item) => item.code === code),
  }))
  return {
    kind: 'items',
    priceListVersion: priceList?.version ?? 1,
    items: priced.flatMap(({ item, quantity }) => (item ? [toRedeemedItem(item, quantity)] : [])),
    unknown: priced.filter(({ item }) => item === undefined).map(({ code }) => code),
  }
}

function toRedeemedItem({ code, name, listPriceFen, agreedPriceFen }: PricedItem, quantity: number) {
  return { code, name, quantity, listPriceFen, agreedPriceFen }
}

function describeRedemption(
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
