import type { WaitingReason } from '@welfare/approvals/act.ts'
import { budgetOf } from '@welfare/contracts/events/funds.ts'
import { creditOfDays } from '@welfare/contracts/meals/each-day.ts'
import { fillPots, type Pot, potsOf, type SplitRule } from '@welfare/contracts/meals/split-meal.ts'
import { addFen, MAX_AMOUNT_FEN, multiplyFen, sumProductsWithin } from '@welfare/contracts/money.ts'
import type { Refusal } from '@welfare/event-store/decider/decider.ts'
import { derivedId } from '@welfare/event-store/derived-id.ts'
import { isProblem, type Problem } from '@welfare/http/problem.ts'
import { shanghaiDay } from '@welfare/process/shanghai-days.ts'
import type { z } from 'zod'
import type { ProgrammeFacts } from '../till/till.facts.ts'
import type { VouchersContext } from '../vouchers.context.ts'
import type { VouchersFacts } from '../vouchers.facts.ts'
import { firstDayAfter } from '../wallets/cards-and-credits.ts'
import type { MissingInWindow } from '../wallets/credits.facts.ts'
import type { HeldBack } from './announcements.facts.ts'
import { batchRefusals, type CreditTerms, type OrderIssuance } from './batch.commands.ts'
import type { issuanceBody, issuancePreview } from './issuances.contract.ts'

export const issuanceRefusals = {
  ...batchRefusals,
  'programme-unknown': 404,
  'round-unknown': 404,
  'round-not-sealed': 409,
  'round-has-no-people': 422,
  'round-not-announced': 409,
  'announcement-runs': 409,
  'held-by-objection': 409,
  'window-not-in-round': 422,
  'already-issued': 409,
  'budget-insufficient': 409,
  'payer-insufficient': 409,
} as const

export interface PlannedIssuance {
  readonly batch: string
  /** The programme's. */
  readonly division: string
  /** Batches of the same order that are done. */
  readonly earlier: readonly string[]
  readonly command: OrderIssuance
  /** Of what is no window of the round any more, or is for nobody yet: for the command, so that an order of before is recognised first. */
  readonly refusal?: Refusal<keyof typeof issuanceRefusals>
  /** Who lacks something too, and is held back by the announcement of the list. */
  readonly heldBack: readonly HeldBack[]
  readonly windows: readonly {
    readonly window: string
    readonly workers: number
    readonly creditFen: number
    readonly amountFen: number
    readonly perWorker: MissingInWindow
  }[]
}

export async function planIssuance(
  context: VouchersContext,
  programmeId: string,
  maker: string,
  body: z.infer<typeof issuanceBody>,
): Promise<PlannedIssuance | Problem> {
  const { copy } = context
  const programme = copy.findProgramme(programmeId)
  if (!programme) return refused('programme-unknown')
  const round = copy.findRound(body.round)
  if (round?.programme !== programmeId) return refused('round-unknown')
  if (!round.sealed) return refused('round-not-sealed')
  if (round.windows.length === 0) return refused('round-has-no-people')
  const windows = [...new Set(body.windows ?? round.windows)]
  const foreign = windows.filter(
    (window) => !round.windows.includes(window) || !programme.rules.windows.some((known) => known.window === window),
  )
  const planned = toOrder(context, programmeId, programme, body.round, windows, shanghaiDay(context.clock.now()))
  if (isProblem(planned)) return planned
  const { division } = programme
  const refusal = refusalOf(planned, foreign)
  return {
    ...planned,
    division,
    ...(refusal && { refusal }),
    command: { ...planned.command, maker, limitFen: undefined },
  }
}

/** Whether it may pass at once is another question. */
function refusalOf(
  { heldBack, command }: UnlimitedIssuance,
  foreign: readonly string[],
): Refusal<keyof typeof issuanceRefusals> | undefined {
  if (foreign.length > 0) return { code: 'window-not-in-round', facts: { windows: foreign } }
  if (command.workers > 0 || heldBack.length === 0) return undefined
  const until = heldBack.flatMap((held) => (held.why === 'announced' ? held.until : [])).sort()[0]
  if (until !== undefined) return { code: 'announcement-runs', facts: { until } }
  if (heldBack.some(({ why }) => why === 'not-announced')) return { code: 'round-not-announced', facts: {} }
  return { code: 'held-by-objection', facts: { workers: heldBack.length } }
}

type UnlimitedIssuance = Omit<PlannedIssuance, 'command' | 'division'> & {
  readonly command: Omit<OrderIssuance, 'maker' | 'limitFen'>
}

function toOrder(
  { copy }: VouchersContext,
  programmeId: string,
  programme: ProgrammeFacts,
  roundId: string,
  windows: readonly string[],
  today: string,
): UnlimitedIssuance | Problem {
  const { rules, rulesVersion, lastDay } = programme
  const closed = programme.closed || (lastDay !== undefined && lastDay < today)
  const { batch, earlier } = batchOf(copy, programmeId, roundId, windows)
  const terms = rules.windows
    .filter(({ window }) => windows.includes(window))
    .map((window) => termsFrom(window, rules.eachDayFen, today))
  const ended = terms.filter(({ until }) => firstDayAfter(until, rules.lateEntryDays) <= today)
  const heldBack = copy.listHeldBack(roundId, rules.announcementDays !== undefined, today)
  const missing = copy.countMissing(roundId, programmeId, batch, terms, heldBack)
  const perWindow = terms.map((term) => ({ ...term, perWorker: missing.byWindow.get(term.window) ?? [] }))
  const totalFen = totalWithin(perWindow.flatMap(({ perWorker }) => perWorker))
  if (totalFen === undefined) return refused('total-too-large', { largestFen: MAX_AMOUNT_FEN })
  return {
    batch,
    earlier,
    heldBack: copy.listLackingOf(heldBack, [roundId, programmeId, batch], terms),
    windows: perWindow.map(({ window, creditFen, perWorker }) => ({
      window,
      creditFen,
      workers: perWorker.reduce((sum, { workers }) => sum + workers, 0),
      amountFen: totalWithin(perWorker) ?? 0,
      perWorker,
    })),
    command: {
      type: 'OrderIssuance',
      programme: programmeId,
      budget: budgetOf(programmeId),
      round: roundId,
      programmeClosed: closed,
      terms,
      endedWindows: ended.map(({ window }) => window),
      quota: { ...rules.quota, ...(rules.eachDayFen !== undefined && { amountPerDayFen: rules.eachDayFen }) },
      lateEntryDays: rules.lateEntryDays,
      ownSharePerRedemptionFen: rules.ownSharePerRedemptionFen,
      itemsOnly: rules.itemsOnly,
      ...(rules.split && {
        split: rules.split,
        pots: potsOfAll(
          rules.split,
          perWindow.flatMap(({ perWorker }) => perWorker),
        ),
      }),
      rulesVersion,
      workers: missing.workers,
      totalFen,
      excluded: copy.countExcluded(roundId, programmeId, batch, terms, heldBack),
      rosterSize: copy.countMembers(roundId),
    },
  }
}

/** Whoever comes later gets the days that are left. */
function termsFrom(
  { window, from, until, creditFen }: CreditTerms,
  eachDayFen: number | undefined,
  today: string,
): CreditTerms {
  if (eachDayFen === undefined || today <= from || today > until) return { window, from, until, creditFen }
  return { window, from: today, until, creditFen: creditOfDays(eachDayFen, { from: today, until }) ?? creditFen }
}

/** What each fund gives to all of them: to each credit by the fen, as it is issued. */
function potsOfAll(split: SplitRule, amounts: MissingInWindow): Pot[] {
  const none = potsOf(split, 1).map((pot) => ({ ...pot, amountFen: 0 }))
  return amounts.reduce<Pot[]>(
    (sum, { amountFen, workers }) =>
      potsOf(split, amountFen).map((pot, index) => ({
        ...pot,
        amountFen: addFen(sum[index]?.amountFen ?? 0, multiplyFen(pot.amountFen, workers)),
      })),
    none,
  )
}

/** Undefined where it is more than an amount can be. */
function totalWithin(amounts: MissingInWindow): number | undefined {
  const products = amounts.map(({ amountFen, workers }) => ({ amountFen, times: workers }))
  return sumProductsWithin(MAX_AMOUNT_FEN, products)
}

/** One order after the other of the same windows of a round: each gives what is missing then. Those that are done come before the one to make. */
function batchOf(copy: VouchersFacts, programme: string, round: string, windows: readonly string[]) {
  const names = [programme, round, ...[...windows].sort()]
  const earlier: string[] = []
  for (;;) {
    const batch = derivedId('batch', ...names, ...(earlier.length === 0 ? [] : [`order-${earlier.length + 1}`]))
    if (copy.findBatch(batch)?.status !== 'completed') return { batch, earlier }
    earlier.push(batch)
  }
}

export function previewOf(
  { copy }: VouchersContext,
  { batch, command, windows, division, heldBack }: PlannedIssuance,
  because: readonly WaitingReason[],
): z.infer<typeof issuancePreview> {
  const allocatedFen = copy.balances.allocatedFen(command.programme)
  const { pots } = command
  const allocated = pots
    ? copy.balances.ofProgramme(command.programme).filter(({ account }) => account === 'allocated')
    : []
  const filled = pots && fillPots(pots, allocated)
  const lacking = filled?.lacking ?? []
  const { workers, rosterSize, totalFen, round, programme, excluded = [] } = command
  const excludedWorkers = excluded.reduce((sum, { workers: people }) => sum + people, 0)
  const holdingBoth = copy.countHoldingBoth(round, programme)
  const limitFen = because[0]?.limit ?? copy.limitsOf(division, 'issuance')?.perAct
  return {
    batch,
    workers,
    alreadyIssued: rosterSize - workers - excludedWorkers - heldBack.length,
    heldBack: heldBack.length,
    excluded: [...excluded],
    holdingBoth,
    totalFen,
    windows: windows.map(({ perWorker, ...window }) => ({ ...window, perWorker: [...perWorker] })),
    allocatedFen,
    sufficient: totalFen <= allocatedFen && lacking.every(({ onEmpty }) => onEmpty === 'stop'),
    ...(pots && {
      funds: pots.map((pot) => ({
        ...pot,
        allocatedFen: allocated.find(({ fund }) => fund === pot.fund)?.amountFen ?? 0,
        givesFen: filled?.shares.find(({ fund }) => fund === pot.fund)?.amountFen ?? 0,
      })),
    }),
    needsApproval: because.length > 0,
    ...(limitFen !== undefined && { limitFen }),
  }
}

function refused(code: keyof typeof issuanceRefusals, facts: Problem['facts'] = {}): Problem {
  return { code, status: issuanceRefusals[code], facts }
}
