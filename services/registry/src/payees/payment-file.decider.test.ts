import { specify } from '@welfare/event-store/decider/specification.fixture.ts'
import { expect, test } from 'vitest'
import { paymentFileDecider } from './payment-file.decider.ts'
import { findMapping, writePaymentFile } from './payment-mapping.ts'

const payment = 'payment-0198f3c2-5b7e-7c3a-9d21-6f0e4a1b2c3d'
const { given } = specify(paymentFileDecider)
const file = {
  ...{ division: '632701', mapping: 'plain', count: 1, totalFen: 700, fileHash: 'a'.repeat(64) },
  ...{ writtenOn: '2025-06-01', expiresAt: '2025-06-02T01:00:00.000Z' },
  payments: [{ payment, reference: 'ZF-0001', payee: { lastDigits: '0417', version: 1 }, totalFen: 700 }],
}
const written = { type: 'PaymentFileWritten', data: file } as const
const results = {
  ...{ division: '632701', mapping: 'plain', rows: 1, fileHash: 'b'.repeat(64), differences: [] },
  results: [{ payment, outcome: 'paid' as const, totalFen: 700, paidOn: '2025-06-02' }],
}
const read = { type: 'PaymentResultsRead', data: results } as const

test('a file is written once, and who takes it is said', () => {
  given([]).when({ type: 'WritePaymentFile', file }).then([written])
  given([written]).when({ type: 'WritePaymentFile', file }).then({ code: 'payment-file-already-written' })
  given([]).when({ type: 'ReadPaymentFile', account: 'officer/desk-1' }).then({ code: 'payment-file-unknown' })
  given([written])
    .when({ type: 'ReadPaymentFile', account: 'officer/desk-1' })
    .then([{ type: 'PaymentFileRead', data: { division: '632701', account: 'officer/desk-1', count: 1 } }])
})

test('what a file of the bank said of a payment is read once', () => {
  given([]).when({ type: 'ReadPaymentResults', results }).then([read])
  given([read]).when({ type: 'ReadPaymentResults', results }).then([])
  const [paid] = results.results
  const other = { ...paid, payment: payment.replace('0198', '0199') } as typeof paid
  const both = { ...results, results: [paid, other] } as typeof results
  const since = { ...read, data: { ...results, results: [other] } } as typeof read
  given([read]).when({ type: 'ReadPaymentResults', results: both }).then([since])
  given([read, since]).when({ type: 'ReadPaymentResults', results: both }).then([])
})

test('no text of a payment file is a formula', () => {
  const line = { reference: 'ZF-1', holder: '@cmd', account: '0417', bank: '+1,"2"', totalFen: 1 }
  const [, row] = String(writePaymentFile(findMapping('plain'), [line])).split('\r\n')
  expect(row).toBe(`ZF-1,'@cmd,0417,"'+1,""2""",0.01,餐费结算`)
})
