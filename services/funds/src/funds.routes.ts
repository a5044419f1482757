import { idOf } from '@welfare/contracts/primitives.ts'
import { totalOf } from '@welfare/contracts/shares.ts'
import { derivedId } from '@welfare/event-store/derived-id.ts'
import { afterField, awaitAfter } from '@welfare/service-kit/after.ts'
import { answerCommand } from '@welfare/service-kit/answer-command.ts'
import { isProblem, type Problem } from '@welfare/service-kit/problem.ts'
import { decodeCursor, encodeCursor, pageFields } from '@welfare/service-kit/query-fields.ts'
import { caughtUp, commandInput, commandMetadata, findFresh } from '@welfare/service-kit/room.ts'
import { defineRoute, type Route } from '@welfare/service-kit/route.ts'
import { shanghaiDay } from '@welfare/service-kit/shanghai-days.ts'
import { z } from 'zod'
import { type FundState, fundDecider } from './fund.decider.ts'
import { type FundsContext, readers, writers } from './funds.context.ts'
import { fundCodec } from './funds.process.ts'
import {
  donationAnswer,
  donationBody,
  donationReceipt,
  type FundAnswer,
  fundAnswer,
  fundBody,
  refundAnswer,
  refundBody,
} from './wire.ts'

const fundParams = z.strictObject({ id: idOf('fund') })
const listQuery = z.strictObject({ ...pageFields, after: afterField })
const fundUnknown = { 'fund-unknown': 404 } as const
export const noFund: Problem = { code: 'fund-unknown', status: 404, facts: {} }

/** Funds, and the donations that fill them. */
export function createFundsRoutes(context: FundsContext): readonly Route[] {
  return [
    openFundRoute(context),
    listFundsRoute(context),
    readFundRoute(context),
    receiveDonationRoute(context),
    listDonationsRoute(context),
    refundDonationRoute(context),
  ]
}

function openFundRoute({ runner, clock }: FundsContext): Route {
  const refusals = { 'restriction-period-empty': 422 } as const
  return defineRoute({
    method: 'post',
    path: '/v1/funds',
    operationId: 'openFund',
    summary: "Opens a donor's fund with what the donor allows",
    tag: 'funds',
    roles: writers,
    body: fundBody,
    answers: { 201: { description: 'The fund, still empty', schema: fundAnswer } },
    refusals,
    async handle({ body, actor, commandId }) {
      const id = derivedId('fund', commandId)
      const result = await runner.execute(fundDecider, fundCodec, {
        stream: id,
        command: { type: 'OpenFund', ...body },
        commandId,
        input: commandInput(body),
        metadata: commandMetadata(clock, actor),
        creates: true,
      })
      return answerCommand(result, {
        refusals,
        onAccepted: ({ version }) => ({
          status: 201,
          version,
          body: { id, ...body, grantedFen: 0, availableFen: 0 },
          headers: { Location: `/v1/funds/${id}` },
        }),
      })
    },
  })
}

function listFundsRoute({ copy, facts, store }: FundsContext): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/funds',
    operationId: 'listFunds',
    summary: 'Funds in the order of opening',
    tag: 'funds',
    roles: readers,
    query: listQuery,
    answers: {
      200: {
        description: 'A page of funds',
        schema: z.strictObject({ funds: z.array(fundAnswer), nextCursor: z.string().optional() }),
      },
    },
    refusals: {},
    async handle({ query, signal }) {
      const late = await awaitAfter(facts, query.after, { signal })
      if (late) return late
      await caughtUp(store, facts)
      const place = decodeCursor(query.cursor, z.tuple([z.int().min(0)]))
      if (place && isProblem(place)) return place
      const listed = copy.listFunds(place?.[0] ?? 0, query.limit)
      const last = listed.length === query.limit ? listed.at(-1) : undefined
      return {
        status: 200,
        body: {
          funds: listed.map(({ fund }) => fund),
          ...(last && { nextCursor: encodeCursor([last.sequence]) }),
        },
      }
    },
  })
}

function readFundRoute({ runner }: FundsContext): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/funds/{id}',
    operationId: 'readFund',
    summary: 'One fund, as its own stream has it',
    tag: 'funds',
    roles: readers,
    params: fundParams,
    answers: { 200: { description: 'The fund', schema: fundAnswer } },
    refusals: fundUnknown,
    async handle({ params }) {
      const found = await runner.read(fundDecider, fundCodec, params.id, (state, version) => ({
        body: toAnswer(params.id, state),
        version,
      }))
      return found?.body ? { status: 200, ...found } : noFund
    },
  })
}

function receiveDonationRoute({ runner, clock }: FundsContext): Route {
  const refusals = {
    ...fundUnknown,
    'receipt-number-used': 409,
    'received-in-the-future': 422,
    'total-too-large': 422,
  } as const
  return defineRoute({
    method: 'post',
    path: '/v1/funds/{id}/donations',
    operationId: 'receiveDonation',
    summary: 'Enters a donation under its receipt number',
    tag: 'funds',
    roles: writers,
    params: fundParams,
    body: donationBody,
    answers: { 201: { description: 'The donation', schema: donationReceipt } },
    refusals,
    async handle({ params, body, actor, commandId }) {
      const fund = params.id
      const today = shanghaiDay(clock.now())
      const { receiptNumber, receivedOn = today } = body
      const document = { kind: 'receipt', number: receiptNumber, date: receivedOn }
      const result = await runner.execute(fundDecider, fundCodec, {
        stream: fund,
        command: { type: 'ReceiveDonation', fund, ...body, receivedOn, today },
        commandId,
        input: commandInput(body),
        metadata: commandMetadata(clock, actor, { document }),
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

function listDonationsRoute({ copy, facts, store }: FundsContext): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/funds/{id}/donations',
    operationId: 'listDonations',
    summary: "A fund's donations in the order of entry",
    tag: 'funds',
    roles: readers,
    params: fundParams,
    query: listQuery,
    answers: {
      200: {
        description: 'A page of donations',
        schema: z.strictObject({ donations: z.array(donationAnswer), nextCursor: z.string().optional() }),
      },
    },
    refusals: fundUnknown,
    async handle({ params, query, signal }) {
      const late = await awaitAfter(facts, query.after, { signal })
      if (late) return late
      await caughtUp(store, facts)
      if (!(await findFresh(() => copy.findFund(params.id), store, facts))) return noFund
      const place = decodeCursor(query.cursor, z.tuple([z.int().min(0)]))
      if (place && isProblem(place)) return place
      const listed = copy.listDonations(params.id, place?.[0] ?? 0, query.limit)
      const last = listed.length === query.limit ? listed.at(-1) : undefined
      return {
        status: 200,
        body: {
          donations: listed.map(({ donation }) => donation),
          ...(last && { nextCursor: encodeCursor([last.version]) }),
        },
      }
    },
  })
}

function refundDonationRoute({ runner, clock }: FundsContext): Route {
  const refusals = {
    ...fundUnknown,
    'donation-unknown': 404,
    'refund-exceeds-donation': 409,
    'funds-not-available': 409,
  } as const
  return defineRoute({
    method: 'post',
    path: '/v1/funds/{id}/refunds',
    operationId: 'refundDonation',
    summary: 'Gives a donation back, or a part of it',
    tag: 'funds',
    roles: writers,
    params: fundParams,
    body: refundBody,
    answers: { 201: { description: 'The refund', schema: refundAnswer } },
    refusals,
    async handle({ params, body, actor, commandId }) {
      const fund = params.id
      const result = await runner.execute(fundDecider, fundCodec, {
        stream: fund,
        command: { type: 'RefundDonation', fund, ...body },
        commandId,
        input: commandInput(body),
        metadata: commandMetadata(clock, actor),
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

function toAnswer(id: string, state: FundState): FundAnswer | undefined {
  if (state.status === 'absent') return undefined
  const { name, division, funder, restriction, grantedFen, availableFen } = state
  return { id, name, division, funder, restriction, grantedFen, availableFen }
}

/** The one event that a command of these routes leads to, with the id of what it created. */
export function onlyEvent<Event extends { readonly type: string }, T extends Event['type']>(
  events: readonly { readonly event: Event; readonly version: number }[],
  type: T,
  stream: string,
): Extract<Event, { type: T }> & { readonly id: string } {
  for (const { event, version } of events) {
    if (isOfType(event, type)) return { ...event, id: `${stream}.${version}` }
  }
  throw new Error(`${stream} answered without ${type}`)
}

function isOfType<Event extends { readonly type: string }, T extends Event['type']>(
  event: Event,
  type: T,
): event is Extract<Event, { type: T }> {
  return event.type === type
}
