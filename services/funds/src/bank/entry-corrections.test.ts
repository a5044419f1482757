import { specify } from '@welfare/event-store/decider/specification.fixture.ts'
import { describe, expect, test } from 'vitest'
import type { CorrectBankEntry } from '../fund.commands.ts'
import { fundDecider } from '../fund.decider.ts'
import type { FundEvent } from '../fund.state.ts'
import { fund, fundOpened, idNumber } from '../sample.fixture.ts'
import { followCorrection } from './bank.process.ts'
import { type BankAccountEvent, bankAccountDecider } from './bank-account.decider.ts'

const { given } = specify(fundDecider)
const [ours, theirs] = [idNumber('bankaccount', 1), idNumber('bankaccount', 2)]
const of = (amountFen: number) => [{ fund, amountFen }]
const onOurs = (amountFen: number) => ({ bankAccount: ours, shares: of(amountFen) })
const entry = `${fund}.2`
const correct = (right?: CorrectBankEntry['right'], corrected = entry): CorrectBankEntry => ({
  ...{ type: 'CorrectBankEntry', fund, entry: corrected, reason: '多打一个零' },
  ...(right && { right }),
})
const earned = (amountFen: number, availableAfterFen = amountFen): FundEvent => ({
  type: 'IncomeReceived',
  data: { kind: 'interest', ...onOurs(amountFen), availableAfterFen },
})
const earnedBack: FundEvent = {
  type: 'IncomeReversed',
  data: { corrects: entry, ...onOurs(300), reason: '多打一个零', availableAfterFen: 0 },
}

describe('wrong interest', () => {
  test('is taken back once, and what is right stands first', () => {
    given([fundOpened, earned(300)])
      .when(correct())
      .then([earnedBack])
    given([fundOpened, earned(300), earnedBack])
      .when(correct())
      .then({ code: 'already-corrected' })
    given([fundOpened]).when(correct()).then({ code: 'bank-entry-unknown' })
    given([fundOpened, earned(300)])
      .when(correct({ bankAccount: ours, amountFen: 30, reference: 'LX-1' }))
      .then([
        {
          type: 'IncomeReceived',
          data: {
            ...{ kind: 'interest', ...onOurs(30), reference: 'LX-1', availableAfterFen: 330, correctedFrom: entry },
          },
        },
        { type: 'IncomeReversed', data: { ...earnedBack.data, availableAfterFen: 30 } },
      ])
    given([fundOpened, earned(300)])
      .when(correct({ bankAccount: ours, amountFen: 300 }))
      .then({ code: 'correction-changes-nothing' })
  })

  test('that was used, or sent away, says what is missing', () => {
    const charged: FundEvent = {
      type: 'BankChargePaid',
      data: { ...onOurs(200), availableAfterFen: 100, donors: [{ donation: entry, amountFen: 200 }] },
    }
    given([fundOpened, earned(300), charged])
      .when(correct({ bankAccount: ours, amountFen: 199 }))
      .then({ code: 'correction-does-not-fit' })
    const sent: FundEvent = { type: 'TransferSent', data: { ...onOurs(300), to: theirs } }
    given([fundOpened, earned(300), sent])
      .when(correct({ bankAccount: ours, amountFen: 299 }))
      .then({ code: 'money-not-there' })
    // Drawn by the charge from what never was: the right interest bears it.
    given([fundOpened, earned(300), charged])
      .when(correct({ bankAccount: ours, amountFen: 200 }))
      .then([
        {
          type: 'IncomeReceived',
          data: { kind: 'interest', ...onOurs(200), availableAfterFen: 300, correctedFrom: entry },
        },
        { type: 'IncomeReversed', data: { ...earnedBack.data, availableAfterFen: 0 } },
      ])
  })
})

describe('a wrong charge', () => {
  const charge = `${fund}.3`
  const paid: FundEvent = {
    type: 'BankChargePaid',
    data: { ...onOurs(200), availableAfterFen: 100, donors: [{ donation: entry, amountFen: 200 }] },
  }
  const back: FundEvent = {
    type: 'BankChargeReversed',
    data: { corrects: charge, ...onOurs(200), reason: '多打一个零', availableAfterFen: 300 },
  }

  test('lies in its gifts again, and the right one is drawn from them', () => {
    given([fundOpened, earned(300), paid])
      .when(correct(undefined, charge))
      .then([back])
    given([fundOpened, earned(300), paid])
      .when(correct({ bankAccount: ours, amountFen: 300 }, charge))
      .then([
        back,
        {
          type: 'BankChargePaid',
          data: {
            ...{ ...onOurs(300), correctedFrom: charge, availableAfterFen: 0 },
            donors: [{ donation: entry, amountFen: 300 }],
          },
        },
      ])
  })

  test('is right at no more than there is, and only where that lies', () => {
    given([fundOpened, earned(300), paid])
      .when(correct({ bankAccount: ours, amountFen: 301 }, charge))
      .then({ code: 'correction-does-not-fit' })
    given([fundOpened, earned(300), paid])
      .when(correct({ bankAccount: theirs, amountFen: 1 }, charge))
      .then({ code: 'money-not-there' })
  })
})

describe('a wrong receipt in suspense', () => {
  const came: FundEvent = { type: 'UnidentifiedReceived', data: { ...onOurs(500), payerLastDigits: '0417' } }
  const back: FundEvent = {
    type: 'UnidentifiedReversed',
    data: { corrects: entry, ...onOurs(500), reason: '多打一个零' },
  }
  const as = { kind: 'sent-back' as const, reason: '汇错' }

  test('is in suspense no more, and the right one is', () => {
    given([fundOpened, came]).when(correct()).then([back])
    given([fundOpened, came, back])
      .when({ type: 'IdentifyReceipt', fund, receipt: entry, as, day: '2025-06-30' })
      .then({ code: 'receipt-unknown' })
    given([fundOpened, came])
      .when(correct({ bankAccount: theirs, amountFen: 50 }))
      .then([
        {
          type: 'UnidentifiedReceived',
          data: { bankAccount: theirs, shares: of(50), payerLastDigits: '0417', correctedFrom: entry },
        },
        back,
      ])
  })

  test('is taken back before anybody said what it was', () => {
    const identified: FundEvent = {
      type: 'ReceiptIdentified',
      data: { receipt: entry, ...onOurs(500), receivedOn: '2000-01-01', as },
    }
    given([fundOpened, came, identified]).when(correct()).then({ code: 'receipt-already-identified' })
  })
})

describe('a line of the bank that was matched with what is corrected', () => {
  const accounts = specify(bankAccountDecider)
  const red = `${fund}.9`
  const opened: BankAccountEvent = {
    type: 'BankAccountOpened',
    data: { name: '基本户', division: '632701', bank: '虚构银行', lastDigits: '0417' },
  }
  const follow = { type: 'FollowCorrection', bankAccount: ours, wrong: entry, red, reason: '多打一个零' } as const
  const matched: BankAccountEvent = {
    type: 'BankLinesMatched',
    data: { lines: ['L1'], movements: [entry], amountFen: 300, foundBy: 'reference' },
  }
  const cancelled: BankAccountEvent = {
    type: 'BankLinesMatched',
    data: { lines: [], movements: [entry, red], amountFen: 0, foundBy: 'reference' },
  }

  test('is open again; the wrong entry and the red one cancel each other', () => {
    accounts
      .given([opened, matched])
      .when(follow)
      .then([{ type: 'BankMatchTakenBack', data: { match: `${ours}.2`, reason: '多打一个零' } }, cancelled])
    accounts.given([opened]).when(follow).then([cancelled])
    accounts.given([opened, cancelled]).when(follow).then([])
  })

  test('its process asks where both moved the account, by as much', () => {
    const source = { stream: fund, version: 9 }
    const event = { type: 'IncomeReversed' as const, data: earnedBack.data as never }
    const moved = (wrongFen?: number) => ({
      movedFen: (_: string, of: string) => (of === red ? -300 : wrongFen),
    })
    expect(followCorrection(moved(300), event, source)).toEqual([{ stream: ours, command: follow }])
    expect(followCorrection(moved(), event, source)).toEqual([])
  })
})
