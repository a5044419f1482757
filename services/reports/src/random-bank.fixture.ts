import type { DataOf } from '@welfare/contracts/catalogue.ts'
import { totalOf } from '@welfare/contracts/shares.ts'
import type { History } from './history.fixture.ts'
import { bankAccounts, funds, type Play, payers, pick, type Step } from './random-town.fixture.ts'

interface Underway {
  readonly fund: string
  readonly from: string
  readonly transfer: string
  readonly shares: { fund: string; amountFen: number }[]
  readonly to: string
}

/** Accounts of unions: funds lie on none until they are assigned, and some money names its account before. */
export function playsOfBank(history: History) {
  const assigned = new Set<string>()
  const underway: Underway[] = []
  const one = ({ a, amount }: Step) => [{ fund: pick(funds, a), amountFen: amount }]

  /** What an event of these funds says of where the money lies. */
  function heldOf(step: Step, of: readonly { readonly fund: string }[]): { bankAccount?: string } {
    const isNamed = step.b % 3 === 0 || of.some(({ fund }) => assigned.has(fund))
    return isNamed ? { bankAccount: pick(bankAccounts, step.b) } : {}
  }

  const grants: { readonly fund: string; readonly payer: string; readonly grant: string }[] = []
  const grant: Play = (step, date) => {
    const [fund, payer] = [pick(funds, step.a), pick(payers, step.b)]
    const notice = { payer, noticeNumber: `N-${grants.length}`, grantedOn: date, availableAfterFen: 0 }
    const { version } = history.add(fund, 'DirectPaymentGranted', { ...notice, shares: one(step) }, date)
    grants.push({ fund, payer, grant: `${fund}.${version}` })
  }
  const reduce: Play = (step, date) => {
    const known = grants[step.a % Math.max(1, grants.length)]
    if (!known) return void grant(step, date)
    const { fund, ...of } = known
    const shares = [{ fund, amountFen: step.amount }]
    history.add(fund, 'DirectPaymentReduced', { ...of, shares, reason: 'taken back', availableAfterFen: 0 }, date)
  }
  const assign: Play = (step, date) => {
    const fund = pick(funds, step.a)
    if (assigned.has(fund)) return void (step.b % 3 === 0 ? reduce : grant)(step, date)
    assigned.add(fund)
    const shares = step.b % 12 === 0 ? [] : one(step)
    const data = { bankAccount: pick(bankAccounts, step.b), shares, factsReadThrough: 1 }
    history.add(fund, 'BankBalanceAssigned', data, date)
  }
  const send: Play = (step, date) => {
    const [fund, from, to] = [
      pick(funds, step.a),
      pick(bankAccounts, step.b),
      pick(bankAccounts, step.b + 1 + (step.a % 2)),
    ]
    const shares = one(step)
    const { version } = history.add(fund, 'TransferSent', { bankAccount: from, to, shares }, date)
    underway.push({ fund, from, to, shares, transfer: `${fund}.${version}` })
  }
  const end: Play = (step, date) => {
    const [sent] = underway.splice(step.a % Math.max(1, underway.length), 1)
    if (!sent) return void send(step, date)
    const { fund, from, to, shares, transfer } = sent
    if (step.b % 3 === 0)
      history.add(fund, 'TransferCameBack', { transfer, bankAccount: from, shares, reason: 'wrong number' }, date)
    else history.add(fund, 'TransferArrived', { transfer, bankAccount: to, shares }, date)
  }
  const wrongEntries: {
    readonly fund: string
    readonly red: 'IncomeReversed' | 'BankChargeReversed'
    readonly data: Pick<DataOf<'IncomeReversed'>, 'corrects' | 'bankAccount' | 'shares'>
  }[] = []
  const enter = (step: Step, date: string, type: 'IncomeReceived' | 'BankChargePaid'): void => {
    const [fund, said] = [pick(funds, step.a), { bankAccount: pick(bankAccounts, step.b), shares: one(step) }]
    const isIncome = type === 'IncomeReceived'
    const { version } = isIncome
      ? history.add(fund, type, { kind: 'interest', ...said, availableAfterFen: 0 }, date)
      : history.add(fund, type, { ...said, availableAfterFen: 0, donors: [] }, date)
    const red = isIncome ? ('IncomeReversed' as const) : ('BankChargeReversed' as const)
    wrongEntries.push({ fund, red, data: { corrects: `${fund}.${version}`, ...said } })
  }
  const earn: Play = (step, date) => enter(step, date, 'IncomeReceived')
  const charge: Play = (step, date) => enter(step, date, 'BankChargePaid')
  const takeEntryBack: Play = (step, date) => {
    const [wrong] = wrongEntries.splice(step.a % Math.max(1, wrongEntries.length), 1)
    if (!wrong) return void earn(step, date)
    history.add(wrong.fund, wrong.red, { ...wrong.data, reason: 'wrong amount', availableAfterFen: 0 }, date)
  }
  const inSuspense: {
    readonly fund: string
    readonly came: DataOf<'UnidentifiedReceived'>
    readonly receipt: string
  }[] = []
  const suspend: Play = (step, date) => {
    const [fund, came] = [pick(funds, step.a), { bankAccount: pick(bankAccounts, step.b), shares: one(step) }]
    const { version } = history.add(fund, 'UnidentifiedReceived', came, date)
    inSuspense.push({ fund, came, receipt: `${fund}.${version}` })
  }
  const identify: Play = (step, date) => {
    const [open] = inSuspense.splice(step.a % Math.max(1, inSuspense.length), 1)
    if (!open) return void suspend(step, date)
    const { fund, came, receipt } = open
    const to = pick(funds, step.b)
    const donor = { kind: 'individual' as const }
    const receiptNumber = `R-${history.versionOf(to)}`
    const gift = { kind: 'donation' as const, fund: to, receiptNumber, donor }
    if (step.b % 5 === 4) {
      history.add(fund, 'UnidentifiedReversed', { corrects: receipt, ...came, reason: 'wrong amount' }, date)
      return
    }
    const as = step.b % 3 === 0 ? { kind: 'sent-back' as const, reason: 'wrong account' } : gift
    const { version } = history.add(fund, 'ReceiptIdentified', { receipt, ...came, receivedOn: date, as }, date)
    const identified = `${fund}.${version}`
    if (as.kind === 'sent-back') return
    const shares = [{ fund: to, amountFen: totalOf(came.shares) }]
    const paper = { receiptNumber, donor, receivedOn: date, bankAccount: came.bankAccount, identified }
    if (step.b % 3 === 1) {
      const code = 'receipt-number-used'
      history.add(to, 'IdentificationDeclined', { identified, bankAccount: came.bankAccount, shares, code }, date)
      history.add(fund, 'IdentificationEnded', { receipt, identified, ...came, code }, date)
      inSuspense.push(open)
    } else history.add(to, 'DonationReceived', { ...paper, shares, availableAfterFen: 0 }, date)
  }
  return {
    heldOf,
    plays: [assign, send, send, end, end, earn, earn, charge, charge, takeEntryBack, takeEntryBack, suspend, identify],
  }
}
