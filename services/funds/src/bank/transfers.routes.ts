import { actRoute } from '@welfare/approvals/define-act-route.ts'
import { splitPart } from '@welfare/contracts/primitives.ts'
import { totalOf } from '@welfare/contracts/shares.ts'
import { commandRoute, onlyEvent } from '@welfare/http/command-route.ts'
import { lateEntryRefusals } from '@welfare/http/late-entry.ts'
import { listRoute } from '@welfare/http/list-route.ts'
import type { Route } from '@welfare/http/route.ts'
import { fundDecider } from '../fund.decider.ts'
import { checkFundDay, type FundsContext, fundCodec, refusalOfAccount } from '../funds.context.ts'
import { fundParams, fundUnknown, noFund } from '../funds.routes.ts'
import {
  arrivalBody,
  bankAccountParams,
  comingBackBody,
  transferAnswer,
  transferBody,
  transferEnded,
  transferSent,
} from './bank-wire.ts'

const ended = {
  ...fundUnknown,
  ...lateEntryRefusals,
  'bank-transfer-unknown': 404,
  'bank-transfer-already-ended': 409,
  'bank-transfer-ended-before-sent': 422,
} as const
const endedAnswers = { 201: { description: 'The entry that ends it', schema: transferEnded } } as const
const decidedBy = [fundDecider, fundCodec] as const

/** A fund's money on its way from one account of a union to another. */
export function createTransfersRoutes(context: FundsContext): readonly Route[] {
  return [
    sendTransferRoute(context),
    listTransfersRoute(context),
    listEveryTransferRoute(context),
    receiveTransferRoute(context),
    takeTransferBackRoute(context),
  ]
}

function sendTransferRoute(context: FundsContext): Route {
  const { facts } = context
  return actRoute(context, {
    method: 'post',
    path: '/v1/funds/{id}/transfers',
    operationId: 'sendBankTransfer',
    summary: 'Records that money of a fund left one account for another; a second person always approves',
    tag: 'funds',
    params: fundParams,
    body: transferBody,
    answers: { 201: { description: 'The transfer, once it was approved', schema: transferSent } },
    refusals: {
      ...fundUnknown,
      'bank-account-unknown': 404,
      'bank-account-closed': 409,
      ...lateEntryRefusals,
      'bank-transfer-to-same-account': 422,
      'balance-not-assigned': 409,
      'fund-paid-by-payer': 409,
      'money-not-there': 409,
    },
    describe({ params: { id: fund }, body: { amountFen, from, to, sentOn: day, lateEntry }, actor }) {
      const division = facts.divisionOf(fund)
      if (division === undefined) return noFund
      const { daysLate: lateDays } = checkFundDay(context, fund, actor, { day, lateEntry })
      const beyond = { limit: 0, value: amountFen }
      return { kind: 'transfer', amountFen, division, fund, lateDays, beyond, about: { from, to } }
    },
    decidedBy,
    toCommand({ params: { id: fund }, body, actor }, approval) {
      const { from: bankAccount, to, amountFen, reference, sentOn, lateEntry, document } = body
      const unknown = refusalOfAccount(context, actor, { from: bankAccount, to })
      const { day, refusal, metadata } = checkFundDay(context, fund, actor, { day: sentOn, lateEntry, approval })
      return {
        stream: fund,
        command: { type: 'SendTransfer', fund, bankAccount, to, amountFen, reference, day },
        refusal: unknown ?? refusal,
        metadata: { ...metadata, ...(document && { document }) },
        mayCreate: true,
      }
    },
    toAnswer({ events }, { params: { id: fund } }) {
      const { data, id } = onlyEvent(events, 'TransferSent', fund)
      const { bankAccount: from, to, shares } = data
      return { status: 201, body: { id, fund, from, to, amountFen: totalOf(shares) } }
    },
  })
}

function listTransfersRoute({ facts }: FundsContext): Route {
  return listRoute({
    path: '/v1/funds/{id}/transfers',
    operationId: 'listBankTransfers',
    summary: "Lists transfers of a fund's money in the order of sending",
    tag: 'funds',
    params: fundParams,
    item: transferAnswer,
    description: 'A page of transfers',
    refusals: fundUnknown,
    listRows: ({ params: { id } }, { from, limit }) =>
      facts.hasFund(id) ? facts.listTransfers(id, from, limit) : noFund,
    placeOf: ({ version }) => version,
    toItem: ({ transfer }) => transfer,
  })
}

function listEveryTransferRoute({ facts }: FundsContext): Route {
  return listRoute({
    path: '/v1/bank-transfers',
    operationId: 'listEveryBankTransfer',
    summary: 'Lists transfers of every fund within the scope, and to accounts of its unions, in the order of sending',
    tag: 'funds',
    filter: { status: transferAnswer.shape.status.optional() },
    item: transferAnswer,
    description: 'A page of transfers',
    listRows: ({ query: { status }, actor: { scope } }, { from, limit }) =>
      facts.listEveryTransfer(scope, status, from, limit),
    placeOf: ({ sequence }) => sequence,
    toItem: ({ transfer }) => transfer,
  })
}

function receiveTransferRoute(context: FundsContext): Route {
  return commandRoute(context, {
    method: 'post',
    path: '/v1/bank-accounts/{id}/transfer-arrivals',
    operationId: 'receiveBankTransfer',
    summary:
      'Records that a transfer is on the account that it was sent to: by the union whose account it is, whose ever the fund is',
    tag: 'funds',
    params: bankAccountParams,
    body: arrivalBody,
    answers: endedAnswers,
    refusals: { ...ended, 'bank-account-unknown': 404, 'bank-account-closed': 409 },
    decidedBy,
    toCommand({ params: { id }, body: { transfer, arrivedOn, lateEntry, document }, actor }) {
      const { stream: fund } = splitPart(transfer)
      const isHere = context.facts.findTransfer(transfer)?.to === id
      const elsewhere = isHere ? undefined : ({ code: 'bank-transfer-unknown', facts: { transfer } } as const)
      const { day, refusal, metadata } = checkFundDay(context, fund, actor, { day: arrivedOn, lateEntry })
      return {
        stream: fund,
        command: { type: 'ReceiveTransfer', fund, transfer, day },
        refusal: refusalOfAccount(context, actor, { from: id }) ?? elsewhere ?? refusal,
        metadata: { ...metadata, ...(document && { document }) },
        mayCreate: true,
      }
    },
    toAnswer({ events }, { body }) {
      const { stream: fund } = splitPart(body.transfer)
      const { data, id } = onlyEvent(events, 'TransferArrived', fund)
      const { transfer, bankAccount, shares } = data
      return { status: 201, body: { id, fund, transfer, bankAccount, amountFen: totalOf(shares) } }
    },
  })
}

function takeTransferBackRoute(context: FundsContext): Route {
  return commandRoute(context, {
    method: 'post',
    path: '/v1/funds/{id}/transfer-returns',
    operationId: 'takeBankTransferBack',
    summary: 'Records that the bank gave a transfer back: it lies where it came from',
    tag: 'funds',
    params: fundParams,
    body: comingBackBody,
    answers: endedAnswers,
    refusals: ended,
    decidedBy,
    toCommand({ params: { id: fund }, body: { transfer, reason, returnedOn, lateEntry, document }, actor }) {
      const { day, refusal, metadata } = checkFundDay(context, fund, actor, { day: returnedOn, lateEntry })
      return {
        stream: fund,
        command: { type: 'TakeTransferBack', fund, transfer, reason, day },
        refusal,
        metadata: { ...metadata, ...(document && { document }) },
        mayCreate: true,
      }
    },
    toAnswer({ events }, { params: { id: fund } }) {
      const { data, id } = onlyEvent(events, 'TransferCameBack', fund)
      const { transfer, bankAccount, shares } = data
      return { status: 201, body: { id, fund, transfer, bankAccount, amountFen: totalOf(shares) } }
    },
  })
}
