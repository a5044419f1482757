import { FIRST_DAY, specify } from '@welfare/event-store/decider/specification.fixture.ts'
import { describe, expect, test } from 'vitest'
import type { FundCommand } from '../fund.commands.ts'
import { fundDecider } from '../fund.decider.ts'
import type { FundEvent } from '../fund.state.ts'
import { donated, fund, fundOpened, idNumber } from '../sample.fixture.ts'
import { endIdentification, receiveIdentified } from './bank.process.ts'

const { given } = specify(fundDecider)
const [ours, theirs] = [idNumber('bankaccount', 1), idNumber('bankaccount', 2)]
const other = idNumber('fund', 2)
const day = '2025-06-30'
const of = (amountFen: number, whose = fund) => [{ fund: whose, amountFen }]

const receive: FundCommand = { type: 'ReceiveUnidentified', fund, bankAccount: ours, amountFen: 500, reference: 'LZ-1' }
const received: FundEvent = {
  type: 'UnidentifiedReceived',
  data: { bankAccount: ours, shares: of(500), reference: 'LZ-1' },
}
const receipt = `${fund}.2`
const gift = { kind: 'donation' as const, fund: other, receiptNumber: 'R-1', donor: { kind: 'individual' as const } }
const identify: Extract<FundCommand, { type: 'IdentifyReceipt' }> = {
  ...{ type: 'IdentifyReceipt', fund, receipt, as: gift, day },
}
// What is given counts on the day on which the story plays.
const identified: Extract<FundEvent, { type: 'ReceiptIdentified' }> = {
  type: 'ReceiptIdentified',
  data: { receipt, bankAccount: ours, shares: of(500), receivedOn: FIRST_DAY, as: gift },
}
const ended: FundEvent = {
  type: 'IdentificationEnded',
  data: { receipt, identified: `${fund}.3`, bankAccount: ours, shares: of(500), code: 'receipt-number-used' },
}

describe('what nobody knows yet', () => {
  test('lies on the account, and is for nothing', () => {
    given([fundOpened]).when(receive).then([received])
    const send: FundCommand = { type: 'SendTransfer', fund, bankAccount: ours, to: theirs, amountFen: 1, day }
    given([fundOpened, received]).when(send).then({ code: 'money-not-there' })
    const charge: FundCommand = { type: 'PayBankCharge', fund, bankAccount: ours, amountFen: 1, day }
    given([fundOpened, received]).when(charge).then({ code: 'funds-not-available' })
    given([fundOpened, donated('R-1', 1000, 1000)])
      .when(receive)
      .then({ code: 'balance-not-assigned' })
  })

  test('is identified once, all of it, and not before it came', () => {
    given([fundOpened, received]).when(identify).then([identified])
    given([fundOpened, received, identified]).when(identify).then({ code: 'receipt-already-identified' })
    given([fundOpened, received])
      .when({ ...identify, receipt: `${fund}.9` })
      .then({ code: 'receipt-unknown' })
    given([fundOpened, received])
      .when({ ...identify, day: '1999-12-31' })
      .then({ code: 'identified-before-received' })
  })

  test('goes back to who paid it', () => {
    const as = { kind: 'sent-back' as const, reason: '汇错' }
    given([fundOpened, received])
      .when({ ...identify, as })
      .then([{ type: 'ReceiptIdentified', data: { ...identified.data, as } }])
  })

  test('is in suspense again where its fund did not take it, once', () => {
    const end: FundCommand = { type: 'EndIdentification', fund, identified: `${fund}.3`, code: 'receipt-number-used' }
    given([fundOpened, received, identified]).when(end).then([ended])
    given([fundOpened, received, identified, ended]).when(end).then([])
    given([fundOpened, received, identified, ended]).when(identify).then([identified])
  })
})

describe('what turns out to be a gift', () => {
  const paper = { receiptNumber: 'R-1', donor: gift.donor, receivedOn: '2025-06-01', bankAccount: ours }
  const take: FundCommand = {
    ...{ type: 'ReceiveIdentified', fund, identified: `${other}.3`, bankAccount: ours, amountFen: 500 },
    ...{ receivedOn: '2025-06-01', gift: { ...gift, fund } },
  }

  test('is a donation of its fund, on the same account', () => {
    given([fundOpened])
      .when(take)
      .then([
        {
          type: 'DonationReceived',
          data: { ...paper, shares: of(500), availableAfterFen: 500, identified: `${other}.3` },
        },
      ])
  })

  test('is declined where its paper was entered before, or its fund lies on none', () => {
    const declined = (code: string): FundEvent => ({
      type: 'IdentificationDeclined',
      data: { identified: `${other}.3`, bankAccount: ours, shares: of(500), code },
    })
    const known: FundEvent = { type: 'DonationReceived', data: { ...paper, shares: of(7), availableAfterFen: 7 } }
    given([fundOpened, known])
      .when(take)
      .then([declined('receipt-number-used')])
    given([fundOpened, donated('R-9', 1000, 1000)])
      .when(take)
      .then([declined('balance-not-assigned')])
  })

  test('its process asks the fund, and tells the own money what it said', () => {
    const source = { stream: fund, version: 3 }
    expect(receiveIdentified(identified, source)).toMatchObject([
      { stream: other, command: { type: 'ReceiveIdentified', fund: other, identified: `${fund}.3`, amountFen: 500 } },
    ])
    const sentBack = { kind: 'sent-back' as const, reason: '汇错' }
    expect(receiveIdentified({ ...identified, data: { ...identified.data, as: sentBack } }, source)).toEqual([])
    const data = { identified: `${fund}.3`, bankAccount: ours, shares: of(500, other), code: 'receipt-number-used' }
    expect(endIdentification({ type: 'IdentificationDeclined', data })).toEqual([
      {
        stream: fund,
        command: { type: 'EndIdentification', fund, identified: `${fund}.3`, code: 'receipt-number-used' },
      },
    ])
  })
})
