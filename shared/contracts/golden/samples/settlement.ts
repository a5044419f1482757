import type { payeesEvents } from '../../src/events/payees.ts'
import type { paymentsEvents } from '../../src/events/payments.ts'
import type { claimsEvents, statementsEvents } from '../../src/events/statements.ts'
import { bothFunds, division, id, type SamplesOf } from './ids.ts'

const stream = id('statement')
const merchant = id('merchant')
const programme = id('programme')
const payment = id('payment')
const payer = id('payer')
const attachment = 'attachment-00000000-0000-7000-8000-000000000001'
const redemption = `${id('wallet')}.4`
const between = { merchant, programme }
const first = { ...between, statement: 1 }
const line = { ...first, redemption, sequence: 1_100 }
const oneFund = (amountFen: number) => [{ fund: id('fund', 1), amountFen }]
const payee = { lastDigits: '0417', version: 2 }

export const settlementSamples: SamplesOf<
  keyof typeof statementsEvents | keyof typeof claimsEvents | keyof typeof paymentsEvents | keyof typeof payeesEvents
> = {
  SettlementTermsSet: { stream, data: { ...between, silenceDays: 5 } },
  StatementProposed: {
    stream,
    data: {
      ...first,
      revision: 1,
      after: 0,
      through: 1_204,
      until: '2025-07-31',
      meals: 26,
      payFen: 42_400,
      funds: [
        { fund: id('fund', 1), mealsFen: 28_100 },
        { fund: id('fund', 2), mealsFen: 14_300 },
      ],
      proposedBy: 'desk-1',
    },
  },
  StatementWithdrawn: { stream, data: { ...first, reason: '漏了一张晚到的单据' } },
  StatementRefused: { stream, data: { ...first, reason: '与商户日报不符' } },
  StatementConfirmed: { stream, data: { ...first, by: 'silence', silenceDays: 5, confirmedBy: 'desk-1' } },
  StatementApproved: {
    stream,
    data: {
      ...first,
      funds: [
        {
          fund: id('fund', 1),
          ...{ carriedFen: 0, mealsFen: 28_100, takenBackFen: 1_400, comeBackFen: 0, disputedFen: 0, dueFen: 26_700 },
        },
        {
          fund: id('fund', 2),
          ...{ carriedFen: -500, mealsFen: 14_300, takenBackFen: 0, comeBackFen: 500, disputedFen: 1_000, dueFen: 13_300 },
        },
      ],
      payFen: 40_000,
      setOff: oneFund(500),
    },
  },
  LineTakenBack: {
    stream,
    data: {
      ...{ ...line, to: 'claim', shares: oneFund(1_400), by: 'union', reason: '多记一份' },
      items: [{ code: 'beef-noodles', quantity: 1 }],
      amountFen: 1_400,
      right: {
        ...{ merchant, day: '2025-07-26', enteredAt: '2025-07-28T01:00:00.000Z' },
        items: [{ code: 'beef-noodles', name: '牛肉面', quantity: 1, listPriceFen: 1_800, agreedPriceFen: 1_700 }],
        ...{ priceListVersion: 1, amountFen: 1_700, ownShareFen: 100, factsReadThrough: 600 },
        ...{ deviceId: 'till-1', deviceSequence: 17, capturedOffline: false, collectedBy: id('worker', 2) },
      },
    },
  },
  TakingBackDeclined: {
    stream: id('wallet'),
    data: {
      ...{ programme, worker: id('worker'), takenBack: `${stream}.3`, redemption },
      code: 'redemption-already-reversed',
    },
  },
  LineTakeBackEnded: {
    stream,
    data: {
      ...first,
      takenBack: `${stream}.3`,
      redemption,
      shares: oneFund(1_400),
      code: 'redemption-already-reversed',
    },
  },
  LineDisputed: { stream, data: { ...line, shares: oneFund(1_000), reason: '金额与小票不符' } },
  DisputeEnded: {
    stream,
    data: { ...first, redemption, shares: oneFund(1_000), outcome: 'stands', reason: '已核对小票' },
  },
  StatementAssigned: { stream, data: { ...first, payment, shares: bothFunds } },
  StatementAssignmentRefused: { stream, data: { ...first, payment, code: 'statement-already-assigned' } },
  StatementReleased: { stream, data: { ...first, payment, reason: 'failed' } },
  SettlementPaid: {
    stream,
    data: { ...first, payment, shares: bothFunds, paidOn: '2025-08-05', setOff: oneFund(500), payer },
  },
  PaymentReturned: {
    stream,
    data: { ...between, statement: 2, ofStatement: 1, payment, shares: bothFunds, reason: '账号有误', payer },
  },
  MerchantRepaid: { stream, data: { ...first, shares: oneFund(1_400), payer } },
  ClaimGivenUp: { stream, data: { ...first, shares: oneFund(1_400), reason: '商户已注销，无法收回' } },
  InvoiceRecorded: {
    stream,
    data: {
      ...{ ...first, invoiceNumber: '25637000000012345678', invoicedOn: '2025-08-04', amountFen: 42_400 },
      scan: { attachment, contentType: 'application/pdf', bytes: 48_213, sha256: 'c4'.repeat(32) },
    },
  },
  InvoiceStruckOut: { stream, data: { ...first, invoiceNumber: '25637000000012345678', reason: '号码录错' } },
  PayableWaived: {
    stream,
    data: { ...first, shares: bothFunds, reason: '商户自愿放弃', setOff: oneFund(500) },
  },
  ClaimReceived: {
    stream: id('budget'),
    data: { ...between, reversal: `${id('wallet')}.5`, shares: oneFund(1_400) },
  },
  ClaimSettled: { stream: id('budget'), data: { ...between, by: `${stream}.9`, shares: oneFund(1_400) } },
  WaiverReceived: { stream: id('budget'), data: { ...between, by: `${stream}.11`, shares: bothFunds } },
  ClaimWrittenOff: { stream: id('budget'), data: { ...between, by: `${stream}.10`, shares: oneFund(1_400) } },
  ClaimRecovered: { stream: id('budget'), data: { ...between, shares: oneFund(500), payer } },
  PaymentPrepared: {
    stream: payment,
    data: {
      reference: 'ZF-20250805-0001',
      merchant,
      payee,
      parts: [{ stream, statement: 1, programme, shares: bothFunds }],
      totalFen: 40_000,
      preparedBy: 'desk-1',
      payer,
    },
  },
  PaymentPartTaken: { stream: payment, data: { merchant, part: 1 } },
  PaymentMoneyTaken: { stream: payment, data: { fund: id('fund', 1), merchant } },
  PaymentPartRefused: { stream: payment, data: { merchant, part: 1, code: 'statement-already-assigned' } },
  PaymentApproved: { stream: payment, data: { merchant, payee, totalFen: 40_000, approvedBy: 'chair-1' } },
  PaymentEnded: { stream: payment, data: { merchant, why: 'failed', reason: '账号有误' } },
  PaymentSent: {
    stream: payment,
    data: { merchant, sentOn: '2025-08-05', totalFen: 40_000, file: id('paymentfile', 1) },
  },
  PaymentSendingRefused: { stream: payment, data: { merchant, file: id('paymentfile', 1), code: 'payment-ended' } },
  PaymentResultRefused: {
    stream: payment,
    data: {
      ...{ merchant, file: id('paymentfile', 2), outcome: 'paid', totalFen: 40_000 },
      code: 'payment-ended',
    },
  },
  PaymentSettled: {
    stream: payment,
    data: { merchant, paidOn: '2025-08-05', bankReference: 'B20250805-778', totalFen: 40_000, payer },
  },
  PaymentBounced: {
    stream: payment,
    data: { merchant, returnedOn: '2025-08-08', totalFen: 40_000, reason: '账号有误', payer },
  },
  PayeeSet: {
    stream: merchant,
    data: {
      ...payee,
      bank: '青海银行玉树支行',
      creditCode: '91350100M000100Y43',
      sealed: 'v1.AAAA.BBBB.CCCC',
      sealedFields: ['account', 'contact', 'holder'],
      accountHash: 'a'.repeat(64),
    },
  },
  PaymentFileWritten: {
    stream: id('paymentfile', 1),
    data: {
      ...{ division, mapping: 'plain', count: 1, totalFen: 40_000, fileHash: 'b'.repeat(64), writtenOn: '2025-08-05' },
      expiresAt: '2025-08-06T01:00:00.000Z',
      payments: [{ payment, reference: 'ZF-20250805-0001', payee, totalFen: 40_000 }],
    },
  },
  PaymentFileRead: { stream: id('paymentfile', 1), data: { division, account: 'officer/desk-1', count: 1 } },
  PaymentResultsRead: {
    stream: id('paymentfile', 2),
    data: {
      ...{ division, mapping: 'plain', fileHash: 'c'.repeat(64), rows: 3 },
      results: [
        { payment, outcome: 'paid', totalFen: 40_000, paidOn: '2025-08-05', bankReference: 'B20250805-778' },
        { payment: id('payment', 2), outcome: 'failed', totalFen: 1_400, failedOn: '2025-08-05', reason: '账号有误' },
      ],
      differences: [{ line: 4, code: 'result-amount-differs', payment: id('payment', 3) }],
    },
  },
}
