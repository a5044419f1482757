import type { Acts } from '@welfare/approvals/acts.ts'
import { scopeHoldsDivision } from '@welfare/contracts/authority.ts'
import { codecFor } from '@welfare/contracts/catalogue.ts'
import type { AttachedFile } from '@welfare/contracts/events/attachments.ts'
import type { Refusal } from '@welfare/event-store/decider/decider.ts'
import type { Position } from '@welfare/event-store/port.ts'
import type { Consumer } from '@welfare/facts/consumer.ts'
import type { Attachments } from '@welfare/http/attachments/attachments.ts'
import type { Approval } from '@welfare/http/command-route.ts'
import type { Dependencies } from '@welfare/http/dependencies.ts'
import { type CheckedDay, checkDay, type StatedDay } from '@welfare/http/late-entry.ts'
import type { Actor } from '@welfare/http/route.ts'
import type { BudgetEvent } from './budgets/budget.state.ts'
import type { FundEvent } from './fund.state.ts'
import type { FundsFacts } from './funds.facts.ts'

/** What this service's routes work with. */
export interface FundsContext extends Pick<Dependencies, 'runner' | 'clock'> {
  readonly facts: FundsFacts
  /** Which acts wait for another person, and how late an entry may come. */
  readonly acts: Acts
  /** The bank's own files of its statements. */
  readonly bankFiles: Attachments<AttachedFile>
  /** Carries allocations to budgets, returns to funds, and tells budgets what comes back of credits. */
  readonly processes: Consumer
}

export const fundCodec = codecFor<FundEvent['type']>()
export const budgetCodec = codecFor<BudgetEvent['type']>()

/** The day on which an act on a fund counts, as far back as the fund's division allows. */
export function checkFundDay(
  { clock, facts, acts }: FundsContext,
  fund: string,
  actor: Actor,
  { approval, ...stated }: Pick<StatedDay, 'day' | 'lateEntry'> & { readonly approval?: Approval | undefined },
): CheckedDay {
  const policy = () => acts.latePolicyOf(facts.divisionOf(fund) ?? '')
  return checkDay({ ...stated, actor, policy, now: clock.now(), askedOn: approval?.askedOn })
}

interface Named {
  readonly from?: string | undefined
  readonly to?: string | undefined
}
type KnownAccounts = { readonly facts: Pick<FundsFacts, 'findBankAccount'> }

/** Money may come to any account; it leaves one by the hand of somebody who holds for its union. Neither, once it is closed. */
export function refusalOfAccount(
  context: KnownAccounts,
  actor: Pick<Actor, 'scope'>,
  { from, to }: Named,
): Refusal<'bank-account-unknown' | 'bank-account-closed'> | undefined {
  const stranger = refusalOfStranger(context, actor, { from, to })
  if (stranger) return stranger
  for (const id of [from, to]) {
    const closedOn = id === undefined ? undefined : context.facts.findBankAccount(id)?.closedOn
    if (id !== undefined && closedOn !== undefined)
      return { code: 'bank-account-closed', facts: { bankAccount: id, closedOn } }
  }
  return undefined
}

/** What is done with the account itself: whether it is closed, its own stream says. */
export function refusalOfStranger(
  { facts }: KnownAccounts,
  { scope }: Pick<Actor, 'scope'>,
  { from, to }: Named,
): Refusal<'bank-account-unknown'> | undefined {
  const isKnown = (id: string) => facts.findBankAccount(id) !== undefined
  const isOwn = (id: string) => scopeHoldsDivision(scope, facts.findBankAccount(id)?.division ?? '')
  const unknown =
    from !== undefined && !(isKnown(from) && isOwn(from)) ? from : to !== undefined && !isKnown(to) ? to : undefined
  return unknown === undefined ? undefined : { code: 'bank-account-unknown', facts: { bankAccount: unknown } }
}

/** How long an answer waits for the other side's acknowledgement; the money is safe either way. */
const ACKNOWLEDGEMENT_WAIT_MS = 2_000

export async function awaitAcknowledgement(
  { processes }: Pick<FundsContext, 'processes'>,
  { position }: { readonly position: Position | undefined },
  { signal }: { readonly signal: AbortSignal },
): Promise<void> {
  if (position) await processes.waitFor(position, { timeoutMs: ACKNOWLEDGEMENT_WAIT_MS, signal })
}
