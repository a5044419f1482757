import type { SequencedEvent } from '@welfare/event-store/port.ts'
import { admissionFacts } from './admission.facts.ts'
import type { EventHandlers } from './event-handlers.ts'
import type { Facts } from './facts.service.ts'
import type { FactsDeclaration, Prepare } from './facts-declaration.ts'
import { statementId } from './statement-id.ts'

/**
 * Where every thing of the ledger is, from its own events; what the guard of every route holds a scope against. `division`, `programmes`
 * and `merchant` are empty where a thing has none. Who was ever on a programme's roster stays a person of that programme.
 */
export const placeFacts: FactsDeclaration = {
  name: 'place',
  version: 13,
  schema: `
    CREATE TABLE place (id TEXT PRIMARY KEY, division TEXT NOT NULL, programmes TEXT NOT NULL, merchant TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE member (worker TEXT, programme TEXT, PRIMARY KEY (worker, programme)) WITHOUT ROWID;
  `,
  needs: [admissionFacts],
  handlers: (prepare) => [createHandlers(prepare)],
}

export interface Place {
  readonly division: string
  /** Mostly one; who sees a thing of several sees every one of them. */
  readonly programmes: readonly string[]
  /** Whose own it is: no other merchant sees it. */
  readonly merchant: string
}

/** Where a stream is; undefined where nothing of that id is known. */
export function createPlaceLookUp({ prepare, remember }: Pick<Facts, 'prepare' | 'remember'>) {
  return remember(placeFacts, (id: string): Place | undefined => {
    const row = prepare('SELECT division, programmes, merchant FROM place WHERE id = ?').get(id)
    if (!row) return undefined
    const { division, programmes, merchant } = row
    return { division: String(division), programmes: programmesIn(programmes), merchant: String(merchant) }
  })
}

/** Undefined where nothing of that id is known. */
export function createDivisionLookUp(prepare: Prepare): (id: string) => string | undefined {
  return (id) => {
    const row = prepare('SELECT division FROM place WHERE id = ?').get(id)
    return row && String(row.division)
  }
}

function createHandlers(prepare: Prepare): EventHandlers {
  const put = (id: string, division: string, programmes = '', merchant = '') =>
    void prepare('INSERT OR REPLACE INTO place VALUES (?, ?, ?, ?)').run(id, division, programmes, merchant)
  const divisionOf = createDivisionLookUp(prepare)
  /** Where its programme is. */
  const putUnder = (id: string, programme: string, merchant?: string) =>
    put(id, divisionOf(programme) ?? '', programme, merchant)
  const programmesOf = (id: string) =>
    programmesIn(prepare('SELECT programmes FROM place WHERE id = ?').get(id)?.programmes)
  const putAt = ({ division }: { readonly division: string }, { stream }: SequencedEvent) => put(stream, division)
  const putUnderOwn = ({ programme }: { readonly programme: string }, { stream }: SequencedEvent) =>
    putUnder(stream, programme)
  const putEverywhere = (_: object, { stream }: SequencedEvent) => put(stream, '')

  return {
    UnionRegistered: putAt,
    EmployerRegistered: putAt,
    EmployerChanged: putAt,
    SiteRegistered: putAt,
    SiteChanged: putAt,
    MerchantRegistered: putAt,
    MerchantChanged: putAt,
    WorkerRegistered: putAt,
    WorkerChanged: putAt,
    WorkerCorrected: putAt,
    // A reader of the double finds the record that goes on.
    WorkerMergedInto: ({ survivor }, { stream }) => {
      const insert = prepare('INSERT OR IGNORE INTO member SELECT ?, programme FROM member WHERE worker = ?')
      insert.run(survivor, stream)
    },
    FundOpened: putAt,
    BankAccountOpened: putAt,
    PayerRegistered: putAt,
    DepotOpened: putAt,
    RosterImportStarted: putUnderOwn,
    RosterRowsImported: ({ programme, groups }) => {
      const insert = prepare('INSERT OR IGNORE INTO member VALUES (?, ?)')
      for (const { workers } of groups) for (const worker of workers) insert.run(worker, programme)
    },
    ProgrammeDefined: ({ division }, { stream }) => put(stream, division, stream),
    // Its terms are set, and its meals disputed, before anything stands in it.
    MerchantAdmitted: ({ merchant }, { stream: programme }) =>
      putUnder(statementId(merchant, programme), programme, merchant),
    RoundOpened: putUnderOwn,
    BudgetOpened: putUnderOwn,
    IssuanceProposed: putUnderOwn,
    IssuanceOrdered: putUnderOwn,
    WalletOpened: putUnderOwn,
    ActProposed: ({ division, programme = '' }, { stream }) => put(stream, division, programme),
    ConsignmentPlanned: ({ site, programme }, { stream }) => put(stream, divisionOf(site) ?? '', programme),
    // All its parts are of programmes of one division.
    PaymentPrepared({ merchant, parts }, { stream }) {
      const programmes = parts.map(({ programme }) => programme)
      put(stream, divisionOf(programmes[0] ?? '') ?? '', together(programmes), merchant)
    },
    PaymentFileWritten: ({ division, payments }, { stream }) =>
      put(stream, division, together(payments.flatMap(({ payment }) => programmesOf(payment)))),
    PaymentResultsRead: putAt,
    GoodsOrdered: ({ division, programme }, { stream }) => put(stream, division, programme),
    InvoiceEntered: putUnderOwn,
    ItemDefined: putEverywhere,
    KitDefined: putEverywhere,
  }
}

function together(programmes: readonly string[]): string {
  return [...new Set(programmes)].join(' ')
}

function programmesIn(said: unknown): readonly string[] {
  return said ? String(said).split(' ') : []
}
