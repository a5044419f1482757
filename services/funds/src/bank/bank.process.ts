import type { EventOf, WelfareEvent } from '@welfare/contracts/catalogue.ts'
import { addFen } from '@welfare/contracts/money.ts'
import { bankingEvents } from '@welfare/contracts/posting-rules/banking-events.ts'
import { postings } from '@welfare/contracts/postings.ts'
import { splitPart } from '@welfare/contracts/primitives.ts'
import { addShares, type Share, totalOf } from '@welfare/contracts/shares.ts'
import { accountingDateOf } from '@welfare/event-store/decider/decider.ts'
import type { SequencedEvent } from '@welfare/event-store/port.ts'
import { type BoundProcess, defineProcess, type Reaction } from '@welfare/facts/process-manager.ts'
import type { FundCommand } from '../fund.commands.ts'
import { fundDecider } from '../fund.decider.ts'
import { fundCodec } from '../funds.context.ts'
import type { FundsFacts } from '../funds.facts.ts'
import type { Source } from '../funds.process.ts'
import type { PaymentCommand } from '../payments/payment.commands.ts'
import { paymentDecider } from '../payments/payment.decider.ts'
import { paymentCodec } from '../payments/payments.context.ts'
import type { PaymentsFacts } from '../payments/payments.facts.ts'
import { bankAccountCodec, bankAccountDecider } from './bank-account.decider.ts'
import type { ReopenAccount } from './closing/account-closing.ts'
import type { FollowCorrection } from './statements/corrected-matches.ts'

type HeldFacts = Pick<PaymentsFacts, 'fundsPaying'>
type ClosedFacts = Pick<FundsFacts, 'findBankAccount' | 'useOf' | 'sequence'>
type MovementFacts = Pick<FundsFacts, 'movedFen'>
const onAccounts = { decider: bankAccountDecider, codec: bankAccountCodec }
const onFunds = { decider: fundDecider, codec: fundCodec }
const onPayments = { decider: paymentDecider, codec: paymentCodec }

/** What a payment wants of its funds' accounts, what they answer, and what comes back to an account. */
export function createBankProcesses(facts: HeldFacts & ClosedFacts & MovementFacts): readonly BoundProcess[] {
  return [
    defineProcess({
      name: 'hold-money',
      on: ['PaymentPrepared', 'PaymentEnded'],
      ...onFunds,
      react: (event, source) => holdMoney(facts, event, source),
    }),
    defineProcess({
      name: 'take-money',
      on: ['PaymentMoneyHeld', 'PaymentMoneyRefused'],
      ...onPayments,
      react: takeMoney,
    }),
    defineProcess({
      name: 'acknowledge-receipt',
      on: ['PaymentReturned', 'SupplierPaymentReturned', 'MerchantRepaid', 'ClaimRecovered'],
      ...onFunds,
      react: acknowledgeReceipt,
    }),
    defineProcess({
      name: 'receive-identified',
      on: ['ReceiptIdentified'],
      ...onFunds,
      react: receiveIdentified,
      onBehalf: true,
    }),
    defineProcess({ name: 'end-identification', on: ['IdentificationDeclined'], ...onFunds, react: endIdentification }),
    defineProcess({
      name: 'reopen-account',
      on: ['BankAccountClosed', ...bankingEvents],
      ...onAccounts,
      react: (event, source) => reopenAccount(facts, event, source),
    }),
    defineProcess({
      name: 'follow-correction',
      on: ['DonationReversed', 'RefundReversed', 'IncomeReversed', 'BankChargeReversed', 'UnidentifiedReversed'],
      ...onAccounts,
      react: (event, source) => followCorrection(facts, event, source),
    }),
  ]
}

export function holdMoney(
  facts: HeldFacts,
  event: EventOf<'PaymentPrepared' | 'PaymentEnded'>,
  source: Pick<SequencedEvent, 'stream' | 'metadata' | 'recordedAt'>,
): Reaction<FundCommand>[] {
  const { stream: payment } = source
  if (event.type === 'PaymentEnded')
    return facts.fundsPaying(payment).map((fund) => ({
      stream: fund,
      command: { type: 'ReleaseFromPayment', fund, payment },
    }))
  const { bankAccount, payer, parts } = event.data
  if (bankAccount === undefined && payer === undefined) return []
  const shares = parts.reduce<Share[]>((sum, part) => addShares(sum, part.shares), [])
  const day = accountingDateOf(source)
  return shares.map(({ fund, amountFen }) => ({
    stream: fund,
    command: { type: 'HoldForPayment', fund, payment, bankAccount, payer, amountFen, day },
  }))
}

export function takeMoney(
  { type, data }: EventOf<'PaymentMoneyHeld' | 'PaymentMoneyRefused'>,
  { stream: fund }: Pick<Source, 'stream'>,
): Reaction<PaymentCommand>[] {
  if (type === 'PaymentMoneyHeld') return [{ stream: data.payment, command: { type: 'TakeMoney', fund } }]
  return [{ stream: data.payment, command: { type: 'RefuseMoney', code: data.code } }]
}

export function acknowledgeReceipt(
  {
    data: { bankAccount, payer, shares },
  }: EventOf<'PaymentReturned' | 'SupplierPaymentReturned' | 'MerchantRepaid' | 'ClaimRecovered'>,
  { stream, version }: Source,
): Reaction<FundCommand>[] {
  if (bankAccount === undefined && payer === undefined) return []
  const receipt = `${stream}.${version}`
  return shares.map(({ fund, amountFen }) => ({
    stream: fund,
    command: { type: 'AcknowledgeReceipt', fund, receipt, bankAccount, payer, amountFen },
  }))
}

/** The gift, in its fund's stream. */
export function receiveIdentified(
  { data: { as: gift, bankAccount, shares, receivedOn } }: EventOf<'ReceiptIdentified'>,
  { stream, version }: Source,
): Reaction<FundCommand>[] {
  if (gift.kind !== 'donation') return []
  const { fund } = gift
  const of = { fund, identified: `${stream}.${version}`, bankAccount, amountFen: totalOf(shares), receivedOn }
  return [{ stream: fund, command: { type: 'ReceiveIdentified', ...of, gift } }]
}

export function endIdentification({
  data: { identified, code },
}: EventOf<'IdentificationDeclined'>): Reaction<FundCommand>[] {
  const { stream: fund } = splitPart(identified)
  return [{ stream: fund, command: { type: 'EndIdentification', fund, identified, code } }]
}

type Red = EventOf<
  'DonationReversed' | 'RefundReversed' | 'IncomeReversed' | 'BankChargeReversed' | 'UnidentifiedReversed'
>

/** On the account that both moved: what lay on none when it was entered wrongly was no movement of it. */
export function followCorrection(
  facts: MovementFacts,
  { data: { bankAccount, corrects: wrong, reason } }: Red,
  { stream, version }: Source,
): Reaction<FollowCorrection>[] {
  if (bankAccount === undefined) return []
  const red = `${stream}.${version}`
  const [wrongFen, redFen] = [facts.movedFen(bankAccount, wrong), facts.movedFen(bankAccount, red)]
  if (wrongFen === undefined || redFen === undefined || addFen(wrongFen, redFen) !== 0) return []
  return [{ stream: bankAccount, command: { type: 'FollowCorrection', bankAccount, wrong, red, reason } }]
}

/**
 * Whichever comes second, the closing or the money, finds both: what lies on a closed account, or is on its way there, opens it again. Of money
 * that has left before nothing is found.
 */
export function reopenAccount(
  facts: ClosedFacts,
  event: Pick<WelfareEvent, 'type' | 'data'>,
  { stream }: Pick<Source, 'stream'>,
): Reaction<ReopenAccount>[] {
  return accountsOf(event as WelfareEvent, stream).flatMap((id) => {
    if (facts.findBankAccount(id)?.closedOn === undefined) return []
    const { balanceFen, inTransitFen } = facts.useOf(id)
    if (balanceFen === 0 && inTransitFen === 0) return []
    const command = { type: 'ReopenAccount' as const, balanceFen, inTransitFen, factsReadThrough: facts.sequence() }
    return [{ stream: id, command }]
  })
}

function accountsOf(event: WelfareEvent, stream: string): string[] {
  if (event.type === 'BankAccountClosed') return [stream]
  const to = event.type === 'TransferSent' ? [event.data.to] : []
  const moved = postings(event, stream).flatMap(({ bankAccount }) => (bankAccount === undefined ? [] : [bankAccount]))
  return [...new Set([...moved, ...to])]
}
