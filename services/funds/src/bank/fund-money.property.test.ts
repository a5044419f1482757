import { addOnDay, type DayBalances, emptyDayBalances, lowestFrom } from '@welfare/contracts/day-balances.ts'
import { subtractFen, sumFen } from '@welfare/contracts/money.ts'
import { postings } from '@welfare/contracts/postings.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { FundCommand } from '../fund.commands.ts'
import { fundDecider } from '../fund.decider.ts'
import { evolveFund, type FundEvent, type FundState, type OpenFund } from '../fund.state.ts'
import { donated, fund, fundOpened, idNumber } from '../sample.fixture.ts'

const accounts = [idNumber('bankaccount', 1), idNumber('bankaccount', 2)]
const FIRST_DAY = '2025-06-01'
const dayNumber = (n: number) => `2025-06-${String(1 + (n % 28)).padStart(2, '0')}`
const doing = fc.constantFrom(
  ...(['donate', 'refund', 'correct', 'correctRefund', 'send', 'arrive', 'comeBack'] as const),
  ...(['hold', 'release', 'pay', 'bounce', 'assign', 'earn', 'charge'] as const),
  ...(['suspend', 'identify'] as const),
)
const step = fc.record({
  does: doing,
  which: fc.nat(9),
  account: fc.nat(1),
  day: fc.nat(27),
  amountFen: fc.integer({ min: 1, max: 900 }),
})
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

/** Whatever is asked in whatever order, late entries too: on no day does an account have less of the fund than nothing, or than payments hold. */
test('no account is overdrawn, and what may leave it is what lies there and is not held', () => {
  fc.assert(
    fc.property(fc.boolean(), fc.array(step, { minLength: 10, maxLength: 60 }), (beginsWithout, steps) => {
      const town = openTown(beginsWithout)
      for (const one of steps) {
        town.take(one)
        town.check()
      }
    }),
    { numRuns: 300 },
  )
})

function openTown(beginsWithout: boolean) {
  let state: FundState = { status: 'absent' }
  let version = 0
  let seen = 0
  const lying = new Map<string, DayBalances>()
  /** Held and not paid yet, and paid: by payment. */
  const held = new Map<string, { account: string; amountFen: number }>()
  const paid = new Map<string, { account: string; amountFen: number }>()
  record(fundOpened, FIRST_DAY)
  if (beginsWithout) record(donated('R-0', 500, 500), FIRST_DAY)

  return { take, check }

  function record(event: FundEvent, day: string): void {
    version += 1
    state = evolveFund(state, structuredClone(event), version, day)
    move(event, day)
  }

  function move(event: Parameters<typeof postings>[0], day: string): void {
    for (const { account, bankAccount = '', amount } of postings(event, fund)) {
      if (account !== 'bank') continue
      const balances = lying.get(bankAccount) ?? emptyDayBalances()
      lying.set(bankAccount, balances)
      addOnDay(balances, day, amount)
    }
  }

  function ask(command: FundCommand, day: string): boolean {
    const decision = fundDecider.decide(state, command)
    if (!decision.accepted) return false
    for (const event of decision.events) record(event, day)
    return decision.events.length > 0 && !decision.events.some(({ type }) => type === 'PaymentMoneyRefused')
  }

  function take({ does, which, account, day: n, amountFen }: Step): void {
    const day = dayNumber(n)
    const bankAccount = accounts[account] ?? ''
    const payment = idNumber('payment', which)
    const open = state as OpenFund
    const today = dayNumber(27)
    seen += 1
    const received = {
      receiptNumber: `R-${seen}`,
      donor: { kind: 'individual' as const },
      receivedOn: day,
      bankAccount,
    }
    const pick = <T>(of: Iterable<T>) => [...of].at(which % Math.max(1, [...of].length))
    const donation = pick(open.donations.keys()) ?? `${fund}.99`
    if (does === 'donate') ask({ type: 'ReceiveDonation', fund, ...received, amountFen }, day)
    if (does === 'refund')
      ask({ type: 'RefundDonation', fund, donation, amountFen, reason: 'r', day, bankAccount }, day)
    if (does === 'correct') {
      const right = which % 3 === 0 ? undefined : { ...received, amountFen }
      ask({ type: 'CorrectDonation', fund, donation, reason: 'r', right }, today)
    }
    const refund = pick(open.refunds.keys()) ?? `${fund}.99`
    if (does === 'correctRefund')
      ask({ type: 'CorrectRefund', fund, refund, reason: 'r', rightAmountFen: amountFen }, today)
    const to = accounts[1 - account] ?? ''
    if (does === 'send') ask({ type: 'SendTransfer', fund, bankAccount, to, amountFen, day }, day)
    const transfer = pick(open.money.transfers.keys()) ?? `${fund}.99`
    if (does === 'arrive') ask({ type: 'ReceiveTransfer', fund, transfer, day }, day)
    if (does === 'comeBack') ask({ type: 'TakeTransferBack', fund, transfer, reason: 'r', day }, day)
    if (
      does === 'hold' &&
      !paid.has(payment) &&
      ask({ type: 'HoldForPayment', fund, payment, bankAccount, amountFen, day: today }, today)
    )
      held.set(payment, { account: bankAccount, amountFen })
    if (does === 'release' && held.has(payment)) {
      ask({ type: 'ReleaseFromPayment', fund, payment }, today)
      held.delete(payment)
    }
    const holding = held.get(payment)
    if (does === 'pay' && holding) {
      held.delete(payment)
      paid.set(payment, holding)
      settle('SettlementPaid', payment, holding, today)
    }
    const gone = paid.get(payment)
    if (does === 'bounce' && gone) {
      paid.delete(payment)
      settle('PaymentReturned', payment, gone, today)
      const receipt = `${idNumber('statement', seen)}.1`
      ask({ type: 'AcknowledgeReceipt', fund, receipt, bankAccount: gone.account, amountFen: gone.amountFen }, today)
    }
    if (does === 'earn') ask({ type: 'ReceiveIncome', kind: 'interest', fund, bankAccount, amountFen }, day)
    if (does === 'charge') ask({ type: 'PayBankCharge', fund, bankAccount, amountFen, day }, day)
    if (does === 'suspend') ask({ type: 'ReceiveUnidentified', fund, bankAccount, amountFen }, day)
    const receipt = pick(open.money.suspense.keys()) ?? `${fund}.99`
    const as = { kind: 'sent-back' as const, reason: 'r' }
    if (does === 'identify') ask({ type: 'IdentifyReceipt', fund, receipt, as, day }, day)
    const unassignedFen = lying.get('')?.total ?? 0
    if (does === 'assign')
      ask(
        {
          type: 'AssignBankBalance',
          fund,
          bankAccount,
          unassignedFen,
          grantedFen: open.grantedFen,
          openPayments: [],
          factsReadThrough: 1,
        },
        today,
      )
  }

  /** What the payment's statement records, in a stream of its own. */
  function settle(
    type: 'SettlementPaid' | 'PaymentReturned',
    payment: string,
    { account: bankAccount, amountFen }: { account: string; amountFen: number },
    day: string,
  ): void {
    const of = { merchant: idNumber('merchant', 1), programme: idNumber('programme', 1), statement: 1 }
    const data = { ...of, payment, shares: [{ fund, amountFen }], bankAccount }
    if (type === 'SettlementPaid') move({ type, data: { ...data, paidOn: day } }, day)
    else move({ type, data: { ...data, ofStatement: 1, reason: 'r' } }, day)
  }

  function check(): void {
    const { money, gifts, available } = state as OpenFund
    expect(sumFen([...gifts.byDonation.values()].map(({ leftFen }) => leftFen))).toBe(available.total)
    for (const [account, balances] of lying) {
      expect(lowestFrom(balances, FIRST_DAY).amount, account).toBeGreaterThanOrEqual(0)
      if (account === '') continue
      const heldFen = sumFen([...held.values()].filter((one) => one.account === account).map((one) => one.amountFen))
      const open = [...money.suspense.values()].filter((one) => one.bankAccount === account && !one.identifiedBy)
      const tiedFen = sumFen([heldFen, ...open.map((one) => one.amountFen)])
      expect(money.there.get(account)?.total ?? 0, account).toBe(subtractFen(balances.total, tiedFen))
    }
    if (money.isOnAccounts) expect(lying.get('')?.total ?? 0).toBe(0)
  }
}
