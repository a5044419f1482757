import { type AccountName, postingAccounts } from '@welfare/contracts/accounts.ts'
import { accountWords } from '@welfare/contracts/words/account-words.ts'
import { turnoverWords } from '@welfare/contracts/words/figure-words.ts'
import { sayWord } from '../../common/words.ts'
import type { OpenedFigure } from './figure.tsx'
import type { BudgetRow } from './reports.queries.ts'

export type Balance = keyof BudgetRow['balances']
export type Turnover = keyof BudgetRow['turnovers']

export const balances = [
  'grantedFen',
  'availableFen',
  'reservedFen',
  'allocatedFen',
  'committedFen',
  'issuedFen',
  'usedFen',
  'claimedFen',
  'writtenOffFen',
  'payableFen',
  'disputedFen',
] as const satisfies readonly Balance[]

/** By which legs each turnover is made: those of one type of event, or one side of an account. */
const turnoverLegs = {
  donatedTotalFen: ['granted', 'DonationReceived', 'debit'],
  refundedTotalFen: ['granted', 'DonationRefunded', 'credit'],
  donationCorrectedTotalFen: ['granted', 'DonationReversed', 'credit'],
  allocatedTotalFen: ['allocated', 'FundsAllocated', 'credit'],
  allocationReturnedTotalFen: ['allocated', 'AllocationReturned', 'debit'],
  committedTotalFen: ['committed', 'FundsCommitted', 'credit'],
  issuedTotalFen: ['issued', 'CreditsIssued', 'credit'],
  redeemedTotalFen: ['used', 'MealRedeemed', 'credit'],
  reversedTotalFen: ['used', 'RedemptionReversed', 'debit'],
  priorYearTotalFen: ['granted', 'RedemptionReversed', 'debit'],
  expiredTotalFen: ['issued', 'CreditExpired', 'debit'],
  withdrawnTotalFen: ['issued', 'CreditWithdrawn', 'debit'],
  declinedTotalFen: ['issued', 'CreditDeclined', 'debit'],
  paidTotalFen: ['payable', 'SettlementPaid', 'debit'],
  paymentReturnedTotalFen: ['payable', 'PaymentReturned', 'credit'],
  writtenOffTotalFen: ['written-off', 'ClaimWrittenOff', 'credit'],
  recoveredTotalFen: ['written-off', 'ClaimRecovered', 'debit'],
  repaidTotalFen: ['payable', 'MerchantRepaid', 'credit'],
  waivedTotalFen: ['payable', 'PayableWaived', 'debit'],
  purchasedTotalFen: ['used', 'GoodsInvoiced', 'credit'],
  supplierPaidTotalFen: ['payable', 'SupplierPaid', 'debit'],
  supplierPaymentReturnedTotalFen: ['payable', 'SupplierPaymentReturned', 'credit'],
} as const satisfies { readonly [T in Turnover]?: readonly [AccountName, string | undefined, 'debit' | 'credit'] }

export const turnovers = Object.keys(turnoverLegs) as (keyof typeof turnoverLegs)[]

export function nameOfBalance(balance: Balance): string {
  return sayWord(accountWords[accountOf(balance)])
}

export function nameOfTurnover(turnover: (typeof turnovers)[number]): string {
  return sayWord(turnoverWords[turnover])
}

function accountOf(balance: Balance): AccountName {
  return balance.slice(0, -'Fen'.length).replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`) as AccountName
}

/** @param group of the row and of the filters, as the journal is asked by it */
export function openBalance(balance: Balance, fen: number, place: string, group: OpenedFigure['query']): OpenedFigure {
  const account = accountOf(balance)
  const side = postingAccounts[account].normalSide === 'debit' ? 'balance-debit' : 'balance-credit'
  return { title: `${place} · ${nameOfBalance(balance)}`, fen, side, query: { ...group, account } }
}

export function openTurnover(
  turnover: (typeof turnovers)[number],
  fen: number,
  place: string,
  group: OpenedFigure['query'],
): OpenedFigure {
  const [account, eventType, side] = turnoverLegs[turnover]
  const query = { ...group, account, side, ...(eventType !== undefined && { eventType }) }
  return { title: `${place} · ${nameOfTurnover(turnover)}`, fen, side, query }
}
