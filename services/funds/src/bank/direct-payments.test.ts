import { specify } from '@welfare/event-store/decider/specification.fixture.ts'
import { describe, test } from 'vitest'
import type { FundCommand } from '../fund.commands.ts'
import { fundDecider } from '../fund.decider.ts'
import type { FundEvent } from '../fund.state.ts'
import { donated, fund, fundOpened, idNumber } from '../sample.fixture.ts'

const { given } = specify(fundDecider)
const [payer, other] = [idNumber('payer', 1), idNumber('payer', 2)]
const bankAccount = idNumber('bankaccount', 1)
const payment = idNumber('payment', 1)
const of = (amountFen: number) => [{ fund, amountFen }]
const day = '2025-06-02'

const notice = { payer, noticeNumber: '额-1', grantedOn: '2025-06-01' }
const ask: Extract<FundCommand, { type: 'GrantDirectPayment' }> = {
  ...{ type: 'GrantDirectPayment', fund, ...notice, amountFen: 1_000 },
}
const granted: FundEvent = {
  type: 'DirectPaymentGranted',
  data: { ...notice, shares: of(1_000), availableAfterFen: 1_000 },
}
const grant = `${fund}.2`
const reduce: Extract<FundCommand, { type: 'ReduceDirectPayment' }> = {
  ...{ type: 'ReduceDirectPayment', fund, grant, amountFen: 400, reason: '年底收回', day },
}
const reduced = (amountFen: number, availableAfterFen: number): FundEvent => ({
  type: 'DirectPaymentReduced',
  data: { payer, grant, shares: of(amountFen), reason: '年底收回', availableAfterFen },
})
const hold: Extract<FundCommand, { type: 'HoldForPayment' }> = {
  ...{ type: 'HoldForPayment', fund, payment, payer, amountFen: 800, day },
}
const held: FundEvent = { type: 'PaymentMoneyHeld', data: { payment, payer, shares: of(800) } }
const allocated: FundEvent = {
  type: 'FundsAllocated',
  data: {
    ...{ programme: idNumber('programme', 1), budget: idNumber('budget', 1), shares: of(700), availableAfterFen: 300 },
    donors: [{ donation: grant, amountFen: 700 }],
  },
}
const before = [fundOpened, granted]

describe('what a payer grants', () => {
  test('is added up under one payer, each notice once', () => {
    given([fundOpened]).when(ask).then([granted])
    given(before).when(ask).then({ code: 'receipt-number-used' })
    given(before)
      .when({ ...ask, noticeNumber: '额-2', payer: other })
      .then({ code: 'fund-paid-by-payer' })
  })

  test('goes to no fund of which unions hold money, and money to no fund that a payer pays', () => {
    given([fundOpened, donated('R-1', 1000, 1000)])
      .when(ask)
      .then({ code: 'fund-has-money' })
    const gift = { receiptNumber: 'R-2', donor: { kind: 'individual' as const }, receivedOn: day, amountFen: 500 }
    for (const to of [{}, { bankAccount }])
      given(before)
        .when({ type: 'ReceiveDonation', fund, ...gift, ...to })
        .then({ code: 'fund-paid-by-payer' })
    const read = { unassignedFen: 0, grantedFen: 1_000, openPayments: [], factsReadThrough: 9 }
    given(before)
      .when({ type: 'AssignBankBalance', fund, bankAccount, ...read })
      .then({ code: 'fund-paid-by-payer' })
    given(before)
      .when({ type: 'SendTransfer', fund, bankAccount, to: idNumber('bankaccount', 2), amountFen: 1, day })
      .then({ code: 'fund-paid-by-payer' })
  })
})

describe('what a payer takes back', () => {
  test('is in no programme, held for no payment, and no more than the grant', () => {
    given(before)
      .when(reduce)
      .then([reduced(400, 600)])
    given(before)
      .when({ ...reduce, grant: `${fund}.1` })
      .then({ code: 'grant-unknown' })
    given(before)
      .when({ ...reduce, day: '2025-05-31' })
      .then({ code: 'reduced-before-granted' })
    given([...before, allocated])
      .when(reduce)
      .then({ code: 'funds-not-available' })
    given([...before, allocated])
      .when({ ...reduce, amountFen: 300 })
      .then([reduced(300, 0)])
    given([...before, held])
      .when(reduce)
      .then({ code: 'money-not-there' })
  })

  test('as a whole gives its notice free', () => {
    given([...before, reduced(999, 1)])
      .when(ask)
      .then({ code: 'receipt-number-used' })
    given([...before, reduced(1_000, 0)])
      .when(ask)
      .then([granted])
  })
})

describe('a payment', () => {
  test('holds what the payer still pays, and gives it free where it does not come about', () => {
    given(before).when(hold).then([held])
    given([...before, held])
      .when({ type: 'ReleaseFromPayment', fund, payment })
      .then([{ type: 'PaymentMoneyReleased', data: { payment, payer, shares: of(800) } }])
    given([...before, held])
      .when({ ...hold, payment: idNumber('payment', 2), amountFen: 201 })
      .then([
        {
          type: 'PaymentMoneyRefused',
          data: { payment: idNumber('payment', 2), payer, shares: of(201), code: 'money-not-there' },
        },
      ])
  })

  test('is refused what another payer, an account, or nobody pays', () => {
    const refused = (at: object, code: string): FundEvent[] => [
      { type: 'PaymentMoneyRefused', data: { payment, ...at, shares: of(800), code } },
    ]
    for (const at of [{ payer: other }, { bankAccount }])
      given(before)
        .when({ ...hold, payer: undefined, ...at })
        .then(refused(at, 'fund-paid-by-payer'))
    given([fundOpened, donated('R-1', 1000, 1000)])
      .when(hold)
      .then(refused({ payer }, 'fund-not-paid-by-payer'))
  })

  test('that came back can be paid again once the fund has heard of it', () => {
    const receipt = `${idNumber('statement', 1)}.9`
    const command = { type: 'AcknowledgeReceipt' as const, fund, receipt, payer, amountFen: 800 }
    const acknowledged: FundEvent = { type: 'BankReceiptAcknowledged', data: { receipt, payer, shares: of(800) } }
    given([...before, held])
      .when(command)
      .then([acknowledged])
    given([...before, held, acknowledged])
      .when(command)
      .then([])
    given([...before, held, acknowledged])
      .when({ ...hold, payment: idNumber('payment', 2), amountFen: 1_000 })
      .then([{ type: 'PaymentMoneyHeld', data: { payment: idNumber('payment', 2), payer, shares: of(1_000) } }])
  })
})
