import { actRoute } from '@welfare/approvals/define-act-route.ts'
import { totalOf } from '@welfare/contracts/shares.ts'
import type { Refusal } from '@welfare/event-store/decider/decider.ts'
import { type Approval, commandRoute, onlyEvent } from '@welfare/http/command-route.ts'
import { lateEntryRefusals } from '@welfare/http/late-entry.ts'
import type { Actor, Route } from '@welfare/http/route.ts'
import type { z } from 'zod'
import { fundDecider } from '../fund.decider.ts'
import { checkFundDay, type FundsContext, fundCodec, refusalOfAccount } from '../funds.context.ts'
import { fundParams, fundUnknown, noFund } from '../funds.routes.ts'
import { bankAccountCodec, bankAccountDecider } from './bank-account.decider.ts'
import {
  bankAccountParams,
  bankChargeBody,
  bankEntryAnswer,
  interestBody,
  ownFundAnswer,
  ownFundBody,
} from './bank-wire.ts'

const ofOwnMoney = {
  ...fundUnknown,
  ...lateEntryRefusals,
  'bank-account-unknown': 404,
  'bank-account-closed': 409,
  'not-own-fund': 409,
  'balance-not-assigned': 409,
  'fund-paid-by-payer': 409,
} as const
const decidedBy = [fundDecider, fundCodec] as const

/** The fund that is a union's own money on an account, and what the bank itself puts there and takes. */
export function createOwnMoneyRoutes(context: FundsContext): readonly Route[] {
  return [setOwnFundRoute(context), receiveInterestRoute(context), payBankChargeRoute(context)]
}

function setOwnFundRoute(context: FundsContext): Route {
  const { facts } = context
  return commandRoute(context, {
    method: 'post',
    path: '/v1/bank-accounts/{id}/own-fund',
    operationId: 'setBankAccountOwnFund',
    summary: "Says which fund is the union's own money on the account: its interest and charges are of that fund",
    tag: 'funds',
    params: bankAccountParams,
    body: ownFundBody,
    answers: { 201: { description: 'The fund that stands', schema: ownFundAnswer } },
    refusals: {
      ...fundUnknown,
      'bank-account-unknown': 404,
      'bank-account-closed': 409,
      'own-fund-of-another-union': 422,
      'own-fund-holds-money': 409,
    },
    decidedBy: [bankAccountDecider, bankAccountCodec],
    toCommand({ params: { id }, body: { fund, document }, actor }) {
      const division = facts.divisionOf(fund)
      const unknown = division === undefined ? ({ code: 'fund-unknown', facts: {} } as const) : undefined
      const read = { lying: facts.balancesOn(id), factsReadThrough: facts.sequence() }
      return {
        stream: id,
        command: { type: 'SetOwnFund', fund, division: division ?? '', ...read },
        refusal: refusalOfAccount(context, actor, { from: id }) ?? unknown,
        metadata: { ...(document && { document }) },
        mayCreate: true,
      }
    },
    toAnswer: (_, { params: { id: bankAccount }, body: { fund } }) => ({ status: 201, body: { bankAccount, fund } }),
  })
}

function receiveInterestRoute(context: FundsContext): Route {
  return actRoute(context, {
    method: 'post',
    path: '/v1/funds/{id}/interest',
    operationId: 'receiveInterest',
    summary: "Enters interest on an account, for the fund that is the union's own money there",
    tag: 'funds',
    params: fundParams,
    body: interestBody,
    answers: { 201: { description: 'The entry', schema: bankEntryAnswer } },
    refusals: { ...ofOwnMoney, 'total-too-large': 422 },
    describe: (request) => describeReceipt(context, request),
    decidedBy,
    toCommand(request, approval) {
      const { said, ...entry } = enterReceipt(context, request, approval)
      return { ...entry, command: { type: 'ReceiveIncome', kind: 'interest', fund: request.params.id, ...said } }
    },
    toAnswer({ events }, { params: { id: fund } }) {
      const { data, id } = onlyEvent(events, 'IncomeReceived', fund)
      const { bankAccount, shares, availableAfterFen } = data
      return { status: 201, body: { id, fund, bankAccount, amountFen: totalOf(shares), availableAfterFen } }
    },
  })
}

function payBankChargeRoute(context: FundsContext): Route {
  const { facts } = context
  return actRoute(context, {
    method: 'post',
    path: '/v1/funds/{id}/bank-charges',
    operationId: 'payBankCharge',
    summary:
      "Enters what a bank took for itself from the fund that is the union's own money there; a second person always approves",
    tag: 'funds',
    params: fundParams,
    body: bankChargeBody,
    answers: { 201: { description: 'The entry, once it was approved', schema: bankEntryAnswer } },
    refusals: {
      ...ofOwnMoney,
      'bank-account-missing': 422,
      'money-not-there': 409,
      'funds-not-available': 409,
      'too-many-gifts': 409,
    },
    describe({ params: { id: fund }, body: { amountFen, paidOn: day, lateEntry, bankAccount, reference }, actor }) {
      const division = facts.divisionOf(fund)
      if (division === undefined) return noFund
      const { daysLate: lateDays } = checkFundDay(context, fund, actor, { day, lateEntry })
      const beyond = { limit: 0, value: amountFen }
      const about = { bankAccount, ...(reference !== undefined && { reference }) }
      return { kind: 'bank-charge', amountFen, division, fund, lateDays, beyond, about }
    },
    decidedBy,
    toCommand({ params: { id: fund }, body, actor }, approval) {
      const { paidOn, lateEntry, document, ...said } = body
      const { day, refusal, metadata } = checkFundDay(context, fund, actor, { day: paidOn, lateEntry, approval })
      return {
        stream: fund,
        command: { type: 'PayBankCharge', fund, ...said, day },
        refusal: refusalOfOwnMoney(context, actor, fund, said) ?? refusal,
        metadata: { ...metadata, ...(document && { document }) },
        mayCreate: true,
      }
    },
    toAnswer({ events }, { params: { id: fund } }) {
      const { data, id } = onlyEvent(events, 'BankChargePaid', fund)
      const { bankAccount, shares, availableAfterFen } = data
      return { status: 201, body: { id, fund, bankAccount, amountFen: totalOf(shares), availableAfterFen } }
    },
  })
}

interface ReceiptRequest<Body> {
  readonly params: { readonly id: string }
  readonly body: Body
  readonly actor: Actor
}

type ReceiptBody = Pick<
  z.infer<typeof interestBody>,
  'bankAccount' | 'amountFen' | 'receivedOn' | 'lateEntry' | 'document' | 'reference'
>

/** What comes to an account without being told whose it is waits for nobody, unless it is entered late. */
export function describeReceipt(context: FundsContext, { params, body, actor }: ReceiptRequest<ReceiptBody>) {
  const { amountFen, receivedOn: day, lateEntry, bankAccount, reference } = body
  const about = { bankAccount, ...(reference !== undefined && { reference }) }
  const fund = params.id
  const division = context.facts.divisionOf(fund)
  if (division === undefined) return noFund
  const { daysLate: lateDays } = checkFundDay(context, fund, actor, { day, lateEntry })
  const kind = 'late-entry' as const
  return lateDays === 0 ? undefined : { kind, amountFen, division, fund, lateDays, about }
}

/** What of its command does not go by what it is; `said`: what the command takes over. */
export function enterReceipt<Body extends ReceiptBody>(
  context: FundsContext,
  { params: { id: fund }, body, actor }: ReceiptRequest<Body>,
  approval: Approval | undefined,
) {
  const { receivedOn: day, lateEntry, document, ...said } = body
  const { refusal, metadata } = checkFundDay(context, fund, actor, { day, lateEntry, approval })
  return {
    stream: fund,
    said,
    refusal: refusalOfOwnMoney(context, actor, fund, body) ?? refusal,
    metadata: { ...metadata, ...(document && { document }) },
    mayCreate: true as const,
  }
}

/** Of what the bank puts on an account or takes from it without being told whose it is. */
export function refusalOfOwnMoney(
  context: Pick<FundsContext, 'facts'>,
  actor: Pick<Actor, 'scope'>,
  fund: string,
  { bankAccount }: { readonly bankAccount: string },
): Refusal<'bank-account-unknown' | 'bank-account-closed' | 'not-own-fund'> | undefined {
  const unknown = refusalOfAccount(context, actor, { from: bankAccount })
  if (unknown) return unknown
  const ownFund = context.facts.findBankAccount(bankAccount)?.ownFund
  return ownFund === fund ? undefined : { code: 'not-own-fund', facts: { bankAccount, ...(ownFund && { ownFund }) } }
}
