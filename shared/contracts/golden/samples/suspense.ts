import type { suspenseEvents } from '../../src/events/suspense.ts'
import { id, type SamplesOf } from './ids.ts'

const [own, fund] = [id('fund'), id('fund', 2)]
const bankAccount = id('bankaccount')
const shares = [{ fund: own, amountFen: 40_000 }]
const [receipt, identified] = [`${own}.7`, `${own}.9`]

export const suspenseSamples: SamplesOf<keyof typeof suspenseEvents> = {
  UnidentifiedReceived: {
    stream: own,
    data: {
      ...{ bankAccount, shares, reference: 'LZ-0630', payerLastDigits: '0417' },
      correctedFrom: `${own}.6`,
    },
  },
  UnidentifiedReversed: { stream: own, data: { corrects: `${own}.6`, bankAccount, shares, reason: '金额录错' } },
  ReceiptIdentified: {
    stream: own,
    data: {
      ...{ receipt, bankAccount, shares, receivedOn: '2025-06-30' },
      as: {
        ...{ kind: 'donation', fund, receiptNumber: 'QY-2025-009', receiptDate: '2025-07-01' },
        donor: { kind: 'organisation', name: '某企业' },
      },
    },
  },
  IdentificationDeclined: {
    stream: fund,
    data: { identified, bankAccount, shares: [{ fund, amountFen: 40_000 }], code: 'receipt-number-used' },
  },
  IdentificationEnded: {
    stream: own,
    data: { receipt, identified, bankAccount, shares, code: 'receipt-number-used' },
  },
}
