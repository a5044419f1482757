import type { DataOf } from '@welfare/contracts/catalogue.ts'
import { addFen } from '@welfare/contracts/money.ts'
import type { Prepare } from '@welfare/facts/facts-declaration.ts'
import type { OpenLine, OpenMovement } from './propose-matches.ts'
import type {
  BankMovement,
  BankStatement,
  ListedLine,
  ListedMatch,
  StateOfLine,
  StateOfMovement,
} from './statements-wire.ts'

type Imported = DataOf<'BankStatementImported'>

/**
 * What counted before the bank's first paper begins stands in its opening balance, unless a line proves to be it; so does what was assigned to the
 * account, which moved nothing at the bank.
 */
const BEFORE = `(type = 'BankBalanceAssigned'
  OR day < coalesce((SELECT min(imported ->> 'from') FROM bank_statement one WHERE one.bank_account = bank_movement.bank_account), ''))`
const STATEMENT = `SELECT bank_statement.*, status FROM bank_statement LEFT JOIN bank_file ON attachment = imported ->> '$.file.attachment'`
const MOVEMENT = `SELECT bank_movement.*, state ->> '$.reference' AS payment_reference, state ->> '$.settled.bankReference' AS bank_reference
  FROM bank_movement LEFT JOIN listed_payment ON id = payment`
const ofMovements: Readonly<Record<StateOfMovement, string>> = {
  open: `match IS NULL AND NOT ${BEFORE}`,
  before: `match IS NULL AND ${BEFORE}`,
  matched: 'match IS NOT NULL',
}
const ofLines: Readonly<Record<StateOfLine, string>> = { open: 'match IS NULL', matched: 'match IS NOT NULL' }

export function createStatementsLookUps(prepare: Prepare) {
  return {
    /** In the order of their days, after a version of the account's stream. */
    listBankStatements: (bankAccount: string, afterVersion: number, limit: number): BankStatement[] =>
      prepare(`${STATEMENT} WHERE bank_account = ? AND version > ? ORDER BY version LIMIT ?`)
        .all(bankAccount, afterVersion, limit)
        .map((row) => toStatement(bankAccount, row)),
    findBankStatement(bankAccount: string, fileHash: string): BankStatement | undefined {
      const row = prepare(`${STATEMENT} WHERE bank_account = ? AND imported ->> 'fileHash' = ?`).get(
        bankAccount,
        fileHash,
      )
      return row && toStatement(bankAccount, row)
    },
    /** Undefined where no event names it. */
    statusOfBankFile: (attachment: string) =>
      prepare('SELECT status FROM bank_file WHERE attachment = ?').get(attachment)?.status as
        | 'kept'
        | 'erased'
        | undefined,
    /** In the order of the bank's papers, after a place. */
    listBankLines(
      bankAccount: string,
      state: StateOfLine | undefined,
      afterPlace: number,
      limit: number,
    ): { readonly place: number; readonly line: ListedLine }[] {
      const condition = state === undefined ? 'true' : ofLines[state]
      return prepare(
        `SELECT * FROM bank_line WHERE bank_account = ? AND place > ? AND ${condition} ORDER BY place LIMIT ?`,
      )
        .all(bankAccount, afterPlace, limit)
        .map((row) => ({
          place: Number(row.place),
          line: {
            ...toLine(row),
            bankStatement: `${bankAccount}.${row.statement}`,
            ...(row.counterparty !== null && { counterparty: String(row.counterparty) }),
            ...(row.match !== null && { match: `${bankAccount}.${row.match}` }),
          },
        }))
    },
    /** In the order of recording, after a sequence. */
    listBankMovements(
      bankAccount: string,
      state: StateOfMovement | undefined,
      afterSequence: number,
      limit: number,
    ): { readonly sequence: number; readonly movement: BankMovement }[] {
      const condition = state === undefined ? 'true' : ofMovements[state]
      return prepare(`${MOVEMENT} WHERE bank_account = ? AND bank_movement.sequence > ? AND ${condition}
          ORDER BY bank_movement.sequence LIMIT ?`)
        .all(bankAccount, afterSequence, limit)
        .map((row) => ({
          sequence: Number(row.sequence),
          movement: {
            ...{ event: String(row.event), type: String(row.type) as BankMovement['type'] },
            ...{ day: String(row.day), amountFen: Number(row.amount_fen) },
            ...(row.payment !== null && { payment: String(row.payment) }),
            ...referenceOf(row),
            ...(row.match !== null && { match: `${bankAccount}.${row.match}` }),
          },
        }))
    },
    /** Undefined where the event moved nothing on this account. */
    movedFen(bankAccount: string, event: string): number | undefined {
      const row = prepare('SELECT amount_fen FROM bank_movement WHERE bank_account = ? AND event = ?').get(
        bankAccount,
        event,
      )
      return row && Number(row.amount_fen)
    },
    /** In the order of matching, after a version of the account's stream. */
    listBankMatches: (bankAccount: string, afterVersion: number, limit: number): ListedMatch[] =>
      prepare('SELECT * FROM bank_match WHERE bank_account = ? AND version > ? ORDER BY version LIMIT ?')
        .all(bankAccount, afterVersion, limit)
        .map(({ version, matched }) => ({ id: `${bankAccount}.${version}`, ...JSON.parse(String(matched)) })),
    /** Whatever is in no match: lines of the bank, and movements of the books, those from before the first paper, too. */
    openOn(bankAccount: string): { readonly lines: OpenLine[]; readonly movements: OpenMovement[] } {
      const lines = prepare('SELECT * FROM bank_line WHERE bank_account = ? AND match IS NULL ORDER BY place')
      const movements = prepare(`${MOVEMENT} WHERE bank_account = ? AND match IS NULL ORDER BY bank_movement.sequence`)
      return {
        lines: lines.all(bankAccount).map(toLine),
        movements: movements.all(bankAccount).map((row) => ({
          ...{ id: String(row.event), type: String(row.type), day: String(row.day), amountFen: Number(row.amount_fen) },
          ...(row.payment !== null && { payment: String(row.payment) }),
          references: [row.reference, row.bank_reference, row.payment_reference]
            .filter((reference) => reference !== null)
            .map(String),
        })),
      }
    },
    /** At the end of a day; undefined where the bank's papers do not reach it. */
    bothBalances(bankAccount: string, until: string): { booksFen: number; bankFen: number } | undefined {
      const papers = prepare(
        `SELECT max(imported ->> 'until') AS until, (SELECT imported ->> 'openingFen' FROM bank_statement
             WHERE bank_account = :account ORDER BY version LIMIT 1) AS opening_fen
           FROM bank_statement WHERE bank_account = :account`,
      ).get({ account: bankAccount })
      if (typeof papers?.until !== 'string' || papers.until < until) return undefined
      const lines = prepare('SELECT sum(amount_fen) AS fen FROM bank_line WHERE bank_account = ? AND day <= ?')
      const books = prepare('SELECT sum(amount_fen) AS fen FROM bank_movement WHERE bank_account = ? AND day <= ?')
      return {
        booksFen: Number(books.get(bankAccount, until)?.fen ?? 0),
        bankFen: addFen(Number(papers.opening_fen), Number(lines.get(bankAccount, until)?.fen ?? 0)),
      }
    },
    /** How far the bank's papers reach, and how much of either side has no other. */
    standingOf(bankAccount: string): { statedUntil?: string; openLines: number; openMovements: number } {
      const last = prepare(`SELECT max(imported ->> 'until') AS until FROM bank_statement WHERE bank_account = ?`)
      const until = last.get(bankAccount)?.until
      const lines = prepare('SELECT count(*) AS n FROM bank_line WHERE bank_account = ? AND match IS NULL')
      const movements = prepare(
        `SELECT count(*) AS n FROM bank_movement WHERE bank_account = ? AND ${ofMovements.open} AND day <= ?`,
      )
      return {
        ...(typeof until === 'string' && { statedUntil: until }),
        openLines: Number(lines.get(bankAccount)?.n),
        openMovements: Number(movements.get(bankAccount, String(until ?? ''))?.n),
      }
    },
  }
}

type Row = Readonly<Record<string, unknown>>

function toStatement(bankAccount: string, { version, imported, status }: Row): BankStatement {
  const { fileHash: _, ...said }: Imported = JSON.parse(String(imported))
  return { id: `${bankAccount}.${version}`, ...said, ...(status === 'erased' && { isFileErased: true as const }) }
}

function toLine({ reference, day, amount_fen: amountFen }: Row): OpenLine {
  return { reference: String(reference), day: String(day), amountFen: Number(amountFen) }
}

/** The bank's own of a payment, else what stands on the order to it. */
function referenceOf({ bank_reference: ofBank, payment_reference: ofPayment, reference }: Row) {
  const known = [ofBank, ofPayment, reference].find((one) => typeof one === 'string')
  return known === undefined ? {} : { reference: String(known) }
}
