import type { StatementSync } from 'node:sqlite'
import {
  actsSchema,
  createActsHandlers,
  createActsLookUps,
  createProposalWrites,
} from '@welfare/approvals/proposals.store.ts'
import { eventCodec } from '@welfare/contracts/catalogue.ts'
import { divisionPrefix } from '@welfare/contracts/primitives.ts'
import type { SequencedEvent } from '@welfare/event-store/port.ts'
import { projectWith } from '@welfare/facts/event-handlers.ts'
import { openRoomCopy, type RoomCopyOptions } from '@welfare/facts/room-copy.store.ts'
import { createFundTerms, createFundTermsHandlers, fundTermsSchema } from './depots/fund-terms.store.ts'
import { createLists } from './lists.queries.ts'

/** Raised when what is made of an event changes: the copy then fills again from the first event. */
const COPY_VERSION = 5

const schema = `
  CREATE TABLE sites (id TEXT PRIMARY KEY, division TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE workers (id TEXT PRIMARY KEY) WITHOUT ROWID;
  CREATE TABLE funds (id TEXT PRIMARY KEY) WITHOUT ROWID;
  CREATE TABLE programmes (id TEXT PRIMARY KEY, kind TEXT NOT NULL, closed INTEGER NOT NULL, kits_per_head INTEGER) WITHOUT ROWID;
  CREATE TABLE unions (sequence INTEGER PRIMARY KEY, division TEXT NOT NULL);
  CREATE TABLE rounds (id TEXT PRIMARY KEY, programme TEXT NOT NULL, plan TEXT NOT NULL, sealed INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE round_sites (sequence INTEGER NOT NULL, place INTEGER NOT NULL, round TEXT NOT NULL, site TEXT NOT NULL,
    due_on TEXT NOT NULL, goods TEXT NOT NULL, PRIMARY KEY (round, sequence, place)) WITHOUT ROWID;
  CREATE TABLE items (sequence INTEGER PRIMARY KEY, id TEXT NOT NULL, name TEXT NOT NULL, unit TEXT NOT NULL);
  CREATE TABLE kits (sequence INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, trade TEXT,
    kitVersion INTEGER NOT NULL);
  CREATE TABLE depots (sequence INTEGER PRIMARY KEY, id TEXT NOT NULL, name TEXT NOT NULL, division TEXT NOT NULL);
  CREATE TABLE consignments (sequence INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, status TEXT NOT NULL, programme TEXT,
    round TEXT, site TEXT NOT NULL, depot TEXT NOT NULL, dueOn TEXT NOT NULL, receivedOn TEXT, planned INTEGER NOT NULL,
    received INTEGER NOT NULL, short INTEGER NOT NULL, handedOut INTEGER NOT NULL, division TEXT NOT NULL);
  CREATE INDEX consignments_by_site ON consignments (site);
  CREATE INDEX consignments_by_round ON consignments (round);
  ${actsSchema}
  ${fundTermsSchema}`

export interface RoundSite {
  readonly site: string
  readonly dueOn: string
  readonly goods: readonly { readonly commodity: string; readonly quantity: number }[]
}

export interface ProgrammeFacts {
  readonly kind: string
  readonly closed: boolean
  /** Kits for each person by its rules; undefined where they say nothing. */
  readonly kitsPerHead: number | undefined
}

export interface RoundFacts {
  readonly programme: string
  readonly plan: 'people' | 'sites'
  readonly sealed: boolean
}

export type DeliveriesCopy = ReturnType<typeof openDeliveriesCopy>

/** What this room knows of the others (sites, workers, funds, rounds), and its own things as lists. Filled by a consumer, rebuildable. */
export function openDeliveriesCopy(file: string, { ledger, epoch }: Pick<RoomCopyOptions, 'ledger' | 'epoch'>) {
  const copy = openRoomCopy(file, { schema, version: COPY_VERSION, ledger, epoch })
  const projectActs = projectWith(
    createActsHandlers(
      copy.prepare,
      'deliveries',
      createProposalWrites(copy.prepare, () => undefined),
    ),
  )
  const projectTerms = projectWith(createFundTermsHandlers(copy.prepare))
  const exists = (sql: string, id: string) => copy.prepare(sql).get(id) !== undefined
  return {
    readCheckpoint: () => copy.readCheckpoint(),
    sequence: () => copy.sequence(),
    close: () => copy.close(),
    apply: (events: readonly SequencedEvent[]) =>
      copy.applyBatch(events, (event) => {
        project(copy.prepare, event)
        projectActs(event)
        projectTerms(event)
      }),
    ...createActsLookUps(copy.prepare),
    termsOf: createFundTerms(copy.prepare),

    hasSite: (site: string) => exists('SELECT 1 FROM sites WHERE id = ?', site),
    hasWorker: (worker: string) => exists('SELECT 1 FROM workers WHERE id = ?', worker),
    hasFund: (fund: string) => exists('SELECT 1 FROM funds WHERE id = ?', fund),
    divisionOfSite(site: string): string | undefined {
      const division = copy.prepare('SELECT division FROM sites WHERE id = ?').get(site)?.division
      return typeof division === 'string' ? division : undefined
    },
    divisionOfDepot(depot: string): string | undefined {
      const division = copy.prepare('SELECT division FROM depots WHERE id = ?').get(depot)?.division
      return typeof division === 'string' ? division : undefined
    },
    divisionOfConsignment(consignment: string): string | undefined {
      const division = copy.prepare('SELECT division FROM consignments WHERE id = ?').get(consignment)?.division
      return typeof division === 'string' ? division : undefined
    },
    /** Undefined where no such programme is known. */
    programme(programme: string): ProgrammeFacts | undefined {
      const row = copy.prepare('SELECT kind, closed, kits_per_head FROM programmes WHERE id = ?').get(programme)
      if (!row) return undefined
      const { kind, closed, kits_per_head: kitsPerHead } = row
      return {
        kind: String(kind),
        closed: closed === 1,
        kitsPerHead: typeof kitsPerHead === 'number' ? kitsPerHead : undefined,
      }
    },
    /** Division of the ledger's root union: the widest there is, the first of its kind. Undefined where none is registered. */
    rootDivision(): string | undefined {
      const divisions = copy.prepare('SELECT division FROM unions ORDER BY sequence').all()
      const prefixes = divisions.map(({ division }) => divisionPrefix(String(division)).length)
      const widest = divisions[prefixes.indexOf(Math.min(...prefixes))]
      return widest && String(widest.division)
    },
    round(round: string): RoundFacts | undefined {
      const row = copy.prepare('SELECT programme, plan, sealed FROM rounds WHERE id = ?').get(round)
      if (!row) return undefined
      return {
        programme: String(row.programme),
        plan: row.plan === 'sites' ? 'sites' : 'people',
        sealed: row.sealed === 1,
      }
    },
    /** In the order of the list as it was frozen. */
    roundSites(round: string): RoundSite[] {
      const rows = copy
        .prepare('SELECT site, due_on, goods FROM round_sites WHERE round = ? ORDER BY sequence, place')
        .all(round)
      return rows.map(({ site, due_on, goods }) => ({
        site: String(site),
        dueOn: String(due_on),
        goods: JSON.parse(String(goods)),
      }))
    },
    list: createLists(copy.prepare),
  }
}

type Prepare = (sql: string) => StatementSync

function project(prepare: Prepare, recorded: SequencedEvent): void {
  const event = eventCodec.decode(recorded)
  const { stream, sequence } = recorded
  switch (event.type) {
    case 'SiteRegistered':
    case 'SiteChanged':
      prepare('INSERT OR REPLACE INTO sites VALUES (?, ?)').run(stream, event.data.division)
      break
    case 'WorkerRegistered':
      prepare('INSERT INTO workers VALUES (?)').run(stream)
      break
    case 'FundOpened':
      prepare('INSERT INTO funds VALUES (?)').run(stream)
      break
    case 'ProgrammeDefined':
      prepare('INSERT INTO programmes VALUES (?, ?, 0, ?)').run(
        stream,
        event.data.kind,
        event.data.rules.kitsPerHead ?? null,
      )
      break
    case 'ProgrammeRulesChanged':
      prepare('UPDATE programmes SET kits_per_head = ? WHERE id = ?').run(event.data.rules.kitsPerHead ?? null, stream)
      break
    case 'UnionRegistered':
      prepare('INSERT INTO unions VALUES (?, ?)').run(sequence, event.data.division)
      break
    case 'ProgrammeClosed':
      prepare('UPDATE programmes SET closed = 1 WHERE id = ?').run(stream)
      break
    case 'RoundOpened':
      prepare('INSERT INTO rounds VALUES (?, ?, ?, 0)').run(stream, event.data.programme, event.data.plan)
      break
    case 'SiteListFrozen':
      event.data.sites.forEach(({ site, dueOn, goods }, place) => {
        const insert = prepare('INSERT INTO round_sites VALUES (?, ?, ?, ?, ?, ?)')
        insert.run(sequence, place, stream, site, dueOn, JSON.stringify(goods))
      })
      break
    case 'RoundSealed':
      prepare('UPDATE rounds SET sealed = 1 WHERE id = ?').run(stream)
      break
    default:
      projectOwn(prepare, event, recorded)
  }
}

function projectOwn(prepare: Prepare, event: ReturnType<typeof eventCodec.decode>, recorded: SequencedEvent): void {
  const { stream, sequence } = recorded
  switch (event.type) {
    case 'ItemDefined':
      prepare('INSERT INTO items VALUES (?, ?, ?, ?)').run(sequence, stream, event.data.name, event.data.unit)
      break
    case 'KitDefined': {
      const { name, trade = null } = event.data
      prepare('INSERT INTO kits VALUES (?, ?, ?, ?, 1)').run(sequence, stream, name, trade)
      break
    }
    case 'KitRevised': {
      const { name, trade = null, kitVersion } = event.data
      prepare('UPDATE kits SET name = ?, trade = ?, kitVersion = ? WHERE id = ?').run(name, trade, kitVersion, stream)
      break
    }
    case 'DepotOpened':
      prepare('INSERT INTO depots VALUES (?, ?, ?, ?)').run(sequence, stream, event.data.name, event.data.division)
      break
    case 'ConsignmentPlanned': {
      const { programme = null, round = null, site, depot, dueOn, lines } = event.data
      const insert = prepare(`INSERT INTO consignments VALUES (?, ?, 'planned', ?, ?, ?, ?, ?, NULL, ?, 0, 0, 0,
        (SELECT division FROM sites WHERE id = ?))`)
      insert.run(sequence, stream, programme, round, site, depot, dueOn, pieces(lines), site)
      break
    }
    case 'ConsignmentDispatched':
    case 'ConsignmentReturned':
    case 'ConsignmentCancelled':
    case 'DispatchReversed':
    case 'ConsignmentReturnReversed':
      prepare('UPDATE consignments SET status = ? WHERE id = ?').run(statusAfter[event.type], stream)
      break
    case 'ConsignmentReceived':
    case 'ReceiptCorrected': {
      const { receivedOn, lines } = event.data
      const short = lines.reduce((sum, { shortQuantity }) => sum + shortQuantity, 0)
      const update = prepare(
        `UPDATE consignments SET status = 'received', receivedOn = ?, received = ?, short = ? WHERE id = ?`,
      )
      update.run(receivedOn, pieces(lines), short, stream)
      break
    }
    case 'ReceiptReversed':
      prepare(
        `UPDATE consignments SET status = 'dispatched', receivedOn = NULL, received = 0, short = 0 WHERE id = ?`,
      ).run(stream)
      break
    case 'GoodsHandedOut':
    case 'HandOutReversed': {
      const direction = event.type === 'GoodsHandedOut' ? 1 : -1
      const update = prepare('UPDATE consignments SET handedOut = handedOut + ? WHERE id = ?')
      update.run(direction * pieces(event.data.lines), stream)
      break
    }
  }
}

const statusAfter = {
  ConsignmentDispatched: 'dispatched',
  ConsignmentReturned: 'returned',
  ConsignmentCancelled: 'cancelled',
  DispatchReversed: 'planned',
  ConsignmentReturnReversed: 'dispatched',
} as const

function pieces(lines: readonly { readonly quantity: number }[]): number {
  return lines.reduce((sum, { quantity }) => sum + quantity, 0)
}
