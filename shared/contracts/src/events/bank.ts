import { z } from 'zod'
import { unchanged } from '../event-definition.ts'
import { MAX_TOTAL_FEN } from '../money.ts'
import { anyPart, count, division, idOf, name, partOf, positiveAmountFen, reason, share, text } from '../primitives.ts'
import { payer } from './payers.ts'

export const bankAccount = idOf('bankaccount')
/** Of an account's number; the number itself is nowhere in the ledger. */
export const lastDigits = z.string().regex(/^[0-9]{4}$/)
const shares = z.array(share).length(1)
const fen = z.int().min(0).max(MAX_TOTAL_FEN)
/** Since version 2 either an account, or who pays instead of a union. */
const place = { bankAccount: bankAccount.optional(), payer: payer.optional() }

/** An account of the union of a division. */
export const bankAccountOpened = z.strictObject({ name, division, bank: name, lastDigits })

/** The fund that is the union's own money on the account: its interest and its charges. Another one only while the one before has nothing there. */
export const bankAccountOwnFundSet = z.strictObject({
  fund: idOf('fund'),
  /** Through where what lies there was read. */
  factsReadThrough: count,
})

/** Nothing comes to it, leaves it or is sent to it any more. */
export const bankAccountClosed = z.strictObject({
  reason,
  /** Through where what lies there and what is under way was read. */
  factsReadThrough: count,
})
/** Money was recorded there, or sent there, at the same time as it was closed: it is open until that is away again. */
export const bankAccountReopened = z.strictObject({ balanceFen: fen, inTransitFen: fen, factsReadThrough: count })

const ofBank = {
  bankAccount,
  shares,
  /** What stands on the bank's paper. */
  reference: text(60).optional(),
  availableAfterFen: fen,
}
/** The wrong entry that this one stands for. */
const correctedFrom = partOf('fund').optional()
/** What the bank credited, on the account's own-money fund. */
export const incomeReceived = z.strictObject({
  kind: z.enum(['interest']),
  ...ofBank,
  /** Since version 2. */
  correctedFrom,
})
/** What the bank took, of the account's own-money fund. */
export const bankChargePaid = z.strictObject({
  ...ofBank,
  /** The gifts that the money comes from. */
  donors: z.array(z.strictObject({ donation: partOf('fund'), amountFen: positiveAmountFen })).max(500),
  /** Since version 2. */
  correctedFrom,
})
/** A wrong entry taken back, in red: all of it, where it was entered. */
const reversed = { corrects: partOf('fund'), bankAccount, shares, reason, availableAfterFen: fen }
export const incomeReversed = z.strictObject(reversed)
/** What it took of gifts lies in them again. */
export const bankChargeReversed = z.strictObject(reversed)

/** Once for a fund: what it had before unions named their accounts lies on this one. From here on all of the fund's money names its account. */
export const bankBalanceAssigned = z.strictObject({
  bankAccount,
  /** None where it had nothing. */
  shares: z.array(share).max(1),
  factsReadThrough: count,
})
/** Money on its way from one account to another; it counts on the day of sending. */
export const transferSent = z.strictObject({
  bankAccount,
  to: bankAccount,
  shares,
  /** What stands on the order to the bank. */
  reference: text(60).optional(),
})
const ofTransfer = { transfer: partOf('fund'), shares }
export const transferArrived = z.strictObject({ ...ofTransfer, bankAccount })
/** The bank gave it back: it lies where it came from. */
export const transferCameBack = z.strictObject({ ...ofTransfer, bankAccount, reason })
/** Of what the fund has on the account so much is for a payment: nothing else takes it. Posts nothing; what its statements record when it is paid does. */
export const paymentMoneyHeld = z.strictObject({ payment: idOf('payment'), ...place, shares })
export const paymentMoneyRefused = z.strictObject({ payment: idOf('payment'), ...place, shares, code: text(80) })
/** The payment did not come about. */
export const paymentMoneyReleased = z.strictObject({ payment: idOf('payment'), ...place, shares })
/** Posts nothing (what it names did): money that a merchant repaid, or that came back of a payment, lies on the account and can leave it again. */
export const bankReceiptAcknowledged = z.strictObject({ receipt: anyPart, ...place, shares })

export const bankEvents = {
  BankAccountOpened: { category: 'bankaccount', schemaVersion: 1, schema: bankAccountOpened },
  BankAccountOwnFundSet: { category: 'bankaccount', schemaVersion: 1, schema: bankAccountOwnFundSet },
  BankAccountClosed: { category: 'bankaccount', schemaVersion: 1, schema: bankAccountClosed },
  BankAccountReopened: { category: 'bankaccount', schemaVersion: 1, schema: bankAccountReopened },
  IncomeReceived: { category: 'fund', schemaVersion: 2, schema: incomeReceived, upcasters: { 1: unchanged } },
  IncomeReversed: { category: 'fund', schemaVersion: 1, schema: incomeReversed },
  BankChargePaid: { category: 'fund', schemaVersion: 2, schema: bankChargePaid, upcasters: { 1: unchanged } },
  BankChargeReversed: { category: 'fund', schemaVersion: 1, schema: bankChargeReversed },
  BankBalanceAssigned: { category: 'fund', schemaVersion: 1, schema: bankBalanceAssigned },
  TransferSent: { category: 'fund', schemaVersion: 1, schema: transferSent },
  TransferArrived: { category: 'fund', schemaVersion: 1, schema: transferArrived },
  TransferCameBack: { category: 'fund', schemaVersion: 1, schema: transferCameBack },
  PaymentMoneyHeld: { category: 'fund', schemaVersion: 2, schema: paymentMoneyHeld, upcasters: { 1: unchanged } },
  PaymentMoneyRefused: { category: 'fund', schemaVersion: 2, schema: paymentMoneyRefused, upcasters: { 1: unchanged } },
  PaymentMoneyReleased: {
    category: 'fund',
    schemaVersion: 2,
    schema: paymentMoneyReleased,
    upcasters: { 1: unchanged },
  },
  BankReceiptAcknowledged: {
    category: 'fund',
    schemaVersion: 2,
    schema: bankReceiptAcknowledged,
    upcasters: { 1: unchanged },
  },
} as const
