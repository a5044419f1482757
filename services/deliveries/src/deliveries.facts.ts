import { approvalFacts } from '@welfare/approvals/approvals.facts.ts'
import { createActsLookUps } from '@welfare/approvals/proposals.store.ts'
import type { DataOf } from '@welfare/contracts/catalogue.ts'
import { divisionPrefix } from '@welfare/contracts/divisions.ts'
import type { SequencedEvent } from '@welfare/event-store/port.ts'
import type { EventHandlers } from '@welfare/facts/event-handlers.ts'
import type { Facts } from '@welfare/facts/facts.service.ts'
import type { FactsDeclaration, Prepare } from '@welfare/facts/facts-declaration.ts'
import { createFunds, fundFacts } from '@welfare/facts/fund.facts.ts'
import { createDivisionLookUp, placeFacts } from '@welfare/facts/place.facts.ts'
import { programmeFacts } from '@welfare/facts/programme.facts.ts'
import { createLists } from './lists.queries.ts'
import { createPurchaseHandlers, createPurchaseLookUps, purchasesSchema } from './purchases/purchases.facts.ts'

const schema = `
  CREATE TABLE unions (sequence INTEGER PRIMARY KEY, division TEXT NOT NULL);
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
  CREATE TABLE consignment_attachments (id TEXT PRIMARY KEY, erased INTEGER NOT NULL) WITHOUT ROWID;
  ${purchasesSchema}
`

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

/** What this service knows of the others (rounds' sites, unions), and its own things as lists. */
export const deliveriesFacts: FactsDeclaration = {
  name: 'deliveries',
  version: 5,
  schema,
  needs: [placeFacts, programmeFacts, fundFacts, approvalFacts],
  handlers: createHandlers,
}

export type DeliveriesFacts = ReturnType<typeof createDeliveriesFacts>

export function createDeliveriesFacts({ prepare, sequence }: Pick<Facts, 'prepare' | 'sequence'>) {
  const divisionOf = createDivisionLookUp(prepare)
  const { hasFund, termsOf } = createFunds(prepare)
  const isKnown = (id: string) => divisionOf(id) !== undefined
  return {
    sequence,
    ...createActsLookUps(prepare, 'deliveries'),
    ...createPurchaseLookUps(prepare),
    termsOf,
    divisionOf,
    hasSite: isKnown,
    /** The first of them whom registry has not registered. */
    findUnknownWorker: (workers: readonly string[]) => workers.find((worker) => !isKnown(worker)),
    /** The fund, where it was never opened. */
    findUnknownFund: (fund: string | undefined) => (fund === undefined || hasFund(fund) ? undefined : fund),
    divisionOfSite: divisionOf,
    divisionOfDepot(depot: string): string | undefined {
      const division = prepare('SELECT division FROM depots WHERE id = ?').get(depot)?.division
      return typeof division === 'string' ? division : undefined
    },
    divisionOfConsignment(consignment: string): string | undefined {
      const division = prepare('SELECT division FROM consignments WHERE id = ?').get(consignment)?.division
      return typeof division === 'string' ? division : undefined
    },
    /** Undefined where no such programme is known. */
    programme(programme: string): ProgrammeFacts | undefined {
      const row = prepare(
        "SELECT kind, closed_on, rules ->> 'kitsPerHead' AS kits_per_head FROM programme WHERE id = ?",
      ).get(programme)
      if (!row) return undefined
      const { kind, closed_on: closedOn, kits_per_head: kitsPerHead } = row
      return {
        kind: String(kind),
        closed: closedOn !== null,
        kitsPerHead: typeof kitsPerHead === 'number' ? kitsPerHead : undefined,
      }
    },
    /** Division of the ledger's root union: the widest there is, the first of its kind. Undefined where none is registered. */
    rootDivision(): string | undefined {
      const divisions = prepare('SELECT division FROM unions ORDER BY sequence').all()
      const prefixes = divisions.map(({ division }) => divisionPrefix(String(division)).length)
      const widest = divisions[prefixes.indexOf(Math.min(...prefixes))]
      return widest && String(widest.division)
    },
    round(round: string): RoundFacts | undefined {
      const row = prepare("SELECT programme, opened ->> 'plan' AS plan, sealed FROM round WHERE id = ?").get(round)
      if (!row) return undefined
      return {
        programme: String(row.programme),
        plan: row.plan === 'sites' ? 'sites' : 'people',
        sealed: row.sealed === 1,
      }
    },
    /** In the order of the list as it was frozen. */
    roundSites(round: string): RoundSite[] {
      const rows = prepare('SELECT site, due_on, goods FROM round_sites WHERE round = ? ORDER BY sequence, place').all(
        round,
      )
      return rows.map(({ site, due_on, goods }) => ({
        site: String(site),
        dueOn: String(due_on),
        goods: JSON.parse(String(goods)),
      }))
    },
    /** Of an attachment; undefined where no event names it. */
    statusOfAttachment(attachment: string): 'kept' | 'erased' | undefined {
      const row = prepare('SELECT erased FROM consignment_attachments WHERE id = ?').get(attachment)
      if (!row) return undefined
      return row.erased === 1 ? 'erased' : 'kept'
    },
    list: createLists(prepare),
  }
}

function createHandlers(prepare: Prepare): readonly EventHandlers[] {
  const setStatus = (consignment: string, status: string) =>
    void prepare('UPDATE consignments SET status = ? WHERE id = ?').run(status, consignment)
  const becomes =
    (status: string) =>
    (_: object, { stream }: SequencedEvent) =>
      setStatus(stream, status)
  const receive = ({ receivedOn, lines }: DataOf<'ConsignmentReceived' | 'ReceiptCorrected'>, stream: string) => {
    const short = lines.reduce((sum, { shortQuantity }) => sum + shortQuantity, 0)
    const update = prepare(
      `UPDATE consignments SET status = 'received', receivedOn = ?, received = ?, short = ? WHERE id = ?`,
    )
    update.run(receivedOn, pieces(lines), short, stream)
  }
  const addHandedOut = (consignment: string, quantity: number) =>
    void prepare('UPDATE consignments SET handedOut = handedOut + ? WHERE id = ?').run(quantity, consignment)

  const others: EventHandlers = {
    UnionRegistered({ division }, { sequence }) {
      prepare('INSERT INTO unions VALUES (?, ?)').run(sequence, division)
    },
    SiteListFrozen({ sites }, { stream, sequence }) {
      const insert = prepare('INSERT INTO round_sites VALUES (?, ?, ?, ?, ?, ?)')
      sites.forEach(({ site, dueOn, goods }, place) => {
        insert.run(sequence, place, stream, site, dueOn, JSON.stringify(goods))
      })
    },
  }
  const own: EventHandlers = {
    ItemDefined({ name, unit }, { stream, sequence }) {
      prepare('INSERT INTO items VALUES (?, ?, ?, ?)').run(sequence, stream, name, unit)
    },
    KitDefined({ name, trade = null }, { stream, sequence }) {
      prepare('INSERT INTO kits VALUES (?, ?, ?, ?, 1)').run(sequence, stream, name, trade)
    },
    KitRevised({ name, trade = null, kitVersion }, { stream }) {
      prepare('UPDATE kits SET name = ?, trade = ?, kitVersion = ? WHERE id = ?').run(name, trade, kitVersion, stream)
    },
    DepotOpened({ name, division }, { stream, sequence }) {
      prepare('INSERT INTO depots VALUES (?, ?, ?, ?)').run(sequence, stream, name, division)
    },
    ConsignmentPlanned({ programme = null, round = null, site, depot, dueOn, lines }, { stream, sequence }) {
      const insert = prepare(`INSERT INTO consignments VALUES (?, ?, 'planned', ?, ?, ?, ?, ?, NULL, ?, 0, 0, 0,
        (SELECT division FROM place WHERE id = ?))`)
      insert.run(sequence, stream, programme, round, site, depot, dueOn, pieces(lines), site)
    },
    ConsignmentDispatched: becomes('dispatched'),
    ConsignmentReturned: becomes('returned'),
    ConsignmentCancelled: becomes('cancelled'),
    DispatchReversed: becomes('planned'),
    ConsignmentReturnReversed: becomes('dispatched'),
    ConsignmentReceived: (received, { stream }) => receive(received, stream),
    ReceiptCorrected: (received, { stream }) => receive(received, stream),
    ReceiptReversed(_, { stream }) {
      prepare(
        `UPDATE consignments SET status = 'dispatched', receivedOn = NULL, received = 0, short = 0 WHERE id = ?`,
      ).run(stream)
    },
    GoodsHandedOut: ({ lines }, { stream }) => addHandedOut(stream, pieces(lines)),
    HandOutReversed: ({ lines }, { stream }) => addHandedOut(stream, -pieces(lines)),
    ConsignmentAttachmentAdded({ attachment }) {
      prepare('INSERT INTO consignment_attachments VALUES (?, 0)').run(attachment)
    },
    ConsignmentAttachmentErased({ attachment }) {
      prepare('UPDATE consignment_attachments SET erased = 1 WHERE id = ?').run(attachment)
    },
  }
  return [others, own, createPurchaseHandlers(prepare)]
}

function pieces(lines: readonly { readonly quantity: number }[]): number {
  return lines.reduce((sum, { quantity }) => sum + quantity, 0)
}
