import { defineActRoute } from '@welfare/approvals/define-act-route.ts'
import { totalOf } from '@welfare/contracts/shares.ts'
import { answerCommand } from '@welfare/http/answer-command.ts'
import { lateEntryRefusals } from '@welfare/http/late-entry.ts'
import { answerPage, pageOf } from '@welfare/http/paging.ts'
import { isProblem } from '@welfare/http/problem.ts'
import { decodeCursor } from '@welfare/http/query-fields.ts'
import { commandInput, commandMetadata } from '@welfare/http/room.ts'
import { defineRoute, type Route } from '@welfare/http/route.ts'
import { z } from 'zod'
import { fundDecider } from './fund.decider.ts'
import { judgeFundDay } from './fund-day.ts'
import type { FundsContext } from './funds.context.ts'
import { fundCodec } from './funds.process.ts'
import { fundParams, fundUnknown, listQuery, noFund } from './funds.routes.ts'
import { onlyEvent } from './only-event.ts'
import { donationAnswer, donationBody, donationReceipt, refundAnswer, refundBody } from './wire.ts'

/** Donations into a fund, and their refunds. */
export function createDonationsRoutes(context: FundsContext): readonly Route[] {
  return [receiveDonationRoute(context), listDonationsRoute(context), refundDonationRoute(context)]
}

function receiveDonationRoute(context: FundsContext): Route {
  const { copy } = context
  const refusals = {
    ...fundUnknown,
    ...lateEntryRefusals,
    'receipt-number-used': 409,
    'total-too-large': 422,
  } as const
  return defineActRoute(context, {
    method: 'post',
    path: '/v1/funds/{id}/donations',
    operationId: 'receiveDonation',
    summary: 'Enters a donation under its receipt number',
    tag: 'funds',
    params: fundParams,
    body: donationBody,
    answers: { 201: { description: 'The donation', schema: donationReceipt } },
    refusals,
    describe({ params: { id: fund }, body: { receivedOn: day, lateEntry, amountFen }, actor }) {
      const division = copy.divisionOf(fund)
      if (division === undefined) return noFund
      const { daysLate: lateDays } = judgeFundDay(context, fund, actor, { day, lateEntry })
      return lateDays === 0 ? undefined : { kind: 'late-entry', amountFen, division, fund, lateDays }
    },
    async perform({ runner, clock }, { params, body, actor, commandId }, approval) {
      const fund = params.id
      const { lateEntry, ...paper } = body
      const judged = judgeFundDay(context, fund, actor, { day: body.receivedOn, lateEntry, approval })
      const receivedOn = judged.day
      const document = { kind: 'receipt', number: paper.receiptNumber, date: paper.receiptDate ?? receivedOn }
      const result = await runner.execute(fundDecider, fundCodec, {
        stream: fund,
        command: { type: 'ReceiveDonation', fund, ...paper, receivedOn },
        refusal: judged.refusal,
        commandId,
        input: commandInput(body),
        metadata: commandMetadata(clock, actor, { ...judged.metadata, document, approval }),
        mayCreate: true,
      })
      return answerCommand(result, {
        refusals,
        onAccepted({ events }) {
          const { data, id } = onlyEvent(events, 'DonationReceived', fund)
          const { shares, ...donation } = data
          return { status: 201, body: { id, fund, ...donation, amountFen: totalOf(shares) } }
        },
      })
    },
  })
}

function listDonationsRoute({ copy }: FundsContext): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/funds/{id}/donations',
    operationId: 'listDonations',
    summary: "A fund's donations in the order of entry",
    tag: 'funds',
    params: fundParams,
    query: listQuery,
    answers: {
      200: {
        description: 'A page of donations',
        schema: pageOf(donationAnswer),
      },
    },
    refusals: fundUnknown,
    async handle({ params, query }) {
      if (!copy.hasFund(params.id)) return noFund
      const place = decodeCursor(query.cursor, z.tuple([z.int().min(0)]))
      if (place && isProblem(place)) return place
      const rows = copy.listDonations(params.id, place?.[0] ?? 0, query.limit + 1)
      return answerPage(
        rows,
        query.limit,
        ({ version }) => [version],
        ({ donation }) => donation,
      )
    },
  })
}

function refundDonationRoute(context: FundsContext): Route {
  const { copy } = context
  const refusals = {
    ...fundUnknown,
    'donation-unknown': 404,
    'donation-reversed': 409,
    ...lateEntryRefusals,
    'refund-exceeds-donation': 409,
    'refunded-before-donation': 422,
    'gift-already-used': 409,
    'funds-not-available': 409,
  } as const
  return defineActRoute(context, {
    method: 'post',
    path: '/v1/funds/{id}/refunds',
    operationId: 'refundDonation',
    summary: 'Gives a donation back, or a part of it',
    tag: 'funds',
    params: fundParams,
    body: refundBody,
    answers: { 201: { description: 'The refund', schema: refundAnswer } },
    refusals,
    describe({ params: { id: fund }, body: { donation, amountFen, reason, refundedOn: day, lateEntry }, actor }) {
      const division = copy.divisionOf(fund)
      if (division === undefined) return noFund
      const { daysLate: lateDays } = judgeFundDay(context, fund, actor, { day, lateEntry })
      return { kind: 'refund', amountFen, division, fund, lateDays, about: { donation, reason } }
    },
    async perform({ runner, clock }, { params, body, actor, commandId }, approval) {
      const fund = params.id
      const { donation, amountFen, reason, refundedOn: day, lateEntry } = body
      const judged = judgeFundDay(context, fund, actor, { day, lateEntry, approval })
      const result = await runner.execute(fundDecider, fundCodec, {
        stream: fund,
        command: { type: 'RefundDonation', fund, donation, amountFen, reason, day: judged.day },
        refusal: judged.refusal,
        commandId,
        input: commandInput(body),
        metadata: commandMetadata(clock, actor, { ...judged.metadata, approval }),
        mayCreate: true,
      })
      return answerCommand(result, {
        refusals,
        onAccepted({ events }) {
          const { data, id } = onlyEvent(events, 'DonationRefunded', fund)
          const { donation, shares, availableAfterFen } = data
          return { status: 201, body: { id, fund, donation, amountFen: totalOf(shares), availableAfterFen } }
        },
      })
    },
  })
}
