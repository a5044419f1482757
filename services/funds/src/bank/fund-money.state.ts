import type { EventOf } from '@welfare/contracts/catalogue.ts'
import { addOnDay, type DayBalances, emptyDayBalances } from '@welfare/contracts/day-balances.ts'
import { subtractFen } from '@welfare/contracts/money.ts'
import { totalOf } from '@welfare/contracts/shares.ts'

/** On which accounts of unions a fund's money lies. */
export interface FundMoney {
  /** From its first movement that names an account on, all of them do. */
  isOnAccounts: boolean
  /** Who pays it instead of a union; from its first grant on nothing of it is at a bank of ours. */
  payer: string | undefined
  /** The account that what was there before was assigned to. */
  assignedTo: string | undefined
  /** By account, or payer: what lies there and is held for no payment. */
  readonly there: Map<string, DayBalances>
  readonly transfers: Map<string, Transfer>
  /** By payment. */
  readonly held: Map<string, Held>
  /** What came and nobody knew, by the entry of its coming: not there for anything else. */
  readonly suspense: Map<string, Unidentified>
  /** What banks put on accounts and took, and what nobody knew, by its entry. */
  readonly entries: Map<string, BankEntry>
  /** What came back and was acknowledged. */
  readonly receipts: Set<string>
}

export interface Transfer {
  readonly from: string
  readonly to: string
  readonly amountFen: number
  readonly sentOn: string
  /** The entry of its arrival, or of its coming back. */
  endedBy: string | undefined
}

interface Held {
  readonly place: ReturnType<typeof placeOf>
  readonly amountFen: number
}

export interface Unidentified {
  readonly bankAccount: string
  readonly amountFen: number
  readonly receivedOn: string
  /** The word on what it was, as long as that stands. */
  identifiedBy: string | undefined
}

export interface BankEntry {
  readonly type: 'IncomeReceived' | 'BankChargePaid' | 'UnidentifiedReceived'
  readonly bankAccount: string
  readonly amountFen: number
  readonly reference: string | undefined
  readonly payerLastDigits: string | undefined
  /** The red entry that took it back. */
  reversedBy: string | undefined
}

/** An account of a union, or who pays instead of one. */
export interface Place {
  readonly bankAccount?: string | undefined
  readonly payer?: string | undefined
}

/** Events that only say where money lies. */
export type FundMoneyEvent = EventOf<
  | 'BankBalanceAssigned'
  | 'TransferSent'
  | 'TransferArrived'
  | 'TransferCameBack'
  | 'PaymentMoneyHeld'
  | 'PaymentMoneyRefused'
  | 'PaymentMoneyReleased'
  | 'BankReceiptAcknowledged'
  | 'UnidentifiedReceived'
  | 'UnidentifiedReversed'
  | 'ReceiptIdentified'
  | 'IdentificationDeclined'
  | 'IdentificationEnded'
>
export type GiftOnAccount = EventOf<
  | 'DonationReceived'
  | 'DonationReversed'
  | 'DonationRefunded'
  | 'RefundReversed'
  | 'IncomeReceived'
  | 'IncomeReversed'
  | 'BankChargePaid'
  | 'BankChargeReversed'
>
export type Grant = EventOf<'DirectPaymentGranted' | 'DirectPaymentReduced'>

const leaving: readonly (FundMoneyEvent | GiftOnAccount | Grant)['type'][] = [
  'DonationReversed',
  'DonationRefunded',
  'IncomeReversed',
  'BankChargePaid',
  'DirectPaymentReduced',
  'TransferSent',
  'PaymentMoneyHeld',
]

export function noFundMoney(): FundMoney {
  return {
    ...{ isOnAccounts: false, payer: undefined, assignedTo: undefined },
    ...{ there: new Map(), transfers: new Map(), held: new Map(), suspense: new Map() },
    ...{ entries: new Map(), receipts: new Set() },
  }
}

/** @param id of what the event created, `<fund>.<version>` */
export function evolveFundMoney(
  money: FundMoney,
  event: FundMoneyEvent | GiftOnAccount | Grant,
  id: string,
  accountingDate: string,
): void {
  const place = placeOf(event.data)
  const at = place.payer ?? place.bankAccount
  if (at === undefined || event.type === 'PaymentMoneyRefused' || event.type === 'IdentificationDeclined') return
  const amountFen = totalOf(event.data.shares)
  if (place.payer === undefined) money.isOnAccounts = true
  else money.payer = place.payer
  evolveEntries(money.entries, event, id)
  if (isOfSuspense(event)) {
    evolveSuspense(money.suspense, event, id, accountingDate)
    return
  }
  const there = money.there.get(at) ?? emptyDayBalances()
  money.there.set(at, there)
  addOnDay(there, accountingDate, leaving.includes(event.type) ? subtractFen(0, amountFen) : amountFen)
  switch (event.type) {
    case 'BankBalanceAssigned':
      money.assignedTo = event.data.bankAccount
      return
    case 'TransferSent': {
      const sent = {
        from: event.data.bankAccount,
        to: event.data.to,
        amountFen,
        sentOn: accountingDate,
        endedBy: undefined,
      }
      money.transfers.set(id, sent)
      return
    }
    case 'TransferArrived':
    case 'TransferCameBack': {
      const transfer = money.transfers.get(event.data.transfer)
      if (transfer) transfer.endedBy = id
      return
    }
    case 'PaymentMoneyHeld':
      money.held.set(event.data.payment, { place, amountFen })
      return
    case 'PaymentMoneyReleased':
      money.held.delete(event.data.payment)
      return
    case 'BankReceiptAcknowledged':
      money.receipts.add(event.data.receipt)
  }
}

type OfSuspense = EventOf<'UnidentifiedReceived' | 'UnidentifiedReversed' | 'ReceiptIdentified' | 'IdentificationEnded'>
const ofSuspense = ['UnidentifiedReceived', 'UnidentifiedReversed', 'ReceiptIdentified', 'IdentificationEnded']

function isOfSuspense(event: { readonly type: string }): event is OfSuspense {
  return ofSuspense.includes(event.type)
}

function evolveSuspense(
  suspense: FundMoney['suspense'],
  { type, data }: OfSuspense,
  id: string,
  receivedOn: string,
): void {
  if (type === 'UnidentifiedReceived') {
    const { bankAccount, shares } = data
    suspense.set(id, { bankAccount, amountFen: totalOf(shares), receivedOn, identifiedBy: undefined })
    return
  }
  if (type === 'UnidentifiedReversed') {
    suspense.delete(data.corrects)
    return
  }
  const came = suspense.get(data.receipt)
  if (came) came.identifiedBy = type === 'ReceiptIdentified' ? id : undefined
}

function evolveEntries(entries: FundMoney['entries'], event: FundMoneyEvent | GiftOnAccount | Grant, id: string): void {
  switch (event.type) {
    case 'IncomeReceived':
    case 'BankChargePaid':
    case 'UnidentifiedReceived': {
      const { bankAccount, shares, reference } = event.data
      const payerLastDigits = event.type === 'UnidentifiedReceived' ? event.data.payerLastDigits : undefined
      const said = { type: event.type, bankAccount, amountFen: totalOf(shares), reference, payerLastDigits }
      entries.set(id, { ...said, reversedBy: undefined })
      return
    }
    case 'IncomeReversed':
    case 'BankChargeReversed':
    case 'UnidentifiedReversed': {
      const wrong = entries.get(event.data.corrects)
      if (wrong) wrong.reversedBy = id
    }
  }
}

/** Of what an event or a command names. */
export function placeOf(named: Place) {
  const { bankAccount, payer } = named
  return { ...(bankAccount !== undefined && { bankAccount }), ...(payer !== undefined && { payer }) }
}
