import type { DataOf, WelfareEvent } from '@welfare/contracts/catalogue.ts'
import { bankingEvents } from '@welfare/contracts/posting-rules/banking-events.ts'
import { postings } from '@welfare/contracts/postings.ts'
import { splitPart } from '@welfare/contracts/primitives.ts'
import { accountingDateOf } from '@welfare/event-store/decider/decider.ts'
import type { SequencedEvent } from '@welfare/event-store/port.ts'
import type { EventHandlers } from '@welfare/facts/event-handlers.ts'
import type { Prepare } from '@welfare/facts/facts-declaration.ts'

export const statementsSchema = `
  CREATE TABLE bank_statement (bank_account TEXT, version INTEGER, imported TEXT NOT NULL, PRIMARY KEY (bank_account, version)) WITHOUT ROWID;
  CREATE TABLE bank_file (attachment TEXT PRIMARY KEY, status TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE bank_line (place INTEGER PRIMARY KEY, bank_account TEXT NOT NULL, statement INTEGER NOT NULL, reference TEXT NOT NULL, day TEXT NOT NULL,
    amount_fen INTEGER NOT NULL, counterparty TEXT, match INTEGER, UNIQUE (bank_account, reference));
  CREATE INDEX bank_line_open ON bank_line (bank_account) WHERE match IS NULL;
  CREATE TABLE bank_movement (sequence INTEGER, bank_account TEXT, event TEXT NOT NULL, type TEXT NOT NULL, day TEXT NOT NULL, amount_fen INTEGER NOT NULL,
    payment TEXT, reference TEXT, match INTEGER, PRIMARY KEY (sequence, bank_account)) WITHOUT ROWID;
  CREATE INDEX bank_movement_event ON bank_movement (event);
  CREATE INDEX bank_movement_open ON bank_movement (bank_account) WHERE match IS NULL;
  CREATE TABLE bank_match (bank_account TEXT, version INTEGER, matched TEXT NOT NULL, PRIMARY KEY (bank_account, version)) WITHOUT ROWID;
`
/** Lines of one event keep their order in it. */
const LINES_OF_EVENT = 1_000

/** What the bank's papers say of each account, what the books moved there, and what of both is the same money. */
export function createStatementsHandlers(prepare: Prepare): EventHandlers {
  const keepMovement = (event: WelfareEvent, source: SequencedEvent): void => {
    const identified = endOfIdentification(event)
    if (identified !== undefined) {
      prepare('DELETE FROM bank_movement WHERE event = ?').run(identified)
      return
    }
    const moved = new Map<string, number>()
    for (const { account, bankAccount, amount } of postings(event, source.stream))
      if (account === 'bank' && bankAccount !== undefined)
        moved.set(bankAccount, (moved.get(bankAccount) ?? 0) + amount)
    const { payment, reference } = event.data as { readonly payment?: string; readonly reference?: string }
    const { document } = source.metadata as { readonly document?: { readonly number?: string } }
    const insert = prepare('INSERT INTO bank_movement VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL)')
    for (const [bankAccount, amountFen] of moved) {
      if (amountFen === 0) continue
      const about = [`${source.stream}.${source.version}`, event.type, accountingDateOf(source), amountFen] as const
      insert.run(source.sequence, bankAccount, ...about, payment ?? null, reference ?? document?.number ?? null)
    }
  }
  const setMatch = (
    bankAccount: string,
    { lines, movements }: Pick<DataOf<'BankLinesMatched'>, 'lines' | 'movements'>,
    match: number | null,
  ): void => {
    const ofLine = prepare('UPDATE bank_line SET match = ? WHERE bank_account = ? AND reference = ?')
    const ofMovement = prepare('UPDATE bank_movement SET match = ? WHERE bank_account = ? AND event = ?')
    for (const reference of lines) ofLine.run(match, bankAccount, reference)
    for (const event of movements) ofMovement.run(match, bankAccount, event)
  }
  const moving = Object.fromEntries(
    bankingEvents.map((type) => [
      type,
      (data: WelfareEvent['data'], source: SequencedEvent) => keepMovement({ type, data } as WelfareEvent, source),
    ]),
  )
  return {
    ...moving,
    BankStatementImported: (imported, { stream, version }) => {
      prepare('INSERT INTO bank_statement VALUES (?, ?, ?)').run(stream, version, JSON.stringify(imported))
      if (imported.file) prepare("INSERT INTO bank_file VALUES (?, 'kept')").run(imported.file.attachment)
    },
    BankStatementFileErased: ({ attachment }) => {
      prepare("UPDATE bank_file SET status = 'erased' WHERE attachment = ?").run(attachment)
    },
    BankStatementLinesImported: ({ bankStatement, lines }, { stream, sequence }) => {
      const insert = prepare('INSERT INTO bank_line VALUES (?, ?, ?, ?, ?, ?, ?, NULL)')
      const statement = splitPart(bankStatement).version
      for (const [index, { reference, day, amountFen, counterparty }] of lines.entries()) {
        const place = sequence * LINES_OF_EVENT + index
        insert.run(place, stream, statement, reference, day, amountFen, counterparty ?? null)
      }
    },
    BankStatementWithdrawn: ({ bankStatement }, { stream }) => {
      const { version } = splitPart(bankStatement)
      prepare('DELETE FROM bank_statement WHERE bank_account = ? AND version = ?').run(stream, version)
      prepare('DELETE FROM bank_line WHERE bank_account = ? AND statement = ?').run(stream, version)
    },
    BankLinesMatched: (matched, { stream, version }) => {
      prepare('INSERT INTO bank_match VALUES (?, ?, ?)').run(stream, version, JSON.stringify(matched))
      setMatch(stream, matched, version)
    },
    BankMatchTakenBack: ({ match }, { stream }) => {
      const { version } = splitPart(match)
      const row = prepare('SELECT matched FROM bank_match WHERE bank_account = ? AND version = ?').get(stream, version)
      setMatch(stream, JSON.parse(String(row?.matched)), null)
      prepare('DELETE FROM bank_match WHERE bank_account = ? AND version = ?').run(stream, version)
    },
  }
}

/** What was in suspense is a gift now, or is in suspense again: with its identification it comes to nothing, and the bank has no line for either. */
function endOfIdentification({ type, data }: WelfareEvent): string | undefined {
  return type === 'DonationReceived' || type === 'IdentificationEnded' ? data.identified : undefined
}
