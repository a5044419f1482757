import type { DataOf, EventOf, WelfareEvent } from '@welfare/contracts/catalogue.ts'
import { addFen, subtractFen } from '@welfare/contracts/money.ts'
import { bankingEvents } from '@welfare/contracts/posting-rules/banking-events.ts'
import { postings } from '@welfare/contracts/postings.ts'
import type { Share } from '@welfare/contracts/shares.ts'
import { accountingDateOf, type Refusal } from '@welfare/event-store/decider/decider.ts'
import type { EventHandlers } from './event-handlers.ts'
import type { FactsDeclaration, Prepare } from './facts-declaration.ts'

const schema = `
  CREATE TABLE bank_account (sequence INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, opened TEXT NOT NULL);
  CREATE TABLE payer (sequence INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, registered TEXT NOT NULL);
  CREATE TABLE bank_balance (fund TEXT, place TEXT, amount_fen INTEGER NOT NULL, PRIMARY KEY (fund, place)) WITHOUT ROWID;
  CREATE INDEX bank_balance_place ON bank_balance (place);
  CREATE TABLE held_for_payment (payment TEXT, fund TEXT, place TEXT NOT NULL, amount_fen INTEGER NOT NULL,
    PRIMARY KEY (payment, fund)) WITHOUT ROWID;
  CREATE INDEX held_for_payment_place ON held_for_payment (fund, place);
  CREATE TABLE in_suspense (fund TEXT, place TEXT, amount_fen INTEGER NOT NULL, PRIMARY KEY (fund, place)) WITHOUT ROWID;
  CREATE TABLE own_money (bank_account TEXT PRIMARY KEY, fund TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE closed_account (bank_account TEXT PRIMARY KEY, closed_on TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE fund_on_accounts (fund TEXT PRIMARY KEY) WITHOUT ROWID;
  CREATE TABLE fund_paid_by (fund TEXT PRIMARY KEY, payer TEXT NOT NULL) WITHOUT ROWID;
`

/** Accounts of unions and other payers, what each fund has at each of them, and what of it payments hold. */
export const bankFacts: FactsDeclaration = {
  name: 'bank',
  version: 7,
  schema,
  handlers: (prepare) => [createHandlers(prepare)],
}

export interface BankAccount extends DataOf<'BankAccountOpened'> {
  readonly id: string
  /** The fund that is the union's own money on it. */
  readonly ownFund?: string
  /** Nothing comes to it or leaves it any more. */
  readonly closedOn?: string
}

export interface Payer extends DataOf<'PayerRegistered'> {
  readonly id: string
}

export interface BankBalance {
  readonly fund: string
  /** As the books have it. */
  readonly balanceFen: number
  /** Of it, for payments that are not paid yet. */
  readonly heldFen: number
  /** Of it, what nobody knows yet whose it is; left out where there is none. */
  readonly suspenseFen?: number
}

interface Place extends Omit<BankBalance, 'fund'> {
  readonly bankAccount: string
}

function createHandlers(prepare: Prepare): EventHandlers {
  const post = (event: WelfareEvent, stream: string): void => {
    for (const { account, fund = '', bankAccount = '', payer, amount } of postings(event, stream)) {
      if (account === 'suspense') putInSuspense(fund, bankAccountOf(event), -amount)
      if (account !== 'bank' && account !== 'quota') continue
      prepare(
        `INSERT INTO bank_balance VALUES (?, ?, ?)
           ON CONFLICT DO UPDATE SET amount_fen = amount_fen + excluded.amount_fen`,
      ).run(fund, payer ?? bankAccount, amount)
      if (bankAccount !== '') prepare('INSERT OR IGNORE INTO fund_on_accounts VALUES (?)').run(fund)
      if (payer !== undefined) prepare('INSERT OR IGNORE INTO fund_paid_by VALUES (?, ?)').run(fund, payer)
    }
  }
  const putInSuspense = (fund: string, bankAccount: string, amountFen: number): void =>
    void prepare(
      `INSERT INTO in_suspense VALUES (?, ?, ?)
         ON CONFLICT DO UPDATE SET amount_fen = amount_fen + excluded.amount_fen`,
    ).run(fund, bankAccount, amountFen)
  const hold = (payment: string, { fund, amountFen }: Share, place: string): void => {
    prepare(
      `INSERT INTO held_for_payment VALUES (?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET amount_fen = amount_fen + excluded.amount_fen`,
    ).run(payment, fund, place, amountFen)
    prepare('DELETE FROM held_for_payment WHERE payment = ? AND fund = ? AND amount_fen = 0').run(payment, fund)
  }
  const pay = (event: EventOf<'SettlementPaid' | 'SupplierPaid'>, stream: string): void => {
    post(event, stream)
    const { payment, shares, bankAccount, payer } = event.data
    const place = payer ?? bankAccount
    if (place === undefined) return
    for (const { fund, amountFen } of shares) hold(payment, { fund, amountFen: -amountFen }, place)
  }
  const posting = Object.fromEntries(
    bankingEvents.map((type) => [
      type,
      (data: WelfareEvent['data'], { stream }: { readonly stream: string }) =>
        post({ type, data } as WelfareEvent, stream),
    ]),
  )
  return {
    ...posting,
    BankAccountOpened: (opened, { stream, sequence }) => {
      prepare('INSERT INTO bank_account VALUES (?, ?, ?)').run(sequence, stream, JSON.stringify(opened))
    },
    BankAccountOwnFundSet: ({ fund }, { stream }) => {
      prepare('INSERT OR REPLACE INTO own_money VALUES (?, ?)').run(stream, fund)
    },
    BankAccountClosed: (_, { stream, ...source }) => {
      prepare('INSERT INTO closed_account VALUES (?, ?)').run(stream, accountingDateOf(source))
    },
    BankAccountReopened: (_, { stream }) => {
      prepare('DELETE FROM closed_account WHERE bank_account = ?').run(stream)
    },
    BankBalanceAssigned: (data, { stream }) => {
      post({ type: 'BankBalanceAssigned', data }, stream)
      prepare('INSERT OR IGNORE INTO fund_on_accounts VALUES (?)').run(stream)
    },
    PayerRegistered: (registered, { stream, sequence }) => {
      prepare('INSERT INTO payer VALUES (?, ?, ?)').run(sequence, stream, JSON.stringify(registered))
    },
    PaymentMoneyHeld: ({ payment, shares, bankAccount = '', payer = bankAccount }) => {
      for (const share of shares) hold(payment, share, payer)
    },
    PaymentMoneyReleased: ({ payment, shares, bankAccount = '', payer = bankAccount }) => {
      for (const { fund, amountFen } of shares) hold(payment, { fund, amountFen: -amountFen }, payer)
    },
    SettlementPaid: (data, { stream }) => pay({ type: 'SettlementPaid', data }, stream),
    SupplierPaid: (data, { stream }) => pay({ type: 'SupplierPaid', data }, stream),
  }
}

export type ReceiptRefusalCode = keyof typeof receiptRefusals
/** Of money that comes back from a merchant or a bank. */
export const receiptRefusals = {
  'bank-account-unknown': 404,
  'bank-account-closed': 409,
  'bank-account-missing': 422,
  'balance-not-assigned': 409,
  'fund-paid-by-payer': 409,
} as const

/** What of a balance is not free. */
const TIED = `(SELECT coalesce(sum(amount_fen), 0) FROM held_for_payment held
    WHERE held.fund = bank_balance.fund AND held.place = bank_balance.place) AS held,
  (SELECT coalesce(sum(amount_fen), 0) FROM in_suspense open
    WHERE open.fund = bank_balance.fund AND open.place = bank_balance.place) AS suspense`

function toLying({ amount_fen, held, suspense }: Record<string, unknown>): Omit<BankBalance, 'fund'> {
  return {
    balanceFen: Number(amount_fen),
    heldFen: Number(held),
    ...(Number(suspense) > 0 && { suspenseFen: Number(suspense) }),
  }
}

function bankAccountOf({ data }: WelfareEvent): string {
  return 'bankAccount' in data ? String(data.bankAccount) : ''
}

const ACCOUNT = `id, opened, fund, closed_on FROM bank_account
  LEFT JOIN own_money ON own_money.bank_account = id LEFT JOIN closed_account ON closed_account.bank_account = id`

function toAccount({ id, opened, fund, closed_on: closedOn }: Record<string, unknown>): BankAccount {
  return {
    ...{ id: String(id), ...JSON.parse(String(opened)) },
    ...(typeof fund === 'string' && { ownFund: fund }),
    ...(typeof closedOn === 'string' && { closedOn }),
  }
}

export function createBankLookUps(prepare: Prepare) {
  const findBankAccount = (id: string): BankAccount | undefined => {
    const row = prepare(`SELECT ${ACCOUNT} WHERE id = ?`).get(id)
    return row && toAccount(row)
  }
  const isOnAccounts = (fund: string) =>
    prepare('SELECT 1 FROM fund_on_accounts WHERE fund = ?').get(fund) !== undefined
  const payerOf = (fund: string): string | undefined => {
    const row = prepare('SELECT payer FROM fund_paid_by WHERE fund = ?').get(fund)
    return row && String(row.payer)
  }
  const heldFen = (fund: string, place: string) =>
    Number(
      prepare('SELECT sum(amount_fen) AS fen FROM held_for_payment WHERE fund = ? AND place = ?').get(fund, place)
        ?.fen ?? 0,
    )
  return {
    /** Money of these funds reaches the account, or none: either all of them lie on accounts, and it is named, or none does. */
    refusalOfReceipt(
      shares: readonly Share[],
      bankAccount: string | undefined,
    ): Refusal<ReceiptRefusalCode> | undefined {
      const paid = shares.find(({ fund }) => payerOf(fund) !== undefined)
      if (paid && (bankAccount !== undefined || shares.some(({ fund }) => payerOf(fund) !== payerOf(paid.fund))))
        return { code: 'fund-paid-by-payer', facts: { fund: paid.fund, payer: payerOf(paid.fund) ?? '' } }
      const onAccounts = shares.filter(({ fund }) => isOnAccounts(fund))
      if (bankAccount === undefined)
        return onAccounts.length > 0 ? { code: 'bank-account-missing', facts: {} } : undefined
      const account = findBankAccount(bankAccount)
      if (!account) return { code: 'bank-account-unknown', facts: { bankAccount } }
      if (account.closedOn) return { code: 'bank-account-closed', facts: { bankAccount, closedOn: account.closedOn } }
      const other = shares.find((share) => !onAccounts.includes(share))
      return other && { code: 'balance-not-assigned', facts: { fund: other.fund } }
    },
    /** Without an account: the payer whose they are, or none. */
    placeOfReceipt: (shares: readonly Share[], bankAccount: string | undefined) => ({
      bankAccount,
      payer: bankAccount === undefined && shares[0] ? payerOf(shares[0].fund) : undefined,
    }),
    findBankAccount,
    /** All of them, whose ever, in the order of opening, after the sequence at which one was opened: money goes to other unions' accounts, too. */
    listBankAccounts(afterSequence: number, limit: number): { sequence: number; account: BankAccount }[] {
      return prepare(`SELECT sequence, ${ACCOUNT} WHERE sequence > ? ORDER BY sequence LIMIT ?`)
        .all(afterSequence, limit)
        .map((row) => ({ sequence: Number(row.sequence), account: toAccount(row) }))
    },
    /** Not zero, in the order of funds. */
    balancesOn: (place: string): BankBalance[] =>
      prepare(`SELECT fund, amount_fen, ${TIED} FROM bank_balance WHERE place = ? AND amount_fen <> 0 ORDER BY fund`)
        .all(place)
        .map((row) => ({ fund: String(row.fund), ...toLying(row) })),
    /** The accounts on which the fund has something, in the order of their opening. */
    placesOf: (fund: string): Place[] =>
      prepare(
        `SELECT place, amount_fen, ${TIED}
           FROM bank_balance JOIN bank_account ON id = place WHERE fund = ? AND amount_fen <> 0 ORDER BY sequence`,
      )
        .all(fund)
        .map((row) => ({ bankAccount: String(row.place), ...toLying(row) })),
    /** What the fund has on an account, at another payer, or on none (''), and is neither held for a payment nor in suspense. */
    thereFen(fund: string, place: string): number {
      const row = prepare(`SELECT amount_fen, ${TIED} FROM bank_balance WHERE fund = ? AND place = ?`).get(fund, place)
      if (!row) return 0
      const { balanceFen, heldFen, suspenseFen = 0 } = toLying(row)
      return subtractFen(balanceFen, addFen(heldFen, suspenseFen))
    },
    heldFen,
    /** Every movement of the fund's money names an account. */
    isOnAccounts,
    /** Who pays the fund's money instead of a union. */
    payerOf,
    findPayer(id: string): Payer | undefined {
      const row = prepare('SELECT registered FROM payer WHERE id = ?').get(id)
      return row && { id, ...JSON.parse(String(row.registered)) }
    },
    /** In the order of registration, after a sequence. */
    listPayers(afterSequence: number, limit: number): { sequence: number; payer: Payer }[] {
      return prepare('SELECT * FROM payer WHERE sequence > ? ORDER BY sequence LIMIT ?')
        .all(afterSequence, limit)
        .map(({ sequence, id, registered }) => ({
          sequence: Number(sequence),
          payer: { id: String(id), ...JSON.parse(String(registered)) },
        }))
    },
  }
}
