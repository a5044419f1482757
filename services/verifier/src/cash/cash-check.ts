import { add } from '../amounts.ts'
import type { PostedEvent, PostedLeg } from '../books.ts'
import { MisshapenError } from '../json.ts'
import type { PostingCheck } from '../ledger-walk.ts'
import { partOf } from '../settlement/settled-things.ts'
import type { Findings } from '../verdict.ts'
import { bankStatementRules } from './bank-statement-rules.ts'
import { type CashThings, createCashThings, keyOf, placeIn, thereOf } from './cash-things.ts'
import { closingRules, leftOnClosed } from './closing-rules.ts'
import { createFundControl } from './fund-control.ts'
import { heldRules } from './held-rules.ts'
import { ownMoneyRules } from './own-money-rules.ts'
import { payerRules } from './payer-rules.ts'
import { suspenseRules } from './suspense-rules.ts'
import { transferRules } from './transfer-rules.ts'

const rules = new Map(
  Object.entries({
    ...transferRules,
    ...closingRules,
    ...payerRules,
    ...heldRules,
    ...ownMoneyRules,
    ...suspenseRules,
    ...bankStatementRules,
  }),
)
/** In which what is held for a payment must follow the bank's word on it. */
const FOLLOWS_WITHIN_MS = 24 * 3_600_000

/** Where money lies, from the events alone: on which account of which union, on its way between two, with which payer, or held there for a payment. */
export function checkCash(findings: Findings): PostingCheck {
  const things = createCashThings()
  const control = createFundControl()
  let lastMs = 0

  function misfit({ event }: Pick<PostedEvent, 'event'>, what: string): void {
    findings.misfit({ check: 'cash', where: event.stream, event, what })
  }

  const isLongAgo = ({ recordedAt }: PostedEvent['event']) => Date.parse(recordedAt) + FOLLOWS_WITHIN_MS < lastMs

  function faultsOf(posted: PostedEvent): Iterable<string> {
    const rule = rules.get(posted.event.type)
    return [...(rule?.(posted, things) ?? []), ...placed(posted, things), ...control(posted.legs)]
  }

  return {
    take(posted) {
      lastMs = Math.max(lastMs, Date.parse(posted.event.recordedAt))
      if (rules.has(posted.event.type) || posted.legs.some(isLying)) findings.examined('cash')
      try {
        for (const what of faultsOf(posted)) misfit(posted, what)
      } catch (error) {
        if (!(error instanceof MisshapenError || error instanceof RangeError)) throw error
        misfit(posted, error.message)
      }
    },
    finish() {
      for (const { event, what } of leftOnClosed(things)) if (isLongAgo(event)) misfit({ event }, what)
      for (const { receipt, over } of things.identifications.values())
        if (
          things.unidentified.get(receipt)?.identifiedBy === partOf(over) &&
          !things.unidentified.get(receipt)?.isGiven
        )
          if (isLongAgo(over))
            misfit({ event: over }, 'no fund has recorded it as a gift, and it is not in suspense again')
      for (const { fund, payment, leftFen } of things.held.values()) {
        const event = things.payments.get(payment)?.over
        if (leftFen > 0 && event && isLongAgo(event))
          misfit({ event }, `${fund} still holds ${leftFen} for it, neither paid nor released`)
      }
    },
  }
}

/** What an event moves on accounts, held against what may lie there. */
function* placed({ event, legs }: PostedEvent, things: CashThings): Iterable<string> {
  const { there, assigned, bankAccounts, closed, heldOn, moved, paidBy } = things
  for (const { account, fund = '', bankAccount = '', payer, amount } of legs.filter(isLying)) {
    const place = payer ?? bankAccount
    there.set(keyOf(fund, place), add(thereOf(things, fund, place), amount))
    if (account === 'quota' && paidBy.get(fund) !== payer)
      yield `${payer} pays of ${fund}, which is ${paidBy.get(fund) ?? 'no payer'}'s to pay`
    if (account === 'quota') continue
    if (paidBy.has(fund)) yield `money of ${fund} moves at a bank, ${paidBy.get(fund)} pays it`
    const movement = keyOf(partOf(event), bankAccount)
    if (closed.has(bankAccount)) closed.set(bankAccount, event)
    if (bankAccount !== '') moved.set(movement, add(moved.get(movement) ?? 0, amount))
    if (bankAccount !== '' && !bankAccounts.has(bankAccount)) yield `${bankAccount} was not opened`
    if (bankAccount === '' && assigned.has(fund) && event.type !== 'BankBalanceAssigned')
      yield `money of ${fund} moves on no account, after it was assigned to one`
  }
  if (event.type === 'BankBalanceAssigned' && thereOf(things, event.stream, '') !== 0)
    yield `${thereOf(things, event.stream, '')} of its fund stay on no account`
  for (const [fund, place] of left({ event, legs })) {
    const [lies, heldFen] = [thereOf(things, fund, place), heldOn.get(keyOf(fund, place)) ?? 0]
    if (lies < heldFen) yield `${fund} has ${lies} on ${place} and holds ${heldFen} of it`
  }
}

/** Where there is less than before that is free. */
function left({ event, legs }: Pick<PostedEvent, 'event' | 'legs'>): [fund: string, place: string][] {
  if (event.type === 'PaymentMoneyHeld') return [[event.stream, placeIn(event.data) ?? '']]
  return legs
    .filter((leg) => isLying(leg) && (leg.payer ?? leg.bankAccount) !== undefined && leg.amount < 0)
    .map(({ fund = '', bankAccount = '', payer = bankAccount }) => [fund, payer])
}

function isLying({ account }: Pick<PostedLeg, 'account'>): boolean {
  return account === 'bank' || account === 'quota'
}
