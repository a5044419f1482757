/**
 * What a fund has on which account of a union. It is decided in the fund's own stream, where the money is: a payment, a refund or a transfer of a
 * fund that has too little there is refused, whatever the account holds of other funds.
 */
import { lowestFrom } from '@welfare/contracts/day-balances.ts'
import { addFen, subtractFen } from '@welfare/contracts/money.ts'
import { accept, type Decision, refuse } from '@welfare/event-store/decider/decider.ts'
import type { OpenFund } from '../fund.state.ts'
import type {
  AcknowledgeReceipt,
  AssignBankBalance,
  EndTransfer,
  HoldForPayment,
  ReleaseFromPayment,
  SendTransfer,
} from './fund-money.commands.ts'
import { type FundMoneyEvent, type Place, placeOf } from './fund-money.state.ts'

export type FundMoneyRefusalCode =
  | OnAccountsCode
  | 'balance-already-assigned'
  | 'payments-without-account-open'
  | 'bank-transfer-to-same-account'
  | 'bank-transfer-unknown'
  | 'bank-transfer-already-ended'
  | 'bank-transfer-ended-before-sent'
export type OnAccountsCode =
  | 'bank-account-missing'
  | 'balance-not-assigned'
  | 'money-not-there'
  | 'fund-paid-by-payer'
  | 'fund-not-paid-by-payer'

type FundMoneyDecision = Decision<FundMoneyEvent, FundMoneyRefusalCode>

/** Of a movement out of an account, out of what another payer pays, or out of none: what is there on the day, and on every day since, must suffice. */
export function refusalOfLeaving(
  { money }: OpenFund,
  { amountFen, day, ...at }: Place & { amountFen: number; day: string },
) {
  const place = placeOf(at)
  const { bankAccount, payer } = place
  if (payer !== money.payer)
    return money.payer === undefined
      ? refuse('fund-not-paid-by-payer', { payer: payer ?? '' })
      : refuse('fund-paid-by-payer', { payer: money.payer })
  const named = payer ?? bankAccount
  if (named === undefined) return money.isOnAccounts ? refuse('bank-account-missing') : undefined
  if (payer === undefined && !money.isOnAccounts) return refuse('balance-not-assigned')
  const there = money.there.get(named)
  const lowest = there ? lowestFrom(there, day) : { amount: 0, day }
  if (amountFen <= lowest.amount) return undefined
  const isOfAnotherDay = there !== undefined && lowest.amount < there.total
  return refuse('money-not-there', {
    ...place,
    ...{ thereFen: lowest.amount, requestedFen: amountFen },
    ...(isOfAnotherDay && { day: lowest.day }),
  })
}

export function assignBankBalance(fund: OpenFund, command: AssignBankBalance): FundMoneyDecision {
  const { fund: id, bankAccount, openPayments, factsReadThrough } = command
  const { assignedTo, isOnAccounts, payer } = fund.money
  if (payer !== undefined) return refuse('fund-paid-by-payer', { payer })
  if (assignedTo === bankAccount) return accept([])
  if (isOnAccounts) return refuse('balance-already-assigned', { ...(assignedTo && { bankAccount: assignedTo }) })
  if (openPayments.length > 0) return refuse('payments-without-account-open', { payments: [...openPayments] })
  const unassignedFen = addFen(command.unassignedFen, subtractFen(fund.grantedFen, command.grantedFen))
  const shares = unassignedFen > 0 ? [{ fund: id, amountFen: unassignedFen }] : []
  return accept([{ type: 'BankBalanceAssigned', data: { bankAccount, shares, factsReadThrough } }])
}

export function sendTransfer(fund: OpenFund, command: SendTransfer): FundMoneyDecision {
  const { fund: id, bankAccount, to, amountFen, reference, day } = command
  if (bankAccount === to) return refuse('bank-transfer-to-same-account')
  const refusal = refusalOfLeaving(fund, { bankAccount, amountFen, day })
  if (refusal) return refusal
  const shares = [{ fund: id, amountFen }]
  const said = reference !== undefined && { reference }
  return accept([{ type: 'TransferSent', data: { bankAccount, to, shares, ...said } }])
}

/** It arrives, or it comes back: one of both, once. */
export function endTransfer({ money }: OpenFund, command: EndTransfer): FundMoneyDecision {
  const { fund: id, transfer, day } = command
  const sent = money.transfers.get(transfer)
  if (!sent) return refuse('bank-transfer-unknown', { transfer })
  if (sent.endedBy !== undefined) return refuse('bank-transfer-already-ended', { transfer, by: sent.endedBy })
  if (day < sent.sentOn) return refuse('bank-transfer-ended-before-sent', { sentOn: sent.sentOn, endedOn: day })
  const shares = [{ fund: id, amountFen: sent.amountFen }]
  if (command.type === 'ReceiveTransfer')
    return accept([{ type: 'TransferArrived', data: { transfer, bankAccount: sent.to, shares } }])
  const { reason } = command
  return accept([{ type: 'TransferCameBack', data: { transfer, bankAccount: sent.from, shares, reason } }])
}

/** Answers a payment; what is not there is no error of anybody's. */
export function holdForPayment(fund: OpenFund, command: HoldForPayment): FundMoneyDecision {
  const { fund: id, payment, amountFen, day } = command
  if (fund.money.held.has(payment)) return accept([])
  const place = placeOf(command)
  const data = { payment, ...place, shares: [{ fund: id, amountFen }] }
  const refusal = refusalOfLeaving(fund, { ...place, amountFen, day })
  if (refusal && !refusal.accepted)
    return accept([{ type: 'PaymentMoneyRefused', data: { ...data, code: refusal.refusal.code } }])
  return accept([{ type: 'PaymentMoneyHeld', data }])
}

export function releaseFromPayment({ money }: OpenFund, command: ReleaseFromPayment): FundMoneyDecision {
  const { fund: id, payment } = command
  const held = money.held.get(payment)
  if (!held) return accept([])
  const { place, amountFen } = held
  const data = { payment, ...place, shares: [{ fund: id, amountFen }] }
  return accept([{ type: 'PaymentMoneyReleased', data }])
}

export function acknowledgeReceipt({ money }: OpenFund, command: AcknowledgeReceipt): FundMoneyDecision {
  const { fund: id, receipt, amountFen } = command
  if (money.receipts.has(receipt)) return accept([])
  const data = { receipt, ...placeOf(command), shares: [{ fund: id, amountFen }] }
  return accept([{ type: 'BankReceiptAcknowledged', data }])
}
