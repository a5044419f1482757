import { specify } from '@welfare/event-store/decider/specification.fixture.ts'
import { describe, test } from 'vitest'
import type { FundCommand } from '../fund.commands.ts'
import { fundDecider } from '../fund.decider.ts'
import type { FundEvent } from '../fund.state.ts'
import { donated, fund, fundOpened, idNumber } from '../sample.fixture.ts'
import { type BankAccountEvent, bankAccountDecider, type SetOwnFund } from './bank-account.decider.ts'

const [ours, theirs] = [idNumber('bankaccount', 1), idNumber('bankaccount', 2)]
const other = idNumber('fund', 2)
const day = '2025-06-30'
const of = (amountFen: number) => [{ fund, amountFen }]

describe('the own-money fund of an account', () => {
  const { given } = specify(bankAccountDecider)
  const opened: BankAccountEvent = {
    type: 'BankAccountOpened',
    data: { name: '基本户', division: '632701', bank: '虚构银行', lastDigits: '0417' },
  }
  const set: SetOwnFund = { type: 'SetOwnFund', fund, division: '632701', lying: [], factsReadThrough: 9 }
  const isSet = (whose: string): BankAccountEvent => ({
    type: 'BankAccountOwnFundSet',
    data: { fund: whose, factsReadThrough: 9 },
  })

  test('is one of the same union, said once', () => {
    given([opened])
      .when(set)
      .then([isSet(fund)])
    given([opened, isSet(fund)])
      .when(set)
      .then([])
    given([opened])
      .when({ ...set, division: '632722' })
      .then({ code: 'own-fund-of-another-union' })
    given([]).when(set).then({ code: 'bank-account-unknown' })
  })

  test('is another one only while the one before has nothing there', () => {
    const lying = [{ fund, balanceFen: 1 }]
    const change = { ...set, fund: other }
    given([opened, isSet(fund)])
      .when({ ...change, lying })
      .then({ code: 'own-fund-holds-money' })
    given([opened, isSet(fund)])
      .when({ ...change, lying: [{ fund: other, balanceFen: 1 }] })
      .then([isSet(other)])
  })
})

describe('what a bank itself puts on an account', () => {
  const { given } = specify(fundDecider)
  const earn: FundCommand = {
    ...{ type: 'ReceiveIncome', kind: 'interest', fund, bankAccount: ours, amountFen: 300, reference: 'LX-1' },
  }
  const earned: FundEvent = {
    type: 'IncomeReceived',
    data: { kind: 'interest', bankAccount: ours, shares: of(300), reference: 'LX-1', availableAfterFen: 300 },
  }
  const pay: Extract<FundCommand, { type: 'PayBankCharge' }> = {
    ...{ type: 'PayBankCharge', fund, bankAccount: ours, amountFen: 200, day },
  }
  const paid: FundEvent = {
    type: 'BankChargePaid',
    data: {
      ...{ bankAccount: ours, shares: of(200), availableAfterFen: 100 },
      donors: [{ donation: `${fund}.2`, amountFen: 200 }],
    },
  }

  test('can be spent, and lies there', () => {
    given([fundOpened]).when(earn).then([earned])
    given([fundOpened, earned]).when(pay).then([paid])
  })

  test('comes to no fund whose money lies on none', () => {
    given([fundOpened, donated('R-1', 1000, 1000)])
      .when(earn)
      .then({ code: 'balance-not-assigned' })
  })

  test('or takes is not more than can be spent, there and on that day', () => {
    given([fundOpened, earned])
      .when({ ...pay, amountFen: 301 })
      .then({ code: 'funds-not-available' })
    given([fundOpened, earned])
      .when({ ...pay, bankAccount: theirs })
      .then({ code: 'money-not-there' })
    given([fundOpened, earned, paid]).when(pay).then({ code: 'funds-not-available' })
  })

  test('and takes is not there for a transfer any more', () => {
    const send: FundCommand = { type: 'SendTransfer', fund, bankAccount: ours, to: theirs, amountFen: 101, day }
    given([fundOpened, earned, paid]).when(send).then({ code: 'money-not-there' })
  })
})
