import { divisionHolds } from '@welfare/contracts/divisions.ts'
import { MAX_AMOUNT_FEN, sumFen } from '@welfare/contracts/money.ts'
import { addShares, type Share, totalOf } from '@welfare/contracts/shares.ts'
import { accept, type Decision, refuse } from '@welfare/event-store/decider/decider.ts'
import { placeOf } from '../bank/fund-money.state.ts'
import type { DueStatement, PreparePayment, StatementOfPayment } from './payment.commands.ts'
import type { PaymentEvent, PaymentState } from './payment.state.ts'

export type PrepareRefusalCode =
  | 'reference-taken'
  | 'invoice-named-twice'
  | 'invoice-not-owed'
  | 'invoice-of-another-merchant'
  | 'invoice-already-assigned'
  | 'statement-named-twice'
  | 'statement-not-approved'
  | 'statement-of-another-merchant'
  | 'payment-of-several-divisions'
  | 'statement-already-assigned'
  | 'statement-nothing-due'
  | 'payee-unknown'
  | 'total-too-large'
  | 'payment-too-long'
  | 'bank-account-missing'
  | 'balance-not-assigned'
  | 'bank-account-of-another-union'
  | 'money-not-there'
  | 'payer-missing'
  | 'payer-of-another-union'

/** Amounts by statement and fund: what one event holds. */
export const MAX_AMOUNTS = 400

/** The same asked again is the same payment, whatever became of it. */
export function prepare(state: PaymentState, command: PreparePayment): Decision<PaymentEvent, PrepareRefusalCode> {
  const { reference, merchant, preparedBy, payee, parts, bankAccount, payer, accountDivision } = command
  if (state.status !== 'absent') {
    const isSame =
      state.merchant === merchant &&
      state.bankAccount === bankAccount &&
      state.payer === payer &&
      isSameParts(state.parts, parts)
    return isSame ? accept([]) : refuse('reference-taken', { reference })
  }
  const twice = parts.find((part, index) => parts.findIndex((other) => isSamePart(part, other)) < index)
  if (twice) return refuse(isInvoice(twice) ? 'invoice-named-twice' : 'statement-named-twice', named(twice))
  const due: (StatementOfPayment & Pick<DueStatement, 'programme' | 'shares'>)[] = []
  const divisions = new Set<string>()
  for (const one of parts) {
    const { due: found, ...part } = one
    if (!found) return refuse(isInvoice(part) ? 'invoice-not-owed' : 'statement-not-approved', named(part))
    const { programme, division } = found
    if (found.merchant !== merchant)
      return refuse(isInvoice(part) ? 'invoice-of-another-merchant' : 'statement-of-another-merchant', named(part))
    const shares = found.shares.filter(({ fund }) => command.money.get(fund)?.payer === payer)
    if (shares.length === 0) return nothingOf(command, one)
    divisions.add(division)
    due.push({ ...part, programme, shares })
  }
  if (divisions.size > 1) return refuse('payment-of-several-divisions', { divisions: [...divisions] })
  const [division = ''] = divisions
  if (accountDivision !== undefined && !divisionHolds(accountDivision, division))
    return refuse(payer === undefined ? 'bank-account-of-another-union' : 'payer-of-another-union', {
      division: accountDivision,
    })
  if (!payee) return refuse('payee-unknown', { merchant })
  const totalFen = sumFen(due.map(({ shares }) => totalOf(shares)))
  if (totalFen > MAX_AMOUNT_FEN) return refuse('total-too-large', { totalFen, largestFen: MAX_AMOUNT_FEN })
  const amounts = due.reduce((sum, { shares }) => sum + shares.length, 0)
  if (amounts > MAX_AMOUNTS) return refuse('payment-too-long', { amounts, largest: MAX_AMOUNTS })
  const notThere = refusalOfMoney(command, due)
  if (notThere) return notThere
  const from = placeOf(command)
  return accept([
    { type: 'PaymentPrepared', data: { reference, merchant, payee, parts: due, totalFen, preparedBy, ...from } },
  ])
}

/** All of its money lies on accounts, and on this one; or none of it does. Its funds say so once more when they hold it. */
function refusalOfMoney({ bankAccount, payer, money }: PreparePayment, due: readonly Pick<DueStatement, 'shares'>[]) {
  for (const { fund, amountFen } of due.reduce<Share[]>((sum, { shares }) => addShares(sum, shares), [])) {
    const { isOnAccounts = false, thereFen = 0 } = money.get(fund) ?? {}
    if (payer !== undefined && amountFen > thereFen)
      return refuse('money-not-there', { fund, payer, thereFen, requestedFen: amountFen })
    if (payer !== undefined) continue
    if (bankAccount === undefined && isOnAccounts) return refuse('bank-account-missing')
    if (bankAccount !== undefined && !isOnAccounts) return refuse('balance-not-assigned', { fund })
    if (bankAccount !== undefined && amountFen > thereFen)
      return refuse('money-not-there', { fund, bankAccount, thereFen, requestedFen: amountFen })
  }
  return undefined
}

/** Nothing of it is that payer's: somebody else pays it, a payment has taken it, or nothing was due. */
function nothingOf({ payer, money }: PreparePayment, part: PreparePayment['parts'][number]) {
  const { shares = [], payment } = part.due ?? {}
  const other = shares.map(({ fund }) => money.get(fund)?.payer).find((one) => one !== undefined)
  if (payer === undefined && other !== undefined) return refuse('payer-missing', { ...named(part), payer: other })
  if (shares.length === 0 && payment !== undefined)
    return refuse(isInvoice(part) ? 'invoice-already-assigned' : 'statement-already-assigned', {
      ...named(part),
      payment,
    })
  return refuse(isInvoice(part) ? 'invoice-not-owed' : 'statement-nothing-due', named(part))
}

function isSamePart(a: StatementOfPayment, b: StatementOfPayment): boolean {
  return a.stream === b.stream && a.statement === b.statement
}

function isSameParts(a: readonly StatementOfPayment[], b: readonly StatementOfPayment[]): boolean {
  return a.length === b.length && a.every((part) => b.some((other) => isSamePart(part, other)))
}

/** Of an order of goods; its number stands where a statement's stands. */
export function isInvoice({ stream }: Pick<StatementOfPayment, 'stream'>): boolean {
  return stream.startsWith('purchase-')
}

function named({ stream, statement }: StatementOfPayment) {
  return { [isInvoice({ stream }) ? 'purchase' : 'statement']: stream, number: statement }
}
