import type { DataOf } from '@welfare/contracts/catalogue.ts'
import { idNumber, programme } from '../sample.fixture.ts'
import type { DueStatement, PreparePayment } from './payment.commands.ts'
import type { PaymentEvent } from './payment.state.ts'

/** What this folder's tests share: a payment of 400.00 yuan over two statements of one shop. */
export const merchant = idNumber('merchant', 1)
export const payee = { lastDigits: '0417', version: 2 }
export const otherPayee = { lastDigits: '8899', version: 3 }
export const funds = [idNumber('fund', 1), idNumber('fund', 2)] as const
export const first = { stream: idNumber('statement', 1), statement: 1 }
export const second = { stream: idNumber('statement', 2), statement: 4 }

export const due: DueStatement = {
  merchant,
  programme,
  division: '632701',
  shares: [
    { fund: funds[0], amountFen: 26_700 },
    { fund: funds[1], amountFen: 3_300 },
  ],
}
export const otherDue: DueStatement = {
  ...due,
  programme: idNumber('programme', 2),
  shares: [{ fund: funds[1], amountFen: 10_000 }],
}

export const prepare: PreparePayment = {
  type: 'PreparePayment',
  reference: 'ZF-1001',
  merchant,
  preparedBy: 'desk-1',
  payee,
  money: new Map(),
  parts: [
    { ...first, due },
    { ...second, due: otherDue },
  ],
}

export const preparedData: DataOf<'PaymentPrepared'> = {
  reference: 'ZF-1001',
  merchant,
  payee,
  parts: [
    { ...first, programme: due.programme, shares: due.shares },
    { ...second, programme: otherDue.programme, shares: otherDue.shares },
  ],
  totalFen: 40_000,
  preparedBy: 'desk-1',
}
export const prepared: PaymentEvent = { type: 'PaymentPrepared', data: preparedData }
export const taken = (part: number): PaymentEvent => ({ type: 'PaymentPartTaken', data: { part, merchant } })
export const approved = (to = payee, approvedBy = 'chair-1'): PaymentEvent => ({
  type: 'PaymentApproved',
  data: { merchant, payee: to, totalFen: 40_000, approvedBy },
})
export const ended = (why: DataOf<'PaymentEnded'>['why'], reason: string): PaymentEvent => ({
  type: 'PaymentEnded',
  data: { merchant, why, reason },
})
export const sent: PaymentEvent = { type: 'PaymentSent', data: { merchant, sentOn: '2025-08-05', totalFen: 40_000 } }
export const settled: PaymentEvent = {
  type: 'PaymentSettled',
  data: { merchant, paidOn: '2025-08-06', bankReference: 'B-778', totalFen: 40_000 },
}
export const bounced: PaymentEvent = {
  type: 'PaymentBounced',
  data: { merchant, returnedOn: '2025-08-08', totalFen: 40_000, reason: '账号有误' },
}

/** What has happened where a payment stands. */
export const histories = {
  preparing: [prepared, taken(1)],
  ready: [prepared, taken(1), taken(2)],
  approved: [prepared, taken(1), taken(2), approved()],
  sent: [prepared, taken(1), taken(2), approved(), sent],
  paid: [prepared, taken(1), taken(2), approved(), sent, settled],
  returned: [prepared, taken(1), taken(2), approved(), sent, settled, bounced],
  ended: [prepared, taken(1), ended('withdrawn', '重复')],
} as const satisfies Record<string, readonly PaymentEvent[]>
