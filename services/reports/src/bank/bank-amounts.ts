import { addFen, subtractFen, sumFen } from '@welfare/contracts/money.ts'
import type { Movement } from '../budget/movements.ts'
import { type BankAmounts, bankAmountNames } from './bank-balances.contract.ts'

type Flow = Exclude<keyof BankAmounts, 'balanceFen'>

/** What comes back lessens nothing: it arrives, or is received again. */
const flows: Readonly<Record<string, Flow>> = {
  BankBalanceAssigned: 'assignedFen',
  TransferSent: 'sentFen',
  TransferArrived: 'arrivedFen',
  TransferCameBack: 'arrivedFen',
  SettlementPaid: 'paidFen',
  SupplierPaid: 'paidFen',
  BankChargePaid: 'paidFen',
  BankChargeReversed: 'paidFen',
  DonationRefunded: 'paidFen',
  RefundReversed: 'paidFen',
}
const outgoing: readonly Flow[] = ['paidFen', 'sentFen']

export function nothingThere(): BankAmounts {
  return { balanceFen: 0, assignedFen: 0, receivedFen: 0, paidFen: 0, sentFen: 0, arrivedFen: 0 }
}

export function movedOnAccount({ eventType, amount }: Movement): BankAmounts {
  const flow = flows[eventType] ?? 'receivedFen'
  return {
    ...nothingThere(),
    balanceFen: amount,
    [flow]: outgoing.includes(flow) ? subtractFen(0, amount) : amount,
  }
}

export function sumOfAmounts(all: readonly BankAmounts[]): BankAmounts {
  return Object.fromEntries(bankAmountNames.map((name) => [name, sumFen(all.map((one) => one[name]))])) as BankAmounts
}

export function together(one: BankAmounts | undefined, other: BankAmounts): BankAmounts {
  if (!one) return other
  return Object.fromEntries(bankAmountNames.map((name) => [name, addFen(one[name], other[name])])) as BankAmounts
}
