import type { DataOf } from '@welfare/contracts/catalogue.ts'
import { specify } from '@welfare/event-store/decider/specification.fixture.ts'
import { describe, test } from 'vitest'
import type { FundCommand } from '../fund.commands.ts'
import { fundDecider } from '../fund.decider.ts'
import type { FundEvent } from '../fund.state.ts'
import { donated, fund, fundOpened, idNumber } from '../sample.fixture.ts'

const { given } = specify(fundDecider)
const [ours, theirs] = [idNumber('bankaccount', 1), idNumber('bankaccount', 2)]
const payment = idNumber('payment', 1)
const day = '2025-06-02'
const of = (amountFen: number) => [{ fund, amountFen }]

const before = [fundOpened, donated('R-1', 1000, 1000)]
const assigned: FundEvent = {
  type: 'BankBalanceAssigned',
  data: { bankAccount: ours, shares: of(1000), factsReadThrough: 9 },
}
const onAccount = [...before, assigned]
const assign: Extract<FundCommand, { type: 'AssignBankBalance' }> = {
  ...{ type: 'AssignBankBalance', fund, bankAccount: ours, unassignedFen: 1000, grantedFen: 1000 },
  ...{ openPayments: [], factsReadThrough: 9 },
}
const donate: Extract<FundCommand, { type: 'ReceiveDonation' }> = {
  ...{ type: 'ReceiveDonation', fund, receiptNumber: 'R-2', donor: { kind: 'individual' } },
  ...{ receivedOn: '2025-06-01', amountFen: 500 },
}
const refund: Extract<FundCommand, { type: 'RefundDonation' }> = {
  ...{ type: 'RefundDonation', fund, donation: `${fund}.2`, amountFen: 400, reason: 'paid twice', day },
}
const send: Extract<FundCommand, { type: 'SendTransfer' }> = {
  ...{ type: 'SendTransfer', fund, bankAccount: ours, to: theirs, amountFen: 300, day },
}
const sent: FundEvent = { type: 'TransferSent', data: { bankAccount: ours, to: theirs, shares: of(300) } }
const transfer = `${fund}.4`
const arrive: FundCommand = { type: 'ReceiveTransfer', fund, transfer, day }
const arrived: FundEvent = { type: 'TransferArrived', data: { transfer, bankAccount: theirs, shares: of(300) } }
const comeBack: FundCommand = { type: 'TakeTransferBack', fund, transfer, reason: '账号有误', day }
const cameBack: FundEvent = {
  type: 'TransferCameBack',
  data: { transfer, bankAccount: ours, shares: of(300), reason: '账号有误' },
}
const hold: Extract<FundCommand, { type: 'HoldForPayment' }> = {
  ...{ type: 'HoldForPayment', fund, payment, bankAccount: ours, amountFen: 800, day },
}
const held: FundEvent = { type: 'PaymentMoneyHeld', data: { payment, bankAccount: ours, shares: of(800) } }
const release: FundCommand = { type: 'ReleaseFromPayment', fund, payment }
const released: FundEvent = { type: 'PaymentMoneyReleased', data: { payment, bankAccount: ours, shares: of(800) } }

describe('money of before', () => {
  test('is assigned to one account, once, as much as the books have on none', () => {
    given(before).when(assign).then([assigned])
    given(onAccount).when(assign).then([])
    given(onAccount)
      .when({ ...assign, bankAccount: theirs })
      .then({ code: 'balance-already-assigned' })
  })

  test('of a fund that has nothing yet is nothing, and from then on all of it names its account', () => {
    const nothing: FundEvent = {
      type: 'BankBalanceAssigned',
      data: { bankAccount: ours, shares: [], factsReadThrough: 9 },
    }
    given([fundOpened])
      .when({ ...assign, unassignedFen: 0, grantedFen: 0 })
      .then([nothing])
    given([fundOpened, nothing]).when(donate).then({ code: 'bank-account-missing' })
  })

  test('is all of it, also what came or went since the books were read', () => {
    const seen = (grantedFen: number, unassignedFen: number) => ({ ...assign, grantedFen, unassignedFen })
    const lying = (amountFen: number): FundEvent => ({
      type: 'BankBalanceAssigned',
      data: { bankAccount: ours, shares: of(amountFen), factsReadThrough: 9 },
    })
    given(before)
      .when(seen(400, 300))
      .then([lying(900)])
    given(before)
      .when(seen(1500, 1400))
      .then([lying(900)])
  })

  test('waits for payments that would still pay from none', () => {
    given(before)
      .when({ ...assign, openPayments: [payment] })
      .then({ code: 'payments-without-account-open' })
  })

  test('and money of accounts do not stand side by side', () => {
    given(before)
      .when({ ...donate, bankAccount: ours })
      .then({ code: 'balance-not-assigned' })
    given(before)
      .when({ ...refund, bankAccount: ours })
      .then({ code: 'balance-not-assigned' })
    given(before).when(send).then({ code: 'balance-not-assigned' })
    given(onAccount).when(donate).then({ code: 'bank-account-missing' })
    given(onAccount).when(refund).then({ code: 'bank-account-missing' })
  })
})

describe('a donation', () => {
  const received = (bankAccount: string, availableAfterFen: number): FundEvent => {
    const { type: _, fund: __, amountFen, ...paper } = donate
    return { type: 'DonationReceived', data: { ...paper, bankAccount, shares: of(amountFen), availableAfterFen } }
  }

  test('of a new fund reaches an account from the first on', () => {
    const onOurs = { ...donate, bankAccount: ours }
    given([fundOpened])
      .when(onOurs)
      .then([received(ours, 500)])
    given([fundOpened, received(ours, 500)])
      .when({ ...donate, receiptNumber: 'R-3' })
      .then({ code: 'bank-account-missing' })
  })

  test('that was entered on the wrong account is put right, as far as it is still there', () => {
    const history = [fundOpened, received(ours, 500)]
    const right = { ...paperOf(donate), bankAccount: theirs }
    const correct: FundCommand = { type: 'CorrectDonation', fund, donation: `${fund}.2`, reason: '账户选错', right }
    const { amountFen: _, ...paper } = right
    const rightEntry: DataOf<'DonationReceived'> = {
      ...{ ...paper, shares: of(500), availableAfterFen: 1000, correctedFrom: `${fund}.2` },
    }
    const red: DataOf<'DonationReversed'> = {
      ...{ corrects: `${fund}.2`, receiptNumber: 'R-2', shares: of(500), reason: '账户选错' },
      ...{ availableAfterFen: 500, bankAccount: ours },
    }
    given(history)
      .when(correct)
      .then([
        { type: 'DonationReceived', data: rightEntry },
        { type: 'DonationReversed', data: red },
      ])
    const away: FundEvent = { type: 'TransferSent', data: { bankAccount: ours, to: theirs, shares: of(1) } }
    given([...history, away])
      .when(correct)
      .then({ code: 'money-not-there' })
  })

  test('of before its fund was assigned is taken back from where it was assigned to', () => {
    const correct: FundCommand = { type: 'CorrectDonation', fund, donation: `${fund}.2`, reason: '重复' }
    const red: DataOf<'DonationReversed'> = {
      ...{ corrects: `${fund}.2`, receiptNumber: 'R-1', shares: of(1000), reason: '重复' },
      ...{ availableAfterFen: 0, bankAccount: ours },
    }
    given(onAccount)
      .when(correct)
      .then([{ type: 'DonationReversed', data: red }])
    given([...onAccount, held])
      .when(correct)
      .then({ code: 'money-not-there' })
  })

  test('is refunded from an account that has so much of the fund', () => {
    const data = { donation: `${fund}.2`, shares: of(400), reason: 'paid twice', availableAfterFen: 600 }
    given(onAccount)
      .when({ ...refund, bankAccount: ours })
      .then([{ type: 'DonationRefunded', data: { ...data, bankAccount: ours } }])
    given(onAccount)
      .when({ ...refund, bankAccount: theirs })
      .then({ code: 'money-not-there' })
    given([...onAccount, held])
      .when({ ...refund, bankAccount: ours })
      .then({ code: 'money-not-there' })
  })
})

describe('a transfer', () => {
  test('takes what is there', () => {
    given(onAccount).when(send).then([sent])
    given(onAccount)
      .when({ ...send, amountFen: 1001 })
      .then({ code: 'money-not-there' })
    given([...onAccount, held])
      .when(send)
      .then({ code: 'money-not-there' })
    given(onAccount)
      .when({ ...send, to: ours })
      .then({ code: 'bank-transfer-to-same-account' })
  })

  test('arrives, or comes back: one of both, once, and not before it was sent', () => {
    const history = [...onAccount, sent]
    given(history).when(arrive).then([arrived])
    given(history).when(comeBack).then([cameBack])
    for (const end of [arrived, cameBack]) {
      given([...history, end])
        .when(arrive)
        .then({ code: 'bank-transfer-already-ended' })
      given([...history, end])
        .when(comeBack)
        .then({ code: 'bank-transfer-already-ended' })
    }
    given(history)
      .when({ type: 'ReceiveTransfer', fund, transfer, day: '1999-12-31' })
      .then({ code: 'bank-transfer-ended-before-sent' })
    given(history)
      .when({ type: 'ReceiveTransfer', fund, transfer: `${fund}.9`, day })
      .then({ code: 'bank-transfer-unknown' })
  })

  test('is spent where it arrived, not where it came from', () => {
    const there = { ...hold, bankAccount: theirs, amountFen: 300 }
    const heldThere: FundEvent = {
      type: 'PaymentMoneyHeld',
      data: { payment, bankAccount: theirs, shares: of(300) },
    }
    given([...onAccount, sent, arrived])
      .when(there)
      .then([heldThere])
    const refused: FundEvent = {
      type: 'PaymentMoneyRefused',
      data: { payment, bankAccount: theirs, shares: of(300), code: 'money-not-there' },
    }
    given([...onAccount, sent])
      .when(there)
      .then([refused])
    given([...onAccount, sent, cameBack])
      .when({ ...send, amountFen: 1000 })
      .then([{ type: 'TransferSent', data: { bankAccount: ours, to: theirs, shares: of(1000) } }])
  })
})

describe('a payment', () => {
  test('holds what it pays, once, until it ends', () => {
    given(onAccount).when(hold).then([held])
    given([...onAccount, held])
      .when(hold)
      .then([])
    given([...onAccount, held])
      .when(release)
      .then([released])
    given([...onAccount, held, released])
      .when(release)
      .then([])
    given([...onAccount, held, released])
      .when({ ...hold, amountFen: 1000 })
      .then([{ type: 'PaymentMoneyHeld', data: { payment, bankAccount: ours, shares: of(1000) } }])
  })

  test('is told where another one holds it', () => {
    const other = { ...hold, payment: idNumber('payment', 2) }
    const { payment: of2, bankAccount, amountFen } = other
    given([...onAccount, held])
      .when(other)
      .then([
        {
          type: 'PaymentMoneyRefused',
          data: { payment: of2, bankAccount, shares: of(amountFen), code: 'money-not-there' },
        },
      ])
  })

  test('of a fund that is on no account is told so', () => {
    given(before)
      .when(hold)
      .then([
        {
          type: 'PaymentMoneyRefused',
          data: { payment, bankAccount: ours, shares: of(800), code: 'balance-not-assigned' },
        },
      ])
  })

  test('what comes back of it can be spent again, counted once', () => {
    const receipt = `${idNumber('statement', 1)}.9`
    const acknowledge: FundCommand = {
      ...{ type: 'AcknowledgeReceipt', fund, receipt, bankAccount: ours, amountFen: 800 },
    }
    const acknowledged: FundEvent = {
      type: 'BankReceiptAcknowledged',
      data: { receipt, bankAccount: ours, shares: of(800) },
    }
    given([...onAccount, held])
      .when(acknowledge)
      .then([acknowledged])
    given([...onAccount, held, acknowledged])
      .when(acknowledge)
      .then([])
    given([...onAccount, held, acknowledged])
      .when({ ...send, amountFen: 1000 })
      .then([{ type: 'TransferSent', data: { bankAccount: ours, to: theirs, shares: of(1000) } }])
  })
})

function paperOf({ type: _, fund: __, ...paper }: typeof donate) {
  return paper
}
