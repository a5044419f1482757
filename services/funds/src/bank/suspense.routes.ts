import { actRoute } from '@welfare/approvals/define-act-route.ts'
import { postings } from '@welfare/contracts/postings.ts'
import { splitPart } from '@welfare/contracts/primitives.ts'
import { totalOf } from '@welfare/contracts/shares.ts'
import type { Refusal } from '@welfare/event-store/decider/decider.ts'
import { type CommandContext, onlyEvent } from '@welfare/http/command-route.ts'
import { lateEntryRefusals } from '@welfare/http/late-entry.ts'
import { listRoute } from '@welfare/http/list-route.ts'
import type { Route } from '@welfare/http/route.ts'
import type { z } from 'zod'
import { fundDecider } from '../fund.decider.ts'
import { awaitAcknowledgement, checkFundDay, type FundsContext, fundCodec, refusalOfAccount } from '../funds.context.ts'
import { fundParams, fundUnknown, noFund } from '../funds.routes.ts'
import { refusalOfDonation } from '../received.ts'
import { describeReceipt, enterReceipt } from './own-money.routes.ts'
import type { Unidentified } from './suspense.store.ts'
import {
  identificationAnswer,
  identificationBody,
  receiptParams,
  unidentifiedAnswer,
  unidentifiedBody,
  unidentifiedReceipt,
} from './suspense-wire.ts'

const decidedBy = [fundDecider, fundCodec] as const
const entered = {
  ...fundUnknown,
  ...lateEntryRefusals,
  'bank-account-unknown': 404,
  'bank-account-closed': 409,
  'balance-not-assigned': 409,
} as const

/** What came to an account before anybody knew what it was. */
export function createSuspenseRoutes(context: FundsContext): readonly Route[] {
  return [receiveUnidentifiedRoute(context), listUnidentifiedRoute(context), identifyReceiptRoute(context)]
}

function receiveUnidentifiedRoute(context: FundsContext): Route {
  return actRoute(context, {
    method: 'post',
    path: '/v1/funds/{id}/unidentified-receipts',
    operationId: 'receiveUnidentified',
    summary: "Enters what came to an account and nobody knows yet: in suspense, on the account's own-money fund",
    tag: 'funds',
    params: fundParams,
    body: unidentifiedBody,
    answers: { 201: { description: 'The entry', schema: unidentifiedReceipt } },
    refusals: { ...entered, 'not-own-fund': 409 },
    describe: (request) => describeReceipt(context, request),
    decidedBy,
    toCommand(request, approval) {
      const { said, ...entry } = enterReceipt(context, request, approval)
      return { ...entry, command: { type: 'ReceiveUnidentified', fund: request.params.id, ...said } }
    },
    toAnswer({ events }, { params: { id: fund } }) {
      const { data, id } = onlyEvent(events, 'UnidentifiedReceived', fund)
      const { shares, correctedFrom: _, ...said } = data
      return { status: 201, body: { id, fund, ...said, amountFen: totalOf(shares) } }
    },
  })
}

function listUnidentifiedRoute({ facts }: FundsContext): Route {
  return listRoute({
    path: '/v1/unidentified-receipts',
    operationId: 'listUnidentified',
    summary: 'Lists what came to accounts before anybody knew what it was, and what it was',
    tag: 'funds',
    filter: { status: unidentifiedAnswer.shape.status.optional() },
    item: unidentifiedAnswer,
    description: 'A page of receipts in the order of entry',
    listRows: ({ query: { status }, actor: { scope } }, { from, limit }) =>
      facts.listUnidentified(scope, status, from, limit),
    placeOf: ({ sequence }) => sequence,
    toItem: ({ unidentified }) => unidentified,
  })
}

type As = z.infer<typeof identificationBody>['as']

function identifyReceiptRoute(context: FundsContext): Route {
  const { facts } = context
  return actRoute(context, {
    method: 'post',
    path: '/v1/unidentified-receipts/{receipt}/identification',
    operationId: 'identifyReceipt',
    summary:
      'Says what a receipt in suspense was: a gift to a fund, or sent back, which a second person always approves',
    tag: 'funds',
    params: receiptParams,
    body: identificationBody,
    answers: { 201: { description: 'The entry', schema: identificationAnswer } },
    refusals: {
      ...entered,
      'receipt-unknown': 404,
      'receipt-already-identified': 409,
      'identified-before-received': 422,
      'receipt-number-used': 409,
      'total-too-large': 422,
    },
    describe({ params: { receipt }, body: { as, identifiedOn: day, lateEntry }, actor }) {
      const { stream: fund } = splitPart(receipt)
      const division = facts.divisionOf(fund)
      const came = facts.findUnidentified(receipt)
      if (division === undefined || came === undefined) return noFund
      const { daysLate: lateDays } = checkFundDay(context, fund, actor, { day, lateEntry })
      const { amountFen, bankAccount } = came
      const about = { bankAccount, receivedOn: came.receivedOn }
      if (as.kind === 'donation')
        return lateDays === 0 ? undefined : { kind: 'late-entry', amountFen, division, fund, lateDays, about }
      const beyond = { limit: 0, value: amountFen }
      return { kind: 'sent-back', amountFen, division, fund, lateDays, beyond, about: { ...about, reason: as.reason } }
    },
    movedByProcess({ params: { receipt }, body: { as } }) {
      const came = facts.findUnidentified(receipt)
      return as.kind === 'donation' && came ? legsOfGift(as, came) : []
    },
    decidedBy,
    async toCommand({ params: { receipt }, body, actor }, approval, asking) {
      const { stream: fund } = splitPart(receipt)
      const { as, identifiedOn, lateEntry, document } = body
      const { day, refusal, metadata } = checkFundDay(context, fund, actor, { day: identifiedOn, lateEntry, approval })
      const came = facts.findUnidentified(receipt)
      const elsewhere = came && refusalOfAccount(context, actor, { from: came.bankAccount })
      return {
        stream: fund,
        command: { type: 'IdentifyReceipt', fund, receipt, as, day },
        refusal: elsewhere ?? (came && (await refusalOfGift(asking, as, came))) ?? refusal,
        metadata: { ...metadata, ...(document && { document }) },
        mayCreate: true,
      }
    },
    async toAnswer(accepted, { params: { receipt }, body: { as }, signal }) {
      const { stream: fund } = splitPart(receipt)
      await awaitAcknowledgement(context, accepted, { signal })
      const { data, id } = onlyEvent(accepted.events, 'ReceiptIdentified', fund)
      const { bankAccount, shares } = data
      return { status: 201, body: { id, fund, receipt, as: as.kind, bankAccount, amountFen: totalOf(shares) } }
    },
  })
}

/** What its fund would decline is told before anything is recorded; what it declines all the same is in suspense again. */
async function refusalOfGift(
  { runner }: CommandContext,
  as: As,
  { bankAccount, amountFen, status }: Unidentified,
): Promise<Refusal | undefined> {
  if (as.kind !== 'donation' || status !== 'open') return undefined
  return runner.read(fundDecider, fundCodec, as.fund, (state) => {
    if (state.status === 'absent') return { code: 'fund-unknown', facts: {} }
    const refused = refusalOfDonation(state, { ...as, bankAccount, amountFen })
    return refused && !refused.accepted ? refused.refusal : undefined
  })
}

function legsOfGift({ kind: _, fund, ...paper }: Extract<As, { kind: 'donation' }>, came: Unidentified) {
  const { bankAccount, amountFen, receivedOn } = came
  const data = { ...paper, receivedOn, bankAccount, shares: [{ fund, amountFen }], availableAfterFen: 0 }
  return postings({ type: 'DonationReceived', data }, fund)
}
