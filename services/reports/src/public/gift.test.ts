import { inGroups } from '@welfare/contracts/card-code.ts'
import { expect, test } from 'vitest'
import { idOf, toSequenced } from '../history.fixture.ts'
import { expectAnswer, projectHistory } from '../projected-history.fixture.ts'
import { day, fund, history, merchant, programme, workers } from './public-history.fixture.ts'
import { receiptCodeOf } from './receipt-codes.ts'

const codeKey = new Uint8Array(32).fill(7)
const code = receiptCodeOf(codeKey, fund, 'R-1')
const unknown = { code: 'gift-unknown', facts: {} }

function asking(played = history(9)) {
  const { ask } = projectHistory(toSequenced(played.events))
  return (asked: object = {}) => ask('gift', { receiptNumber: 'R-1', code, codeKey, ...asked })
}

test('number and code show what became of the gift: programmes, meals by month, what is left', () => {
  expect(asking()()).toMatchObject({
    ...{ receiptNumber: 'R-1', receivedOn: day, fundName: 'Fund', receivedFen: 30_000, takenBackFen: 0 },
    ...{ chargedFen: 0, availableFen: 10_000 },
    programmes: [
      {
        ...{ name: 'Meals', givenFen: 20_000, usedFen: 4_500, goodsFen: 0, leftFen: 15_500 },
        months: [{ month: day.slice(0, 7), meals: 9, usedFen: 4_500 }],
      },
    ],
  })
})

test('both are read however they are typed', () => {
  const ask = asking()
  const typed = { receiptNumber: ' r－1', code: inGroups(code).toLowerCase() }
  expect(expectAnswer(ask(typed)).receivedFen).toBe(30_000)
})

test('a wrong number, a wrong code and the code of another gift are answered alike', () => {
  const ask = asking()
  expect(ask({ receiptNumber: 'R-2' })).toEqual(unknown)
  expect(ask({ code: receiptCodeOf(codeKey, fund, 'R-2') })).toEqual(unknown)
  expect(ask({ code: receiptCodeOf(codeKey, idOf('fund', 'other'), 'R-1') })).toEqual(unknown)
  expect(ask({ code: receiptCodeOf(new Uint8Array(32), fund, 'R-1') })).toEqual(unknown)
  expect(ask({ receiptNumber: 'R-2', code: receiptCodeOf(codeKey, fund, 'R-2') })).toEqual(unknown)
  expect(ask({ code: 'nonsense' })).toEqual(unknown)
})

test('what was entered anew stands for what was wrong, under the same code', () => {
  const played = history(9)
  const wrong = `${fund}.2`
  const donor = { kind: 'organisation' as const, name: 'Donor Ltd' }
  const again = { receiptNumber: 'R-1', donor, receivedOn: day, correctedFrom: wrong }
  const shares = [{ fund, amountFen: 35_000 }]
  played.add(fund, 'DonationReceived', { ...again, shares, availableAfterFen: 45_000 }, day)
  const reversed = { corrects: wrong, receiptNumber: 'R-1', shares: [{ fund, amountFen: 30_000 }], reason: '录错' }
  played.add(fund, 'DonationReversed', { ...reversed, availableAfterFen: 15_000 }, day)
  expect(asking(played)()).toMatchObject({ receivedFen: 35_000, takenBackFen: 0 })
})

test('what was bought of it for the programme is no meal, and is not left', () => {
  const played = history(9)
  const paper = { invoiceNumber: '25-1', invoicedOn: day, lines: [{ line: 1, quantity: 30, amountFen: 1_500 }] }
  const of = { merchant: idOf('merchant', 'supplier'), programme, invoice: 1 }
  const entry = `${idOf('supplierinvoice', 1)}.1`
  const shares = [{ fund, amountFen: 1_500 }]
  played.add(idOf('purchase', 1), 'GoodsInvoiced', { ...of, entry, ...paper, shares }, day)
  expect(asking(played)()).toMatchObject({
    programmes: [{ givenFen: 20_000, usedFen: 4_500, goodsFen: 1_500, leftFen: 14_000, months: [{ meals: 9 }] }],
  })
})

test('no person, shop or donor is named, and no day of a meal', () => {
  const { receivedOn: _, recordedAt: __, ...shown } = expectAnswer(asking()())
  const text = JSON.stringify(shown)
  for (const secret of [...workers, merchant, 'Noodles', 'North', 'Donor Ltd', day]) expect(text).not.toContain(secret)
})
