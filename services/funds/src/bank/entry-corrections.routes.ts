import { actRoute } from '@welfare/approvals/define-act-route.ts'
import { findEvent, onlyEvent } from '@welfare/http/command-route.ts'
import type { Route } from '@welfare/http/route.ts'
import { answerRed, describeInFund, moneyPlaces } from '../corrections.routes.ts'
import { fundDecider } from '../fund.decider.ts'
import { type FundsContext, fundCodec } from '../funds.context.ts'
import { fundParams, fundUnknown } from '../funds.routes.ts'
import { correctionAnswer } from '../wire.ts'
import { bankEntryCorrectionBody } from './bank-wire.ts'
import { refusalOfOwnMoney } from './own-money.routes.ts'

const reds = ['IncomeReversed', 'BankChargeReversed', 'UnidentifiedReversed'] as const
const rights = ['IncomeReceived', 'BankChargePaid', 'UnidentifiedReceived'] as const

/** What was entered wrongly by a bank's paper: interest, a charge, or a receipt that nobody knew. */
export function createEntryCorrectionRoute(context: FundsContext): Route {
  return actRoute(context, {
    method: 'post',
    path: '/v1/funds/{id}/bank-entry-corrections',
    operationId: 'correctBankEntry',
    summary:
      'Takes interest, a charge of the bank or a receipt in suspense that was entered wrongly back in red, and enters what is right in the same act',
    tag: 'funds',
    params: fundParams,
    body: bankEntryCorrectionBody,
    answers: { 201: { description: 'The red entry, and what stands instead', schema: correctionAnswer } },
    refusals: {
      ...fundUnknown,
      'bank-entry-unknown': 404,
      'already-corrected': 409,
      'correction-changes-nothing': 422,
      'receipt-already-identified': 409,
      'correction-does-not-fit': 409,
      'total-too-large': 422,
      'too-many-gifts': 409,
      'money-not-there': 409,
      'bank-account-unknown': 404,
      'bank-account-closed': 409,
      'not-own-fund': 409,
    },
    describe: ({ params, body }) => describeInFund(context, params.id, body.entry, body.reason),
    decidedBy: [fundDecider, fundCodec],
    toCommand: ({ params: { id: fund }, body, actor }) => ({
      stream: fund,
      command: { type: 'CorrectBankEntry', fund, ...body, ...moneyPlaces(context, fund) },
      refusal: body.right && refusalOfOwnMoney(context, actor, fund, body.right),
      metadata: { paperDay: context.facts.findEntered(body.entry)?.countedOn },
      mayCreate: true,
    }),
    toAnswer({ events }, { body }, { stream: fund }) {
      const right = rights.map((type) => findEvent(events, type, fund)).find((event) => event !== undefined)
      const red = reds.map((type) => findEvent(events, type, fund)).find((event) => event !== undefined)
      return answerRed(red ?? onlyEvent(events, reds[0], fund), { corrects: body.entry, fund, right })
    },
  })
}
