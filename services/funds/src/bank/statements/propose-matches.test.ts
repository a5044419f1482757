import { expect, test } from 'vitest'
import { type OpenLine, type OpenMovement, proposeMatches } from './propose-matches.ts'

const line = (reference: string, amountFen: number, day = '2025-07-10'): OpenLine => ({ reference, amountFen, day })
const movement = (id: string, amountFen: number, more: Partial<OpenMovement> = {}): OpenMovement => ({
  ...{ id, type: 'DonationReceived', day: '2025-07-10', amountFen, references: [] },
  ...more,
})

test.each<[string, OpenLine[], OpenMovement[], [string[], string[], string][]]>([
  [
    'the same reference and amount',
    [line('B1', 5)],
    [movement('m', 5, { references: ['B1'], day: '2025-05-01' })],
    [[['B1'], ['m'], 'reference']],
  ],
  ['the same reference, another amount', [line('B1', 5)], [movement('m', 6, { references: ['B1'] })], []],
  [
    'the same amount within three days',
    [line('B1', 5)],
    [movement('m', 5, { day: '2025-07-07' })],
    [[['B1'], ['m'], 'amount-and-day']],
  ],
  ['the same amount four days apart', [line('B1', 5)], [movement('m', 5, { day: '2025-07-06' })], []],
  ['in the other direction', [line('B1', 5)], [movement('m', -5)], []],
  ['two movements for one line', [line('B1', 5)], [movement('m', 5), movement('n', 5)], []],
  ['two lines for one movement', [line('B1', 5), line('B2', 5)], [movement('m', 5)], []],
  [
    'one of two is told by its reference, so that the other is certain',
    [line('B1', 5), line('B2', 5)],
    [movement('m', 5, { references: ['B2'] }), movement('n', 5)],
    [
      [['B2'], ['m'], 'reference'],
      [['B1'], ['n'], 'amount-and-day'],
    ],
  ],
  [
    'a payment of two statements is one sum at the bank',
    [line('B1', -9)],
    [
      movement('m', -4, { type: 'SettlementPaid', payment: 'p' }),
      movement('n', -5, { type: 'SettlementPaid', payment: 'p' }),
    ],
    [[['B1'], ['m', 'n'], 'amount-and-day']],
  ],
  [
    'what came back of a payment is another sum than what was paid',
    [line('B1', -4), line('B2', 4)],
    [
      movement('m', -4, { type: 'SettlementPaid', payment: 'p' }),
      movement('n', 4, { type: 'PaymentReturned', payment: 'p' }),
    ],
    [
      [['B1'], ['m'], 'amount-and-day'],
      [['B2'], ['n'], 'amount-and-day'],
    ],
  ],
])('%s', (_, lines, movements, expected) => {
  const found = proposeMatches(lines, movements)
  expect(found.map((match) => [match.lines, match.movements, match.foundBy])).toEqual(expected)
})
