import { expect, it } from 'vitest'
import { correctionOf, receiptOf, typedOf } from './receipt-body.ts'

const today = '2025-07-10'
const recorded = {
  ...{ commodity: 'item-1', quantity: 30, receiptNumber: 'S-3', receivedOn: '2025-07-08', expiresOn: '2026-01-31' },
  source: { kind: 'purchase', fund: 'fund-1', invoiceNumber: 'F-1' },
}
const before = typedOf(recorded)
const reason = '单据有误'

it('a receipt is read as it was typed', () => {
  expect(receiptOf(before, today)).toEqual(recorded)
})

it('a correction states what the paper should have said', () => {
  const paper = { receiptNumber: 'S-3', invoiceNumber: 'F-1', expiresOn: '2026-01-31' }
  expect(correctionOf({ quantity: 28, reason }, before, today)).toEqual({ ...paper, quantity: 28, reason })
})

it('a correction that leaves out a day or a number of before is none: the ledger would take it as it was', () => {
  expect(correctionOf({ expiresOn: undefined, reason }, before, today)).toBeUndefined()
  expect(correctionOf({ invoiceNumber: ' ', reason }, before, today)).toBeUndefined()
  const without = { ...before, expiresOn: undefined, invoiceNumber: undefined }
  expect(correctionOf({ reason }, without, today)).toEqual({ quantity: 30, receiptNumber: 'S-3', reason })
})

it('entered anew, the receipt may be without them', () => {
  const right = { ...recorded, source: { kind: 'purchase', fund: 'fund-1' } }
  const { expiresOn: _, ...stated } = right
  expect(
    correctionOf({ wrong: 'goods', expiresOn: undefined, invoiceNumber: undefined, reason }, before, today),
  ).toEqual({
    quantity: 0,
    right: stated,
    reason,
  })
})
