import { expect, test } from 'vitest'
import type { JournalLeg } from './journal.contract.ts'
import { journalCsvColumns, journalCsvLines } from './journal-csv.ts'

const leg: JournalLeg = {
  sequence: 3,
  ordinal: 0,
  book: 'budget',
  account: 'available',
  commodity: 'CNY',
  fund: 'fund-1',
  programme: null,
  batch: null,
  merchant: null,
  depot: null,
  consignment: null,
  site: null,
  lot: null,
  amount: -500,
  balanceSigned: -500,
  balance: 500,
  normalSide: 'credit',
  accountingDate: '2025-08-01',
  recordedAt: '2025-08-01T04:00:00.000Z',
  eventType: 'DonationReceived',
  eventId: 'e',
  stream: 'fund-1',
  version: 2,
  document: '630000-2025-SK-1',
  maker: 'officer/desk-1',
  checker: null,
  poster: 'ledger',
  receiptType: 'donation-receipt',
  receiptNumber: 'R-1',
  receiptDate: '2025-08-01',
  attachments: null,
  payer: null,
  purchase: null,
  bankAccount: null,
}

test.each([
  ['R-1', 'R-1'],
  ['7, "copy"', '"7, ""copy"""'],
  ['=HYPERLINK(1)', "'=HYPERLINK(1)"],
  ['-3,1', '"\'-3,1"'],
  ['＋1', "'＋1"],
])('a receipt’s number %s is written %s; amounts stay numbers', (receiptNumber, written) => {
  const line = journalCsvLines([{ ...leg, receiptNumber }])
  expect(line.endsWith(`,donation-receipt,${written},2025-08-01,,,,\r\n`)).toBe(true)
  expect(line.split(',').slice(13, 16)).toEqual(['-500', '-500', '500'])
})

test('every field of a leg has a column', () => {
  expect([...journalCsvColumns].sort()).toEqual(Object.keys(leg).sort())
})
