import { actRoute } from '@welfare/approvals/define-act-route.ts'
import { totalOf } from '@welfare/contracts/shares.ts'
import { onlyEvent } from '@welfare/http/command-route.ts'
import { lateEntryRefusals } from '@welfare/http/late-entry.ts'
import { listRoute } from '@welfare/http/list-route.ts'
import type { Route } from '@welfare/http/route.ts'
import { fundDecider } from './fund.decider.ts'
import { checkFundDay, type FundsContext, fundCodec, refusalOfAccount } from './funds.context.ts'
import { fundParams, fundUnknown, noFund } from './funds.routes.ts'
import { donationAnswer, donationBody, donationReceipt, refundAnswer, refundBody } from './wire.ts'

/** Of money that comes to an account, or to none. */
const entryRefusals = {
  'bank-account-unknown': 404,
  'bank-account-closed': 409,
  'bank-account-missing': 422,
  'balance-not-assigned': 409,
  'fund-paid-by-payer': 409,
} as const

/** Donations into a fund, and their refunds. */
export function createDonationsRoutes(context: FundsContext): readonly Route[] {
  return [receiveDonationRoute(context), listDonationsRoute(context), refundDonationRoute(context)]
}

function receiveDonationRoute(context: FundsContext): Route {
  const { facts } = context
  return actRoute(context, {
    method: 'post',
    path: '/v1/funds/{id}/donations',
    operationId: 'receiveDonation',
    summary: 'Enters a donation under its receipt number',
    tag: 'funds',
    params: fundParams,
    body: donationBody,
    answers: { 201: { description: 'The donation', schema: donationReceipt } },
    refusals: {
      ...fundUnknown,
      ...lateEntryRefusals,
      ...entryRefusals,
      'receipt-number-used': 409,
      'total-too-large': 422,
    },
    mayWait: ({ params: { id: fund }, body: { receivedOn: day, lateEntry }, actor }) =>
      checkFundDay(context, fund, actor, { day, lateEntry }).daysLate > 0,
    describe({ params: { id: fund }, body: { receivedOn: day, lateEntry, amountFen }, actor }) {
      const division = facts.divisionOf(fund)
      if (division === undefined) return noFund
      const { daysLate: lateDays } = checkFundDay(context, fund, actor, { day, lateEntry })
      return { kind: 'late-entry', amountFen, division, fund, lateDays }
    },
    decidedBy: [fundDecider, fundCodec],
    toCommand({ params: { id: fund }, body, actor }, approval) {
      const { lateEntry, ...paper } = body
      const {
        paperDay: receivedOn,
        refusal,
        metadata,
      } = checkFundDay(context, fund, actor, { day: paper.receivedOn, lateEntry, approval })
      const document = { kind: 'receipt', number: paper.receiptNumber, date: paper.receiptDate ?? receivedOn }
      return {
        stream: fund,
        command: { type: 'ReceiveDonation', fund, ...paper, receivedOn },
        refusal: refusalOfAccount(context, actor, { to: body.bankAccount }) ?? refusal,
        metadata: { ...metadata, document },
        mayCreate: true,
      }
    },
    toAnswer({ events }, { params: { id: fund } }) {
      const { data, id } = onlyEvent(events, 'DonationReceived', fund)
      const { shares, ...donation } = data
      return { status: 201, body: { id, fund, ...donation, amountFen: totalOf(shares) } }
    },
  })
}

function listDonationsRoute({ facts }: FundsContext): Route {
  return listRoute({
    path: '/v1/funds/{id}/donations',
    operationId: 'listDonations',
    summary: "Lists a fund's donations in the order of entry",
    tag: 'funds',
    params: fundParams,
    item: donationAnswer,
    description: 'A page of donations',
    refusals: fundUnknown,
    listRows: ({ params: { id } }, { from, limit }) =>
      facts.hasFund(id) ? facts.listDonations(id, from, limit) : noFund,
    placeOf: ({ version }) => version,
    toItem: ({ donation }) => donation,
  })
}

function refundDonationRoute(context: FundsContext): Route {
  const { facts } = context
  return actRoute(context, {
    method: 'post',
    path: '/v1/funds/{id}/refunds',
    operationId: 'refundDonation',
    summary: 'Gives a donation back, or a part of it',
    tag: 'funds',
    params: fundParams,
    body: refundBody,
    answers: { 201: { description: 'The refund', schema: refundAnswer } },
    refusals: {
      ...fundUnknown,
      'donation-unknown': 404,
      'donation-reversed': 409,
      ...lateEntryRefusals,
      'refund-exceeds-donation': 409,
      'refunded-before-donation': 422,
      'gift-already-used': 409,
      'funds-not-available': 409,
      ...entryRefusals,
      'money-not-there': 409,
    },
    describe({ params: { id: fund }, body: { donation, amountFen, reason, refundedOn: day, lateEntry }, actor }) {
      const division = facts.divisionOf(fund)
      if (division === undefined) return noFund
      const { daysLate: lateDays } = checkFundDay(context, fund, actor, { day, lateEntry })
      return { kind: 'refund', amountFen, division, fund, lateDays, about: { donation, reason } }
    },
    decidedBy: [fundDecider, fundCodec],
    toCommand({ params: { id: fund }, body, actor }, approval) {
      const { refundedOn, lateEntry, ...refund } = body
      const { day, refusal, metadata } = checkFundDay(context, fund, actor, { day: refundedOn, lateEntry, approval })
      return {
        stream: fund,
        command: { type: 'RefundDonation', fund, ...refund, day },
        refusal: refusalOfAccount(context, actor, { from: body.bankAccount }) ?? refusal,
        metadata,
        mayCreate: true,
      }
    },
    toAnswer({ events }, { params: { id: fund } }) {
      const { data, id } = onlyEvent(events, 'DonationRefunded', fund)
      const { donation, shares, availableAfterFen } = data
      return { status: 201, body: { id, fund, donation, amountFen: totalOf(shares), availableAfterFen } }
    },
  })
}
