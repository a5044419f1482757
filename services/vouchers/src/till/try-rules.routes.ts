import { keptPart } from '@welfare/contracts/events/meal-split.ts'
import { type ProgrammeRules, programmeRules } from '@welfare/contracts/events/programmes.ts'
import { isPaidByFunds, potsOf } from '@welfare/contracts/meals/split-meal.ts'
import { sumFen } from '@welfare/contracts/money.ts'
import { amountFen, day, positiveAmountFen, windowKey } from '@welfare/contracts/primitives.ts'
import type { Language } from '@welfare/contracts/problem-sentences/show-fact.ts'
import { totalOf, withoutZeros } from '@welfare/contracts/shares.ts'
import { preferredLanguage } from '@welfare/http/edge/preferred-language.ts'
import { defineRoute, type Route } from '@welfare/http/route.ts'
import { z } from 'zod'
import { balanceOf } from '../wallets/cards-and-credits.ts'
import type { RedeemMeal, WalletCommand, WalletDecision } from '../wallets/wallet.commands.ts'
import { walletDecider } from '../wallets/wallet.decider.ts'
import type { WalletState } from '../wallets/wallet.state.ts'
import { toRefusal } from './look-up.ts'

const body = z.strictObject({
  rules: programmeRules,
  window: windowKey.optional().meta({ description: 'Whose credit the worker has; default: the first' }),
  /** One after the other. */
  meals: z
    .array(
      z.strictObject({
        amountFen: positiveAmountFen,
        /** Default: what the rules ask for. */
        ownShareFen: amountFen.optional(),
        /** Default: the first day of the window. */
        day: day.optional(),
      }),
    )
    .min(1)
    .max(10),
})
const mealAnswer = z.strictObject({
  day,
  amountFen,
  paidFen: amountFen.meta({ description: 'By the credit; 0 where the meal is refused' }),
  ownShareFen: amountFen,
  balanceAfterFen: amountFen,
  split: z.array(keptPart).optional().meta({ description: 'Where several pay: what each does' }),
  refusal: z.strictObject({ code: z.string(), detail: z.string(), facts: z.record(z.string(), z.json()) }).optional(),
})
const answer = z.strictObject({ window: windowKey, creditFen: amountFen, meals: z.array(mealAnswer) })

/** An example for rules that are being written: a worker with the credit of one window eats, as at a till. Nothing of it is recorded. */
export function createTryRulesRoute(): Route {
  return defineRoute({
    method: 'post',
    path: '/v1/programme-rules-trials',
    operationId: 'tryProgrammeRules',
    summary: 'Tries rules out: what a credit pays of meals and what remains, by the arithmetic of the till',
    tag: 'programmes',
    body,
    answers: { 200: { description: 'Each meal, and what is left after it', schema: answer } },
    refusals: { 'window-not-in-programme': 422, 'split-without-funds': 422 },
    handle({ body: { rules, window: key, meals }, headers }) {
      const window = key === undefined ? rules.windows[0] : rules.windows.find((known) => known.window === key)
      if (rules.split && !isPaidByFunds(rules.split)) return { code: 'split-without-funds', status: 422, facts: {} }
      if (!window) return { code: 'window-not-in-programme', status: 422, facts: { window: key ?? '' } }
      const wallet = openWallet(rules, window)
      const language = preferredLanguage(headers['accept-language'])
      return {
        status: 200,
        body: {
          window: window.window,
          creditFen: window.creditFen,
          meals: meals.map(({ day: eatenOn = window.from, ...meal }) => eat(wallet, eatenOn, meal, language)),
        },
      }
    },
  })
}

type Window = ProgrammeRules['windows'][number]

interface TriedWallet {
  state: WalletState
  version: number
}

const nobody = '00000000-0000-4000-8000-000000000000'
const [fund, merchant] = [`fund-${nobody}`, `merchant-${nobody}`]
const walletId = `wallet-${nobody}`

function openWallet(rules: ProgrammeRules, { window, from, until, creditFen }: Window): TriedWallet {
  const wallet = { state: walletDecider.initialState, version: 0 }
  const { lateEntryDays, ownSharePerRedemptionFen, split, eachDayFen } = rules
  const quota = { ...rules.quota, ...(eachDayFen !== undefined && { amountPerDayFen: eachDayFen }) }
  const shares = split
    ? potsOf(split, creditFen).map(({ fund: payer, amountFen }) => ({ fund: payer, amountFen }))
    : [{ fund, amountFen: creditFen }]
  apply(wallet, from, {
    ...{
      type: 'ReceiveCredits',
      programme: `programme-${nobody}`,
      worker: `worker-${nobody}`,
      batch: `batch-${nobody}`,
    },
    voucher: { serial: 1, qrHash: '' },
    credits: [{ window, from, until, shares: withoutZeros(shares), creditFen }],
    ...{ quota, lateEntryDays, ownSharePerRedemptionFen, split, programmeClosed: false },
  })
  return wallet
}

function eat(
  wallet: TriedWallet,
  eatenOn: string,
  { amountFen: priceFen, ownShareFen }: Pick<z.infer<typeof body>['meals'][number], 'amountFen' | 'ownShareFen'>,
  language: Language,
): z.infer<typeof mealAnswer> {
  const meal: RedeemMeal = {
    ...{
      type: 'RedeemMeal',
      wallet: walletId,
      serial: 1,
      day: eatenOn,
      today: eatenOn,
      enteredAt: '',
      enteredBy: 'till',
    },
    ...{ programmeClosed: false, merchant, merchantAdmitted: true, factsReadThrough: 0 },
    ...{ purchase: { kind: 'amount', amountFen: priceFen }, ownShareFen },
    ...{ deviceId: 'try', deviceSequence: 0, capturedOffline: false },
  }
  const done = apply(wallet, eatenOn, meal)
  const meals = done.accepted ? done.events.flatMap((event) => (event.type === 'MealRedeemed' ? [event.data] : [])) : []
  const split = meals[0]?.split
  return {
    day: eatenOn,
    amountFen: priceFen,
    paidFen: sumFen(meals.flatMap(({ draws }) => draws.map(({ shares }) => totalOf(shares)))),
    ownShareFen: sumFen(meals.map(({ ownShareFen: ownFen }) => ownFen)),
    balanceAfterFen: balanceOf([...wallet.state.credits.values()]),
    ...(split && { split: split.map(({ payer, amountFen: fen }) => ({ payer, amountFen: fen })) }),
    ...(!done.accepted && { refusal: toRefusal(done.refusal, language) }),
  }
}

function apply(wallet: TriedWallet, day: string, command: WalletCommand): WalletDecision {
  const decision = walletDecider.decide(wallet.state, command)
  if (!decision.accepted) return decision
  for (const event of decision.events) {
    wallet.version += 1
    wallet.state = walletDecider.evolve(wallet.state, event, wallet.version, day)
  }
  return decision
}
